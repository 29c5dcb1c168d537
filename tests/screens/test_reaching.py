"""Getting into a container: looked at, chosen, let in, refused with what to do about it."""

from asyncio.subprocess import Process
from datetime import timedelta
from typing import Any, cast

import msgspec
import pytest

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid, NotAllowed
from fargate_tui.fargate.exec_checks import AGENT
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.records import ManagedAgent
from fargate_tui.fargate.sessions import Plugin, Way
from fargate_tui.sessions.forwards import Forward, Forwards, State
from fargate_tui.sessions.relay import Child, Ended
from fargate_tui.widgets.plan_panel import PlanPanel
from tests.live.small_aws import ECS, TOKEN
from tests.screens.person import Person, settled, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import World, believable, container

PLUGIN = Plugin(path="/usr/local/bin/session-manager-plugin", version=(1, 2, 764, 0))
AGENTS = (ManagedAgent(name=AGENT, last_status="RUNNING"),)


class Visitor:
    """Stands in for the plugin, and for the terminal that is given to it."""

    def __init__(self, person: Person, plugin: Plugin | None = PLUGIN, ended: Ended | None = None) -> None:
        self.children: list[Child] = []
        self.plugin = plugin
        self.ended = ended or Ended(0, 65)
        person.app.context.desk.find = self.find
        person.app.context.desk.hand_over = self.hand_over

    async def find(self) -> Plugin | None:
        return self.plugin

    async def hand_over(self, child: Child) -> Ended:
        self.children.append(child)
        return self.ended


def open_to_all(world: World, *more: str, **members: Any) -> World:
    """Every task of the storefront lets people in; it has more containers where they are named."""
    for arn, task in world.tasks.items():
        if task.group == "service:storefront":
            names = ("storefront", *more)
            found = tuple(container(name, 23, runtime_id="0a-1", managed_agents=AGENTS) for name in names)
            world.tasks[arn] = of(task, enable_execute_command=True, containers=found, **members)
    for arn, definition in world.revisions.items():
        if definition.family == "storefront":
            world.revisions[arn] = of(definition, task_role_arn="arn:aws:iam::123456789012:role/storefront-task")
    return world


def of(record: Any, **members: Any) -> Any:
    return msgspec.structs.replace(record, **members)


def name(person: Person) -> str:
    """What the task under the cursor is called for short."""
    return (person.here or "")[:8]


def changed(person: Person) -> list[str]:
    return [call.operation for call in person.aws.carried_out]


async def test_a_shell_is_opened_at_once_where_all_is_well() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        visitor = Visitor(person)
        await person.press("s")
        await person.done("reach")
        (child,) = visitor.children
        assert changed(person) == ["ExecuteCommand"]
        assert person.aws.carried_out[0].parameters["command"] == "/bin/sh"
        assert TOKEN not in repr(child)
        assert "as root" in child.begin
        assert person.told == [f"the shell ended after 65s, exit status 0 · storefront of task {name(person)}"]
        (entry,) = await person.app.context.desk.journal.entries()
        assert (entry.action, entry.result, entry.title) == (
            "task.exec", "done", f"shell in storefront of task {name(person)}",
        )  # fmt: skip
        assert TOKEN not in str(msgspec.json.encode(entry))


async def test_of_a_service_the_task_is_taken_that_lets_people_in() -> None:
    world = open_to_all(believable())
    first = next(arn for arn, task in world.tasks.items() if task.group == "service:storefront")
    world.tasks[first] = of(world.tasks[first], enable_execute_command=False)
    async with sitting(world, cluster="production") as person:
        visitor = Visitor(person)
        while person.here != "storefront":
            await person.press("j")
        await person.press("s")
        await person.done("reach")
        assert len(visitor.children) == 1
        assert person.aws.carried_out[0].parameters["task"] != first


async def test_one_of_several_containers_is_chosen_by_its_number() -> None:
    async with sitting(open_to_all(believable(), "envoy"), cluster="production", service="storefront") as person:
        visitor = Visitor(person)
        await person.press("s")
        assert person.says("1 storefront .* 2 envoy")
        await person.press("9")
        assert not visitor.children
        await person.press("2")
        await person.done("reach")
        assert person.aws.carried_out[0].parameters["container"] == "envoy"


async def test_a_command_is_typed_and_run_once() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        visitor = Visitor(person, ended=Ended(1, 2))
        await person.press("ctrl+x")
        await person.type("env")
        await person.press("enter")
        await person.done("reach")
        assert person.aws.carried_out[0].parameters["command"] == "env"
        assert visitor.children[0].stays
        # One that failed may still be open at AWS.
        assert changed(person) == ["ExecuteCommand", "TerminateSession"]


async def test_a_command_can_be_typed_behind_exec() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        visitor = Visitor(person)
        await person.press(":")
        await person.type("exe")
        assert person.says("exec run one command in the container under the cursor")
        await person.type("c ls /")
        await person.press("enter")
        await person.done("reach")
        assert person.aws.carried_out[0].parameters["command"] == "ls /"
        assert len(visitor.children) == 1


async def test_exec_alone_asks_for_the_command() -> None:
    async with sitting(open_to_all(believable()), cluster="production") as person:
        Visitor(person)
        await person.go("exec")
        await person.done("reach")
        await person.type("env")
        await person.press("enter")
        await person.done("reach")
        assert person.aws.carried_out[0].parameters["command"] == "env"


async def test_exec_says_where_there_is_nothing_to_run_it_in() -> None:
    async with sitting(believable()) as person:
        await person.go("exec ls /")
        assert person.told[-1] == "exec runs a command in a container, and nothing that runs is under the cursor"
        await person.go("production/legacy-soap")
        await person.go("exec ls /")
        assert person.told[-1] == "exec runs a command in a container, and nothing that runs is under the cursor"
        assert changed(person) == []


def forwarded(person: Person, number: int, state: State, last: str = "") -> Forward:
    """One of this session's forwards, its plugin ended."""
    task = Subject(kind="task", arn=f"{ECS}task/production/{number:032x}", name=f"{number:032x}", cluster="production")
    way = Way(local=8000 + number, port=80, host="db.internal" if number == 2 else "")
    began = person.clock.now() - timedelta(minutes=1)
    entry = JournalEntry(at=began, action="task.forward", title=f"forward {way}", subject=task)
    return Forward(
        way, f"api of task {number}", task, began, f"session-{number}", cast("Process", None), entry, state, last
    )


async def test_forwards_are_listed_from_everywhere_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(believable()) as person:
        await person.go("forwards")
        assert person.path == "forwards"
        assert person.says("no port is forwarded · F on a task or a container begins one")
        forwards = person.app.context.forwards
        stopped: list[Forward] = []

        async def stop(_: Forwards, forward: Forward) -> None:
            stopped.append(forward)

        monkeypatch.setattr(Forwards, "stop", stop)
        forwards.keep(forwarded(person, 1, "listening"))
        forwards.keep(forwarded(person, 2, "ended", "[red]cannot connect\x1b[31m"))
        await settled(person.app)
        assert person.says(r"failed localhost:8002 db.internal:80 api of task 2 1m")
        assert person.says(r"listening localhost:8001 80 api of task 1 1m")
        assert person.says(r"\[red\]cannot connect")
        await person.press("S")
        assert person.told[-1] == "it has ended already"
        await person.press("j", "S")
        assert [each.way.local for each in stopped] == [8001]


async def test_without_the_plugin_aws_is_not_asked() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        Visitor(person, plugin=None)
        await person.press("s")
        assert person.says("session-manager-plugin is not on the PATH")
        await person.press("y")
        assert changed(person) == []


async def test_what_is_not_enabled_is_enabled_by_one_key_and_a_plan() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        Visitor(person)
        await person.press("s")
        assert person.says("✗ enabled .* without ECS Exec .* → enable it on storefront and redeploy")
        await person.press("e")
        await person.done("plan")
        assert person.says("ECS Exec +off → on")
        assert changed(person) == []
        await person.press("y")
        await person.until(lambda: bool(person.aws.carried_out))
        (call,) = person.aws.carried_out
        assert call.parameters["enableExecuteCommand"] is True
        assert call.parameters["forceNewDeployment"] is True


async def test_a_refusal_of_aws_says_what_was_not_checked() -> None:
    world = open_to_all(believable())
    world.errors["ExecuteCommand"] = Invalid("open a shell", "the execute command failed: not connected")
    async with sitting(world, cluster="production", service="storefront") as person:
        visitor = Visitor(person)
        await person.press("s")
        await person.done("reach")
        assert person.says("not connected")
        assert person.says("ssmmessages:CreateControlChannel")
        assert not visitor.children
        (entry,) = await person.app.context.desk.journal.entries()
        assert entry.result == "refused"


async def test_a_missing_permission_is_named_and_nothing_else() -> None:
    world = open_to_all(believable())
    world.errors["ExecuteCommand"] = NotAllowed("open a shell", "ecs:ExecuteCommand is not allowed for ops")
    async with sitting(world, cluster="production", service="storefront") as person:
        Visitor(person)
        await person.press("s")
        await person.done("reach")
        assert person.says("ecs:ExecuteCommand is not allowed for ops")
        assert not person.says("ssmmessages")


async def test_in_a_guarded_profile_the_task_is_typed() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront", guarded=True) as person:
        visitor = Visitor(person)
        await person.press("s")
        assert not visitor.children
        await person.type(name(person))
        await person.press("enter")
        await person.done("reach")
        assert len(visitor.children) == 1


async def test_in_read_only_mode_nothing_is_opened() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront", read_only=True) as person:
        visitor = Visitor(person)
        await person.press("s")
        assert person.says("read-only: nobody is let into a container")
        await person.press("y", "escape", "j")
        assert not visitor.children


async def test_esc_leaves_and_the_keys_belong_to_the_view_again() -> None:
    async with sitting(open_to_all(believable(), "envoy"), cluster="production", service="storefront") as person:
        Visitor(person)
        here = person.here
        await person.press("s", "escape")
        assert not person.says("1 storefront")
        await person.press("j")
        assert person.here != here


async def test_a_port_that_is_no_port_is_said_and_nothing_begun() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        Visitor(person)
        await person.press("F")
        await person.done("reach")
        await person.press("ctrl+u")
        await person.type("http")
        await person.press("enter")
        assert "no port" in person.told[-1]
        assert changed(person) == []


async def test_a_forward_is_planned_and_left() -> None:
    async with sitting(open_to_all(believable()), cluster="production", service="storefront") as person:
        Visitor(person)
        await person.press("F")
        await person.done("reach")
        await person.press("ctrl+u")
        await person.type("15432:db.internal:5432")
        await person.press("enter")
        assert person.says("localhost:15432 → db.internal:5432, as seen from the container")
        assert person.says("AWS recommends .*to deny")
        await person.press("c")
        assert person.app.clipboard.startswith("aws ssm start-session --target ecs:production_")
        panel = person.app.screen.query_one(PlanPanel)
        panel.post_message(PlanPanel.Pressed(panel, "y", was_typed_ahead=True))
        await settled(person.app)
        assert person.says("y do it"), "a y that came before the plan is not meant for it"
        await person.press("escape", "j")
        assert changed(person) == []


@SIZES
@pytest.mark.parametrize("case", ["forward", "not-enabled", "refused", "containers"])
def test_pictures(case: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world = believable() if case == "not-enabled" else open_to_all(believable(), *(["envoy"] * (case == "containers")))
    if case == "refused":
        world.errors["ExecuteCommand"] = Invalid("open a shell", "the execute command failed due to an internal error")
    picture = Picture(world, {"cluster": "production", "service": "storefront"})

    async def press(person: Person) -> None:
        Visitor(person)
        await person.press("F" if case == "forward" else "s")
        await person.done("reach")
        if case == "forward":
            await person.press("ctrl+u")
            await person.type("15432:db.internal:5432")
            await person.press("enter")

    picture.then = press
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
