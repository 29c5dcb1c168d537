"""What is being carried out, or was in this session: a plan, step by step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from fargate_tui.fargate.changes import Change, Difference, Plan, Subject
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Finding, Severity

StepState = Literal["waiting", "sending", "going", "done", "failed", "refused", "no answer", "left"]
"""left: not followed any more, by the person's wish; the change itself goes on at AWS."""

TONES: dict[StepState, Severity] = {
    "waiting": "info",
    "sending": "busy",
    "going": "busy",
    "done": "ok",
    "failed": "error",
    "refused": "error",
    "no answer": "warn",
    "left": "info",
}
"""How each state is shown."""
WRONG: frozenset[StepState] = frozenset({"failed", "refused", "no answer"})
"""After such a step nothing more of its run is begun."""
ENDED: frozenset[StepState] = frozenset({"done", "failed", "refused", "no answer", "left"})


class Step(Record, frozen=True, kw_only=True):
    """One change of a plan, and how far it is."""

    change: Change
    state: StepState = "waiting"
    words: str = ""
    began_at: datetime | None = None
    """UTC, when it was sent."""
    ended_at: datetime | None = None
    entry: int = 0
    """Its id in the journal."""
    made: tuple[Subject, ...] = ()
    """What AWS has made for it: tasks."""


class Run(Record, frozen=True, kw_only=True):
    """A plan that was confirmed, and how far it is."""

    arn: str
    """What tells it from all others: a number."""
    plan: Plan
    steps: tuple[Step, ...]
    began_at: datetime

    @property
    def is_going(self) -> bool:
        """Whether anything of it is still to come."""
        return any(step.state in ("sending", "going") for step in self.steps) or self._is_waiting

    @property
    def _is_waiting(self) -> bool:
        # After a failure nothing more is begun: what waits then waits for the person.
        stopped = any(step.state in WRONG for step in self.steps)
        return not stopped and any(step.state == "waiting" for step in self.steps)

    @property
    def state(self) -> StepState:
        """The state of it all: of the first step that went wrong, else of the one that is furthest behind."""
        for state in ("refused", "failed", "no answer", "sending", "going", "waiting", "left"):
            if any(step.state == state for step in self.steps):
                return state
        return "done"

    @property
    def ended_at(self) -> datetime | None:
        """When the last of what was sent had ended, UTC; None while anything is under way."""
        ends = [step.ended_at for step in self.steps if step.ended_at is not None]
        return None if self.is_going or not ends else max(ends)

    @property
    def made(self) -> tuple[Subject, ...]:
        """What AWS has made for it."""
        return tuple(subject for step in self.steps for subject in step.made)

    @property
    def words(self) -> str:
        """How far it is, in a line."""
        told = next((step for step in self.steps if step.state == self.state), self.steps[-1])
        if len(self.steps) == 1:
            return told.words
        if self.state == "done":
            return f"{len(self.steps)} of {len(self.steps)} done"
        done = sum(step.state == "done" for step in self.steps)
        at = f"{told.change.subject.name}: {told.words}" if told.words else told.change.subject.name
        return f"{done} of {len(self.steps)} done · {at}"


class StepRow(Record, frozen=True, kw_only=True):
    """A step in the list of this session's changes."""

    arn: str
    """The number of its run, and its place in it."""
    run: str
    """The number of its run."""
    what: str
    """The title of the plan."""
    subject: Subject
    difference: Difference
    """The first of what it changes."""
    more: int
    """How many more there are."""
    finding: Finding
    began_at: datetime | None = None
    ended_at: datetime | None = None
    entry: int = 0
    """Its id in the journal; 0 where it has none."""

    @property
    def name(self) -> str:
        """What is changed."""
        return self.subject.name


def step_rows(runs: Iterable[Run]) -> list[StepRow]:
    """All steps of runs, run by run."""
    return [_step_row(run, place, step) for run in runs for place, step in enumerate(run.steps)]


def _step_row(run: Run, place: int, step: Step) -> StepRow:
    differences = step.change.differences
    return StepRow(
        arn=f"{run.arn}.{place}",
        run=run.arn,
        what=run.plan.title,
        subject=step.change.subject,
        difference=differences[0],
        more=len(differences) - 1,
        finding=Finding(severity=TONES[step.state], word=step.state, why=step.words),
        began_at=step.began_at,
        ended_at=step.ended_at,
        entry=step.entry,
    )
