"""The questions of the wizards: what there is that a draft could name, and what it would cost."""

from typing import Final

from fargate_tui.aws.buckets import (
    CERTIFICATES_READ,
    EC2_READ,
    ELB_READ,
    FILE_SYSTEMS_READ,
    IAM_READ,
    PRICES_READ,
    QUOTAS_READ,
    REGISTRY_READ,
    SECRETS_READ,
)
from fargate_tui.aws.operation import Operation

DESCRIBE_VPCS = Operation("ec2", "DescribeVpcs", EC2_READ, "a wizard offers VPCs")
DESCRIBE_TARGET_GROUP_ATTRIBUTES = Operation(
    "elbv2", "DescribeTargetGroupAttributes", ELB_READ, "a wizard checks a target group"
)
LIST_ROLES = Operation("iam", "ListRoles", IAM_READ, "a wizard offers roles, 100 per call")
DESCRIBE_REPOSITORIES = Operation("ecr", "DescribeRepositories", REGISTRY_READ, "a wizard offers images, 100 per call")
LIST_SECRETS = Operation(
    "secretsmanager", "ListSecrets", SECRETS_READ, "a wizard offers secrets by name, 100 per call: never a value"
)
DESCRIBE_FILE_SYSTEMS = Operation(
    "efs", "DescribeFileSystems", FILE_SYSTEMS_READ, "a wizard offers file systems, 100 per call"
)
DESCRIBE_ACCESS_POINTS = Operation(
    "efs", "DescribeAccessPoints", FILE_SYSTEMS_READ, "the same, for the doors of one of them"
)
LIST_CERTIFICATES = Operation(
    "acm", "ListCertificates", CERTIFICATES_READ, "a wizard offers certificates, 100 per call"
)
DESCRIBE_CERTIFICATE = Operation("acm", "DescribeCertificate", CERTIFICATES_READ, "a wizard checks a certificate")
GET_SERVICE_QUOTA = Operation(
    "service-quotas",
    "GetServiceQuota",
    QUOTAS_READ,
    "a wizard checks how many vCPUs may run at once; a task was refused for want of them",
)
GET_PRODUCTS = Operation(
    "pricing", "GetProducts", PRICES_READ, "a wizard shows what a task costs, once a day and Region"
)

OFFERING: Final = (
    DESCRIBE_VPCS,
    DESCRIBE_TARGET_GROUP_ATTRIBUTES,
    LIST_ROLES,
    DESCRIBE_REPOSITORIES,
    LIST_SECRETS,
    DESCRIBE_FILE_SYSTEMS,
    DESCRIBE_ACCESS_POINTS,
    LIST_CERTIFICATES,
    DESCRIBE_CERTIFICATE,
    GET_SERVICE_QUOTA,
    GET_PRODUCTS,
)
