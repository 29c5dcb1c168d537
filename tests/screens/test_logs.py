"""Following what containers say, and what happened."""

from pathlib import Path

import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.screens.log_line import LogLineScreen
from fargate_tui.screens.logs import LogsScreen
from fargate_tui.widgets.log_view import LogView
from tests.live.held_clock import HeldClock
from tests.live.small_aws import ECS, SmallAws, cluster, service, stopped, task
from tests.live.tailing import definition, event, ms
from tests.screens.person import Person, sitting

NOW = HeldClock()
ONE, TWO = task(1), task(2)
WEB = service(
    "web", desired_count=2, running_count=2, task_definition=f"{ECS}task-definition/web:7", created_at=NOW.now()
)


def talking(*lines: tuple[float, str, int]) -> SmallAws:
    """A service of two tasks that has said these lines: seconds ago, text, task."""
    aws = SmallAws()
    aws.put(cluster("prod", active_services_count=1), WEB, ONE, TWO, definition())
    aws.write(*(event(ms(NOW, -ago), text, number) for ago, text, number in lines))
    return aws


SAID = (
    (30.0, "listening on :8080", 1),
    (20.0, '{"level":"error","msg":"payment refused","user":"ada"}', 2),
    (10.0, "GET /basket 200", 1),
)


def view(person: Person) -> LogView:
    return person.app.screen.query_one(LogView)


async def say(person: Person, text: str, number: int = 1) -> None:
    """Let a task say something, and wait until it stands on the screen."""
    person.aws.write(event(ms(person.clock), text, number))
    await person.wait(1)


async def test_the_logs_of_a_service_are_one_key_away_and_stay_live() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        assert person.path == "prod › web › logs"
        assert [line.text for line in view(person).shown if line.kind == "line"] == [text for _, text, _ in SAID]
        assert "live tail, billed" in person.header
        assert person.says("payment refused")
        await say(person, "a new line")
        assert person.says("a new line")
        await person.press("escape")
        assert person.path == "prod › services"
        assert not any(session.is_open for session in person.aws.sessions), "leaving ends what is billed"


async def test_it_is_said_inline_when_a_task_ends_and_a_new_one_joins() -> None:
    async with sitting(talking(*SAID), cluster="prod", service="web") as person:
        await person.go("logs")
        await person.wait(2)
        person.aws.put(stopped(ONE, stop_code="EssentialContainerExited", stopped_at=person.clock.now()), task(3))
        await person.wait(25)
        assert person.says("task 00000000 stopped")
        await say(person, "hello from the third", 3)
        assert person.says("hello from the third")


async def test_search_keep_drop_and_fields() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("&")
        await person.type("basket")
        await person.press("enter")
        assert [line.text for line in view(person).shown if line.kind == "line"] == ["GET /basket 200"]
        assert "& basket" in person.header
        await person.press("escape")
        await person.press("\\")
        await person.type("listening")
        await person.press("enter")
        assert "listening" not in person.text.split("\n", 2)[2]
        await person.press("escape", "f")
        await person.type("user")
        await person.press("enter")
        assert view(person).fields == ("user",)
        assert person.says("ada")
        await person.press("/")
        await person.type("payment")
        await person.press("enter")
        await person.wait(1)
        assert "match 1 of 1" in person.header
        await person.press("escape")
        assert "match" not in person.header
        await person.press("/")
        await person.type("nobody said this")
        await person.press("enter")
        await person.wait(1)
        assert "nothing found for nobody said this" in person.header
        await person.press("escape")
        assert person.path == "prod › web › logs"


async def test_an_invalid_filter_is_explained() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("&")
        await person.type("/(/")
        await person.press("enter")
        assert person.notice


async def test_a_paused_view_holds_lines_back_and_loses_none() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("p")
        await say(person, "said while paused")
        assert not person.says("said while paused")
        assert "paused · 1 held back" in person.header
        await person.press("p")
        assert person.says("said while paused")


async def test_the_range_is_shortened_and_lengthened() -> None:
    async with sitting(talking((1800.0, "half an hour ago", 1), *SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        assert not person.says("half an hour ago")
        assert "since 15m" in person.header
        await person.press("greater_than_sign")
        await person.wait(2)
        assert person.says("half an hour ago")
        assert "since 1h" in person.header
        await person.press("less_than_sign", "less_than_sign", "less_than_sign")
        await person.wait(2)
        assert "since 1m" in person.header


async def test_one_line_is_opened_with_its_context_and_copied() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("enter", "k", "enter")
        screen = person.app.screen
        assert isinstance(screen, LogLineScreen)
        assert person.says('"user": "ada"')
        assert person.says("around it")
        assert person.says("GET /basket 200")
        await person.press("c")
        assert person.app.clipboard == SAID[1][1]
        await person.press("q")
        assert isinstance(person.app.screen, LogsScreen)


async def test_the_shown_lines_are_saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("ctrl+s")
        await person.done("save")
        (saved,) = (tmp_path / "fargate-tui" / "saved").iterdir()
        assert "payment refused" in saved.read_text()
        assert any(str(saved) in told for told in person.told)


async def test_without_live_tail_it_is_asked_again_and_again() -> None:
    aws = talking(*SAID)
    aws.errors["StartLiveTail"] = NotAllowed("follow logs", "not allowed", action="logs:StartLiveTail")
    async with sitting(aws, cluster="prod") as person:
        await person.press("l")
        await person.wait(4)
        assert "polling" in person.header
        assert "billed" not in person.header
        await say(person, "found by asking")
        await person.wait(5)
        assert person.says("found by asking")


async def test_a_task_of_several_says_what_it_alone_says() -> None:
    async with sitting(talking(*SAID), cluster="prod", service="web") as person:
        await person.press("enter", "l")
        await person.wait(2)
        assert person.path.endswith("logs")
        assert {line.task_id[-1] for line in view(person).shown if line.kind == "line"} == {"1"}


async def test_events_tell_what_happened_and_lead_to_the_task() -> None:
    aws = talking()
    dead = stopped(
        task(3), stop_code="EssentialContainerExited", stopped_reason="Essential container in task exited",
        stopped_at=NOW.now(), containers=(),
    )  # fmt: skip
    aws.put(dead)
    async with sitting(aws, cluster="prod") as person:
        await person.press("3")
        await person.wait(1)
        assert person.path == "prod › web › events"
        await person.until(lambda: person.says("task 00000000"))
        await person.press("enter")
        await person.wait(1)
        assert person.path.startswith("prod › web › task")
        await person.go("events")
        await person.wait(1)
        assert person.path == "prod › web › events"


async def test_logs_that_may_not_be_read_are_never_said_to_be_empty() -> None:
    aws = talking(*SAID)
    for operation in ("FilterLogEvents", "StartLiveTail"):
        aws.errors[operation] = NotAllowed("read logs", "not allowed", action=f"logs:{operation}")
    async with sitting(aws, cluster="prod") as person:
        await person.press("l")
        await person.wait(5)
        assert person.notice
        assert person.says("no line was read, which does not mean that none was written")
        assert not person.says("nothing was written")
