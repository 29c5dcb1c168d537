"""The columns of a list of deployments of a service."""

from datetime import datetime

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarming, graded_column
from fargate_tui.columns.kinds import age_column, took_column
from fargate_tui.fargate.cockpit import RolloutRow
from fargate_tui.format import NONE, age, duration, visible


def _took(row: RolloutRow, now: datetime) -> str:
    """How long it took, or takes so far."""
    if row.at is None:
        return NONE
    if row.ended_at is not None:
        return duration((row.ended_at - row.at).total_seconds())
    return f"{age(row.at, now)}…" if row.severity in ("busy", "error") or row.word == "waits for you" else NONE


COLUMNS: tuple[Column[RolloutRow], ...] = (
    graded_column(RolloutRow, "● completed, ◐ under way, ▲ stopped, rolled back or waiting, ✗ failing"),
    age_column("age", "AGE", lambda row: row.at, letter="A", help="since it began"),
    Column(
        id="revision",
        title="REVISION",
        width=20,
        letter="V",
        text=lambda row, _now: visible(row.revision) or NONE,
        middle=True,
        help="what it deployed",
    ),
    Column(
        id="status",
        title="STATUS",
        width=15,
        letter="E",
        text=lambda row, _now: visible(row.word),
        tone=lambda row: alarming(row.severity),
    ),
    took_column(
        _took, lambda row: (row.at, row.ended_at), width=8, help="from its beginning to its end; … while it goes on"
    ),
    Column(
        id="before",
        title="FROM",
        width=20,
        text=lambda row, _now: visible(row.before) or NONE,
        middle=True,
        wide_only=True,
        spare=24,
        help="the revision it came from",
    ),
    Column(
        id="strategy",
        title="STRATEGY",
        width=10,
        text=lambda row, _now: visible(row.strategy) or NONE,
        absent=lambda row: row.strategy in ("", "rolling"),
    ),
    Column(
        id="reason",
        title="REASON",
        width=16,
        text=lambda row, _now: visible(row.reason),
        grows=True,
        help="in AWS's words",
    ),
)
