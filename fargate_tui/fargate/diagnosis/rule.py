"""What a rule is: the words and states it knows, and what follows from them (fargate.md §5.4)."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast

import msgspec

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.fact import Fact, Probe
from fargate_tui.fargate.rows import Severity

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis.evidence import Evidence

Value = TypeVar("Value")

Scope = Literal["ended task", "task on its way", "service"]
Judge: TypeAlias = Callable[[Case, "Evidence"], Iterable[Fact]]
"""What evidence says of one cause; nothing where the evidence is still being gathered."""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may be behind what a rule has met."""

    id: str
    says: str
    """In plain words, a clause without a full stop."""
    probes: tuple[Probe, ...] = ()
    """What confirms or clears it (fargate.md §5.3)."""
    judge: Judge | None = None
    """None where only a person can tell."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table: how it is met, and what it says."""

    number: str
    """``D01``, as in fargate.md §5.4."""
    severity: Severity | Callable[[Case], Severity]
    word: str | Callable[[Case], str]
    """The state in one or two words."""
    line: str | Callable[[Case], str]
    """The cause in one line, as lists show it."""
    remedy: str
    """What to do, in one sentence."""
    subject: str | Callable[[Case], str] = ""
    """What is the matter without its cause, where evidence can name that: ``image api:7 cannot be pulled``."""
    scope: Scope = "ended task"
    texts: str = ""
    """A pattern over the task's and its containers' reasons, or a service's events; upper and lower case are one."""
    words: tuple[str, ...] = ()
    """Lower-case words of which every text that meets the pattern holds one: a quick look spares the pattern."""
    codes: frozenset[str] = frozenset()
    """Stop codes that meet it where no text does."""
    exits: frozenset[int] = frozenset()
    """Exit codes of the container that ended the task that meet it where no text and no stop code does."""
    state: Callable[[Case], bool] | None = None
    """What holds of a task that has not ended."""
    causes: tuple[Cause, ...] = ()
    """The likely first."""
    action: str | None = None
    """Id of the action of this program that is the remedy."""
    is_told: bool | Callable[[Case], bool] = False
    """Whether AWS's own words leave no other cause: then nothing has to be confirmed."""
    short: str = ""
    """A shorter word for counting: ``3× OOM``."""

    @property
    def probes(self) -> tuple[Probe, ...]:
        """All that its causes are looked for with, in their order."""
        return tuple(dict.fromkeys(probe for cause in self.causes for probe in cause.probes))


def asks(name: str, *args: str) -> Judge:
    """The judge called ``room.function`` in `verdicts`, or the one that this function makes of ``args``.

    Its room is loaded when it is first asked: a list of tasks asks none of them.
    """

    def judge(case: Case, evidence: "Evidence") -> Iterable[Fact]:
        room, _, function = name.partition(".")
        found = getattr(import_module(f"{_VERDICTS}.{room}"), function)
        return cast(Judge, found(*args) if args else found)(case, evidence)

    return judge


_VERDICTS = "fargate_tui.fargate.diagnosis.verdicts"


def said(value: Value | Callable[[Case], Value], case: Case) -> Value:
    """What a rule says of a case, be it always the same or made of it."""
    return value(case) if callable(value) else value
