"""What a person wants to change, as data: from what to what, by which calls, and how it is taken back."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Severity

CREATING: Final = "create."
"""How the ids of the actions begin that create."""

Kind = Literal[
    "cluster",
    "service",
    "task",
    "task-definition",
    "listener",
    "listener-rule",
    "load-balancer",
    "log-group",
    "role",
    "scalable-target",
    "scaling-policy",
    "security-group",
    "target-group",
]
"""What a thing is, in the words of the describe and JSON views; from ``listener`` on, what only wizards make."""

Aim = Literal["accepted", "steady", "deployed", "revised", "rolled back", "stopped", "ended", "gone", "made"]
"""When a change has come true: at AWS's answer; when the service runs as many tasks as it should; when its new
deployment has completed; when one that AWS's answer does not name has; when what it went back to has; when the task
has stopped; when it has ended by itself; when the thing is deleted; when its
action finds it ready for use."""


class Subject(Record, frozen=True, kw_only=True):
    """The thing that is changed, by its ARN."""

    kind: Kind
    arn: str
    name: str
    """What a person calls it."""
    cluster: str = ""
    """Name of its cluster; empty where it has none."""


class Call(Record, frozen=True, kw_only=True):
    """One request that changes something at AWS."""

    service: str
    """As botocore and the AWS CLI call it."""
    operation: str
    """For instance ``UpdateService``."""
    parameters: Mapping[str, object] = msgspec.field(default_factory=dict)
    """As the API has them; only what changes, for what is not sent stays as it is."""


class Difference(Record, frozen=True, kw_only=True):
    """One value, before and after."""

    what: str
    before: str
    after: str


class Effect(Record, frozen=True, kw_only=True):
    """What follows from a change, or what could not be found out about it."""

    text: str
    severity: Severity = "info"


class Undo(Record, frozen=True, kw_only=True):
    """How a change is taken back: by an action that is planned anew, upon what AWS says by then."""

    action: str
    """The action's id."""
    answer: str
    subjects: tuple[Subject, ...]


class Alternative(Record, frozen=True, kw_only=True):
    """Another way to do it: a key that plans anew with another answer."""

    key: str
    words: str
    answer: str


class Change(Record, frozen=True, kw_only=True):
    """One thing, from what to what."""

    subject: Subject
    differences: tuple[Difference, ...]
    calls: tuple[Call, ...]
    """Sent one after the other; a refused one ends it."""
    undo: Undo | None = None
    """What takes it back; None where nothing does."""
    effects: tuple[Effect, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    aim: Aim = "accepted"
    deployment: str = ""
    """Id of the deployment (``ecs-svc/…``) that is followed, or given up, where AWS's answer does not name it."""
    guard: str = ""
    """What the change was planned upon; where AWS says something else by then, it is not carried out."""
    action: str = ""
    """The action's id, where it is not the plan's: of what takes several changes back, each has its own."""
    answer: str = ""
    """What that action was answered."""
    undoes: int = 0
    """Id of the journal's entry that it takes back; 0 where it takes none back."""

    def is_like(self, other: "Change") -> bool:
        """Whether the other was planned upon the same state of the same thing, and does the same."""
        return (self.subject, self.differences, self.calls, self.guard) == (
            other.subject,
            other.differences,
            other.calls,
            other.guard,
        )


class Plan(Record, frozen=True, kw_only=True):
    """What an action would do, made from what AWS said just now."""

    action: str
    """The action's id: ``service.scale``."""
    title: str
    """What is done: ``scale scorekeep-api``."""
    answer: str
    """What the person typed for it."""
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...] = ()
    """Of all changes together."""
    alternatives: tuple[Alternative, ...] = ()
    destroys: bool = False
    """Whether something is lost by it: it is confirmed by typing `typed`."""
    typed: str = ""
    """What has to be typed to confirm it; empty where a key is enough."""

    def is_like(self, other: "Plan") -> bool:
        """Whether the other does the same to the same things in the same state."""
        pairs = zip(self.changes, other.changes, strict=False)
        return len(self.changes) == len(other.changes) and all(mine.is_like(theirs) for mine, theirs in pairs)


class Outcome(Record, frozen=True, kw_only=True):
    """What AWS answered to a call that changes something. What it answered may be secret: its repr leaves it out."""

    request_id: str = ""
    answer: Mapping[str, object] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Outcome(request_id={self.request_id!r}, answer of {', '.join(self.answer) or 'nothing'})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("request_id", self.request_id)]
