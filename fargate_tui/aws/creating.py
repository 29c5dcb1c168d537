"""The calls by which wizards create, and by which what they have created is taken back."""

from typing import Final

from fargate_tui.aws.buckets import (
    CLUSTER_MODIFY,
    EC2_MODIFY,
    ELB_MODIFY,
    IAM_MODIFY,
    LOG_GROUPS_MODIFY,
    SERVICE_MODIFY,
    Bucket,
)
from fargate_tui.aws.operation import Operation

_MADE = "a wizard creates it"
_TAKEN_BACK = "what a wizard has created is taken back"

CREATE_CLUSTER = Operation(
    # Of a name that there is already it answers with that cluster.
    "ecs", "CreateCluster", CLUSTER_MODIFY, _MADE, changes=True
)  # fmt: skip
CREATE_SERVICE = Operation(
    "ecs", "CreateService", SERVICE_MODIFY, _MADE, changes=True,
    token="clientToken",  # noqa: S106 - the name of ECS's parameter
)  # fmt: skip


def _once(service: str, name: str, bucket: Bucket, when: str) -> Operation:
    """One of which a second is refused, or not known not to be: that would hide that the first was carried out."""
    return Operation(service, name, bucket, when, changes=True, repeats=False)


CREATE_LOG_GROUP = _once("logs", "CreateLogGroup", LOG_GROUPS_MODIFY, _MADE)
PUT_RETENTION_POLICY = Operation(
    "logs", "PutRetentionPolicy", LOG_GROUPS_MODIFY, "a wizard creates a log group whose lines are kept for some days",
    changes=True,
)  # fmt: skip
DELETE_LOG_GROUP = _once("logs", "DeleteLogGroup", LOG_GROUPS_MODIFY, _TAKEN_BACK)
CREATE_ROLE = _once("iam", "CreateRole", IAM_MODIFY, _MADE)
CREATE_SERVICE_LINKED_ROLE = _once(
    "iam", "CreateServiceLinkedRole", IAM_MODIFY, "a wizard creates the first service of an account"
)
ATTACH_ROLE_POLICY = Operation(
    "iam", "AttachRolePolicy", IAM_MODIFY, "a wizard creates a role, for each of AWS's policies", changes=True
)
PUT_ROLE_POLICY = Operation(
    "iam", "PutRolePolicy", IAM_MODIFY, "a wizard creates a role, for what only this definition needs", changes=True
)
DETACH_ROLE_POLICY = _once("iam", "DetachRolePolicy", IAM_MODIFY, _TAKEN_BACK)
DELETE_ROLE_POLICY = _once("iam", "DeleteRolePolicy", IAM_MODIFY, _TAKEN_BACK)
DELETE_ROLE = _once("iam", "DeleteRole", IAM_MODIFY, _TAKEN_BACK)
CREATE_SECURITY_GROUP = _once("ec2", "CreateSecurityGroup", EC2_MODIFY, _MADE)
AUTHORIZE_SECURITY_GROUP_INGRESS = _once(
    "ec2", "AuthorizeSecurityGroupIngress", EC2_MODIFY, "a wizard creates a security group, or opens one"
)
REVOKE_SECURITY_GROUP_INGRESS = _once(
    "ec2", "RevokeSecurityGroupIngress", EC2_MODIFY, "that a wizard has opened a security group is taken back"
)
DELETE_SECURITY_GROUP = _once("ec2", "DeleteSecurityGroup", EC2_MODIFY, _TAKEN_BACK)
CREATE_LOAD_BALANCER = _once("elbv2", "CreateLoadBalancer", ELB_MODIFY, _MADE)
CREATE_TARGET_GROUP = _once("elbv2", "CreateTargetGroup", ELB_MODIFY, _MADE)
MODIFY_TARGET_GROUP_ATTRIBUTES = Operation(
    "elbv2", "ModifyTargetGroupAttributes", ELB_MODIFY, "a wizard creates a target group: how long it drains",
    changes=True,
)  # fmt: skip
CREATE_LISTENER = _once("elbv2", "CreateListener", ELB_MODIFY, _MADE)
CREATE_RULE = _once("elbv2", "CreateRule", ELB_MODIFY, _MADE)
DELETE_LOAD_BALANCER = _once("elbv2", "DeleteLoadBalancer", ELB_MODIFY, _TAKEN_BACK)
DELETE_TARGET_GROUP = _once("elbv2", "DeleteTargetGroup", ELB_MODIFY, _TAKEN_BACK)
DELETE_LISTENER = _once("elbv2", "DeleteListener", ELB_MODIFY, _TAKEN_BACK)
DELETE_RULE = _once("elbv2", "DeleteRule", ELB_MODIFY, _TAKEN_BACK)

CREATING: Final = (
    CREATE_CLUSTER,
    CREATE_SERVICE,
    CREATE_LOG_GROUP,
    PUT_RETENTION_POLICY,
    DELETE_LOG_GROUP,
    CREATE_ROLE,
    CREATE_SERVICE_LINKED_ROLE,
    ATTACH_ROLE_POLICY,
    PUT_ROLE_POLICY,
    DETACH_ROLE_POLICY,
    DELETE_ROLE_POLICY,
    DELETE_ROLE,
    CREATE_SECURITY_GROUP,
    AUTHORIZE_SECURITY_GROUP_INGRESS,
    REVOKE_SECURITY_GROUP_INGRESS,
    DELETE_SECURITY_GROUP,
    CREATE_LOAD_BALANCER,
    CREATE_TARGET_GROUP,
    MODIFY_TARGET_GROUP_ATTRIBUTES,
    CREATE_LISTENER,
    CREATE_RULE,
    DELETE_LOAD_BALANCER,
    DELETE_TARGET_GROUP,
    DELETE_LISTENER,
    DELETE_RULE,
)
"""What no key leads to, but a wizard: the policy that allows it is one of its own (docs/iam.md)."""
