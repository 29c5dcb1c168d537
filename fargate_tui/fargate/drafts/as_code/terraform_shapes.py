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
