"""The history: what has ended is there when AWS has forgotten it, and is opened from there."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.records import Task
from fargate_tui.live.recorder import BATCH, Recorder
from tests.fargate.test_captures import ended
from tests.live.held_clock import HeldClock
from tests.screens.person import Person, settled, sitting
from tests.screens.test_mortem import mortem
from tests.screens.test_screen_pictures import Picture
from tests.screens.world import World, ago, believable


async def calm(person: Person) -> None:
    """Wait until the recorder's thread has answered all that it was asked, and everything has come of it."""
    for _ in range(4):
        await person.wait(BATCH)
        await person.app.context.store.recorder.flush()
        await person.app.context.store.recorder.mark()
        await settled(person.app)


async def history(person: Person, word: str = "all history") -> None:
    await person.go(word)
    await calm(person)


def dead_of(world: World, service: str) -> list[Task]:
    found = [task for task in world.tasks.values() if task.group == f"service:{service}" and task.stopped_at]
    return sorted(found, key=lambda task: task.stopped_at or ago(), reverse=True)


async def see(person: Person, service: str) -> None:
    """Look at the tasks of a service, so that they are kept."""
    await person.go(f"production/{service}")
    await calm(person)


async def test_the_dead_are_there_after_aws_and_the_program_have_forgotten_them(tmp_path: Path) -> None:
    world = believable()
    dead = dead_of(world, "image-resizer")
    async with sitting(world, cluster="production", history=tmp_path / "history.sqlite3") as person:
        await see(person, "image-resizer")
    for task in dead:
        del world.tasks[task.task_arn]
    async with sitting(world, cluster="production", history=tmp_path / "history.sqlite3") as person:
        await history(person)
        assert person.path == "all clusters › history"
        assert person.says(f"{task_id(dead[0].task_arn)[:8]} +production +image-resizer +137 .*out of memory")
        asked = person.aws.asked.total()
        person.table.select(dead[0].task_arn)
        await person.press("enter")
        await calm(person)
        assert person.says("out of memory|OutOfMemory")
        assert "AWS has forgotten this task: it is kept here as last seen" in person.notice
        assert person.aws.asked.total() > asked
        await person.press("escape")
        assert person.path == "all clusters › history"


async def test_it_is_read_and_opened_while_aws_cannot_be_reached(tmp_path: Path) -> None:
    world = believable()
    async with sitting(world, cluster="production", history=tmp_path / "history.sqlite3") as person:
        await see(person, "image-resizer")

    async def no_way() -> World:
        raise Unreachable("connect", "no route to host")

    async with sitting(world, connect=no_way, history=tmp_path / "history.sqlite3") as person:
        await history(person)
        assert person.says("image-resizer +137")
        assert "who is asking is not known yet" in person.notice
        person.table.select(dead_of(world, "image-resizer")[0].task_arn)
        await person.press("enter")
        await calm(person)
        assert person.says("OutOfMemory|out of memory")
        assert "no route to host" in person.notice


async def test_what_a_post_mortem_has_found_is_kept() -> None:
    world = believable()
    (dead, *_) = dead_of(world, "image-resizer")
    async with sitting(world, cluster="production", service="image-resizer") as person:
        await calm(person)
        person.table.select(dead.task_arn)
        await person.press("enter")
        await calm(person)
        recorder = person.app.context.store.recorder
        kept = await recorder.task(dead.task_arn)
        said = await recorder.diagnosis(dead.task_arn)
        assert kept is not None
        assert said is not None
        assert (said.rule, said.headline) != ("", "")
        assert kept.headline == said.headline
        assert said.facts


async def test_what_a_post_mortem_found_stands_there_once_aws_has_forgotten_the_task(tmp_path: Path) -> None:
    world = believable()
    (dead, *_) = dead_of(world, "image-resizer")
    async with sitting(world, cluster="production", service="image-resizer", history=tmp_path / "h.sqlite3") as person:
        await calm(person)
        person.table.select(dead.task_arn)
        await person.press("enter")
        await calm(person)
        found = [line for line in mortem(person).splitlines() if "✓ confirmed" in line or "· cleared" in line]
        assert found
    del world.tasks[dead.task_arn]
    async with sitting(world, cluster="production", history=tmp_path / "h.sqlite3") as person:
        await history(person)
        person.table.select(dead.task_arn)
        await person.press("enter")
        await calm(person)
        assert "as it was found while AWS knew the task" in mortem(person)
        assert [line for line in mortem(person).splitlines() if "✓ confirmed" in line or "· cleared" in line] == found
        assert "? not checked: AWS forgets a task" in mortem(person), "its log is not asked for again"


async def test_it_asks_nothing_of_aws_by_itself() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await calm(person)
        await history(person)
        await person.wait(5)
        asked = person.aws.asked.total()
        await person.wait(600)
        assert person.aws.asked.total() == asked
        assert person.says("image-resizer +137")


async def test_it_is_of_the_service_one_is_at() -> None:
    async with sitting(believable(), cluster="production") as person:
        for service in ("image-resizer", "orders-worker"):
            await see(person, service)
        await history(person, "history")
        assert person.path == "production › orders-worker › history"
        assert "image-resizer" not in person.text
        await person.press("escape")
        assert person.path == "production › orders-worker › tasks"


async def test_it_looks_as_far_back_as_it_is_told_and_shows_events_too() -> None:
    async with sitting(believable(), cluster="production", service="orders-worker") as person:
        await calm(person)
        await history(person)
        all_of_them = len(person.names)
        await person.press("<", "<", "<", "<", "<")
        await calm(person)
        assert "range: 1h" in person.header
        await person.press("x")
        await calm(person)
        assert "events: shown" in person.header
        assert len(person.names) >= all_of_them
        await person.wait(7200)
        await person.press("r")
        await calm(person)
        assert person.says("nothing was seen to end within 1h · > further back")
        await person.press(">")
        await calm(person)
        assert "range: 6h" in person.header
        assert person.says("orders-worker")


async def test_what_was_seen_elsewhere_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    world = believable()
    (dead, *_) = dead_of(world, "image-resizer")
    elsewhere = msgspec.structs.replace(dead, task_arn=dead.task_arn.replace("eu-west-1", "ap-northeast-1"))
    recorder = Recorder(path, HeldClock())
    recorder.note_tasks([elsewhere])
    await recorder.close()
    async with sitting(world, cluster="production", history=path) as person:
        await history(person)
        assert "ap-northeast-1" not in person.text
        await person.press("a")
        await calm(person)
        assert person.says("ap-northeast-1 +" + task_id(dead.task_arn)[:8])


async def test_a_history_that_cannot_be_kept_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    async with sitting(believable(), cluster="production", history=tmp_path / "history.sqlite3") as person:
        await see(person, "image-resizer")
        await see(person, "orders-worker")
        assert len([said for said in person.told if "history cannot be kept in" in said]) == 1
        await history(person)
        assert "history cannot be kept in" in person.notice
        assert person.says("image-resizer +137")


async def test_it_can_be_switched_off() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer", history_days=0) as person:
        await calm(person)
        await history(person)
        assert "nothing is kept: --history-days 0" in person.notice


async def test_what_the_account_keeps_of_its_events_is_read_on_request() -> None:
    world = believable()
    group = "/aws/events/ecs/stopped-tasks"
    world.groups = {group}
    world.written = [
        LogEvent(at=int(ago(hours=2).timestamp() * 1000), stream="a", message=ended(), event_id="1", group=group),
        LogEvent(at=int(ago(hours=2).timestamp() * 1000), stream="a", message="else", event_id="2", group=group),
    ]
    async with sitting(world, cluster="production") as person:
        await history(person)
        assert "c02a11d8" not in person.text
        await person.press("b")
        await person.done("back-fill")
        await calm(person)
        assert person.told[-1] == "1 ended tasks and 0 events in 1 log groups"
        assert person.says("c02a11d8 +production +api +137 .*out of memory")
        person.table.select("arn:aws:ecs:eu-west-1:123456789012:task/production/" + "c02a11d8" * 4)
        await person.press("enter")
        await calm(person)
        assert "it is kept here as captured by the account" in person.notice


async def test_where_the_account_keeps_no_events_it_is_told_what_sets_that_up() -> None:
    world = believable()
    world.groups = {"/ecs/web"}
    async with sitting(world, cluster="production") as person:
        await history(person)
        await person.press("b")
        await person.done("back-fill")
        assert "the account keeps no ECS events there · e sets that up" in person.told[-1]


async def test_where_log_groups_may_not_be_listed_it_is_told() -> None:
    world = believable()
    world.errors["DescribeLogGroups"] = NotAllowed("list log groups", "logs:DescribeLogGroups is not allowed for ops")
    async with sitting(world, cluster="production") as person:
        await history(person)
        await person.press("b")
        await person.done("back-fill")
        assert "logs:DescribeLogGroups is not allowed for ops" in person.told[-1]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
@pytest.mark.parametrize("view", ["ended", "events", "everywhere", "none"])
def test_view(view: str, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    world = believable()
    picture = Picture(world, {"cluster": "default" if view == "none" else "production"})

    async def look(person: Person) -> None:
        if view != "none":
            for service in ("image-resizer", "orders-worker", "recommendations"):
                await see(person, service)
            await person.go("all standalone")
            await calm(person)
            # When each was seen last hangs on a thread by some seconds: in hours it does not show.
            await person.go("journal")
            await person.wait(5400)
        if view == "everywhere":
            (dead, *_) = dead_of(world, "image-resizer")
            arn = dead.task_arn.replace("eu-west-1", "ap-northeast-1")
            person.app.context.store.recorder.note_tasks([msgspec.structs.replace(dead, task_arn=arn)])
        await history(person, "history" if view == "none" else "all history")
        if view in ("events", "everywhere"):
            await person.press("x" if view == "events" else "a")
            await calm(person)

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
