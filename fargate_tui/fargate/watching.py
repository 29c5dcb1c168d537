"""What a person wants to be told of, and what of a change is worth telling. Pure.

Nothing is told of how a thing was when the watching began: only what has become of it since.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from fargate_tui.fargate.cockpit import RolloutRow
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Finding, ServiceRow, Severity, TaskRow

AT_MOST_EVERY: Final = 60.0
"""Seconds between two tellings of what may come in numbers: lines of a log, tasks that fail."""
UNKNOWN: Final = "unknown"
"""The word of a service that is listed and could not be described: nothing follows from it."""

_WORSE: Final[dict[Severity, int]] = {"ok": 0, "info": 0, "busy": 0, "warn": 1, "error": 2}
_UNDER_WAY: Final = frozenset({"pending", "rolling out", "stopping"})
"""Words of deployments of which nothing is told."""

Sort = Literal["service", "deployments", "log"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A thing that is watched; equal ones are the same."""

    sort: Sort
    cluster: str
    """Empty for a log group by itself."""
    service: str = ""
    task: str = ""
    """Logs only: an ARN."""
    container: str = ""
    deployment: str = ""
    """Logs only: the tasks of one deployment, by its id."""
    group: str = ""
    """Logs only: a log group that was chosen by hand."""
    pattern: str = ""
    """Logs only: what is looked for, as it is shown."""
    shows: Callable[[str], bool] = field(default=lambda _: True, compare=False)
    """Logs only: whether a line is one of those."""

    @property
    def name(self) -> str:
        """What tellings call it: ``production/api``, ``deployments of production/api``, ``ERROR in production/api``."""
        task = f"task {self.task.rpartition('/')[2][:8]}" if self.task else ""
        rollout = f"deployment {self.deployment.rpartition('/')[2][:8]}" if self.deployment else ""
        where = "/".join(filter(None, (self.cluster, self.service, rollout, task, self.container))) or self.group
        match self.sort:
            case "service":
                return where
            case "deployments":
                return f"deployments of {where}"
            case "log":
                return f"{self.pattern} in {where}"


@dataclass(frozen=True, slots=True)
class News:
    """Something that is told."""

    words: str
    severity: Severity


class WatchedRow(Record, frozen=True, kw_only=True):
    """A watched thing as it is listed."""

    arn: str
    """A number that tells it from all others."""
    name: str
    sort: Sort
    since: datetime
    finding: Finding
    """Whether AWS answers."""
    told_at: datetime | None = None
    times: int = 0
    """How often something was told of it."""
    last: str = ""
    """What was told last."""


def service_news(before: ServiceRow, now: ServiceRow) -> Iterator[News]:
    """What has become of a service: a problem, another one, none any more after a change, deleted."""
    was, found = before.finding, now.finding
    if UNKNOWN in (was.word, found.word):
        return
    if found.is_problem:
        if (was.word, was.severity) != (found.word, found.severity):
            yield News(f"{found.word}: {found.why}" if found.why else found.word, found.severity)
    elif now.status != before.status and now.status in ("DRAINING", "INACTIVE"):
        yield News("is being deleted" if now.status == "DRAINING" else "has been deleted", "warn")
    elif found.severity == "ok" and (was.severity != "ok" or now.task_definition != before.task_definition):
        yield News(_steady(before, now), "ok")


def _steady(before: ServiceRow, now: ServiceRow) -> str:
    new = f", now {now.task_definition}" if now.task_definition != before.task_definition else ""
    return f"{now.finding.word}: {now.running} of {now.desired} running{new}"


def failures(rows: Sequence[TaskRow], seen: Collection[str]) -> tuple[str, ...]:
    """Why tasks have ended badly that are not among those ``seen``, in the order of their ends."""
    new = [row for row in rows if has_failed(row) and row.arn not in seen]
    new.sort(key=lambda row: (row.stopped_at is None, row.stopped_at.timestamp() if row.stopped_at else 0.0))
    return tuple(f"task {row.id[:8]}: {row.finding.why or row.finding.word}" for row in new)


def has_failed(row: TaskRow) -> bool:
    """Whether a task has ended, and not as it should."""
    return row.is_stopped and row.finding.is_problem


def deployment_news(before: Sequence[RolloutRow], now: Sequence[RolloutRow], since: datetime) -> Iterator[News]:
    """What has become of deployments, the oldest first: how they ended, that one goes back, that one waits.

    One that was not there before is told of where it has begun ``since`` the watching did: nobody saw it going on.
    """
    known = {row.arn: row.word for row in before}
    for row in reversed(now):
        was = known.get(row.arn)
        is_old = was is None and (row.at is None or row.at <= since)
        if row.word in _UNDER_WAY or row.word == was or is_old:
            continue
        of = f" of {row.revision}" if row.revision else ""
        why = f": {row.reason}" if row.reason and row.severity != "ok" else ""
        yield News(f"the deployment{of} {_SAID.get(row.word, f'is {row.word}')}{why}", row.severity)


_SAID: Final = {
    "completed": "has completed",
    "failed": "has failed",
    "stopped": "was stopped",
    "rolled back": "was rolled back",
    "rollback failed": "could not be rolled back",
    "waits for you": "waits for you",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Things that may come in numbers: the first is told at once, then at most one telling in a while, with a count."""

    one: str
    """What one of them is called: ``matching line``."""
    severity: Severity = "warn"
    count: int = 0
    last: str = ""
    told_at: float = float("-inf")

    def add(self, more: Sequence[str]) -> "Tally":
        """With more of them."""
        return replace(self, count=self.count + len(more), last=more[-1]) if more else self

    @property
    def due(self) -> float:
        """When they are to be told; never where there are none."""
        return self.told_at + AT_MOST_EVERY if self.count else float("inf")

    @property
    def news(self) -> News:
        """What is told of them: the last one, and how many there are."""
        return News(
            self.last if self.count == 1 else f"{self.count:,} {self.one}s, the last: {self.last}", self.severity
        )

    def told(self, at: float) -> "Tally":
        """After they have been told."""
        return replace(self, count=0, last="", told_at=at)
