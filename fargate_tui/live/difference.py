"""What differs between two states of a listing, and how equal rows keep their identity."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from fargate_tui.live.snapshot import Change, Snapshot

Row = TypeVar("Row")


def merge(old: Mapping[str, Row], new: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Row]:
    """Index ``new`` by key, keeping the old object wherever it is equal."""
    merged: dict[str, Row] = {}
    for row in new:
        name = key(row)
        before = old.get(name)
        merged[name] = before if before is not None and (before is row or before == row) else row
    return merged


def difference(old: Mapping[str, Row], new: Mapping[str, Row], snapshot: Snapshot[Row]) -> Change[Row]:
    """The change from ``old`` to ``new``, both indexed by ARN; rows that are the same object are not compared."""
    if old is new:
        return Change(snapshot)
    return Change(
        snapshot,
        added=tuple(row for arn, row in new.items() if arn not in old),
        changed=tuple(row for arn, row in new.items() if arn in old and old[arn] is not row and old[arn] != row),
        removed=tuple(arn for arn in old if arn not in new),
    )
