"""What a tail is asked for, and what it hands on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.logs.records import LogStreams

Mode = Literal["starting", "live tail", "polling", "nowhere", "ended"]
"""How new lines come. It is ``live tail`` only where all of them come so; ``nowhere`` where no log group is known;
``ended`` when there will be no more."""


@dataclass(frozen=True, slots=True)
class TailSubject:
    """Whose lines are followed: of a cluster, of one service, deployment or task in it, of one of their containers.

    Where a `group` is named, all its lines are, whoever wrote them; the tasks only say when they begin and end.
    """

    cluster: str
    """Name or ARN; empty where only a log group is followed."""
    service: str | None = None
    """Name or ARN."""
    task: str | None = None
    """ARN or id."""
    container: str | None = None
    """Name; None for all containers."""
    deployment: str | None = None
    """Id, ``ecs-svc/…``; None for all deployments of the service."""
    group: str | None = None
    """A log group that a person has named; None for those of the task definitions."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How the lines of some log groups of a Region come."""

    region: str
    """Empty for the connection's own."""
    groups: tuple[str, ...]
    mode: Mode
    why: str = ""
    """Why it is no Live Tail."""


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
    channels: tuple[ChannelState, ...] = ()
    """How the lines of each log group come."""
    offered: tuple[str, ...] = ()
    """Log groups that are named by what cannot be followed by itself, as FireLens."""
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
