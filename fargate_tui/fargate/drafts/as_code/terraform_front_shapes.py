"""What Terraform calls the members of requests about load balancers and scaling."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.drafts.as_code.terraform_shapes import shape

_ACTION: Final = shape(
    "Type Order TargetGroupArn",
    {
        "ForwardConfig=forward": shape(
            "",
            {
                "TargetGroups=target_group": shape("TargetGroupArn=arn Weight"),
                "TargetGroupStickinessConfig=stickiness": shape("Enabled DurationSeconds=duration"),
            },
        ),
        "RedirectConfig=redirect": shape("Protocol Port Host Path Query StatusCode"),
        "FixedResponseConfig=fixed_response": shape("ContentType MessageBody StatusCode"),
        "AuthenticateCognitoConfig=authenticate_cognito": shape(
            "UserPoolArn UserPoolClientId UserPoolDomain Scope SessionCookieName SessionTimeout"
            " OnUnauthenticatedRequest AuthenticationRequestExtraParams"
        ),
        "AuthenticateOidcConfig=authenticate_oidc": shape(
            "Issuer AuthorizationEndpoint TokenEndpoint UserInfoEndpoint ClientId ClientSecret Scope"
            " SessionCookieName SessionTimeout OnUnauthenticatedRequest AuthenticationRequestExtraParams"
        ),
        "JwtValidationConfig=jwt_validation": shape(
            "Issuer JwksEndpoint", {"AdditionalClaims=additional_claim": shape("Format Name Values")}
        ),
    },
)
BALANCER_ATTRIBUTES: Final[Mapping[str, str]] = {
    "client_keep_alive.seconds": "client_keep_alive",
    "deletion_protection.enabled": "enable_deletion_protection",
    "dns_record.client_routing_policy": "dns_record_client_routing_policy",
    "idle_timeout.timeout_seconds": "idle_timeout",
    "load_balancing.cross_zone.enabled": "enable_cross_zone_load_balancing",
    "routing.http.desync_mitigation_mode": "desync_mitigation_mode",
    "routing.http.drop_invalid_header_fields.enabled": "drop_invalid_header_fields",
    "routing.http.preserve_host_header.enabled": "preserve_host_header",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "enable_tls_version_and_cipher_suite_headers",
    "routing.http.xff_client_port.enabled": "enable_xff_client_port",
    "routing.http.xff_header_processing.mode": "xff_header_processing_mode",
    "routing.http2.enabled": "enable_http2",
    "waf.fail_open.enabled": "enable_waf_fail_open",
    "zonal_shift.config.enabled": "enable_zonal_shift",
}
TARGET_GROUP_ATTRIBUTES: Final[Mapping[str, str]] = {
    "deregistration_delay.connection_termination.enabled": "connection_termination",
    "deregistration_delay.timeout_seconds": "deregistration_delay",
    "load_balancing.algorithm.anomaly_mitigation": "load_balancing_anomaly_mitigation",
    "load_balancing.algorithm.type": "load_balancing_algorithm_type",
    "load_balancing.cross_zone.enabled": "load_balancing_cross_zone_enabled",
    "preserve_client_ip.enabled": "preserve_client_ip",
    "proxy_protocol_v2.enabled": "proxy_protocol_v2",
    "slow_start.duration_seconds": "slow_start",
    "stickiness.app_cookie.cookie_name": "stickiness.cookie_name",
    "stickiness.app_cookie.duration_seconds": "stickiness.cookie_duration",
    "stickiness.enabled": "stickiness.enabled",
    "stickiness.lb_cookie.duration_seconds": "stickiness.cookie_duration",
    "stickiness.type": "stickiness.type",
    "target_health_state.unhealthy.connection_termination.enabled": (
        "target_health_state.enable_unhealthy_connection_termination"
    ),
    "target_health_state.unhealthy.draining_interval_seconds": "target_health_state.unhealthy_draining_interval",
}

BALANCER: Final = shape(
    "Name internal Type=load_balancer_type IpAddressType SecurityGroups Subnets CustomerOwnedIpv4Pool Tags "
    + " ".join(BALANCER_ATTRIBUTES.values()),
    {
        "SubnetMappings=subnet_mapping": shape(
            "SubnetId AllocationId PrivateIPv4Address=private_ipv4_address IPv6Address=ipv6_address"
        ),
        "IpamPools": shape("Ipv4IpamPoolId"),
    },
)
TARGET_GROUP: Final = shape(
    "Name Protocol ProtocolVersion Port VpcId TargetType IpAddressType Tags "
    + " ".join(each for each in TARGET_GROUP_ATTRIBUTES.values() if "." not in each),
    {
        "health_check": shape(
            "HealthCheckEnabled=enabled HealthCheckProtocol=protocol HealthCheckPort=port HealthCheckPath=path"
            " HealthCheckIntervalSeconds=interval HealthCheckTimeoutSeconds=timeout"
            " HealthyThresholdCount=healthy_threshold UnhealthyThresholdCount=unhealthy_threshold Matcher"
        ),
        "stickiness": shape("type enabled cookie_duration cookie_name"),
        "target_health_state": shape("enable_unhealthy_connection_termination unhealthy_draining_interval"),
    },
)
LISTENER: Final = shape(
    "LoadBalancerArn Protocol Port SslPolicy certificate_arn AlpnPolicy Tags",
    {
        "DefaultActions=default_action": _ACTION,
        "MutualAuthentication": shape("Mode TrustStoreArn IgnoreClientCertificateExpiry AdvertiseTrustStoreCaNames"),
    },
)
RULE: Final = shape(
    "ListenerArn Priority Tags",
    {
        "Conditions=condition": shape(
            "",
            {
                "HostHeaderConfig=host_header": shape("Values RegexValues"),
                "HttpHeaderConfig=http_header": shape("HttpHeaderName Values RegexValues"),
                "HttpRequestMethodConfig=http_request_method": shape("Values"),
                "PathPatternConfig=path_pattern": shape("Values RegexValues"),
                "QueryStringConfig=query_string": shape("Key Value"),
                "SourceIpConfig=source_ip": shape("Values"),
            },
        ),
        "Actions=action": _ACTION,
        "Transforms=transform": shape(
            "Type",
            {
                "HostHeaderRewriteConfig": shape("", {"Rewrites=rewrite": shape("Regex Replace")}),
                "UrlRewriteConfig": shape("", {"Rewrites=rewrite": shape("Regex Replace")}),
            },
        ),
    },
)

SCALABLE_TARGET: Final = shape(
    "ServiceNamespace ResourceId ScalableDimension MinCapacity MaxCapacity RoleARN=role_arn Tags",
    {"SuspendedState": shape("DynamicScalingInSuspended DynamicScalingOutSuspended ScheduledScalingSuspended")},
)
_PREDEFINED: Final = shape("PredefinedMetricType ResourceLabel")
_STEP: Final = shape("MetricIntervalLowerBound MetricIntervalUpperBound ScalingAdjustment")
_DIMENSION: Final = shape("Name Value")
_METRIC: Final = shape(
    "Id Label Expression ReturnData",
    {
        "MetricStat": shape(
            "Stat Unit",
            {"Metric": shape("Namespace MetricName", {"Dimensions": _DIMENSION})},
        )
    },
)
SCALING_POLICY: Final = shape(
    "PolicyName=name PolicyType ServiceNamespace ResourceId ScalableDimension",
    {
        "TargetTrackingScalingPolicyConfiguration": shape(
            "TargetValue DisableScaleIn ScaleInCooldown ScaleOutCooldown",
            {
                "PredefinedMetricSpecification": _PREDEFINED,
                "CustomizedMetricSpecification": shape(
                    "Namespace MetricName Statistic Unit", {"Dimensions": _DIMENSION, "Metrics": _METRIC}
                ),
            },
        ),
        "StepScalingPolicyConfiguration": shape(
            "AdjustmentType Cooldown MetricAggregationType MinAdjustmentMagnitude",
            {"StepAdjustments=step_adjustment": _STEP},
        ),
    },
)
