"""What a watch knows at a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from fargate_tui.fargate.errors import AwsError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Row]):
    """The rows, when they were true, and why they may be incomplete or out of date."""

    rows: tuple[Row, ...] = ()
    """Equal rows keep their identity from one snapshot to the next."""
    at: datetime | None = None
    """When the rows were last confirmed by AWS (UTC); None until the first answer."""
    error: AwsError | None = None
    """Why the newest round failed; the rows are then those of the last good one."""
    gaps: tuple[str, ...] = ()
    """What is missing from the rows though the round succeeded, a sentence each: failures[] of a Describe, a
    permission that a joined column lacks."""
    complete: bool = True
    """False while the pages of the first round are still arriving."""
    every: float | None = None
    """Seconds between rounds as things are now; None while the watch rests."""
    is_partial: bool = False
    """Whether AWS has left a part of the newest round without an answer; the gaps say which."""
    recalled_at: datetime | None = None
    """Where AWS has not answered yet and the rows are those of an earlier run: when they were true."""

    @property
    def loaded(self) -> bool:
        """Whether AWS has answered at least once."""
        return self.at is not None


@dataclass(frozen=True, slots=True)
class Recalled(Generic[Row]):
    """The rows of an earlier run."""

    rows: tuple[Row, ...]
    at: datetime
    """When AWS confirmed them (UTC)."""


@dataclass(frozen=True, slots=True)
class Change(Generic[Row]):
    """What differs between the snapshot a follower saw last and this one, by ARN."""

    snapshot: Snapshot[Row]
    added: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    removed: tuple[str, ...] = ()
    """ARNs."""
