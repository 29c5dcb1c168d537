"""Two copies of the program that write into one file: each waits for the other, and nothing is lost."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.live.history import Journal

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
WEB = Subject(kind="service", arn="arn:web", name="web", cluster="prod")


def entry(title: str) -> JournalEntry:
    return JournalEntry(at=AT, account="1", region="r", action="service.scale", title=title, subject=WEB)


async def test_two_journals_write_at_once_into_one_file(tmp_path: Path) -> None:
    journals = [Journal(tmp_path / "journal.sqlite3") for _ in range(2)]
    entries = [(journal, f"{number} of {name}") for number in range(25) for name, journal in enumerate(journals)]
    begun = await asyncio.gather(*(journal.begin(entry(title)) for journal, title in entries))
    for (journal, _), each in zip(entries, begun, strict=True):
        await journal.amend(each)

    assert len({each.id for each in begun}) == len(entries)
    assert [journal.trouble for journal in journals] == ["", ""]
    for journal in journals:
        assert {each.title for each in await journal.entries()} == {title for _, title in entries}
        await journal.close()


async def test_a_journal_waits_for_who_is_writing_and_the_loop_does_not(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal = Journal(path)
    await journal.begin(entry("first"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    writing = asyncio.create_task(journal.begin(entry("second")))
    turns = 0
    while turns < 1000:
        await asyncio.sleep(0)
        turns += 1
    assert not writing.done()
    other.execute("commit")
    await writing

    assert journal.trouble == ""
    assert [each.title for each in await journal.entries()] == ["second", "first"]
    other.close()
    await journal.close()


async def test_where_a_file_stays_locked_the_journal_goes_on_without_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal = Journal(path, patience=0.05)
    await journal.begin(entry("first"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    await journal.begin(entry("second"))

    assert "another program has it locked" in journal.trouble
    assert [each.title for each in await journal.entries()] == ["second"]
    other.close()
    await journal.close()
