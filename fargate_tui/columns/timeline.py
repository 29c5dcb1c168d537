"""The columns of a timeline: of a service, and of a whole cluster."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarming, graded_column
from fargate_tui.columns.kinds import age_column, name_column, time_column
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.format import count, short_id, visible


def _times(row: TimelineRow) -> str:
    return f"×{count(row.count)}" if row.count > 1 else ""


def _about(row: TimelineRow) -> str:
    """The tasks it is about, the first by its short id."""
    if not row.tasks:
        return ""
    others = f" +{len(row.tasks) - 1}" if len(row.tasks) > 1 else ""
    return short_id(row.tasks[0]) + others


COLUMNS: tuple[Column[TimelineRow], ...] = (
    graded_column(
        TimelineRow,
        "✗ broken, ▲ look at it, ◐ changing, ● as it should be, ○ for the record; filter by severity:error",
    ),
    age_column("age", "AGE", lambda row: row.at, letter="A", help="since it happened; of several the newest"),
    time_column(lambda row: row.at, spare=80),
    Column(
        id="source",
        title="SOURCE",
        width=10,
        text=lambda row, _now: row.source,
        wide_only=True,
        spare=90,
        help="who says so: an event of the service, the end of a task, a deployment, auto scaling, a change from here",
    ),
    Column(
        id="what",
        title="WHAT",
        width=20,
        letter="E",
        text=lambda row, _now: visible(row.word),
        tone=lambda row: alarming(row.severity),
        wide_only=True,
        spare=36,
        help="what happened in a few words; the line says it too",
    ),
    Column(
        id="times",
        title="×",
        width=5,
        text=lambda row, _now: _times(row),
        tone=lambda _row: "muted",
        sort_key=lambda row: -row.count,
        absent=lambda row: row.count < 2,
        right=True,
        help="how many equal things in a row are told as one",
    ),
    Column(
        id="task",
        title="TASK",
        width=12,
        text=lambda row, _now: _about(row),
        searched=lambda row: visible(" ".join(row.tasks)),
        absent=lambda row: not row.tasks,
        wide_only=True,
        spare=90,
        help="the task it is about, and how many more",
    ),
    Column(
        id="text",
        title="TEXT",
        width=30,
        text=lambda row, _now: visible(row.text),
        searched=lambda row: visible(f"{row.text} {row.detail}"),
        tone=lambda row: "muted" if row.severity == "ok" and row.count > 1 else "",
        grows=True,
        help="the line; what no rule knows stands in AWS's own words",
    ),
)

_SERVICE: Column[TimelineRow] = replace(
    name_column("service", lambda row: row.service, 14), text=lambda row, _now: visible(row.service) or "—"
)

ACROSS: tuple[Column[TimelineRow], ...] = (*COLUMNS[:2], _SERVICE, *COLUMNS[2:])
"""The same for all services of a cluster."""
