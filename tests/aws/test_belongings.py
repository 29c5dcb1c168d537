"""What tasks stand on beside their network: roles, images, secrets, file systems, and who called AWS."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.errors import NotAllowed, NotFound
from fargate_tui.fargate.policies import decide
from fargate_tui.fargate.records import Permission
from fargate_tui.fargate.roles import verdict
from fargate_tui.live.roles import roles_of
from fargate_tui.live.task_definitions import KnownRevisions
from tests.local_aws import REGION, LocalAws

ACCOUNT = "123456789012"
TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
LETS_PULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}


@pytest.fixture
async def staged(local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    """The scenario with its services and roles: look at it, do not change it."""
    for name, value in local_aws.environment.items():
        monkeypatch.setenv(name, value)
    aws = await connect(ConnectionSettings(region=REGION, endpoint_url=local_aws.url))
    yield aws
    await aws.close()


@pytest.fixture
async def own(own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    for name, value in own_local_aws.environment.items():
        monkeypatch.setenv(name, value)
    aws = await connect(ConnectionSettings(region=REGION, endpoint_url=own_local_aws.url))
    yield aws
    await aws.close()


async def test_a_role_with_those_it_trusts_and_its_policies(own: Aws, own_local_aws: LocalAws) -> None:
    iam = own_local_aws.client("iam")
    iam.create_role(RoleName="pulls", AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.put_role_policy(RoleName="pulls", PolicyName="pull", PolicyDocument=json.dumps(LETS_PULL))
    arn = iam.create_policy(PolicyName="managed-pull", PolicyDocument=json.dumps(LETS_PULL))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="pulls", PolicyArn=arn)

    assert (await own.iam.role("pulls")).trusts == ("ecs-tasks.amazonaws.com",)
    assert await own.iam.inline_policies("pulls") == ("pull",)
    assert await own.iam.attached_policies("pulls") == (arn,)
    documents = [
        await own.iam.inline_policy("pulls", "pull"),
        await own.iam.policy(arn, await own.iam.policy_version(arn)),
    ]
    for document in documents:
        assert decide([document], Permission(action="ecr:BatchGetImage")) == "allowed"
        assert decide([document], Permission(action="logs:PutLogEvents")) == "denied"


async def test_a_role_that_is_not_there(own: Aws) -> None:
    with pytest.raises(NotFound, match="cannot read role nobody"):
        await own.iam.role("nobody")


async def test_an_image_and_the_others_of_its_repository(own: Aws, own_local_aws: LocalAws) -> None:
    ecr = own_local_aws.client("ecr")
    ecr.create_repository(repositoryName="team/api")
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "layers": []}
    ecr.put_image(repositoryName="team/api", imageManifest=json.dumps(manifest), imageTag="7")

    assert (await own.registry().image(ACCOUNT, "team/api", "7")).tags == ("7",)
    assert [each.tags for each in await own.registry().images(ACCOUNT, "team/api")] == [("7",)]
    assert await own.registry().platforms(ACCOUNT, "team/api", "7") == ()
    with pytest.raises(NotFound, match="team/api:8"):
        await own.registry().image(ACCOUNT, "team/api", "8")
    with pytest.raises(NotFound, match="team/none"):
        await own.registry().images(ACCOUNT, "team/none")


async def test_a_secret_without_its_value(own: Aws, own_local_aws: LocalAws) -> None:
    manager = own_local_aws.client("secretsmanager")
    arn = manager.create_secret(Name="team/db", SecretString="not-a-real-one")["ARN"]
    empty = manager.create_secret(Name="team/empty", KmsKeyId="alias/team")["ARN"]

    told = await own.secrets().secret(arn)

    assert (told.name, told.has_current_version, told.key, told.deleted_at) == ("team/db", True, "", None)
    told = await own.secrets().secret(empty)
    assert (told.has_current_version, told.key) == (False, "alias/team")
    manager.delete_secret(SecretId="team/db", RecoveryWindowInDays=7)
    assert (await own.secrets().secret(arn)).deleted_at is not None
    with pytest.raises(NotFound):
        await own.secrets().secret("team/none")


async def test_a_parameter_without_its_value(own: Aws, own_local_aws: LocalAws) -> None:
    own_local_aws.client("ssm").put_parameter(Name="/team/level", Value="debug", Type="String")

    assert (await own.secrets().parameter("/team/level")).name == "/team/level"
    with pytest.raises(NotFound, match="/team/none"):
        await own.secrets().parameter("/team/none")


LIST_OF_IMAGES = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.index.v1+json",
    "manifests": [
        {"digest": "sha256:1", "platform": {"os": "linux", "architecture": "arm64"}},
        {"digest": "sha256:2", "platform": {"os": "unknown", "architecture": "unknown"}},
    ],
}


async def test_what_an_image_is_built_for(aws: Aws, scripted: Any) -> None:
    scripted.on("BatchGetImage", {"images": [{"imageManifest": json.dumps(LIST_OF_IMAGES)}]}, {"images": []})

    assert await aws.registry().platforms(ACCOUNT, "team/api", "7") == ("linux/arm64",)
    assert await aws.registry().platforms(ACCOUNT, "team/api", "sha256:1") == ()
    assert [asked["imageIds"] for _, asked in scripted.asked] == [[{"imageTag": "7"}], [{"imageDigest": "sha256:1"}]]


async def test_what_a_role_is_allowed_by_simulation(aws: Aws, scripted: Any) -> None:
    results = "".join(
        f"<member><EvalActionName>{action}</EvalActionName><EvalDecision>{decision}</EvalDecision></member>"
        for action, decision in {"ecr:BatchGetImage": "allowed", "logs:PutLogEvents": "implicitDeny"}.items()
    )
    body = (
        '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<SimulatePrincipalPolicyResult><EvaluationResults>{results}</EvaluationResults>"
        "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
    )
    scripted.on("SimulatePrincipalPolicy", scripted.reply(body=body.encode()))
    role = f"arn:aws:iam::{ACCOUNT}:role/team"

    allowed = await aws.iam.simulate(role, ["ecr:BatchGetImage", "logs:PutLogEvents"], "arn:aws:ecr:::repository/x")

    assert allowed == {"ecr:BatchGetImage": True, "logs:PutLogEvents": False}
    ((_, asked),) = scripted.asked
    assert (asked["ResourceArns.member.1"], asked["PolicySourceArn"]) == ("arn:aws:ecr:::repository/x", role)


async def test_who_called(aws: Aws, scripted: Any) -> None:
    at = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
    told = {"EventName": "StopTask", "EventTime": at.timestamp(), "Username": "ops", "EventId": "1"}
    scripted.on("LookupEvents", {"Events": [{**told, "Resources": [{"ResourceName": "prod"}]}]})

    (call,) = await aws.trail.recorded_calls("StopTask", at - timedelta(minutes=5), at)

    assert (call.at, call.name, call.by, call.about) == (at, "StopTask", "ops", ("prod",))
    ((_, asked),) = scripted.asked
    assert asked["LookupAttributes"] == [{"AttributeKey": "EventName", "AttributeValue": "StopTask"}]
    assert (asked["StartTime"], asked["MaxResults"]) == (at.timestamp() - 300, 50)


async def test_where_a_file_system_can_be_mounted(own: Aws, own_local_aws: LocalAws) -> None:
    efs = own_local_aws.client("efs")
    made = efs.create_file_system(CreationToken="t")["FileSystemId"]
    subnet = own_local_aws.client("ec2").describe_subnets()["Subnets"][0]
    efs.create_mount_target(FileSystemId=made, SubnetId=subnet["SubnetId"])

    (target,) = await own.file_systems.mount_targets(made)

    assert (target.zone, target.subnet_id, target.state) == (
        subnet["AvailabilityZone"], subnet["SubnetId"], "available",
    )  # fmt: skip
    with pytest.raises(NotFound):
        await own.file_systems.mount_targets("fs-0123456789abcdef0")


async def test_a_role_within_a_boundary_that_is_trusted_under_conditions(own: Aws, own_local_aws: LocalAws) -> None:
    iam = own_local_aws.client("iam")
    trust = {"Statement": [{**TRUST["Statement"][0], "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}}]}
    arn = iam.create_policy(PolicyName="edge", PolicyDocument=json.dumps(LETS_PULL))["Policy"]["Arn"]
    iam.create_role(RoleName="bound", AssumeRolePolicyDocument=json.dumps(trust), PermissionsBoundary=arn)

    role = await own.iam.role("bound")
    assert role.trusts == role.trusts_if == ("ecs-tasks.amazonaws.com",)
    assert role.boundary == arn


async def test_what_hangs_on_a_condition_is_left_out(aws: Aws, scripted: Any) -> None:
    member = "<member><EvalActionName>{}</EvalActionName><EvalDecision>implicitDeny</EvalDecision>{}</member>"
    missing = "<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues>"
    results = member.format("ecr:BatchGetImage", missing) + member.format("logs:PutLogEvents", "")
    body = (
        '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<SimulatePrincipalPolicyResult><EvaluationResults>{results}</EvaluationResults>"
        "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
    )
    scripted.on("SimulatePrincipalPolicy", scripted.reply(body=body.encode()))

    allowed = await aws.iam.simulate(f"arn:aws:iam::{ACCOUNT}:role/team", ["ecr:BatchGetImage", "logs:PutLogEvents"])

    assert allowed == {"logs:PutLogEvents": False}


class _Blind:
    """IAM that does not let itself be asked for simulations."""

    def __init__(self, iam: Any) -> None:
        self._iam = iam

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iam, name)

    async def simulate(self, role_arn: str, actions: Sequence[str], resource: str = "*") -> Mapping[str, bool]:
        raise NotAllowed("simulate", "no", action="iam:SimulatePrincipalPolicy")


class _WithoutSimulation:
    """A connection to which simulations are refused."""

    def __init__(self, aws: Any) -> None:
        self._aws = aws
        self.iam = _Blind(aws.iam)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._aws, name)


@pytest.mark.parametrize(
    ("service", "denied"),
    [
        ("notifications", {"secretsmanager:GetSecretValue"}),
        ("payments", set()),
        ("accounts", set()),
    ],
)
async def test_reading_the_policies_finds_what_a_simulation_finds(staged: Aws, service: str, denied: set[str]) -> None:
    simulated = await roles_of(staged, KnownRevisions(), "production", service)
    read = await roles_of(cast(Aws, _WithoutSimulation(staged)), KnownRevisions(), "production", service)

    assert [each.grants for each in read.roles] == [each.grants for each in simulated.roles]
    assert {each.by for each in simulated.roles if each.grants} == {"simulated by IAM"}
    assert all(each.by.startswith("read from its policies") for each in read.roles if each.grants)
    grants = [grant for each in read.roles for grant in each.grants]
    assert {grant.need.permission.action for grant in grants if grant.decision != "allowed"} == denied
    assert {each.wanted.kind for each in read.roles} >= {"execution", "task", "service-linked"}
    assert all(verdict(each) == "ok" for each in read.roles if each.wanted.kind != "execution")
