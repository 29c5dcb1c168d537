"""Commands of one's own: what they are told, how they end, and what is kept of that."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.fargate.errors import ReadOnly
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.pointable import VARIABLES
from fargate_tui.fargate.rows import Finding, ServiceRow, TaskRow
from fargate_tui.fargate.things import Thing, container_thing, event_thing, line_thing, service_thing, task_thing
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import Lock
from fargate_tui.sessions.own_commands import Beside, Order, OwnCommands, order_of, subject_of
from fargate_tui.sessions.relay import Child, Ended
from fargate_tui.sessions.surroundings import Asked
from fargate_tui.settings.own_command import OwnCommand

ECS = "arn:aws:ecs:eu-west-1:123456789012"
SERVICE = ServiceRow(
    arn=f"{ECS}:service/prod/api", name="api", cluster="prod", task_definition="api:7",
    finding=Finding(severity="ok", word="steady"),
)  # fmt: skip
TASK = TaskRow(
    arn=f"{ECS}:task/prod/4f1c0a9e", id="4f1c0a9e", cluster="prod", group="service:api", private_ip="10.0.1.17",
    task_definition="api:7", finding=Finding(severity="ok", word="running"),
)  # fmt: skip
HOSTILE = "$(touch pwned)`id`;\x1b]0;x\x07\ud800\x00 -rf"


async def nobody(_child: Child) -> Ended:
    raise AssertionError("nothing takes the terminal")


def own(command: str | tuple[str, ...], **members: Any) -> OwnCommand:
    return OwnCommand(**{"command": command, "on": ("service",), "background": True, **members})


def order(command: str | tuple[str, ...], thing: Thing | None = None, **members: Any) -> Order:
    return order_of("mine", own(command, **members), thing or service_thing(SERVICE), Asked(account="123456789012"))


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    journal = Journal(None)
    yield journal
    await journal.close()


@pytest.fixture
def commands(journal: Journal) -> OwnCommands:
    return OwnCommands(lambda: None, WallClock(), journal, nobody, Lock())


async def ran(commands: OwnCommands, *orders: Order) -> list[Beside]:
    """Run them beside the screen, to their end."""
    ended: list[Beside] = []
    commands.run_beside(orders, ended.append)
    await asyncio.gather(*commands._tasks)
    return ended


def test_a_thing_is_told_in_variables_of_its_own_and_nothing_that_it_has_not() -> None:
    service, task = service_thing(SERVICE), task_thing(TASK, SERVICE)
    assert service.variables == {
        "CLUSTER": "prod", "CLUSTER_ARN": f"{ECS}:cluster/prod", "SERVICE": "api", "SERVICE_ARN": SERVICE.arn,
        "TASK_DEFINITION": "api:7", "REVISION": "7",
    }  # fmt: skip
    assert task.variables == {
        **service.variables, "TASK_ID": "4f1c0a9e", "TASK_ARN": TASK.arn, "PRIVATE_IP": "10.0.1.17",
    }  # fmt: skip
    container = container_thing("web", task)
    assert (container.variables["CONTAINER"], str(container)) == ("web", "container web of task 4f1c0a9e")
    assert set(container.variables) <= set(VARIABLES)


def test_an_event_of_another_service_has_nothing_of_the_one_that_is_shown() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    event = TimelineRow(arn="1", at=at, source="event", severity="ok", word="steady", text="said", service="web")
    told = event_thing(event, service_thing(SERVICE)).variables
    assert (told["SERVICE"], told["EVENT"]) == ("web", "said")
    assert not {"SERVICE_ARN", "TASK_DEFINITION", "REVISION"} & set(told)


def test_a_line_of_log_is_told_without_its_secrets_and_on_one_line() -> None:
    line = LogLine(key=1, text=f"login password=hunter2 {HOSTILE}", task_id="4f1c0a9e", container="web")
    told = line_thing(line, task_thing(TASK), None).variables["LOG_LINE"]
    assert "hunter2" not in told
    assert told.isprintable()
    told.encode()


@pytest.mark.parametrize(
    ("thing", "kind", "name"),
    [
        (service_thing(SERVICE), "service", "api"),
        (container_thing("web", task_thing(TASK)), "task", "4f1c0a9e"),
        (line_thing(LogLine(key=1, text="x", task_id="4f1c"), None, service_thing(SERVICE)), "task", "4f1c"),
    ],
)
def test_the_journal_knows_what_it_was_about(thing: Thing, kind: str, name: str) -> None:
    assert (subject_of(thing).kind, subject_of(thing).name) == (kind, name)


@pytest.mark.parametrize(
    ("asked", "ours", "set_to", "unset"),
    [
        (Asked(), {"AWS_PROFILE": "x", "SERVICE": "old"}, {}, {"SERVICE"}),
        (
            Asked(profile="prod"),
            {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_DEFAULT_PROFILE": "x"},
            {"AWS_PROFILE": "prod"},
            {"AWS_ACCESS_KEY_ID", "AWS_DEFAULT_PROFILE"},
        ),
        (Asked(), {"AWS_ACCESS_KEY_ID": "AKIA"}, {}, set()),
        (Asked(region="eu-west-1"), {}, {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}, set()),
        (
            Asked(endpoint="http://127.0.0.1:1"),
            {"AWS_ENDPOINT_URL_ECS": "http://x", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "ENDPOINT_URL": "http://127.0.0.1:1"},
            {"AWS_ENDPOINT_URL_ECS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"},
        ),
    ],
)
def test_the_same_account_is_asked_and_nothing_stale_is_told(
    asked: Asked, ours: Mapping[str, str], set_to: Mapping[str, str], unset: set[str]
) -> None:
    assert asked.variables == set_to
    assert set(asked.hidden(ours)) == unset


async def test_text_of_aws_is_a_value_and_never_run(
    commands: OwnCommands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TASK_ID", "stale")
    thing = service_thing(SERVICE).having(EVENT=HOSTILE)
    (run,) = await ran(commands, order('printf "%s|%s" "$EVENT" "${TASK_ID-unset}"', thing, safe=True))
    (said,) = run.gathered.lines
    assert said.startswith("$(touch pwned)`id`;␛]0;x␇")
    assert said.endswith(" -rf|unset")
    assert not [*tmp_path.iterdir()]  # noqa: ASYNC240 - one look at a directory


@pytest.mark.parametrize(
    ("command", "words", "result"),
    [
        ("echo one; echo two", "mine for service api ended after 0s, exit status 0: two", "done"),
        ("echo fine; echo broken >&2; echo on; exit 3", "ended after 0s, exit status 3: broken", "failed"),
        ("kill -9 $$", "mine for service api was ended after 0s by SIGKILL", "failed"),
        ("nosuch-program", "exit status 127, by which a shell says that a program in it was not found: ", "failed"),
        (("nosuch-program",), "could not be started: there is no program 'nosuch-program' on the PATH", "failed"),
        (("echo", "$SERVICE"), "exit status 0: $SERVICE", "done"),
        ("printf 'at 10%%\\rat 90%%'; sleep 5 & exit 0", "exit status 0: at 90%", "done"),
    ],
)
async def test_how_it_ended_is_told_and_written_down(
    commands: OwnCommands, journal: Journal, command: str | tuple[str, ...], words: str, result: str
) -> None:
    (run,) = await ran(commands, order(command))
    assert words in run.words
    (entry,) = await journal.entries()
    assert (entry.result, entry.words, entry.action) == (result, run.words, "command.mine")
    assert entry.commands[0].startswith("CLUSTER=prod CLUSTER_ARN=")


async def test_what_is_safe_is_not_written_down_and_runs_though_nothing_may_be_changed(
    commands: OwnCommands, journal: Journal
) -> None:
    commands.lock = Lock(closed=True)
    (run,) = await ran(commands, order("echo safe", safe=True))
    assert run.gathered.lines == ["safe"]
    with pytest.raises(ReadOnly):
        await ran(commands, order("echo not"))
    assert not await journal.entries()


async def test_several_go_one_after_the_other_until_one_fails(commands: OwnCommands) -> None:
    ended = await ran(commands, order("true"), order("false"), order("true"))
    assert [run.is_well for run in ended] == [True, False]


async def test_of_a_long_output_the_end_is_kept(commands: OwnCommands) -> None:
    (run,) = await ran(commands, order("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end", safe=True))
    assert run.gathered.lines[-1] == "end"
    assert run.gathered.let_go > 1_500_000
    assert run.gathered.last_lines(2)[0] == ["end"]


async def test_the_last_lines_are_shown_with_how_many_stand_before_them(commands: OwnCommands) -> None:
    (run,) = await ran(commands, order("seq 1 100000; printf end", safe=True))
    assert run.gathered.last_lines(3) == (["99999", "100000", "end"], 99_998)
    (run,) = await ran(commands, order("echo a; echo b", safe=True))
    assert run.gathered.last_lines(3) == (["a", "b"], 0)


async def test_what_runs_ends_with_the_program(commands: OwnCommands, journal: Journal, tmp_path: Path) -> None:
    import asyncio

    pids = tmp_path / "pid"
    os.mkfifo(pids)
    commands.run_beside((order(f"sleep 60 & echo $! > {pids}; wait"), order("true")), lambda _: None)
    child = int(await asyncio.to_thread(pids.read_text))
    await commands.close()
    assert not commands.going
    assert len(commands.runs) == 1
    (entry,) = await journal.entries()
    assert (entry.result, "was ended by hand" in entry.words) == ("failed", True)
    async with asyncio.timeout(10):
        while is_alive(child):  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0)


def is_alive(pid: int) -> bool:
    """Whether a process is there that is not only waited for."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(") ")[2][0] != "Z"
