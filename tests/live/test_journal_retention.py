"""How long the journal keeps what was changed: what is old goes, what may still be under way stays."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.journal import JournalEntry, Result
from fargate_tui.live.history import Journal

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
WEB = Subject(kind="service", arn="arn:web", name="web", cluster="prod")


def entry(title: str, *, days: float = 0, result: Result = "done") -> JournalEntry:
    at = NOW - timedelta(days=days)
    return JournalEntry(at=at, account="1", region="r", action="a", title=title, subject=WEB, result=result)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


async def kept(path: Path, *entries: JournalEntry, days: int | None = None) -> set[str]:
    """What the journal holds after these were written in a run of the program."""
    journal = Journal(path, days=days)
    for each in entries:
        await journal.begin(each)
    found = await journal.entries()
    assert journal.trouble == ""
    await journal.close()
    return {each.title for each in found}


async def test_what_is_older_goes_with_the_first_change_of_a_run_and_not_by_being_read(path: Path) -> None:
    await kept(path, entry("old", days=31), entry("young", days=29), entry("yesterday", days=1))
    assert await kept(path, days=30) == {"old", "young", "yesterday"}
    assert await kept(path, entry("now"), days=30) == {"young", "yesterday", "now"}


async def test_what_was_never_answered_stays_and_what_ends_late_is_written_again(path: Path) -> None:
    other = Journal(path)
    going = await other.begin(entry("accepted", days=40, result="accepted"))
    await other.begin(entry("no answer yet", days=40, result="sent"))
    await other.begin(entry("yesterday", days=1))
    assert await kept(path, entry("now"), days=30) == {"no answer yet", "yesterday", "now"}
    await other.amend(msgspec.structs.replace(going, result="done"))
    assert await kept(path) == {"accepted", "no answer yet", "yesterday", "now"}
    await other.close()


async def test_two_copies_that_forget_at_once_lose_nothing_else(path: Path) -> None:
    await kept(path, *(entry(f"old {number}", days=31) for number in range(50)), entry("yesterday", days=1))
    journals = [Journal(path, days=30) for _ in range(3)]
    await asyncio.gather(*(journal.begin(entry(f"of {name}")) for name, journal in enumerate(journals)))
    assert [journal.trouble for journal in journals] == ["", "", ""]
    assert {each.title for each in await journals[0].entries()} == {"yesterday", "of 0", "of 1", "of 2"}
    for journal in journals:
        await journal.close()


async def test_a_clock_that_jumps_ahead_empties_no_journal(path: Path) -> None:
    await kept(path, entry("a week ago", days=7), entry("yesterday", days=1))
    in_ten_years = entry("in ten years", days=-3650)
    assert await kept(path, in_ten_years, days=30) == {"a week ago", "yesterday", "in ten years"}
    assert await kept(path, entry("now"), days=30) == {"a week ago", "yesterday", "in ten years", "now"}


@pytest.mark.parametrize("change", ["entry = '{}'", "entry = x'ff'", "at = 'long ago'"])
async def test_what_cannot_be_read_is_left_alone(path: Path, change: str) -> None:
    await kept(path, entry("old", days=31), entry("yesterday", days=1))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"update journal set {change} where id = 1")
    await kept(path, entry("now"), days=30)
    with closing(sqlite3.connect(path)) as database:
        assert [number for (number,) in database.execute("select id from journal order by id")] == [1, 2, 3]
