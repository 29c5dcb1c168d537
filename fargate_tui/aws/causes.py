"""What may be to blame for a task's end beside the task itself: roles, images, secrets, file systems, people."""

from typing import Final

from fargate_tui.aws.buckets import FILE_SYSTEMS_READ, IAM_READ, REGISTRY_READ, SECRETS_READ, TRAIL_READ
from fargate_tui.aws.operation import Operation

_OF_ROLE = "the roles of a service are shown, or why a task died is looked into and its role may be to blame"
GET_ROLE = Operation("iam", "GetRole", IAM_READ, _OF_ROLE)
SIMULATE_PRINCIPAL_POLICY = Operation(
    "iam", "SimulatePrincipalPolicy", IAM_READ, "the same, once per thing that the role has to be allowed"
)
_OF_POLICIES = "the same, where nothing may be simulated"
_NAMES_OF_POLICIES = "the same, to name its policies"
LIST_ATTACHED_ROLE_POLICIES = Operation("iam", "ListAttachedRolePolicies", IAM_READ, _NAMES_OF_POLICIES)
LIST_ROLE_POLICIES = Operation("iam", "ListRolePolicies", IAM_READ, _NAMES_OF_POLICIES)
GET_ROLE_POLICY = Operation("iam", "GetRolePolicy", IAM_READ, f"{_OF_POLICIES}, once per policy of its own")
GET_POLICY = Operation("iam", "GetPolicy", IAM_READ, f"{_OF_POLICIES}, once per managed policy")
GET_POLICY_VERSION = Operation("iam", "GetPolicyVersion", IAM_READ, f"{_OF_POLICIES}, once per managed policy")
DESCRIBE_IMAGES = Operation(
    "ecr", "DescribeImages", REGISTRY_READ, "why a task died is looked into, and its image may be to blame"
)
BATCH_GET_IMAGE = Operation("ecr", "BatchGetImage", REGISTRY_READ, "the same, for what the image is built for")
DESCRIBE_SECRET = Operation(
    "secretsmanager",
    "DescribeSecret",
    SECRETS_READ,
    "roles are shown, or a secret may be to blame for a task's end: never its value",
)
DESCRIBE_PARAMETERS = Operation("ssm", "DescribeParameters", SECRETS_READ, "the same of a parameter")
DESCRIBE_MOUNT_TARGETS = Operation(
    "efs", "DescribeMountTargets", FILE_SYSTEMS_READ, "why a task died is looked into, and it mounts a file system"
)
LOOKUP_EVENTS = Operation(
    "cloudtrail", "LookupEvents", TRAIL_READ, "why a task died is looked into, and somebody may have stopped it"
)

CAUSES: Final = (
    GET_ROLE,
    SIMULATE_PRINCIPAL_POLICY,
    LIST_ATTACHED_ROLE_POLICIES,
    LIST_ROLE_POLICIES,
    GET_ROLE_POLICY,
    GET_POLICY,
    GET_POLICY_VERSION,
    DESCRIBE_IMAGES,
    BATCH_GET_IMAGE,
    DESCRIBE_SECRET,
    DESCRIBE_PARAMETERS,
    DESCRIBE_MOUNT_TARGETS,
    LOOKUP_EVENTS,
)
