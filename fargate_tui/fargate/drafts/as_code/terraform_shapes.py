"""What Terraform's aws provider (6.22) calls the members of AWS's requests; all others it cannot say."""

from collections.abc import Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code.names import snake


class Shape(msgspec.Struct, frozen=True):
    """The arguments and blocks of a resource or a block, by the members of AWS's requests."""

    arguments: Mapping[str, str]
    blocks: Mapping[str, tuple[str, "Shape"]]


def shape(words: str = "", blocks: Mapping[str, Shape] | None = None) -> Shape:
    """From words of members, ``member=argument`` where it is called otherwise; members of blocks likewise."""
    return Shape(
        arguments=dict(_pair(word) for word in words.split()),
        blocks={_pair(word)[0]: (_pair(word)[1], inner) for word, inner in (blocks or {}).items()},
    )


def _pair(word: str) -> tuple[str, str]:
    member, _, called = word.partition("=")
    return member, called or snake(member)


STRATEGY: Final = shape("capacityProvider weight base")

CLUSTER: Final = shape(
    "clusterName=name tags",
    {
        "settings=setting": shape("name value"),
        "serviceConnectDefaults": shape("namespace"),
        "configuration": shape(
            "",
            {
                "executeCommandConfiguration": shape(
                    "kmsKeyId logging",
                    {
                        "logConfiguration": shape(
                            "cloudWatchEncryptionEnabled cloudWatchLogGroupName s3BucketName"
                            " s3EncryptionEnabled=s3_bucket_encryption_enabled s3KeyPrefix=s3_key_prefix"
                        )
                    },
                ),
                "managedStorageConfiguration": shape(
                    "fargateEphemeralStorageKmsKeyId=fargate_ephemeral_storage_kms_key_id kmsKeyId"
                ),
            },
        ),
    },
)
CAPACITY_PROVIDERS: Final = shape(
    "cluster=cluster_name capacityProviders", {"defaultCapacityProviderStrategy": STRATEGY}
)

_AUTHORIZATION: Final = shape("accessPointId iam")
TASK_DEFINITION: Final = shape(
    "family containerDefinitions cpu memory networkMode requiresCompatibilities taskRoleArn executionRoleArn"
    " pidMode ipcMode enableFaultInjection tags",
    {
        "runtimePlatform": shape("cpuArchitecture operatingSystemFamily"),
        "ephemeralStorage": shape("sizeInGiB=size_in_gib"),
        "placementConstraints": shape("type expression"),
        "proxyConfiguration": shape("type containerName properties"),
        "volumes=volume": shape(
            "name configuredAtLaunch=configure_at_launch host_path",
            {
                "dockerVolumeConfiguration": shape("scope autoprovision driver driverOpts labels"),
                "efsVolumeConfiguration": shape(
                    "fileSystemId rootDirectory transitEncryption transitEncryptionPort",
                    {"authorizationConfig": _AUTHORIZATION},
                ),
                "fsxWindowsFileServerVolumeConfiguration": shape(
                    "fileSystemId rootDirectory", {"authorizationConfig": shape("credentialsParameter domain")}
                ),
            },
        ),
    },
)

_CONNECT: Final = shape(
    "enabled namespace",
    {
        "logConfiguration": shape("logDriver options", {"secretOptions=secret_option": shape("name valueFrom")}),
        "services=service": shape(
            "portName discoveryName ingressPortOverride",
            {
                "clientAliases=client_alias": shape(
                    "port dnsName",
                    {"testTrafficRules": shape("", {"header": shape("name", {"value": shape("exact")})})},
                ),
                "timeout": shape("idleTimeoutSeconds perRequestTimeoutSeconds"),
                "tls": shape(
                    "kmsKey roleArn",
                    {"issuerCertificateAuthority=issuer_cert_authority": shape("awsPcaAuthorityArn")},
                ),
            },
        ),
    },
)
_EBS: Final = shape(
    "roleArn encrypted kmsKeyId volumeType sizeInGiB=size_in_gb snapshotId iops throughput"
    " filesystemType=file_system_type volumeInitializationRate",
    {"tagSpecifications": shape("resourceType propagateTags tags")},
)
SERVICE: Final = shape(
    "serviceName=name cluster taskDefinition desiredCount launchType platformVersion schedulingStrategy"
    " role=iam_role enableECSManagedTags enableExecuteCommand healthCheckGracePeriodSeconds propagateTags"
    " availabilityZoneRebalancing maximumPercent=deployment_maximum_percent"
    " minimumHealthyPercent=deployment_minimum_healthy_percent tags",
    {
        "capacityProviderStrategy": STRATEGY,
        "networkConfiguration": shape("subnets securityGroups assignPublicIp"),
        "loadBalancers=load_balancer": shape(
            "targetGroupArn containerName containerPort loadBalancerName=elb_name",
            {"advancedConfiguration": shape("alternateTargetGroupArn productionListenerRule testListenerRule roleArn")},
        ),
        "deploymentController": shape("type"),
        "deploymentCircuitBreaker": shape("enable rollback"),
        "alarms": shape("alarmNames enable rollback"),
        "deploymentConfiguration": shape(
            "strategy bakeTimeInMinutes",
            {
                "linearConfiguration": shape("stepPercent stepBakeTimeInMinutes"),
                "canaryConfiguration": shape("canaryPercent canaryBakeTimeInMinutes"),
                "lifecycleHooks=lifecycle_hook": shape("hookTargetArn roleArn lifecycleStages hookDetails"),
            },
        ),
        "serviceConnectConfiguration": _CONNECT,
        "serviceRegistries": shape("registryArn port containerName containerPort"),
        "volumeConfigurations=volume_configuration": shape("name", {"managedEBSVolume=managed_ebs_volume": _EBS}),
        "vpcLatticeConfigurations": shape("roleArn targetGroupArn portName"),
        "placementConstraints": shape("type expression"),
        "placementStrategy=ordered_placement_strategy": shape("type field"),
    },
)

LOG_GROUP: Final = shape("logGroupName=name kmsKeyId logGroupClass retentionInDays tags")
ROLE: Final = shape(
    "RoleName=name AssumeRolePolicyDocument=assume_role_policy Description Path MaxSessionDuration"
    " PermissionsBoundary Tags"
)
ROLE_ATTACHMENT: Final = shape("RoleName=role PolicyArn")
ROLE_POLICY: Final = shape("RoleName=role PolicyName=name PolicyDocument=policy")
LINKED_ROLE: Final = shape("AWSServiceName=aws_service_name CustomSuffix Description")
GROUP: Final = shape("GroupName=name Description VpcId Tags")

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
