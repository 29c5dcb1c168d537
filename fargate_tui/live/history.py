"""What was done from here, kept in a local SQLite file: the journal.

SQLite is asked in a thread, one question after the other. A file that cannot be opened or written never stops a change:
the journal then goes on in memory, and `trouble` says so.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.format import failure

Found = TypeVar("Found")

MEMORY: Final = ":memory:"
PATIENCE: Final = 5.0
"""Seconds that another copy may be writing."""
SHOWN: Final = 1000
"""Entries that are read at a time."""

_SCHEMA: Final = """
create table if not exists journal (
    id integer primary key,
    at text not null,
    account text not null,
    region text not null,
    subject text not null,
    entry blob not null
);
create index if not exists journal_by_account on journal (account, region, id);
"""


class Journal:
    """The entries, newest first; each is written before its change is sent, and again when it is known how it went."""

    def __init__(self, path: Path | None, *, days: int | None = None, patience: float = PATIENCE) -> None:
        """Keep the journal in a file, made when first needed and readable by nobody else; None keeps it in memory.

        Entries older than ``days`` are forgotten with the first that is written; None keeps all of them. ``patience``
        is for how many seconds another copy of the program may have the file locked.
        """
        self._path = path
        self._days = days
        self._patience = patience
        self._thread: ThreadPoolExecutor | None = None
        self._open: sqlite3.Connection | None = None
        self.trouble = ""
        """Why it is not kept in its file; empty while it is."""
        self.unread = 0
        """Entries of the newest reading that could not be understood: another version has written them."""
        self._written = asyncio.Event()
        self._writings = 0

    async def begin(self, entry: JournalEntry) -> JournalEntry:
        """Write a new entry; what is returned has its id."""
        days, self._days = self._days, None

        def write(database: sqlite3.Connection) -> JournalEntry:
            if days is not None:
                with suppress(sqlite3.Error, ValueError):
                    _forget(database, entry.at, days)
            return _insert(database, entry)

        return await self._tell(write)

    async def amend(self, entry: JournalEntry) -> None:
        """Write anew what has come of an entry; whether it was taken back meanwhile is left as it is."""
        await self._tell(lambda database: _amend(database, entry))

    async def mark_undone(self, number: int) -> None:
        """Take note that the entry of this id has been taken back; what it had taken back itself then stands again."""
        await self._tell(lambda database: _mark_undone(database, number))

    async def entries(self, account: str = "", region: str = "") -> tuple[JournalEntry, ...]:
        """The newest entries of an account and Region, or of all, newest first."""
        found = await self._ask(lambda database: _select(database, account, region))
        self.unread = found.count(None)
        return tuple(entry for entry in found if entry is not None)

    async def entry(self, number: int) -> JournalEntry | None:
        """The entry of this id; None where there is none."""
        return await self._ask(lambda database: _entry(database, number))

    async def mark(self) -> tuple[int, int]:
        """Another one than before where anything was written, from here or by another fargate-tui."""
        return self._writings, await self._ask(_version)

    async def writings(self) -> AsyncGenerator[None, None]:
        """Now, and whenever something has been written from here; use it inside `contextlib.aclosing`."""
        while True:
            written = self._written
            yield
            await written.wait()

    async def close(self) -> None:
        """Close the file."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        database, self._open = self._open, None
        if database is not None:
            await asyncio.get_running_loop().run_in_executor(thread, database.close)
        thread.shutdown(wait=False)

    async def _tell(self, question: Callable[[sqlite3.Connection], Found]) -> Found:
        found = await self._ask(question)
        self._writings += 1
        written, self._written = self._written, asyncio.Event()
        written.set()
        return found

    async def _ask(self, question: Callable[[sqlite3.Connection], Found]) -> Found:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "journal")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[sqlite3.Connection], Found]) -> Found:
        try:
            return question(self._database())
        except (sqlite3.Error, OSError) as error:
            if self._path is None:
                raise
            why = f"another program has it locked ({error})" if "locked" in str(error) else failure(error)
            self.trouble = f"the journal cannot be kept in {self._path}: {why}; it is kept until the program ends"
            broken, self._path, self._open = self._open, None, None
            if broken is not None:
                broken.close()
            return question(self._database())

    def _database(self) -> sqlite3.Connection:
        if self._open is None:
            # The executor has one thread, but `close` may come from another.
            self._open = sqlite3.connect(_made(self._path), check_same_thread=False, timeout=self._patience)
            self._open.executescript(_SCHEMA)
        return self._open


def _made(path: Path | None) -> str:
    if path is None:
        return MEMORY
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return str(path)


def _forget(database: sqlite3.Connection, now: datetime, days: int) -> None:
    """Delete what is older than so many days, but what was never answered and what this version cannot read.

    Where even the newest is older it is counted from that one: a clock that jumps ahead empties no journal.
    """
    (newest,) = database.execute("select max(at) from journal").fetchone()
    if newest is None:
        return
    kept = timedelta(days=days)
    oldest = (now - kept).isoformat()
    if newest < oldest:
        oldest = (datetime.fromisoformat(newest) - kept).isoformat()
    with database:
        # Taken at once: what another copy amends meanwhile would be deleted as it was before.
        database.execute("begin immediate")
        old = database.execute("select id, entry from journal where at < ?", (oldest,))
        gone = [(number,) for number, entry in old if (known := _decoded(entry)) and known.result != "sent"]
        database.executemany("delete from journal where id = ?", gone)


def _insert(database: sqlite3.Connection, entry: JournalEntry) -> JournalEntry:
    columns = (entry.at.isoformat(), entry.account, entry.region, entry.subject.arn, b"")
    with database:
        row = database.execute(
            "insert into journal (at, account, region, subject, entry) values (?, ?, ?, ?, ?)", columns
        )
        numbered = msgspec.structs.replace(entry, id=row.lastrowid or 0)
        _write(database, numbered)
    return numbered


def _amend(database: sqlite3.Connection, entry: JournalEntry) -> None:
    known = _entry(database, entry.id)
    _update(database, entry if known is None else msgspec.structs.replace(entry, undone=known.undone))


def _update(database: sqlite3.Connection, entry: JournalEntry) -> None:
    with database:
        _write(database, entry)


def _write(database: sqlite3.Connection, entry: JournalEntry) -> None:
    # Not only an update: where the file was lost meanwhile, the entry is not in memory yet.
    columns = (entry.id, entry.at.isoformat(), entry.account, entry.region, entry.subject.arn)
    database.execute("insert or replace into journal values (?, ?, ?, ?, ?, ?)", (*columns, msgspec.json.encode(entry)))


def _mark_undone(database: sqlite3.Connection, number: int, *, undone: bool = True) -> None:
    entry = _entry(database, number)
    if entry is None:
        return
    # What has become of the entry is kept: only the mark is ours.
    _update(database, msgspec.structs.replace(entry, undone=undone))
    if entry.undoes and entry.undoes < number:
        _mark_undone(database, entry.undoes, undone=not undone)


def _entry(database: sqlite3.Connection, number: int) -> JournalEntry | None:
    rows = database.execute("select entry from journal where id = ?", (number,)).fetchall()
    return _decoded(rows[0][0]) if rows else None


def _decoded(entry: bytes) -> JournalEntry | None:
    try:
        return msgspec.json.decode(entry, type=JournalEntry)
    except msgspec.MsgspecError:
        return None


def _version(database: sqlite3.Connection) -> int:
    """SQLite's count of what others have written into the file."""
    return int(database.execute("pragma data_version").fetchone()[0])


def _select(database: sqlite3.Connection, account: str, region: str) -> tuple[JournalEntry | None, ...]:
    where = "where account = ? and region = ?" if account else ""
    named = (account, region) if account else ()
    rows = database.execute(f"select entry from journal {where} order by id desc limit {SHOWN}", named)  # noqa: S608
    return tuple(_decoded(entry) for (entry,) in rows)
