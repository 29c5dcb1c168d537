"""The post-mortem of a task: how one gets there, what stands first, what is handed on."""

import asyncio
import re

import msgspec

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.records import (
    Attachment,
    AwsVpcConfiguration,
    ContainerDefinition,
    KeyValue,
    LogConfiguration,
    NetworkConfiguration,
    StoredImage,
)
from fargate_tui.screens.task import TaskScreen
from fargate_tui.widgets.text_view import TextView
from tests.fargate.network.vpcs import vpc
from tests.screens.person import Person, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import World, ago, believable, definition

NO_WAY = (
    "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {image}: failed "
    'to do request: Head "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/recommendations/manifests/1.34": '
    "dial tcp 52.94.233.129:443: i/o timeout"
)
LOGS = LogConfiguration(
    log_driver="awslogs",
    options={"awslogs-group": "/ecs/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"},
)


def without_a_way() -> World:
    """Tasks of `recommendations` are put into a subnet that nothing leads out of."""
    world = believable()
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/recommendations:1.34"
    world.vpcs["vpc-1"] = vpc()
    subnet = _closed(vpc())
    made = definition("recommendations", 34)
    container = ContainerDefinition(name="recommendations", image=image, log_configuration=LOGS)
    world.put(msgspec.structs.replace(made, container_definitions=(container,)))
    for arn, task in list(world.tasks.items()):
        if task.group == "service:recommendations" and task.stop_code:
            details = (KeyValue(name="subnetId", value=subnet), KeyValue(name="privateIPv4Address", value="10.0.9.7"))
            (held,) = (each for each in task.containers if each.name == "recommendations")
            world.tasks[arn] = msgspec.structs.replace(
                task,
                stopped_reason=NO_WAY.format(image=image),
                containers=(msgspec.structs.replace(held, image=image),),
                attachments=(Attachment(type="ElasticNetworkInterface", details=details),),
            )
    for arn, service in list(world.services.items()):
        if service.service_name == "recommendations":
            plan = AwsVpcConfiguration(subnets=(subnet,), security_groups=("sg-task",), assign_public_ip="DISABLED")
            network = NetworkConfiguration(awsvpc_configuration=plan)
            world.services[arn] = msgspec.structs.replace(service, network_configuration=network)
    return world


def _closed(around: Surroundings) -> str:
    assert isinstance(around.subnets, Known)
    return around.subnets.value[-1].subnet_id


def mortem(person: Person) -> str:
    return person.app.screen.query_one("#mortem", TextView).text


async def test_v_on_a_service_opens_the_post_mortem_of_its_last_failed_task() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("/", *"image-res", "enter", "v")
        assert person.path.startswith("production › image-resizer › task ")
        assert person.says("✗ out of memory: image-resizer was killed")
        assert person.says(r"2 of the last 2 died of it")


async def test_v_on_a_service_whose_tasks_all_run_says_so() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("/", *"storefront", "enter", "v")
        assert any("none of its tasks has stopped" in str(each.message) for each in person.app._notifications)


async def test_v_in_a_list_of_tasks_opens_the_one_under_the_cursor_else_the_last_that_failed() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await person.press("v")
        first = person.path
        assert first.startswith("production › image-resizer › task ")
        await person.press("escape", "G", "v")
        assert person.path != first


async def test_c_copies_the_post_mortem_as_markdown_with_secrets_masked() -> None:
    world = believable()
    made = definition("image-resizer", 8)
    container = ContainerDefinition(name="image-resizer", image="image-resizer:1", log_configuration=LOGS)
    world.put(msgspec.structs.replace(made, container_definitions=(container,)))
    died = [task for task in world.tasks.values() if task.group == "service:image-resizer" and task.stopped_at]
    arn = max(died, key=lambda task: task.stopped_at or ago(days=1)).task_arn
    said = LogEvent(
        at=int(ago(minutes=3).timestamp() * 1000),
        stream=f"web/image-resizer/{arn.rpartition('/')[2]}",
        message="connecting with password=hunter2hunter2",
        group="/ecs/web",
    )
    world.written.append(said)
    async with sitting(world, cluster="production", service="image-resizer") as person:
        await person.press("v")
        assert "connecting with password" in mortem(person)
        await person.press("c")
        copied = person.app._clipboard
        assert copied.startswith("**out of memory: image-resizer was killed")
        assert "hunter2" not in copied
        assert "connecting with password=••••••" in copied


async def test_what_may_not_be_looked_at_names_the_permission() -> None:
    world = believable()
    world.errors["DescribeImages"] = NotAllowed("find image", "it is not allowed", action="ecr:DescribeImages")
    async with sitting(world, cluster="production", service="recommendations") as person:
        await person.press("v")
        assert person.says(r"\? not checked .*ecr:DescribeImages is (not allowed|missing)")
        assert person.says("likely, by AWS's own words")


async def test_a_task_that_has_ended_offers_neither_a_shell_nor_to_be_stopped() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await person.press("v")
        offered = person.lines[-1]
        assert "K run" in offered
        assert not {"S stop", "s shell", "a protect"} & set(re.split(r"  +", offered))


async def test_what_is_confirmed_stands_first_and_what_was_not_checked_last() -> None:
    world = without_a_way()
    world.errors["GetRole"] = NotAllowed("get role", "iam:GetRole is not allowed for ops")
    async with sitting(world, cluster="production") as person:
        await person.press("/", *"recommend", "enter", "v")
        await person.wait(5)
        rows = re.findall(r"^ (✓ confirmed|· cleared|\? not checked|  possible)", mortem(person), re.MULTILINE)
        order = ["✓ confirmed", "· cleared", "? not checked", "  possible"]
        assert len(set(rows)) > 1
        assert rows == sorted(rows, key=order.index)


async def test_a_task_that_runs_has_no_post_mortem() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        await person.press("enter")
        assert not person.app.screen.query_one("#mortem", TextView).display
        await person.press("c")
        assert len(person.app._clipboard) == 32


async def test_it_is_folded_for_its_width_before_it_has_one() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await person.press("v")
        dead = person.app.screen
        assert isinstance(dead, TaskScreen)
        assert dead.inquest is not None
        folded = mortem(person).splitlines()[:3]
    async with sitting(believable(), cluster="production", service="storefront") as person:
        await person.press("enter")
        alive = person.app.screen
        assert isinstance(alive, TaskScreen)
        assert not alive.query_one("#mortem", TextView).size
        alive.show_inquest(dead.inquest)
        assert mortem(person).splitlines()[:3] == folded


@SIZES
def test_picture(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(without_a_way(), {"cluster": "production", "service": "recommendations"}, ("v",))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


class Slow(World):
    """The registry answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def image(self, account: str, repository: str, reference: str) -> StoredImage:
        await self.gate.wait()
        return await super().image(account, repository, reference)


async def test_what_comes_later_takes_its_place_and_moves_nothing() -> None:
    world = Slow()
    world.__dict__.update({name: value for name, value in believable().__dict__.items() if name != "gate"})
    for name in ("ecs", "elb", "ec2", "sts", "calls", "metrics", "scaling", "changes", "deployments", "network", "iam"):
        setattr(world, name, world)
    world.trail = world.file_systems = world
    async with sitting(world, cluster="production", service="recommendations") as person:
        await person.press("v")
        before = person.text.split("\n")
        assert person.says("evidence still looking…")
        assert person.says("… looking ")

        world.gate.set()
        for _ in range(40):
            await asyncio.sleep(0.02)
            if not person.says("still looking"):
                break
        after = person.text.split("\n")

        assert person.says("✓ confirmed +there is no repository recommendations")
        for title in ("evidence", "containers, in the order", "last lines", "its life"):
            assert _row(before, title) == _row(after, title), title


def _row(lines: list[str], title: str) -> int:
    return next(number for number, each in enumerate(lines) if each.strip().startswith(title))


async def test_what_strangers_have_written_can_neither_move_the_cursor_nor_end_a_block() -> None:
    world = believable()
    for arn, task in list(world.tasks.items()):
        if task.group == "service:image-resizer" and task.stopped_at:
            world.tasks[arn] = msgspec.structs.replace(task, stopped_reason="OutOfMemoryError \x1b[2J ``` [bold]x[/]")
    async with sitting(world, cluster="production", service="image-resizer") as person:
        await person.press("v", "c")
        assert "\x1b" not in person.app._clipboard
        assert person.app._clipboard.count("```") == 2
        assert "[bold]x[/]" in mortem(person)
