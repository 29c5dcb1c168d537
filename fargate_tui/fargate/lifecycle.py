"""The phases of a task's life, from its timestamps (fargate.md §5.1): what the waterfall draws."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from fargate_tui.fargate.records import Record, Task

PhaseState = Literal["done", "in progress", "not reached"]

NAMES: Final = ("network", "prepare", "pull", "start", "running", "stopping")
"""network: until its interface is attached; prepare: secrets and logging; pull: the images; start: until all
containers run; stopping: deregistration, the stop signal, and taking the network down."""


class Phase(Record, frozen=True, kw_only=True):
    """One stretch of a task's life."""

    name: str
    state: PhaseState
    begin: datetime | None = None
    """None where it was not reached."""
    end: datetime | None = None
    """None until it is done."""

    def duration(self, now: datetime) -> timedelta | None:
        """How long it took, or has taken until ``now``; None where it was not reached."""
        if self.begin is None:
            return None
        return max((self.end or now) - self.begin, timedelta(0))


def phases(task: Task) -> tuple[Phase, ...]:
    """The phases in their order: network, prepare, pull, start, running, stopping.

    A timestamp that AWS left out is bridged: the phase before it lasts until the next one that is there. A task that
    is stopped before a phase began never reached it.
    """
    moments = _in_order(
        (
            ("network", task.created_at),
            ("prepare", task.connectivity_at),
            ("pull", task.pull_started_at),
            ("start", task.pull_stopped_at),
            ("running", task.started_at),
            ("stopping", task.stopping_at or task.execution_stopped_at),
            ("", task.stopped_at),
        )
    )
    found = {
        name: Phase(name=name, state="done", begin=begin, end=end) for (name, begin), (_, end) in pairwise(moments)
    }
    if moments and (last := moments[-1])[0]:
        found[last[0]] = Phase(name=last[0], state="in progress", begin=last[1])
    return tuple(found.get(name, Phase(name=name, state="not reached")) for name in NAMES)


def _in_order(moments: Sequence[tuple[str, datetime | None]]) -> list[tuple[str, datetime]]:
    """The moments that are known, none before the one ahead of it: clocks of different hosts may disagree a little."""
    known: list[tuple[str, datetime]] = []
    for name, at in moments:
        if at is not None:
            known.append((name, max(at, known[-1][1]) if known else at))
    return known
