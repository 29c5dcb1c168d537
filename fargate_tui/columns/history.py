"""The columns of the history: what has ended, where, and why."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarming, severity_column
from fargate_tui.columns.kinds import age_column, cluster_column, name_column, time_column
from fargate_tui.fargate.past import PastRow
from fargate_tui.format import NONE, short_id, visible


def _what(row: PastRow) -> str:
    return short_id(row.task) if row.task else row.kind


COLUMNS: tuple[Column[PastRow], ...] = (
    severity_column(PastRow),
    age_column("age", "AGE", lambda row: row.at, letter="A", help="since it ended or happened"),
    time_column(lambda row: row.at, spare=44),
    Column(
        id="elsewhere",
        title="ELSEWHERE",
        width=15,
        text=lambda row, _now: visible(row.elsewhere),
        tone=lambda _row: "warn",
        absent=lambda row: not row.elsewhere,
        middle=True,
        help="the Region and account, where these are other ones",
    ),
    Column(
        id="task",
        title="TASK",
        width=10,
        letter="I",
        text=lambda row, _now: _what(row),
        searched=lambda row: visible(row.task or row.kind),
        tone=lambda row: "" if row.task else "muted",
        help="the task that has ended; else event or deployment",
    ),
    cluster_column(lambda row: row.cluster, spare=20),
    replace(name_column("service", lambda row: row.service, 16), text=lambda row, _now: visible(row.service) or NONE),
    Column(
        id="revision",
        title="REVISION",
        width=18,
        letter="V",
        text=lambda row, _now: visible(row.task_definition) or NONE,
        middle=True,
        wide_only=True,
        spare=70,
        help="the revision of its task definition",
    ),
    Column(
        id="what",
        title="WHAT",
        width=16,
        letter="E",
        text=lambda row, _now: visible(row.finding.word),
        tone=lambda row: alarming(row.finding.severity),
        wide_only=True,
        spare=34,
        help="how it ended in a word or two; the line says it too",
    ),
    Column(
        id="exit",
        title="EXIT",
        width=5,
        text=lambda row, _now: " ".join(map(str, row.exit_codes)) or NONE,
        sort_key=lambda row: row.exit_codes or None,
        help="exit codes of its containers",
    ),
    replace(
        age_column(
            "seen",
            "SEEN",
            lambda row: row.last_seen,
            letter="B",
            help="since AWS last knew of it; it forgets a task about an hour after its end",
        ),
        wide_only=True,
        spare=30,
    ),
    Column(
        id="kept",
        title="FROM",
        width=8,
        text=lambda row, _now: "captured" if row.is_captured else "seen",
        tone=lambda _row: "muted",
        absent=lambda row: not row.is_captured,
        wide_only=True,
        spare=60,
        help="seen by this program, or captured: read from where the account keeps its events",
    ),
    Column(
        id="why",
        title="WHY",
        width=28,
        text=lambda row, _now: visible(row.finding.why),
        tone=lambda row: "" if row.finding.is_problem else "muted",
        grows=True,
        help="why it ended, or what was said",
    ),
)
