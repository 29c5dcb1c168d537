"""The roles of a service: simulated where that may be asked, else read from the policies, else not known."""

from typing import Any

import pytest

from fargate_tui.fargate.errors import NotAllowed, NotFound
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import (
    ContainerDefinition,
    Role,
    Secret,
    StoredSecret,
    TaskDefinition,
)
from fargate_tui.fargate.roles import Found, ServiceRoles
from fargate_tui.live.roles import MOST_THINGS
from fargate_tui.live.store import Store
from tests.live.small_aws import ECS, SmallAws, cluster, service

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-a1B2c3"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
ROLE = "arn:aws:iam::123456789012:role/execution"
EVERYTHING = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
READS = {"Statement": {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": SECRET}}


def revision(*secrets: str) -> TaskDefinition:
    named = tuple(Secret(name=f"S{at}", value_from=each) for at, each in enumerate(secrets))
    return TaskDefinition(
        task_definition_arn=f"{ECS}task-definition/web:7", family="web", revision=7, execution_role_arn=ROLE,
        container_definitions=(ContainerDefinition(name="web", image="nginx", secrets=named),),
    )  # fmt: skip


@pytest.fixture
def world(aws: SmallAws) -> SmallAws:
    """A service that reads one secret, whose role may be simulated, and is allowed nothing yet."""
    aws.put(cluster("prod"), service("web", task_definition=f"{ECS}task-definition/web:7"), revision(SECRET))
    aws.roles["execution"] = Role(name="execution", trusts=("ecs-tasks.amazonaws.com",))
    aws.roles["AWSServiceRoleForECS"] = Role(name="AWSServiceRoleForECS", trusts=("ecs.amazonaws.com",))
    aws.role_policies["execution"] = {"own": READS}
    aws.secret_things[SECRET] = StoredSecret(name="prod/db")
    return aws


async def execution(store: Store) -> tuple[Found, ServiceRoles]:
    roles = await store.lookups.roles("prod", "web")
    (found,) = [each for each in roles.roles if each.wanted.kind == "execution"]
    return found, roles


def refuse(aws: SmallAws, *operations: str) -> None:
    for operation in operations:
        aws.errors[operation] = NotAllowed("ask", "no", action=f"iam:{operation}")


def decisions(found: Found) -> dict[str, str]:
    return {grant.need.permission.action: grant.decision for grant in found.grants}


async def test_iam_decides_where_it_may_be_asked(world: SmallAws, store: Store) -> None:
    found, roles = await execution(store)
    assert decisions(found) == {"secretsmanager:GetSecretValue": "denied"}
    assert found.by == "simulated by IAM"
    assert found.policies == Known(("own",))
    assert roles.unlooked == ()
    world.allowed.add(("execution", "secretsmanager:GetSecretValue", SECRET))
    assert decisions((await execution(store))[0]) == {"secretsmanager:GetSecretValue": "allowed"}


async def test_else_the_policies_are_read_and_it_is_said(world: SmallAws, store: Store) -> None:
    refuse(world, "SimulatePrincipalPolicy")
    found, _ = await execution(store)
    assert decisions(found) == {"secretsmanager:GetSecretValue": "allowed"}
    assert "iam:SimulatePrincipalPolicy is not allowed" in found.by


async def test_a_boundary_holds_when_policies_are_read(world: SmallAws, store: Store) -> None:
    boundary = "arn:aws:iam::123456789012:policy/edge"
    refuse(world, "SimulatePrincipalPolicy")
    world.roles["execution"] = Role(name="execution", trusts=("ecs-tasks.amazonaws.com",), boundary=boundary)
    nothing: dict[str, Any] = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    world.role_policies["somewhere else"] = {boundary: nothing}
    assert decisions((await execution(store))[0]) == {"secretsmanager:GetSecretValue": "denied"}
    world.role_policies["somewhere else"] = {boundary: EVERYTHING}
    assert decisions((await execution(store))[0]) == {"secretsmanager:GetSecretValue": "allowed"}


async def test_where_neither_may_be_asked_nothing_is_known_and_both_actions_are_named(
    world: SmallAws, store: Store
) -> None:
    refuse(world, "SimulatePrincipalPolicy", "ListAttachedRolePolicies", "GetRole")
    found, _ = await execution(store)
    assert decisions(found) == {"secretsmanager:GetSecretValue": "unknown"}
    assert "iam:SimulatePrincipalPolicy" in found.grants[0].why
    assert "iam:ListAttachedRolePolicies" in found.grants[0].why
    assert isinstance(found.role, NotChecked)
    assert found.role.action == "iam:GetRole"
    assert isinstance(found.policies, NotChecked)


async def test_a_role_that_is_gone_allows_nothing(world: SmallAws, store: Store) -> None:
    del world.roles["execution"]
    found, _ = await execution(store)
    assert found.role == Known(None)
    assert decisions(found) == {"secretsmanager:GetSecretValue": "denied"}
    assert world.asked["SimulatePrincipalPolicy"] == 0


async def test_a_key_of_ones_own_is_looked_for_and_no_value_is_read(world: SmallAws, store: Store) -> None:
    world.secret_things[SECRET] = StoredSecret(name="prod/db", key=KEY)
    found, _ = await execution(store)
    assert list(decisions(found)) == ["secretsmanager:GetSecretValue", "kms:Decrypt"]
    assert not any("Value" in operation or operation == "GetParameters" for operation in world.asked)


@pytest.mark.parametrize(
    ("reference", "name", "arn"),
    [
        ("/prod/level", "/prod/level", "arn:aws:ssm:eu-west-1:123456789012:parameter/prod/level"),
        ("level", "level", "arn:aws:ssm:eu-west-1:123456789012:parameter/level"),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/prod/level", "/prod/level", ""),
    ],
)
async def test_a_parameter_with_a_key_of_ones_own(
    world: SmallAws, store: Store, reference: str, name: str, arn: str
) -> None:
    world.put(revision(reference))
    world.secret_things[name] = StoredSecret(name=name, key="1234")
    found, roles = await execution(store)
    assert roles.unlooked == ()
    assert [(grant.need.permission.action, grant.need.permission.resource) for grant in found.grants] == [
        ("ssm:GetParameters", arn or reference),
        ("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/1234"),
    ]


async def test_whether_a_secret_has_a_key_is_not_guessed(world: SmallAws, store: Store) -> None:
    action = "secretsmanager:DescribeSecret"
    world.errors["DescribeSecret"] = NotAllowed("describe", "no", action=action)
    _, roles = await execution(store)
    (sentence,) = roles.unlooked
    assert f"{action} is not allowed" in sentence


async def test_an_alias_is_no_key(world: SmallAws, store: Store) -> None:
    world.secret_things[SECRET] = StoredSecret(name="prod/db", key="alias/ours")
    found, roles = await execution(store)
    assert list(decisions(found)) == ["secretsmanager:GetSecretValue"]
    assert "alias/ours" in roles.unlooked[0]


async def test_more_things_than_are_looked_at_are_not_called_allowed(world: SmallAws, store: Store) -> None:
    secrets = [f"{SECRET[:-1]}{chr(97 + at)}" for at in range(MOST_THINGS + 1)]
    world.put(revision(*secrets))
    world.secret_things.update({each: StoredSecret(name=each) for each in secrets})
    world.allowed.update(("execution", "secretsmanager:GetSecretValue", each) for each in secrets)
    found, _ = await execution(store)
    assert [grant.decision for grant in found.grants] == ["allowed"] * MOST_THINGS + ["unknown"]


async def test_a_service_that_is_gone(world: SmallAws, store: Store) -> None:
    with pytest.raises(NotFound):
        await store.lookups.roles("prod", "nobody")
