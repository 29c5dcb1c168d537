"""A person's own commands: their keys, what they are about, refused, confirmed, run, told and written down."""

import re
from typing import Any

import pytest

from fargate_tui.fargate.logs.lines import LogLine, line_key
from fargate_tui.screens.help import key_lines
from fargate_tui.screens.logs import LogsScreen
from fargate_tui.sessions.relay import Child, Ended
from fargate_tui.settings.own_command import OwnCommand
from fargate_tui.widgets.lines import plain
from tests.screens.person import Person, sitting
from tests.screens.world import believable


def own(command: str | tuple[str, ...] = "echo done", *on: Any, key: str = "ctrl+o", **members: Any) -> OwnCommand:
    return OwnCommand(**{"command": command, "on": on or ("service",), "key": key, "background": True, **members})


def sitting_with(own_command: OwnCommand, *, at: str = "production", **settings: Any) -> Any:
    cluster, _, service = at.partition("/")
    return sitting(believable(), commands={"mine": own_command}, cluster=cluster, service=service or None, **settings)


async def ended(person: Person, runs: int = 1) -> list[str]:
    """Wait until so many commands have ended beside the screen; what was told of them."""
    await person.until(lambda: not person.app.context.own_commands.going)
    await person.until(lambda: len([said for said in person.told if ":output shows all" in said]) >= runs)
    return [said for said in person.told if ":output shows all" in said]


class Room:
    """Stands in for the terminal that is handed over."""

    def __init__(self, person: Person, ended: Ended | None = None) -> None:
        self.children: list[Child] = []
        self._ended = ended or Ended(0, 3)
        person.app.context.own_commands.hand_over = self.hand_over

    async def hand_over(self, child: Child) -> Ended:
        self.children.append(child)
        return self._ended


async def test_a_command_beside_the_screen_is_confirmed_told_kept_and_written_down() -> None:
    async with sitting_with(own('echo "of $SERVICE"; echo "$CLUSTER" >&2')) as person:
        name = person.here
        assert "^o mine" in person.hints
        await person.press("ctrl+o")
        await person.done("own command")
        assert person.says(rf"mine for service {name} in production")
        assert person.says(r'\$ echo "of \$SERVICE"; echo "\$CLUSTER" >&2')
        assert person.says(rf"SERVICE {name} ")
        assert person.says("y do it esc leave it c copy the command")
        assert not person.app.context.own_commands.runs
        await person.press("y")
        (said,) = await ended(person)
        assert said == f"mine for service {name} ended after 0s, exit status 0: production · :output shows all"
        await person.go("output")
        assert person.path == "output"
        assert person.says(f"of {name} production")
        (entry,) = await person.app.context.runs.journal.entries()
        assert (entry.action, entry.result, entry.subject.name) == ("command.mine", "done", name)
        await person.go("journal")
        await person.until(lambda: person.says("mine for service"))
        await person.press("enter")
        await person.until(lambda: person.says("the same for a shell"))


async def test_what_may_change_something_is_refused_in_read_only_mode_and_what_is_safe_is_not() -> None:
    async with sitting_with(own(), read_only=True) as person:
        await person.press("ctrl+o")
        await person.done("own command")
        assert person.says("read-only: nothing can be changed from here")
        await person.press("y", "escape")
        assert not person.app.context.own_commands.runs
        helped = [plain(each) for each in key_lines(person.screen, read_only=True)]
        assert "  ^o             run mine · read-only: only planned" in helped
    async with sitting_with(own(safe=True), read_only=True) as person:
        await person.press("ctrl+o")
        (said,) = await ended(person)
        assert "exit status 0: done" in said
        assert not await person.app.context.runs.journal.entries()


async def test_where_all_is_guarded_the_name_is_typed() -> None:
    async with sitting_with(own(confirm=False), guarded=True) as person:
        await person.press("ctrl+o")
        await person.done("own command")
        await person.press("y", "enter")
        assert not person.app.context.own_commands.runs
        await person.press("backspace")
        await person.type(person.here or "")
        await person.press("enter")
        assert len(await ended(person)) == 1


async def test_a_name_that_was_typed_for_something_else_runs_nothing() -> None:
    async with sitting_with(own(), guarded=True) as person:
        await person.press("ctrl+o")
        await person.done("own command")
        await person.press("escape", "D")
        await person.done("plan")
        await person.type(person.here or "")
        await person.press("enter")
        assert not person.app.context.own_commands.runs


async def test_it_takes_the_terminal_and_comes_back() -> None:
    async with sitting_with(
        own("top -p $TASK_ID", "task", background=False, confirm=False), at="production/storefront"
    ) as person:
        room = Room(person, Ended(2, 3, last="no such thing"))
        await person.press("ctrl+o")
        await person.done("own command")
        await person.done("own command here")
        (child,) = room.children
        assert child.command.argv == ("sh", "-c", "top -p $TASK_ID")
        assert child.command.environment["TASK_ID"] == person.here
        assert child.command.environment["AWS_REGION"] == "eu-west-1"
        assert person.told[-1].endswith("ended after 3s, exit status 2: no such thing")
        (entry,) = await person.app.context.runs.journal.entries()
        assert entry.result == "failed"


async def test_of_marked_rows_each_has_a_run_beside_the_screen_and_none_has_the_terminal() -> None:
    async with sitting_with(own("echo $SERVICE", safe=True)) as person:
        await person.press("space", "j", "space", "ctrl+o")
        await person.done("own command")
        assert person.says("mine for each of 2")
        assert person.says("one after the other, until one fails")
        await person.press("y")
        said = await ended(person, 2)
        assert len(said) == 2
    async with sitting_with(own(background=False)) as person:
        await person.press("space", "j", "space", "ctrl+o")
        assert person.told == ["mine takes the terminal, so one at a time: 2 are marked"]


async def test_it_is_typed_after_a_colon_for_what_was_under_the_cursor_then() -> None:
    async with sitting_with(own("echo $SERVICE", key="", safe=True, description="say it")) as person:
        name = person.here
        await person.press(":")
        await person.type("min")
        assert person.says(f"service {name}: say it")
        await person.type("e")
        await person.press("enter")
        (said,) = await ended(person)
        assert f"exit status 0: {name}" in said
        await person.go("clusters")
        await person.go("mine")
        assert person.told[-1] == "mine is for a service, and none is under the cursor"


@pytest.mark.parametrize(
    ("on", "keys", "told"),
    [
        ("cluster", (), "CLUSTER=production SERVICE="),
        ("task", ("enter",), "TASK_ID=."),
        ("container", ("enter", "enter"), "CONTAINER=storefront "),
        ("event", ("enter", "3"), "EVENT=."),
        ("task-definition", ("enter", "t"), "REVISION=23 "),
    ],
)
async def test_what_it_is_about_is_what_is_under_the_cursor_or_shown(on: str, keys: tuple[str, ...], told: str) -> None:
    names = ("CLUSTER", "SERVICE", "TASK_ID", "CONTAINER", "EVENT", "REVISION")
    text = f"echo {' '.join(f'{name}=${name}' for name in names)} ."
    async with sitting_with(own(text, on, safe=True)) as person:
        while person.here != "storefront":
            await person.press("j")
        for key in keys:
            await person.press(key)
        await person.until(lambda: "^o mine" in person.hints)
        await person.press("ctrl+o")
        (said,) = await ended(person)
        assert re.search(told, said)


async def test_a_line_of_log_is_what_the_cursor_is_on() -> None:
    text = 'echo "$LOG_LINE of $CONTAINER of $SERVICE in $LOG_GROUP"'
    async with sitting_with(own(text, "log", safe=True), at="production/storefront") as person:
        task = person.here or ""
        await person.press("l")
        screen = person.app.screen
        assert isinstance(screen, LogsScreen)
        said = LogLine(key=line_key(1, 1), text="token=abcdef failed", task_id=task, container="storefront")
        screen.log_view.clear()
        screen.log_view.append([said])
        await person.press("ctrl+o")
        assert person.told == ["mine is for a log, and none is under the cursor · ↵ puts a cursor on a line"]
        await person.press("enter", "ctrl+o")
        assert "exit status 0: token=•••••• failed of storefront of storefront in " in (await ended(person))[0]


async def test_a_built_in_key_keeps_its_meaning_unless_it_is_chosen_otherwise() -> None:
    async with sitting_with(own(key="l", safe=True)) as person:
        await person.press("l")
        assert person.path.endswith("logs")
        assert not person.app.context.own_commands.runs
    async with sitting_with(own(key="l", safe=True), keys={"command.mine": "l"}) as person:
        await person.press("l")
        assert len(await ended(person)) == 1


async def test_from_a_browser_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting_with(own(safe=True)) as person:
        monkeypatch.setattr(type(person.app), "is_web", True)
        await person.press("ctrl+o")
        await person.go("mine")
        assert not person.app.context.own_commands.runs
        assert "commands of your own run on the machine that serves this, and not from a browser" in person.told


async def test_a_command_that_runs_is_ended_from_its_output() -> None:
    async with sitting_with(own("echo begun; sleep 60", safe=True)) as person:
        await person.press("ctrl+o")
        await person.until(lambda: bool(person.app.context.own_commands.going))
        run = person.app.context.own_commands.runs[0]
        await person.until(lambda: run.gathered.lines == ["begun"])
        await person.go("output")
        assert person.says("mine for service .* runs")
        await person.press("S")
        (said,) = await ended(person)
        assert "was ended by hand" in said
        await person.until(lambda: person.says("✗ mine for service .* was ended by hand"))
