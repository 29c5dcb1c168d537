"""The calls that only a post-mortem makes: what a rule's causes name beside tasks and networks."""

from typing import Final

from fargate_tui.aws.buckets import HEALTH_READ, KEYS_READ, REGISTRY_READ
from fargate_tui.aws.operation import Operation

DESCRIBE_KEY = Operation(
    "kms", "DescribeKey", KEYS_READ, "why a task died is looked into, once per secret with a key of the customer's"
)
GET_REPOSITORY_POLICY = Operation(
    "ecr", "GetRepositoryPolicy", REGISTRY_READ, "why an image was refused is looked into, once per image"
)
DESCRIBE_EVENTS = Operation(
    "health", "DescribeEvents", HEALTH_READ, "a task was ended by AWS: what AWS Health has announced"
)

EVIDENCE: Final = (DESCRIBE_KEY, GET_REPOSITORY_POLICY, DESCRIBE_EVENTS)
