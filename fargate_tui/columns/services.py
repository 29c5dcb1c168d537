"""The columns of a list of services."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import age_column, count_column, name_column, pending_column, roomy
from fargate_tui.fargate.events import brief
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.format import MARK, visible
from fargate_tui.sparkline import load_tone, sparkline


def _revision(row: ServiceRow) -> str:
    family, colon, revision = row.task_definition.rpartition(":")
    return visible(f"{colon}{revision}" if family == row.name else row.task_definition) or "—"


def _name(row: ServiceRow) -> str:
    return f"{MARK} {visible(row.name)}" if row.is_watched else visible(row.name)


def _why(row: ServiceRow) -> str:
    said = visible(row.finding.why or brief(row.last_event))
    # A column of its own would take room from all other rows, where it is scarcest.
    return " · ".join(filter(None, ("express", said))) if row.is_express else said


def _load_column(id: str, title: str, average: str, maximum: str) -> Column[ServiceRow]:  # noqa: A002 - as in Column
    """The last hour as a line of blocks, then the newest average and maximum in percent of what is reserved."""

    def series(row: ServiceRow, member: str) -> tuple[float, ...]:
        found: Series | None = getattr(row.metrics, member, None)
        return found.values if found is not None else ()

    def text(row: ServiceRow) -> str:
        averages, maxima = series(row, average), series(row, maximum)
        if not averages:
            return "—"
        newest = f"{averages[-1]:3.0f} {maxima[-1]:3.0f}" if maxima else f"{averages[-1]:3.0f}"
        return f"{sparkline(averages, 6)} {newest}"

    def hottest(row: ServiceRow) -> float | None:
        values = series(row, maximum) or series(row, average)
        return values[-1] if values else None

    return Column(
        id=id,
        title=title,
        width=14,
        text=lambda row, _now: text(row),
        tone=lambda row: load_tone(hottest(row)),
        sort_key=hottest,
        absent=lambda row: not series(row, average),
        wide_only=True,
        help="the last hour, then average and hottest task now, in percent of what is reserved",
    )


COLUMNS: tuple[Column[ServiceRow], ...] = (
    severity_column(ServiceRow),
    replace(name_column("service", lambda row: row.name, 22), text=lambda row, _now: _name(row)),
    state_column(ServiceRow),
    count_column("desired", "DES", lambda row: row.desired, help="tasks wanted"),
    count_column(
        "running",
        "RUN",
        lambda row: row.running,
        letter="U",
        tone=lambda row: "warn" if row.running < row.desired else "",
        help="tasks running",
    ),
    pending_column(lambda row: row.pending),
    Column(
        id="revision",
        title="TASK DEF",
        width=9,
        letter="V",
        text=lambda row, _now: _revision(row),
        searched=lambda row: visible(row.task_definition),
        middle=True,
        sort_key=lambda row: row.task_definition.casefold() or None,
        wide_only=True,
        help="the revision of its primary deployment; with its family where that is not the service's name",
    ),
    _load_column("cpu", "CPU    AVG MAX", "cpu_average", "cpu_maximum"),
    _load_column("memory", "MEM    AVG MAX", "memory_average", "memory_maximum"),
    roomy(replace(name_column("cluster", lambda row: row.cluster, 14), letter="")),
    Column(
        id="launch",
        title="LAUNCH",
        width=18,
        text=lambda row, _now: visible(row.launch) or "—",
        wide_only=True,
        spare=24,
        help="the launch type, or the capacity provider strategy",
    ),
    roomy(age_column("age", "AGE", lambda row: row.created_at, letter="A", help="since it was created")),
    age_column("event", "LAST", lambda row: row.last_event_at, letter="E", help="since its last event"),
    Column(
        id="why",
        title="WHY / LAST EVENT",
        width=28,
        text=lambda row, _now: _why(row),
        grows=True,
        help="what makes its state so, else its newest event; express: ECS manages its parts",
    ),
)

ACROSS: tuple[Column[ServiceRow], ...] = tuple(
    replace(column, wide_only=False, spare=0) if column.id == "cluster" else column for column in COLUMNS
)
"""The same for the services of all clusters."""
