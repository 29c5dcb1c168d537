"""The tutorial of docs/scorekeep.md to the letter: exactly its keys are pressed, and what it says is seen."""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.demo.scorekeep.town import Http, wait_for
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws, started

PAGE = Path(__file__).parents[2] / "docs" / "scorekeep.md"
SPECIAL = {
    "ctrl+→": "ctrl+right",
    "↵": "enter",
    "↓": "down",
    "↑": "up",
    "←": "left",
    "→": "right",
    "esc": "escape",
    "tab": "tab",
}
PATIENCE = 90.0
"""Seconds for what a row promises: two cores may be shared by many."""
SPEED = 4
"""How many times as fast as usual tasks start and stop."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of the page: what is pressed, and what is on the screen then."""

    keys: tuple[str, ...]
    seen: tuple[str, ...]


def sections() -> dict[str, list[Row]]:
    """The tables whose columns are *press* and *you see*, by the number of their section."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] | None = None
    for line in PAGE.read_text().splitlines():
        if heading := re.match(r"## (\d+)\. ", line):
            rows = found.setdefault(heading[1], [])
        elif line.startswith("## "):
            rows = None
        elif rows is not None and (cells := re.match(r"\| (?!press )(.*?) ?\| (.*) \|$", line)):
            rows.append(Row(tuple(_keys(cells[1])), tuple(re.findall(r"`([^`]+)`", cells[2]))))
    return found


def _keys(cell: str) -> Iterator[str]:
    for times, text in re.findall(r"(?:(\d+) × )?`([^`]+)`", cell):
        if text in SPECIAL or text.startswith("ctrl+"):
            yield from [SPECIAL.get(text, text)] * int(times or 1)
        else:
            yield from text


def walk(terminal: Terminal, rows: list[Row]) -> None:
    for row in rows:
        terminal.press(*row.keys)
        for text in row.seen:
            terminal.wait_for(r"\s+".join(map(re.escape, text.split())), PATIENCE)


@pytest.fixture
def aws(tmp_path: Path) -> Iterator[LocalAws]:
    with started("empty", tmp_path / "stderr", held=False, options=("--speed", str(SPEED))) as running:
        yield running


def play(game: Http) -> str:
    """Ada wins with three in a row; returns the path of the game."""
    assert "Scorekeep" in game.ask("GET", "/")[1]
    ada, bob = (game.made("POST", "/api/user", {"name": name})["id"] for name in ("Ada", "Bob"))
    session = game.made("POST", "/api/session")["id"]
    place = f"{session}/{game.made('POST', f'/api/game/{session}')['id']}"
    game.made("POST", f"/api/game/{place}/users", [ada, bob])
    game.made("PUT", f"/api/game/{place}/rules/TicTacToe")
    for user, move in ((ada, "X1"), (bob, "O4"), (ada, "X2"), (bob, "O5"), (ada, "X3")):
        game.made("POST", f"/api/move/{place}/{user}", move)
    assert winner(game, place) == "A"
    return place


def winner(game: Http, place: str) -> str:
    """A, B or D for a draw, as the last state of the game says it first."""
    last = game.made("GET", f"/api/game/{place}")["states"][-1]
    return str(game.made("GET", f"/api/state/{place}/{last}")["state"][0])


def test_every_line_of_its_tables_is_read_and_says_what_is_seen() -> None:
    way, page = sections(), PAGE.read_text().partition("## Other ways to fail")[0]
    lines = [line for line in page.splitlines() if re.match(r"\| .*`.*\|$", line)]
    assert list(way) == list("123456789")
    assert [row for rows in way.values() for row in rows if not row.seen] == []
    assert sum(map(len, way.values())) == sum("× `" in line or line.startswith(("| `", "| |")) for line in lines)


def test_the_tutorial_of_the_page_works_to_the_letter(aws: LocalAws, tmp_path: Path) -> None:
    way = sections()
    with program(aws.url, state=tmp_path / "state") as terminal:
        terminal.wait_for("no clusters in this account", PATIENCE)
        for section in "1234":
            walk(terminal, way[section])
        here = re.search(r"here\s+(http://127\.0\.0\.1:\d+)", terminal.text)
        assert here is not None
        game = Http(here[1])
        place = play(game)
        walk(terminal, way["5"])
        aws.control("clock", {"speed": 1})  # a person takes her time before the breaker has seen three tasks die
        walk(terminal, way["6"])
        aws.control("clock", {"speed": SPEED})
        walk(terminal, way["7"])
        os.kill(next(each["pid"] for each in aws.control()["processes"] if each["container"] == "api"), signal.SIGKILL)
        walk(terminal, way["8"])
        wait_for(lambda: game.ask("GET", f"/api/game/{place}")[0] == 200, "the game goes on", PATIENCE)
        assert winner(game, place) == "A", "a game survives its task"
        walk(terminal, way["9"])
    assert aws.client("elbv2").describe_load_balancers()["LoadBalancers"] == []
    assert aws.client("ecs").list_services(cluster="default")["serviceArns"] == []
