"""What CloudFormation calls the members of AWS's requests; all others it cannot say.

From the schemas of its resources and botocore's models; the tests hold it to both.
"""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.drafts.as_code.names import pascal

WORDS: Final = frozenset(
    """
    AWSServiceName Actions AdditionalClaims AdjustmentType AdvertiseTrustStoreCaNames AllocationId AlpnPolicy
    AssumeRolePolicyDocument AuthenticateCognitoConfig AuthenticateOidcConfig AuthenticationRequestExtraParams
    AuthorizationEndpoint CertificateArn Certificates ClientId ClientSecret Conditions ContentType Cooldown
    CustomSuffix CustomizedCapacityMetricSpecification CustomizedLoadMetricSpecification
    CustomizedMetricSpecification CustomizedScalingMetricSpecification DefaultActions Description Dimensions
    DisableScaleIn DurationSeconds DynamicScalingInSuspended DynamicScalingOutSuspended EnablePrefixForIpv6SourceNat
    Enabled Expression Field FixedResponseConfig Format ForwardConfig GroupName GrpcCode HealthCheckEnabled
    HealthCheckIntervalSeconds HealthCheckPath HealthCheckPort HealthCheckProtocol HealthCheckTimeoutSeconds
    HealthyThresholdCount Host HostHeaderConfig HostHeaderRewriteConfig HttpCode HttpHeaderConfig HttpHeaderName
    HttpRequestMethodConfig IPv6Address Id IgnoreClientCertificateExpiry IpAddressType Issuer JwksEndpoint
    JwtValidationConfig Key Label ListenerArn LoadBalancerArn Matcher MaxCapacity MaxCapacityBreachBehavior
    MaxCapacityBuffer MaxSessionDuration MessageBody Metric MetricAggregationType MetricDataQueries
    MetricIntervalLowerBound MetricIntervalUpperBound MetricName MetricSpecifications MetricStat Metrics
    MinAdjustmentMagnitude MinCapacity Mode MutualAuthentication Name Namespace OnUnauthenticatedRequest Order Path
    PathPatternConfig PermissionsBoundary PolicyName PolicyType Port PredefinedLoadMetricSpecification
    PredefinedMetricPairSpecification PredefinedMetricSpecification PredefinedMetricType
    PredefinedScalingMetricSpecification PredictiveScalingPolicyConfiguration Priority PrivateIPv4Address Protocol
    ProtocolVersion Query QueryStringConfig RedirectConfig Regex RegexValues Replace ResourceId ResourceLabel
    ReturnData Rewrites RoleARN RoleName ScalableDimension ScaleInCooldown ScaleOutCooldown ScalingAdjustment
    ScheduledScalingSuspended SchedulingBufferTime Scheme Scope SecurityGroups ServiceNamespace SessionCookieName
    SessionTimeout SourceIpConfig SourceNatIpv6Prefix SslPolicy Stat Statistic StatusCode StepAdjustments
    StepScalingPolicyConfiguration SubnetId SubnetMappings Subnets SuspendedState Tags TargetControlPort
    TargetGroupArn TargetGroupStickinessConfig TargetGroups TargetTrackingScalingPolicyConfiguration TargetType
    TargetValue TokenEndpoint Transforms TrustStoreArn Type UnhealthyThresholdCount Unit UrlRewriteConfig
    UseExistingClientSecret UserInfoEndpoint UserPoolArn UserPoolClientId UserPoolDomain Value Values VpcId Weight
    accessLogConfiguration accessPointArn accessPointId accessTypes action add advancedConfiguration alarmNames
    alarms alternateTargetGroupArn appProtocol assignPublicIp authorizationConfig autoprovision
    availabilityZoneRebalancing awsPcaAuthorityArn awsvpcConfiguration bakeTimeInMinutes base
    canaryBakeTimeInMinutes canaryConfiguration canaryPercent capabilities capacityProvider capacityProviderStrategy
    capacityProviders clientAliases cloudWatchEncryptionEnabled cloudWatchLogGroupName cluster clusterName command
    condition configuration configuredAtLaunch containerConfigurations containerDefinitions containerName
    containerPath containerPort containerPortRange cpu cpuArchitecture credentialSpecs credentialsParameter
    defaultCapacityProviderStrategy deletionProtectionEnabled dependsOn deploymentCircuitBreaker
    deploymentConfiguration deploymentController desiredCount deviceName deviceType devices disableNetworking
    discoveryName dnsName dnsSearchDomains dnsServers dockerLabels dockerSecurityOptions dockerVolumeConfiguration
    domain driver driverOpts drop earlySuccessCriteria efsVolumeConfiguration enable enableECSManagedTags
    enableExecuteCommand enableFaultInjection enabled encrypted entryPoint environment environmentFiles
    ephemeralStorage essential exact executeCommandConfiguration executionRoleArn expression extraHosts family
    fargateEphemeralStorageKmsKeyId field fileSystemArn fileSystemId filesystemType filters firelensConfiguration
    format fsxWindowsFileServerVolumeConfiguration gatewayConnectors grpcCode hardLimit header healthCheck
    healthCheckGracePeriodSeconds healthCheckIntervalSeconds healthCheckPath healthCheckPort healthCheckProtocol
    healthCheckTimeoutSeconds healthyPercent healthyThresholdCount hookDetails hookTargetArn host hostPath hostPort
    hostname httpCode iam idleTimeoutSeconds ignoredExitCodes image includeQueryParameters inferenceAccelerators
    ingressPortOverride initProcessEnabled interactive interval iops ipAddress ipcMode issuerCertificateAuthority
    key kmsKey kmsKeyId labels launchType lifecycleHooks lifecycleStages linearConfiguration links linuxParameters
    loadBalancerName loadBalancers logConfiguration logDriver logGroupClass logGroupName logLevel logging
    managedEBSVolume managedStorageConfiguration matcher maxSwap maximumPercent memory memoryReservation
    metricConfigurations metricNames minimumHealthyPercent monitoring mountOptions mountPoints name namespace
    networkConfiguration networkMode operatingSystemFamily options perRequestTimeoutSeconds permissions pidMode
    placementConstraints placementStrategy platformVersion port portMappings portName privileged
    productionListenerRule propagateTags properties protocol proxyConfiguration pseudoTerminal readOnly
    readonlyRootFilesystem registryArn repositoryCredentials requiresCompatibilities resetOnHealthyTask
    resolutionSeconds resourceRequirements resourceType restartAttemptPeriod restartPolicy retentionInDays retries
    role roleArn rollback rootDirectory runtimePlatform s3BucketName s3EncryptionEnabled s3KeyPrefix
    s3filesVolumeConfiguration schedulingStrategy scope secretOptions secrets securityGroups
    serviceConnectConfiguration serviceConnectDefaults serviceName serviceRegistries services settings
    sharedMemorySize size sizeInGiB snapshotId softLimit sourceContainer sourcePath sourceServiceRevisionCleanup
    sourceVolume startPeriod startTimeout stepBakeTimeInMinutes stepPercent stopTimeout strategy subnets swappiness
    systemControls tagSpecifications tags targetGroupArn targetType taskDefinition taskRoleArn testListenerRule
    testTrafficRules thresholdConfiguration throughput timeout timeoutConfiguration timeoutInMinutes tls tmpfs
    transitEncryption transitEncryptionPort type ulimits unhealthyThresholdCount user value valueFrom
    versionConsistency volumeConfigurations volumeInitializationRate volumeType volumes volumesFrom
    vpcLatticeConfigurations weight workingDirectory
    """.split()  # noqa: SIM905 - 429 words read better so
)
"""The members that it has, as the API calls them; in it they begin with a capital letter."""

RENAMED: Final[Mapping[tuple[str, str], str]] = {
    ("CreateCluster", "settings"): "ClusterSettings",
    ("CreateSecurityGroup", "Description"): "GroupDescription",
    ("CreateService", "placementStrategy"): "PlacementStrategies",
    ("authorizationConfig", "iam"): "IAM",
    ("efsVolumeConfiguration", "fileSystemId"): "FilesystemId",
    ("proxyConfiguration", "properties"): "ProxyConfigurationProperties",
    ("volumes", "efsVolumeConfiguration"): "EFSVolumeConfiguration",
    ("volumes", "fsxWindowsFileServerVolumeConfiguration"): "FSxWindowsFileServerVolumeConfiguration",
    ("volumes", "s3filesVolumeConfiguration"): "S3FilesVolumeConfiguration",
}
"""Exceptions, by the operation or the member that they stand in."""

FREE: Final = frozenset({"dockerLabels", "driverOpts", "hookDetails", "labels", "options"})
"""Members whose own members are anybody's."""

DOCUMENTS: Final = frozenset({"AssumeRolePolicyDocument", "PolicyDocument"})
"""JSON in a text, which stands there as what it is."""


def property_of(member: str, within: str) -> str | None:
    """What it calls a member of an operation or of another member; None for what it does not have."""
    renamed = RENAMED.get((within, member))
    return renamed or (pascal(member) if member in WORDS else None)
