"""The flight recorder's SQLite file. Synchronous: the recorder asks it in a thread of its own.

Two running copies share one file: write-ahead logging, short transactions, and five seconds of patience. What one has
written already the other writes once more onto the same row.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from fargate_tui.fargate.diagnosis import Diagnosis
from fargate_tui.fargate.kept import KeptEvent, KeptTask, home_of
from fargate_tui.fargate.records import Task
from fargate_tui.fargate.rows import Finding
from fargate_tui.live.gently import gently

VERSION: Final = 1
"""Of the tables; a file of a newer one is left alone."""

PATIENCE: Final = 5.0
"""Seconds that another copy may be writing."""

FULL: Final = 0.8
"""Share of the size that is left when a file has reached it: not every write is to find it full again."""

PAGE: Final = 4096
MOST: Final = 5_000
"""Rows that are read at a time."""

_SCHEMA: Final = f"""
create table task (
    arn text primary key,
    account text not null,
    region text not null,
    cluster text not null,
    service text not null,
    ended real not null,
    first real not null,
    last real not null,
    source text not null,
    record text not null,
    finding text not null,
    headline text not null default '',
    confidence text not null default '',
    diagnosis text
);
create index task_by_end on task (ended);
create table event (
    key text primary key,
    account text not null,
    region text not null,
    cluster text not null,
    service text not null,
    at real not null,
    record text not null
);
create index event_by_time on event (at);
pragma user_version = {VERSION};
"""

_TASK: Final = """
insert into task (arn, account, region, cluster, service, ended, first, last, source, record, finding)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (arn) do update set
    last = max(last, excluded.last),
    ended = case when excluded.source = 'seen' then excluded.ended else ended end,
    record = case when excluded.source = 'seen' then excluded.record else record end,
    finding = case when excluded.source = 'seen' then excluded.finding else finding end,
    source = case when excluded.source = 'seen' then 'seen' else source end
"""
_EVENT: Final = """
insert into event (key, account, region, cluster, service, at, record) values (?, ?, ?, ?, ?, ?, ?)
on conflict (key) do update set record = excluded.record, at = excluded.at
"""


class NewerArchive(Exception):
    """The file was written by a newer version; it is not touched."""


@dataclass(slots=True)
class Batch:
    """What is written together."""

    tasks: dict[str, KeptTask] = field(default_factory=dict)
    events: dict[str, KeptEvent] = field(default_factory=dict)
    still_known: dict[str, datetime] = field(default_factory=dict)
    """When AWS still knew of tasks that are kept, by ARN."""
    diagnoses: dict[str, Diagnosis] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of what is kept is looked at; what is empty is not asked of it."""

    account: str = ""
    region: str = ""
    cluster: str = ""
    service: str = ""
    since: datetime | None = None
    holding: str = ""
    """A part of the record: an address, an image, an id."""

    def clause(self, time: str) -> tuple[str, list[str | float]]:
        """The condition in SQL, and what stands in it."""
        named = {name: getattr(self, name) for name in ("account", "region", "cluster", "service")}
        asked: list[tuple[str, str | float]] = [(f"{name} = ?", value) for name, value in named.items() if value]
        if self.since is not None:
            asked.append((f"{time} >= ?", self.since.timestamp()))
        if self.holding:
            asked.append(("instr(lower(record), ?)", self.holding.lower()))
        return " and ".join(condition for condition, _ in asked) or "1", [value for _, value in asked]


class Archive:
    """One file, or the memory where there is none."""

    def __init__(self, path: Path | None, *, most: int, days: int) -> None:
        """Open or make it, readable by nobody else; ``most`` bytes and ``days`` are kept.

        Raises:
            NewerArchive: another version's file.
            sqlite3.Error, OSError: it cannot be opened or is damaged.
        """
        self._most = most
        self._days = days
        # The thread that asks is one at a time, but not always the same.
        self._database = sqlite3.connect(_made(path), check_same_thread=False, timeout=PATIENCE, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def _prepare(self) -> None:
        database = self._database
        if self._version() > VERSION:
            raise NewerArchive
        database.execute(f"pragma page_size = {PAGE}")
        database.execute("pragma auto_vacuum = incremental")
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        database.execute(f"pragma max_page_count = {max(self._most // PAGE, 16)}")
        with _Transaction(database):
            if not self._version():
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    database.execute(statement)
        # A damaged file may open all the same.
        database.execute("select count(*) from task").fetchone()

    def _version(self) -> int:
        return int(self._database.execute("pragma user_version").fetchone()[0])

    def write(self, batch: Batch, now: datetime) -> None:
        """Write all of it or nothing; where the file is full the oldest make room, once."""
        try:
            self._write(batch)
        except sqlite3.OperationalError as error:
            if "full" not in str(error):
                raise
            self.prune(now, self._most * FULL)
            self._write(batch)

    def _write(self, batch: Batch) -> None:
        with _Transaction(self._database):
            self._database.executemany(_TASK, map(_task_columns, gently(batch.tasks.values())))
            self._database.executemany(_EVENT, map(_event_columns, gently(batch.events.values())))
            self._database.executemany(
                "update task set last = max(last, ?) where arn = ?",
                ((at.timestamp(), arn) for arn, at in batch.still_known.items()),
            )
            self._database.executemany(
                "update task set headline = ?, confidence = ?, diagnosis = ? where arn = ?",
                map(_diagnosis_columns, batch.diagnoses.items()),
            )

    def tasks(self, wanted: Wanted) -> list[KeptTask]:
        """The tasks, the last to end first."""
        where, values = wanted.clause("ended")
        return self._tasks(f"where {where} order by ended desc limit {MOST}", values)

    def task(self, arn: str) -> KeptTask | None:
        """A task by its ARN, or by its id."""
        by_id = "" if arn.startswith("arn:") else "%/"
        found = self._tasks("where arn like ? limit 1" if by_id else "where arn = ?", [f"{by_id}{arn}"])
        return found[0] if found else None

    def diagnosis(self, arn: str) -> Diagnosis | None:
        """What its post-mortem said, where one was made that this version understands."""
        found = self._database.execute("select diagnosis from task where arn = ?", (arn,)).fetchone()
        if found is None or found[0] is None:
            return None
        try:
            return msgspec.json.decode(found[0], type=Diagnosis)
        except msgspec.MsgspecError:
            return None

    def events(self, wanted: Wanted) -> list[KeptEvent]:
        """The events and deployments, the newest first."""
        where, values = wanted.clause("at")
        asked = f"select record from event where {where} order by at desc limit {MOST}"  # noqa: S608 - ours alone
        return [msgspec.json.decode(record, type=KeptEvent) for (record,) in self._database.execute(asked, values)]

    def mark(self) -> int:
        """Another number than before where another copy has written."""
        return int(self._database.execute("pragma data_version").fetchone()[0])

    def prune(self, now: datetime, most: float | None = None) -> None:
        """Forget what is too old, then the oldest until it fits: events before tasks, of which AWS keeps none."""
        oldest = (now - timedelta(days=self._days)).timestamp()
        limit = self._most if most is None else most
        with _Transaction(self._database):
            self._database.execute("delete from event where at < ?", (oldest,))
            self._database.execute("delete from task where ended < ?", (oldest,))
        for table, time in (("event", "at"), ("task", "ended")):
            while self.used() > limit and self._forget_a_quarter(table, time):
                pass
        self._database.execute("pragma incremental_vacuum").fetchall()

    def _forget_a_quarter(self, table: str, time: str) -> bool:
        with _Transaction(self._database):
            count = self._database.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - ours alone
            oldest = f"select {time} from {table} order by {time} limit 1 offset ?"  # noqa: S608
            self._database.execute(f"delete from {table} where {time} <= ({oldest})", (count // 4,))  # noqa: S608
        return bool(count)

    def used(self) -> int:
        """Bytes that hold something."""
        pages, free = (self._database.execute(f"pragma {of}").fetchone()[0] for of in ("page_count", "freelist_count"))
        return int(pages - free) * PAGE

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def _tasks(self, rest: str, values: Sequence[str | float]) -> list[KeptTask]:
        asked = f"select record, finding, first, last, source, headline, confidence from task {rest}"  # noqa: S608
        return [_kept(row) for row in self._database.execute(asked, values)]


class _Transaction:
    """Takes the right to write at once: two copies that both begin by reading would stand in each other's way."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._database.execute("commit")
        elif self._database.in_transaction:  # SQLite itself rolls back where the disk is full
            self._database.execute("rollback")


def _made(path: Path | None) -> str:
    if path is None:
        return ":memory:"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return str(path)


def _task_columns(kept: KeptTask) -> Sequence[str | float]:
    return (
        kept.arn,
        *home_of(kept.arn),
        kept.cluster,
        kept.service,
        kept.ended_at.timestamp(),
        kept.first_seen.timestamp(),
        kept.last_seen.timestamp(),
        kept.source,
        msgspec.json.encode(kept.task).decode(),
        msgspec.json.encode(kept.finding).decode(),
    )


def _event_columns(kept: KeptEvent) -> Sequence[str | float]:
    where = (kept.account, kept.region, kept.cluster, kept.service)
    return (kept.key, *where, kept.at.timestamp(), msgspec.json.encode(kept).decode())


def _diagnosis_columns(explained: tuple[str, Diagnosis]) -> Sequence[str]:
    arn, diagnosis = explained
    return (diagnosis.headline, diagnosis.confidence, msgspec.json.encode(diagnosis).decode(), arn)


def _kept(row: tuple[str, str, float, float, str, str, str]) -> KeptTask:
    record, finding, first, last, source, headline, confidence = row
    return KeptTask(
        task=msgspec.json.decode(record, type=Task),
        finding=msgspec.json.decode(finding, type=Finding),
        first_seen=datetime.fromtimestamp(first, UTC),
        last_seen=datetime.fromtimestamp(last, UTC),
        source="captured" if source == "captured" else "seen",
        headline=headline,
        confidence=confidence,
    )


def merged(found: Iterable[Sequence[KeptTask]]) -> list[KeptTask]:
    """The tasks of several archives, each once, the last to end first."""
    once = {kept.arn: kept for tasks in found for kept in tasks}
    return sorted(once.values(), key=lambda kept: kept.ended_at, reverse=True)
