"""Paging through a text: in the person's pager, as it stands on the screen."""

import time
from pathlib import Path

import pytest

from fargate_tui.fargate.logs.lines import LogLine, line_key
from fargate_tui.screens.logs import LogsScreen
from fargate_tui.screens.paging import PagingScreen
from fargate_tui.sessions.relay import Child, Ended
from tests.screens.person import Person, sitting
from tests.screens.world import believable

SECRET = "hunter2-is-no-password"


@pytest.fixture(autouse=True)
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "most").write_text("#!/bin/sh\n")
    (tmp_path / "most").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PAGER", "most")


class Reader:
    """Stands in for the terminal and the pager in it."""

    def __init__(self, person: Person, ended: Ended | None = None) -> None:
        self.children: list[Child] = []
        self._ended = ended or Ended(0, 4)
        person.app.context.equipment.hand_over = self.hand_over

    async def hand_over(self, child: Child) -> Ended:
        self.children.append(child)
        return self._ended

    @property
    def read(self) -> list[str]:
        """The lines of the last text."""
        fed = self.children[-1].fed
        assert fed is not None
        return b"".join(fed()).decode().splitlines()


async def test_json_is_paged_through_as_it_stands_there() -> None:
    async with sitting(believable()) as person:
        reader = Reader(person)
        await person.press("j", "y", "|")
        await person.done("pager")
        (child,) = reader.children
        assert child.command.argv == ("most",)
        assert [text for text in reader.read if '"clusterName"' in text]
        assert not person.told


def is_there(person: Person) -> bool:
    """Whether there is a text to page through."""
    screen = person.app.screen
    return isinstance(screen, PagingScreen) and screen.paged() is not None


@pytest.mark.parametrize(
    ("go", "keys"),
    [("production/storefront", ("d",)), ("production/storefront", ("3",)), ("production/image-resizer", ("enter",)),
     ("report", ())],
    ids=["describe", "events", "task", "report"],
)  # fmt: skip
async def test_other_texts_are_paged_through_too(go: str, keys: tuple[str, ...]) -> None:
    async with sitting(believable()) as person:
        reader = Reader(person)
        await person.go(go)
        await person.press(*keys)
        await person.until(lambda: is_there(person))
        await person.press("|")
        await person.done("pager")
        assert any(text.strip() for text in reader.read)


async def test_a_log_of_100_000_lines_does_not_keep_the_loop() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        reader = Reader(person)
        await person.press("l")
        screen = person.app.screen
        assert isinstance(screen, LogsScreen)
        screen.log_view.clear()
        screen.log_view.append([LogLine(key=line_key(n, n), text=f"line {n}", task_id="a1") for n in range(100_000)])
        began = time.process_time()
        paged = screen.paged()
        took = time.process_time() - began
        assert paged is not None
        assert took < 0.01
        await person.press("|")
        await person.done("pager")
        assert len(reader.read) == 100_000
        assert reader.read[-1].endswith("a1 line 99999")


async def test_a_pager_that_is_not_there_is_told_with_what_chooses_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "nope")
    async with sitting(believable()) as person:
        reader = Reader(person)
        await person.press("d", "|")
        await person.done("pager")
        assert not reader.children
        assert person.told == [
            "no pager: there is no program 'nope', which $PAGER names · the setting pager or $PAGER chooses another"
        ]


async def test_a_pager_that_fails_is_told_and_one_that_is_left_is_not() -> None:
    async with sitting(believable()) as person:
        Reader(person, Ended(None, last="a browser cannot be handed over"))
        await person.press("d", "|")
        await person.done("pager")
        assert person.told[0].startswith("the pager most could not be started: a browser cannot be handed over")
