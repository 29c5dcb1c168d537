"""What services need besides a network: roles, secrets, parameters, log groups."""

from collections.abc import Iterable

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.offline import ACCOUNT

INFRASTRUCTURE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsInfrastructureRole"
EXECUTION_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole"
_TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


def task_role(service: str) -> str:
    """The ARN of a service's task role."""
    return f"arn:aws:iam::{ACCOUNT}:role/{service}-task"


def make_roles(moto: Moto, region: str, services: Iterable[str]) -> None:
    """The execution role and a task role per service."""
    for name in ("ecsTaskExecutionRole", "ecsInfrastructureRole", *(f"{service}-task" for service in services)):
        moto.query(region, "iam", "CreateRole", {"RoleName": name, "AssumeRolePolicyDocument": _TRUST})


def make_secret(moto: Moto, region: str, name: str) -> str:
    """A secret; returns its ARN, which ends in six characters of chance."""
    asked = {"Name": name, "SecretString": '{"password":"not-a-real-one"}'}
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
