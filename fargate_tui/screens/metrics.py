"""How a service or a task has been doing: plots, deployments marked on them, and alarms."""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.fargate.gauges import Gauge, Vitals
from fargate_tui.fargate.ranges import METRIC_RANGES, Range
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.metrics_lines import alarm_strip, all_alarms, clock
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import CONFIG, DEPLOYMENTS, NETWORK, PERMISSIONS, SCALING
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.plot_curves import Curve, Event
from fargate_tui.widgets.plot_grid import Panel, PlotGrid
from fargate_tui.widgets.text_view import TextView

SWITCHED_OFF = "metrics are switched off (--no-metrics): nothing is asked of CloudWatch"


class MetricsScreen(FrameScreen):
    """The plots of a service, or of one task and its containers; asked for once a minute while they are looked at."""

    AUTO_FOCUS = "Plot"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("less_than_sign", "range(-1)", "range", key_display="< >", id="metrics.shorter",
                tooltip="look less far back; > looks further"),
        Binding("greater_than_sign", "range(1)", "longer", show=False, id="metrics.longer",
                tooltip="look further back"),
        Binding("a", "alarms", "alarms", id="metrics.alarms", tooltip="all alarms and why they are in their state"),
        Binding("t", "zone", "utc", id="metrics.zone", tooltip="local times, or UTC"),
        DEPLOYMENTS,
        Binding("3", "events", "events", id="metrics.events", tooltip="what happened here, newest first"),
        Binding("l", "logs", "logs", id="metrics.logs", tooltip="what it says, live"),
        NETWORK,
        SCALING,
        CONFIG,
        PERMISSIONS,
    ]  # fmt: skip

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.range = context.metric_range
        self.latest: Snapshot[Vitals] = Snapshot()
        self.reads_alarms = False
        """Whether the alarms have all the room."""

    @property
    def span(self) -> Range:
        """How far back is looked."""
        return METRIC_RANGES[self.range]

    def middle(self) -> Iterable[Widget]:
        """The alarms, and the plots."""
        alarms = TextView(id="alarms")
        alarms.can_focus = False
        yield alarms
        yield PlotGrid()

    @property
    def grid(self) -> PlotGrid:
        """The plots."""
        return self.query_one(PlotGrid)

    @property
    def alarms(self) -> TextView:
        """The alarms."""
        return self.query_one("#alarms", TextView)

    def listing(self) -> Watch[Vitals]:
        """The metrics of this place over the chosen range."""
        place = self.place
        return self.context.store.metrics.gauges(place.cluster or "", place.service, place.task, self.span)

    async def follow(self) -> None:
        """Take each change."""
        if not self.context.settings.metrics:
            now = self.context.now()
            self.alarms.display = False
            self.grid.show((Panel("off", "metrics", placeholder=SWITCHED_OFF),), now - self.span.span, now)
            return
        async with aclosing(self.listing().follow()) as changes:
            async for change in changes:
                self.take(change)

    def take(self, change: Change[Vitals]) -> None:
        """Show what is known now."""
        self.latest = change.snapshot
        for vitals in change.snapshot.rows:
            self.show_vitals(vitals)
        if not change.snapshot.rows:
            now = self.context.now()
            words = (
                f"no answer yet; {self.key('view.refresh', 'r')} asks again" if change.snapshot.error else "asking AWS…"
            )
            self.grid.show((Panel("none", "metrics", placeholder=words),), now - self.span.span, now)
        self.show_trouble(change.snapshot.error, change.snapshot.gaps)
        self.show_header()

    def show_vitals(self, vitals: Vitals) -> None:
        """Draw the plots, and say what the alarms say."""
        events = tuple(Event(mark.at, mark.text, mark.label) for mark in vitals.marks)
        self.grid.show(tuple(map(panel, vitals.gauges)), vitals.start, vitals.end, events)
        self.show_alarms(vitals)

    def show_alarms(self, vitals: Vitals) -> None:
        """Say what the alarms say: a few lines, or everything where that was asked for."""
        zone, view = self.grid.zone, self.alarms
        view.display = self.place.task is None
        if self.reads_alarms:
            view.styles.height = "1fr"
            view.show(tuple(all_alarms(vitals.alarms, vitals.end, zone)))
            return
        lines = tuple(alarm_strip(vitals.alarms, vitals.end, zone))
        view.styles.height = len(lines)
        view.show(lines)

    def refresh_now(self) -> None:
        """Ask AWS now; what has been answered for this minute is not billed again."""
        self.listing().refresh()

    @property
    def snapshot(self) -> Snapshot[object] | None:
        """What is shown."""
        return self.latest if self.context.settings.metrics else None  # type: ignore[return-value]  # rows are only counted

    @property
    def problems(self) -> int | None:
        """How many alarms ring; None while that is not known."""
        for vitals in self.latest.rows:
            if vitals.alarms is not None:
                return sum(alarm.severity == "error" for alarm in vitals.alarms)
        return None

    @property
    def trail(self) -> Trail:
        """Where one is, which plots are seen, and what is read in them."""
        grid = self.query(PlotGrid)
        count = _count(grid.first()) if grid else ""
        return Trail(self.place.path, count, tuple(self._notes()))

    def _notes(self) -> Iterable[str]:
        grid = self.grid
        if grid.cursor is not None:
            yield f"at {clock(grid.cursor, self.context.now(), grid.zone)}"
        yield f"last {self.span.word}"
        if grid.zone is not None:
            yield "UTC"
        for vitals in self.latest.rows:
            if vitals.metrics:
                yield f"{vitals.metrics} metrics, billed"

    @on(PlotGrid.Moved)
    def _moved(self) -> None:
        self.show_header()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Leave the alarms, the cursor, the one plot; then go one step back."""
        grid = self.grid
        if self.reads_alarms:
            self.action_alarms()
        elif grid.cursor is not None:
            grid.cursor = None
        elif grid.zoomed:
            grid.zoomed = False
        else:
            super().action_back()

    def action_range(self, by: int) -> None:
        """Look less far back, or further."""
        wanted = max(0, min(self.range + by, len(METRIC_RANGES) - 1))
        if wanted != self.range:
            self.range = self.context.metric_range = wanted
            self.latest = Snapshot()
            self._follow_rows()
            self.show_header()

    def action_alarms(self) -> None:
        """Show all that the alarms say, or the plots again."""
        self.reads_alarms = not self.reads_alarms
        self.alarms.can_focus = self.alarms.wrap = self.reads_alarms
        self.grid.display = not self.reads_alarms
        for vitals in self.latest.rows:
            self.show_alarms(vitals)
        if self.reads_alarms:
            self.alarms.focus()
        else:
            self.grid.focus_plot()

    def action_zone(self) -> None:
        """Show local times, or UTC."""
        self.grid.zone = UTC if self.grid.zone is None else None
        for vitals in self.latest.rows:
            self.show_alarms(vitals)
        self.show_header()

    def action_events(self) -> None:
        """Show what happened to the service, or to the cluster."""
        self.post_message(Descend(Place("events", cluster=self.place.cluster, service=self.place.service)))

    def action_logs(self) -> None:
        """Follow what it says."""
        self.post_message(Descend(replace(self.place, view="logs")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A task has no alarms."""
        if action == "alarms":
            return self.place.task is None and self.context.settings.metrics
        return super().check_action(action, parameters)


def panel(gauge: Gauge) -> Panel:
    """A gauge as the grid draws it."""
    return Panel(
        gauge.id,
        gauge.title,
        unit=gauge.unit,
        high=gauge.high,
        curves=tuple(Curve(curve.name, curve.times, curve.values) for curve in gauge.curves),
        placeholder=gauge.silence,
    )


def _count(grid: PlotGrid) -> str:
    """Which plots are seen, where these are not all."""
    total, seen = len(grid.plots), grid.seen
    if len(seen) >= total:
        return ""
    return f"{seen.start + 1}–{seen.stop} of {total}" if len(seen) > 1 else f"{seen.start + 1} of {total}"
