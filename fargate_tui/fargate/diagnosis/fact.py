"""One item of evidence: what was looked at, and what it says of a cause."""

from typing import Literal

from fargate_tui.fargate.records import Record

Probe = Literal[
    "E-net", "E-vpce", "E-sg", "E-role", "E-img", "E-td", "E-log", "E-sec", "E-lb", "E-met", "E-svc", "E-as",
    "E-quota", "E-trail", "E-health", "E-efs",
]  # fmt: skip
"""What can be looked at, all of it only read (fargate.md §5.3)."""

Verdict = Literal["confirmed", "cleared", "not checked", "noted"]
"""confirmed: it is so; cleared: it is not that; not checked: never the same as cleared; noted: it settles nothing."""


class Fact(Record, frozen=True, kw_only=True):
    """What one probe says of one cause."""

    verdict: Verdict
    sentence: str
    """A clause without a full stop; of what is not checked, what and why."""
    probe: Probe
    cause: str = ""
    """Id of the cause it speaks of."""
    missing: str = ""
    """The IAM action that is missing, where that is why it is not checked."""


def confirmed(probe: Probe, sentence: str) -> Fact:
    """It is so."""
    return Fact(verdict="confirmed", probe=probe, sentence=sentence)


def cleared(probe: Probe, sentence: str) -> Fact:
    """It is not that."""
    return Fact(verdict="cleared", probe=probe, sentence=sentence)


def noted(probe: Probe, sentence: str) -> Fact:
    """It is worth knowing, and settles nothing."""
    return Fact(verdict="noted", probe=probe, sentence=sentence)


def not_checked(probe: Probe, sentence: str, missing: str = "") -> Fact:
    """It was not looked at, or cannot be told."""
    return Fact(verdict="not checked", probe=probe, sentence=sentence, missing=missing)
