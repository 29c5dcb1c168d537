"""What services need besides a network: roles, secrets, parameters, log groups."""

from collections.abc import Iterable, Mapping

from fargate_tui.demo.iam import BALANCER_POLICY, EXECUTION_POLICY, allow, document, know_managed_policies
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.offline import ACCOUNT

INFRASTRUCTURE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsInfrastructureRole"
EXECUTION_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole"
_EXEC = (
    "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)  # fmt: skip


_READABLE = ("payments", "signing")
"""Whose secrets the execution role may read: not those of notifications, and none that are not of production."""


def task_role(service: str) -> str:
    """The ARN of a service's task role."""
    return f"arn:aws:iam::{ACCOUNT}:role/{service}-task"


def make_roles(moto: Moto, region: str, services: Iterable[str]) -> None:
    """The execution role, the infrastructure role, and a task role per service."""
    know_managed_policies()
    make_role(moto, region, "ecsTaskExecutionRole")
    _attach(moto, region, "ecsTaskExecutionRole", EXECUTION_POLICY)
    secrets = [f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:production/{name}/*" for name in _READABLE]
    parameters = [f"arn:aws:ssm:{region}:{ACCOUNT}:parameter/production/*"]
    may_read = (allow(["secretsmanager:GetSecretValue"], secrets), allow(["ssm:GetParameters"], parameters))
    permit(moto, region, "ecsTaskExecutionRole", "read-secrets", *may_read)
    make_role(moto, region, "ecsInfrastructureRole", "ecs.amazonaws.com")
    make_role(moto, region, "AWSServiceRoleForECS", "ecs.amazonaws.com", "/aws-service-role/ecs.amazonaws.com/")
    _attach(moto, region, "ecsInfrastructureRole", BALANCER_POLICY)
    for service in services:
        make_role(moto, region, f"{service}-task")
        permit(moto, region, f"{service}-task", "exec", allow(_EXEC))


def make_role(moto: Moto, region: str, name: str, principal: str = "ecs-tasks.amazonaws.com", path: str = "/") -> None:
    """A role that a service of AWS may assume."""
    trust = document({"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"})
    moto.query(region, "iam", "CreateRole", {"RoleName": name, "Path": path, "AssumeRolePolicyDocument": trust})


def permit(moto: Moto, region: str, role: str, name: str, *statements: Mapping[str, object]) -> None:
    """Give a role an inline policy."""
    asked = {"RoleName": role, "PolicyName": name, "PolicyDocument": document(*statements)}
    moto.query(region, "iam", "PutRolePolicy", asked)


def _attach(moto: Moto, region: str, role: str, policy: str) -> None:
    moto.query(region, "iam", "AttachRolePolicy", {"RoleName": role, "PolicyArn": policy})


def make_secret(moto: Moto, region: str, name: str, key: str | None = None) -> str:
    """A secret; returns its ARN, which ends in six characters of chance."""
    asked = {"Name": name, "SecretString": '{"password":"not-a-real-one"}'} | ({"KmsKeyId": key} if key else {})
    return str(moto.json(region, "secretsmanager", "secretsmanager.CreateSecret", asked)["ARN"])


def make_parameter(moto: Moto, region: str, name: str, value: str) -> str:
    """An SSM parameter; returns its ARN."""
    moto.json(region, "ssm", "AmazonSSM.PutParameter", {"Name": name, "Value": value, "Type": "String"})
    return f"arn:aws:ssm:{region}:{ACCOUNT}:parameter{name}"


def make_log_groups(moto: Moto, region: str, names: Iterable[str]) -> None:
    """Log groups that keep lines for two weeks."""
    for name in names:
        moto.json(region, "logs", "Logs_20140328.CreateLogGroup", {"logGroupName": name})
        moto.json(region, "logs", "Logs_20140328.PutRetentionPolicy", {"logGroupName": name, "retentionInDays": 14})


def make_key(moto: Moto, region: str, description: str) -> str:
    """A key of the company's own; returns its ARN."""
    made = moto.json(region, "kms", "TrentService.CreateKey", {"Description": description})
    return str(made["KeyMetadata"]["Arn"])


def make_file_system(moto: Moto, region: str, name: str, subnet: str, group: str) -> str:
    """A file system with one mount target; returns its id."""
    tags = [{"Key": "Name", "Value": name}]
    made = moto.rest(region, "elasticfilesystem", "/2015-02-01/file-systems", {"CreationToken": name, "Tags": tags})
    target = {"FileSystemId": made["FileSystemId"], "SubnetId": subnet, "SecurityGroups": [group]}
    moto.rest(region, "elasticfilesystem", "/2015-02-01/mount-targets", target)
    return str(made["FileSystemId"])
