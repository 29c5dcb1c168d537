"""What a tail is asked for, and what it hands on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.logs.records import LogStreams

Mode = Literal["starting", "live tail", "polling", "ended"]
"""How new lines come. It is ``live tail`` only where all of them come so; ``ended`` when there will be no more."""


@dataclass(frozen=True, slots=True)
class TailSubject:
    """Whose lines are followed: of a cluster, of one service or task in it, or of one of their containers."""

    cluster: str
    """Name or ARN."""
    service: str | None = None
    """Name or ARN."""
    task: str | None = None
    """ARN or id."""
    container: str | None = None
    """Name; None for all containers."""


@dataclass(frozen=True, slots=True)
class TailState:
    """How a tail goes on."""

    since: datetime
    """The moment back to which lines are read."""
    mode: Mode = "starting"
    billed: bool = False
    """Whether a Live Tail session runs, which AWS bills by the minute."""
    is_reading_back: bool = False
    """Whether older lines are still being read."""
    streams: int = 0
    """Log streams of the tasks that have not ended."""
    places: tuple[LogStreams, ...] = ()
    """Where the containers write."""
    notes: tuple[str, ...] = ()
    """How lines can be lost before AWS has them, a sentence each."""
    gaps: tuple[str, ...] = ()
    """What is missing, and why, a sentence each."""
    error: AwsError | None = None
    """Why nothing comes now; it is tried again."""


@dataclass(frozen=True, slots=True)
class TailBatch:
    """New lines and marks in the order of their keys, and how the tail goes on.

    A line may belong before some that came in an earlier batch; its key says where.
    """

    lines: tuple[LogLine, ...]
    state: TailState
