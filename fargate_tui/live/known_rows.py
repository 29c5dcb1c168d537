"""The rows of lists as they were seen last, kept for the next start: it shows them until AWS has answered."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Final, Literal, TypeVar

import msgspec

from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow, TaskRow
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.snapshot import Recalled

MOST_ROWS: Final = 2_000
MOST_BYTES: Final = 2**20

Kind = Literal["clusters", "services", "tasks"]
AnyRow = ClusterRow | ServiceRow | TaskRow
Row = TypeVar("Row", ClusterRow, ServiceRow, TaskRow)


class KnownListing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rows of one list, by what it lists."""

    kind: Kind
    scope: TaskScope = TaskScope()
    """Of services only the cluster; of clusters nothing of it means anything."""
    at: datetime
    """When AWS confirmed them (UTC)."""
    clusters: tuple[ClusterRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()

    @property
    def rows(self) -> tuple[AnyRow, ...]:
        """Its rows, whichever they are."""
        return self.clusters or self.services or self.tasks

    @property
    def key(self) -> Hashable:
        """What the store calls its watch."""
        if self.kind == "clusters":
            return ("clusters",)
        return ("services", self.scope.cluster) if self.kind == "services" else ("tasks", self.scope)

    @property
    def recalled(self) -> Recalled[AnyRow]:
        """What a watch is given of it."""
        return Recalled(self.rows, self.at)

    def cut(self, most: int) -> "KnownListing":
        """The first rows of it."""
        some = {name: getattr(self, name)[:most] for name in ("clusters", "services", "tasks")}
        return msgspec.structs.replace(self, **some)


def listing_of(key: Hashable, rows: Sequence[object], at: datetime) -> KnownListing | None:
    """What is kept of a watch; None where its rows are not kept."""
    match key:
        case ("clusters",):
            return KnownListing(kind="clusters", at=at, clusters=_all(rows, ClusterRow))
        case ("services", str() | None as cluster):
            scope = TaskScope(cluster=cluster)
            return KnownListing(kind="services", scope=scope, at=at, services=_all(rows, ServiceRow))
        case ("tasks", TaskScope() as scope):
            return KnownListing(kind="tasks", scope=scope, at=at, tasks=_all(rows, TaskRow))
        case _:
            return None


def _all(rows: Sequence[object], kind: type[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if isinstance(row, kind))


def bounded(listings: Iterable[KnownListing]) -> list[KnownListing]:
    """As many of them as are kept, the most important first; the first may lose rows, the others are kept whole."""
    kept: list[KnownListing] = []
    room = MOST_ROWS
    for listing in listings:
        if len(listing.rows) <= room or not kept:
            kept.append(listing.cut(room))
            room -= len(kept[-1].rows)
    return kept


def encoded(listings: Sequence[KnownListing]) -> bytes:
    """The listings as JSON, with what looks like a secret masked, cut down to what is kept."""
    parts: list[bytes] = []
    room = MOST_BYTES - len("[]")
    for listing in bounded(listings):
        part = _within(safe(listing), room)
        room -= len(part) + 1
        if room < 0:
            break
        parts.append(part)
    return b"[" + b",".join(parts) + b"]"


def _within(listing: KnownListing, room: int) -> bytes:
    """A listing as JSON, with as many of its first rows as there is room for."""
    part = msgspec.json.encode(listing)
    while len(part) > room and listing.rows:
        listing = listing.cut(len(listing.rows) * max(room, 0) * 9 // (len(part) * 10))
        part = msgspec.json.encode(listing)
    return part


def decoded(held: bytes) -> tuple[KnownListing, ...]:
    """The listings that were kept; none where another version has written them."""
    try:
        return msgspec.json.decode(held, type=tuple[KnownListing, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ()


def safe(listing: KnownListing) -> KnownListing:
    """A listing as it may be written: texts that AWS or people have written are masked as commands are."""
    from fargate_tui.fargate.secrets import masked_command
    from fargate_tui.live.gently import gently

    replace = msgspec.structs.replace

    def finding(of: Finding) -> Finding:
        return replace(of, why=masked_command(of.why)) if of.why else of

    return replace(
        listing,
        clusters=tuple(replace(row, finding=finding(row.finding)) for row in listing.clusters),
        services=tuple(
            replace(row, finding=finding(row.finding), last_event=masked_command(row.last_event), metrics=None)
            for row in gently(listing.services)
        ),
        tasks=tuple(
            replace(
                row,
                finding=finding(row.finding),
                started_by=masked_command(row.started_by),
                target_reason=masked_command(row.target_reason),
            )
            for row in gently(listing.tasks)
        ),
    )
