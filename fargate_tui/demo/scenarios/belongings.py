"""What services need besides a network: roles, secrets, parameters, log groups."""

from collections.abc import Iterable, Mapping

from fargate_tui.demo.iam import BALANCER_POLICY, EXECUTION_POLICY, allow, document, know_managed_policies
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.people import ALIASES, ROLES, USERS, Policy

INFRASTRUCTURE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsInfrastructureRole"
_EXEC = (
    "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)  # fmt: skip


_READABLE = ("payments", "signing")
"""Whose secrets the execution role may read: not those of notifications, and none that are not of production."""


def task_role(service: str, account: str = ACCOUNT) -> str:
    """The ARN of a service's task role."""
    return f"arn:aws:iam::{account}:role/{service}-task"


def execution_role(account: str = ACCOUNT) -> str:
    """The ARN of the execution role."""
    return f"arn:aws:iam::{account}:role/ecsTaskExecutionRole"


def make_roles(moto: Moto, region: str, services: Iterable[str], account: str = ACCOUNT) -> None:
    """The execution role, the infrastructure role, and a task role per service."""
    know_managed_policies(account)
    make_role(moto, region, "ecsTaskExecutionRole")
    _attach(moto, region, "ecsTaskExecutionRole", EXECUTION_POLICY)
    secrets = [f"arn:aws:secretsmanager:{region}:{account}:secret:production/{name}/*" for name in _READABLE]
    parameters = [f"arn:aws:ssm:{region}:{account}:parameter/production/*"]
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


def make_people(moto: Moto, region: str, account: str) -> None:
    """The user who asks, the roles that people take on, and the account's name."""
    moto.query(region, "iam", "CreateAccountAlias", {"AccountAlias": ALIASES[account]})
    for arn in USERS.values():
        if arn.split(":")[4] == account:
            name = arn.rpartition("/")[2]
            moto.query(region, "iam", "CreateUser", {"UserName": name})
            asked = {"UserName": name, "PolicyName": "administration", "PolicyDocument": Policy().document()}
            moto.query(region, "iam", "PutUserPolicy", asked)
    for role in ROLES.values():
        if role.account == account:
            asked = {"RoleName": role.name, "Path": role.path, "AssumeRolePolicyDocument": role.trust()}
            moto.query(region, "iam", "CreateRole", asked)
            asked = {"RoleName": role.name, "PolicyName": "permissions", "PolicyDocument": role.policy.document()}
            moto.query(region, "iam", "PutRolePolicy", asked)
