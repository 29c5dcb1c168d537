"""How a finding is drawn: a glyph and a tone for each severity, so that colour is never the only carrier."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from fargate_tui.columns.column import Column
from fargate_tui.fargate.rows import Finding, Severity
from fargate_tui.format import visible

GLYPHS: dict[Severity, str] = {"error": "✗", "warn": "▲", "busy": "◐", "ok": "●", "info": "○"}
TONES: dict[Severity, str] = {"error": "bad", "warn": "warn", "busy": "busy", "ok": "good", "info": "muted"}
RANKS: dict[Severity, int] = {"error": 0, "warn": 1, "busy": 2, "ok": 3, "info": 4}
"""The worst comes first."""


class Judged(Protocol):
    """A row with a finding."""

    @property
    def finding(self) -> Finding:
        """What follows from what AWS said."""


class Graded(Protocol):
    """A row with a severity of its own."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""


Row = TypeVar("Row", bound=Judged)
GradedRow = TypeVar("GradedRow", bound=Graded)
AnyRow = TypeVar("AnyRow")


def is_problem(row: object) -> bool:
    """Whether the problems-only view shows the row: by its finding, or by a severity of its own."""
    finding = getattr(row, "finding", row)
    return getattr(finding, "severity", None) in ("warn", "error")


def tone(row: Judged) -> str:
    """The tone of a row's finding."""
    return TONES[row.finding.severity]


def alarm(row: Judged) -> str:
    """The tone of a row's finding where it is no longer as it should be; what is well needs no colour."""
    return alarming(row.finding.severity)


def alarming(severity: Severity) -> str:
    """The tone of a severity, none for what is well or at rest."""
    return TONES[severity] if severity in ("error", "warn", "busy") else ""


def severity_column(_kind: type[Row]) -> Column[Row]:
    """The first column of a list: the glyph of the finding; sorts the worst first."""
    told = "● as it should be, ◐ changing, ▲ look at it, ✗ broken, ○ at rest"
    return glyph_column(lambda row: row.finding.severity, told)


def graded_column(_kind: type[GradedRow], help: str) -> Column[GradedRow]:  # noqa: A002 - as in Column
    """The same of rows that have a severity of their own, which can be filtered by."""
    return replace(glyph_column(lambda row: row.severity, help), searched=lambda row: row.severity)


def glyph_column(read: Callable[[AnyRow], Severity], help: str) -> Column[AnyRow]:  # noqa: A002
    """A severity as its glyph; sorts the worst first."""
    return Column(
        id="severity",
        title="",
        letter="P",
        width=1,
        text=lambda row, _now: GLYPHS[read(row)],
        tone=lambda row: TONES[read(row)],
        sort_key=lambda row: RANKS[read(row)],
        help=help,
    )


def state_column(_kind: type[Row], width: int = 11) -> Column[Row]:
    """The finding in a word; sorts the worst first."""
    return Column(
        id="state",
        title="STATE",
        width=width,
        text=lambda row, _now: visible(row.finding.word),
        tone=alarm,
        sort_key=lambda row: (RANKS[row.finding.severity], row.finding.word),
    )
