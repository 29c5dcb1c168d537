"""The columns of the journal: what was changed from here, and what came of it."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import age_column, cluster_column, time_column
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.journal import JournalRow
from fargate_tui.format import NONE, visible


def arrow(difference: Difference, more: int = 0) -> str:
    """From what to what, and how much more is changed: ``2 → 5 +1``."""
    others = f" +{more}" if more else ""
    return f"{visible(difference.before)} → {visible(difference.after)}{others}"


def _change(row: JournalRow) -> str:
    differences = row.entry.differences
    return arrow(differences[0], len(differences) - 1) if differences else NONE


def _all_changes(row: JournalRow) -> str:
    return " ".join(f"{visible(each.what)} {arrow(each)}" for each in row.entry.differences)


def _undone(row: JournalRow) -> str:
    """Whether it was taken back, or takes another one back."""
    if row.entry.undone:
        return "undone"
    return f"of {row.entry.undoes}" if row.entry.undoes else ""


COLUMNS: tuple[Column[JournalRow], ...] = (
    severity_column(JournalRow),
    age_column("age", "AGE", lambda row: row.entry.at, letter="A", help="since it was sent"),
    time_column(lambda row: row.entry.at, spare=16),
    Column(
        id="who",
        title="WHO",
        width=10,
        letter="H",
        wide_only=True,
        spare=1,
        text=lambda row, _now: visible(name_of(row.entry.caller)) or NONE,
        searched=lambda row: visible(row.entry.caller),
        middle=True,
        help="whose credentials it was sent with; the last line has the ARN",
    ),
    Column(
        id="account",
        title="ELSEWHERE",
        width=15,
        text=lambda row, _now: visible(row.elsewhere),
        tone=lambda _row: "warn",
        absent=lambda row: not row.elsewhere,
        middle=True,
        help="the Region and account, where these are other ones; such a change is not taken back from here",
    ),
    Column(
        id="what",
        title="WHAT",
        width=17,
        letter="N",
        text=lambda row, _now: visible(row.entry.title),
        grows=True,
    ),
    cluster_column(lambda row: row.entry.subject.cluster, spare=14),
    Column(
        id="subject",
        title="SUBJECT",
        width=16,
        text=lambda row, _now: visible(row.entry.subject.name),
        searched=lambda row: visible(f"{row.entry.subject.name} {row.entry.subject.arn}"),
        middle=True,
        wide_only=True,
        spare=30,
        help="what was changed; the title says it too",
    ),
    Column(
        id="change",
        title="CHANGE",
        width=15,
        middle=True,
        text=lambda row, _now: _change(row),
        searched=_all_changes,
        help="from what to what, and how much else was changed; ↵ shows all of it",
    ),
    replace(
        state_column(JournalRow, 9),
        id="result",
        title="RESULT",
        letter="E",
        help="sent: no answer yet; no answer: AWS may have done it or not; accepted, done, failed, refused",
    ),
    Column(
        id="undone",
        title="UNDO",
        width=6,
        letter="U",
        text=lambda row, _now: _undone(row),
        tone=lambda _row: "muted",
        absent=lambda row: not _undone(row),
        help="whether it was taken back, or which entry it takes back",
    ),
    Column(
        id="number",
        title="NO",
        width=4,
        text=lambda row, _now: row.arn,
        sort_key=lambda row: -row.entry.id,
        right=True,
        wide_only=True,
        spare=40,
    ),
    Column(
        id="request",
        title="REQUEST ID",
        width=36,
        text=lambda row, _now: visible(" ".join(row.entry.request_ids)) or NONE,
        wide_only=True,
        spare=60,
        help="as AWS logs it (CloudTrail), for its support",
    ),
)
