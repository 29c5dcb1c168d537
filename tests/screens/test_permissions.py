"""The permissions of a service: its roles, whom they trust, and what they allow of what it needs."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import (
    ContainerDefinition,
    LogConfiguration,
    Role,
    Secret,
    StoredSecret,
    TaskDefinition,
)
from tests.live.small_aws import ECS
from tests.screens.person import sitting
from tests.screens.test_screen_pictures import SIZES, Picture
from tests.screens.world import IMAGES, World, believable

STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:production/storefront/database-Ab12Cd"
STREAM = "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/storefront:log-stream:web"
REPOSITORY = "arn:aws:ecr:eu-west-1:123456789012:repository/storefront"
IAM = "arn:aws:iam::123456789012:role"
CHANNELS = ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")


def roled() -> World:
    """The believable world, with the roles of the storefront; all that it needs is allowed."""
    world = believable()
    logs = LogConfiguration(
        log_driver="awslogs", options={"awslogs-group": "/ecs/storefront", "awslogs-stream-prefix": "web"}
    )
    app = ContainerDefinition(
        name="storefront", image=f"{IMAGES}/storefront:1.23", log_configuration=logs,
        secrets=(Secret(name="DATABASE_PASSWORD", value_from=f"{SECRET}:password::"),),
    )  # fmt: skip
    world.put(
        TaskDefinition(
            task_definition_arn=f"{ECS}task-definition/storefront:23", family="storefront", revision=23,
            execution_role_arn=f"{IAM}/ecsTaskExecutionRole", task_role_arn=f"{IAM}/storefront-task",
            container_definitions=(app,),
        )
    )  # fmt: skip
    arn = f"{ECS}service/production/storefront"
    world.services[arn] = msgspec.structs.replace(world.services[arn], enable_execute_command=True)
    world.secret_things[SECRET] = StoredSecret(name="production/storefront/database")
    for name in ("ecsTaskExecutionRole", "storefront-task"):
        world.roles[name] = Role(name=name, trusts=("ecs-tasks.amazonaws.com",))
    world.roles["AWSServiceRoleForECS"] = Role(name="AWSServiceRoleForECS", trusts=("ecs.amazonaws.com",))
    aws_own = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    world.role_policies = {
        "ecsTaskExecutionRole": {aws_own: {}, "read-secrets": {}},
        "storefront-task": {"exec": {}},
    }
    pulls = ("BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer")
    world.allowed = {
        ("ecsTaskExecutionRole", "ecr:GetAuthorizationToken", "*"),
        *(("ecsTaskExecutionRole", f"ecr:{each}", REPOSITORY) for each in pulls),
        *(("ecsTaskExecutionRole", f"logs:{each}", STREAM) for each in ("CreateLogStream", "PutLogEvents")),
        ("ecsTaskExecutionRole", "secretsmanager:GetSecretValue", SECRET),
        *(("storefront-task", f"ssmmessages:{each}", "*") for each in CHANNELS),
    }
    return world


def denied() -> World:
    """The secret may not be read."""
    world = roled()
    world.allowed.remove(("ecsTaskExecutionRole", "secretsmanager:GetSecretValue", SECRET))
    return world


def blind() -> World:
    """Nothing of IAM may be asked."""
    world = roled()
    for operation in ("GetRole", "SimulatePrincipalPolicy", "ListAttachedRolePolicies", "ListRolePolicies"):
        world.errors[operation] = NotAllowed("ask", "no", action=f"iam:{operation}")
    return world


async def test_nine_shows_that_all_is_allowed() -> None:
    for keys in ("9", "29", "39", "59", "69", "79", "89"):
        async with sitting(roled(), **STOREFRONT) as person:
            await person.press(*keys)
            assert person.path == "production › storefront › permissions"
            assert person.says("✓ all 11 actions that storefront:23 needs are allowed")
            assert person.says("exists, trusts ecs-tasks.amazonaws.com")
            assert not person.notice


async def test_nine_on_a_list_of_services_is_of_the_one_under_the_cursor() -> None:
    async with sitting(roled(), cluster="production") as person:
        await person.press("/", *"storefront", "enter", "9")
        assert person.path == "production › storefront › permissions"


async def test_what_is_denied_is_said_first_with_its_resource() -> None:
    async with sitting(denied(), size=(80, 24), **STOREFRONT) as person:
        await person.go("iam")
        assert person.says("✗ execution role ecsTaskExecutionRole is not allowed secretsmanager:GetSecretValue on")
        assert person.says("✗ denied +read secrets of storefront: secretsmanager:GetSecretValue on")
        assert person.says("✓ allowed +pull the image of storefront: ecr:GetAuthorizationToken,")


async def test_a_policy_for_what_is_denied_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(denied(), **STOREFRONT) as person:
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("9", "p", "C")
        assert json.loads(copied[0])["Statement"] == [
            {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": SECRET}
        ]
        assert copied[1] == f"{IAM}/ecsTaskExecutionRole"


async def test_without_iam_nothing_is_called_well_and_each_missing_action_is_named() -> None:
    async with sitting(blind(), size=(120, 60), **STOREFRONT) as person:
        await person.press("9")
        assert person.says("\\? 11 of 11 actions that storefront:23 needs are not checked")
        for action in ("GetRole", "SimulatePrincipalPolicy", "ListAttachedRolePolicies"):
            assert person.says(f"iam:{action} is not allowed")
        assert not person.says("✓")


async def test_a_role_that_trusts_another_is_said_first() -> None:
    world = roled()
    world.roles["storefront-task"] = Role(name="storefront-task", trusts=("ec2.amazonaws.com",))
    async with sitting(world, **STOREFRONT) as person:
        await person.press("9")
        assert person.says("✗ task role storefront-task: does not trust ecs-tasks.amazonaws.com, but ec2.amazonaws.com")


async def test_refreshing_asks_anew() -> None:
    world = denied()
    async with sitting(world, **STOREFRONT) as person:
        await person.press("9")
        world.allowed.add(("ecsTaskExecutionRole", "secretsmanager:GetSecretValue", SECRET))
        await person.press("r")
        assert person.says("✓ all 11 actions that storefront:23 needs are allowed")


async def test_a_service_that_cannot_be_read_is_named() -> None:
    world = roled()
    async with sitting(world, **STOREFRONT) as person:
        world.errors["DescribeTaskDefinition"] = NotAllowed("read", "ecs:DescribeTaskDefinition is not allowed")
        await person.press("9")
        assert "ecs:DescribeTaskDefinition" in person.notice


SnapCompare = Callable[..., bool]
VIEWS: dict[str, Callable[[], World]] = {"denied": denied, "blind": blind}


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_permissions_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(VIEWS[view](), STOREFRONT, ("9",))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
