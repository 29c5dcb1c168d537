"""Several plots over one stretch of time, with one cursor for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.reactive import reactive

from fargate_tui.widgets.plot import Plot
from fargate_tui.widgets.plot_curves import Curve, Event

WIDE = 100
"""Columns from which on two plots stand beside each other."""
LEAST_ROWS = {1: 9, 2: 7}
"""Rows that a plot has at least, by how many stand beside each other."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What one plot shows."""

    key: str
    """Tells it from the others."""
    title: str
    unit: str = ""
    high: float | None = None
    curves: tuple[Curve, ...] = ()
    placeholder: str = ""
    """Why there is nothing to see; lines."""


class PlotGrid(Container, can_focus=False, inherit_bindings=False):
    """As many plots at once as there is room for, in one or two columns; the rest is gone to with the keys."""

    DEFAULT_CSS = """
    PlotGrid {
        height: 1fr;
        layout: grid;
        grid-size: 1;
        grid-gutter: 0 1;
        overflow: hidden hidden;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go(1)", "next plot", show=False, id="plots.next"),
        Binding("up,k", "go(-1)", "plot before", show=False, id="plots.previous"),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="plots.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="plots.page_up"),
        Binding("g", "jump(0)", "first plot", show=False, id="plots.first"),
        Binding("G", "jump(-1)", "last plot", show=False, id="plots.last"),
        Binding("enter", "zoom", "one plot", id="plots.zoom", tooltip="this plot alone, or all again"),
    ]

    zone: reactive[tzinfo | None] = reactive(None, init=False, repaint=False)
    """That of the times; None for the local one."""
    cursor: reactive[datetime | None] = reactive(None, init=False, repaint=False)
    """The moment whose values are read; None reads the newest."""
    zoomed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether one plot has all the room."""

    class Moved(Message):
        """Another plot is selected, others are seen, or the cursor stands elsewhere."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self.plots: tuple[Plot, ...] = ()
        self.selected = 0
        """The place of the plot that has the keys."""
        self._panels: tuple[Panel, ...] = ()
        self._top = 0
        """The first row of plots that is seen."""

    @property
    def seen(self) -> range:
        """The places of the plots that are seen."""
        if self.zoomed:
            return range(self.selected, min(self.selected + 1, len(self.plots)))
        columns, rows = self._shape
        return range(self._top * columns, min((self._top + rows) * columns, len(self.plots)))

    def show(self, panels: Sequence[Panel], start: datetime, end: datetime, events: Sequence[Event] = ()) -> None:
        """Show these plots from `start` to `end`; those that stay the same ones are drawn anew where they differ."""
        if [_frame(panel) for panel in panels] != [_frame(panel) for panel in self._panels]:
            self._replace_plots(panels)
        self._panels = tuple(panels)
        for plot, panel in zip(self.plots, panels, strict=True):
            draw = partial(plot.show, panel.curves, start, end, events=events, placeholder=panel.placeholder)
            # Each in a turn of its own: eight plots in one go would hold keys back for 35 ms.
            plot.call_later(draw) if plot.is_running else draw()
        if self.cursor is not None and not start <= self.cursor <= end:
            self.cursor = None

    def _replace_plots(self, panels: Sequence[Panel]) -> None:
        before = [panel.key for panel in self._panels]
        selected = before[self.selected] if self.selected < len(before) else ""
        keys = [panel.key for panel in panels]
        self.remove_children()
        self.plots = tuple(
            Plot(panel.title, unit=panel.unit, high=panel.high, zone=self.zone, says_when=False) for panel in panels
        )
        for plot in self.plots:
            plot.set_reactive(Plot.cursor, self.cursor)
        self.selected = keys.index(selected) if selected in keys else 0
        self._arrange()
        self.mount_all(self.plots)
        self._select()

    # -- what is seen --------------------------------------------------------------------------------------------------

    @property
    def _shape(self) -> tuple[int, int]:
        """Plots beside each other, and below each other."""
        if self.zoomed:
            return 1, 1
        columns = 2 if self.size.width >= WIDE and len(self.plots) > 1 else 1
        wanted = -(-len(self.plots) // columns)
        return columns, max(1, min(wanted, self.size.height // LEAST_ROWS[columns]))

    def _arrange(self) -> None:
        """Show the plots around the selected one that there is room for, and hide the others."""
        columns, rows = self._shape
        row = self.selected // columns
        last = max(0, -(-len(self.plots) // columns) - rows)
        self._top = max(0, min(max(row - rows + 1, min(self._top, row)), last)) if not self.zoomed else self._top
        self.styles.grid_size_columns, self.styles.grid_size_rows = columns, rows
        seen = self.seen
        for place, plot in enumerate(self.plots):
            plot.display = place in seen

    def on_resize(self) -> None:
        """Make the best of the room."""
        self._arrange()

    def watch_zoomed(self) -> None:
        """Give one plot all the room, or share it."""
        self._arrange()
        self._select()

    def watch_zone(self) -> None:
        """Show the times of another zone."""
        for plot in self.plots:
            plot.zone = self.zone

    def watch_cursor(self) -> None:
        """Show the same moment in all plots."""
        for plot in self.plots:
            plot.call_later(setattr, plot, "cursor", self.cursor)
        self.post_message(self.Moved())

    @on(Plot.CursorMoved)
    def _cursor_moved(self, moved: Plot.CursorMoved) -> None:
        moved.stop()
        self.cursor = moved.at

    # -- keys ----------------------------------------------------------------------------------------------------------

    def focus_plot(self) -> None:
        """Give the selected plot the keys."""
        self._select()

    def action_go(self, by: int) -> None:
        """Select another plot."""
        self.action_jump(max(0, min(self.selected + by, len(self.plots) - 1)))

    def action_page(self, by: int) -> None:
        """Select a plot a page away."""
        columns, rows = self._shape
        self.action_go(by * columns * rows)

    def action_jump(self, place: int) -> None:
        """Select the plot at a place; -1 is the last."""
        if self.plots:
            self.selected = place % len(self.plots)
            self._arrange()
            self._select()

    def action_zoom(self) -> None:
        """Give the selected plot all the room, or share it again."""
        self.zoomed = not self.zoomed

    def _select(self) -> None:
        if self.selected < len(self.plots):
            self.plots[self.selected].focus(scroll_visible=False)
        self.post_message(self.Moved())


def _frame(panel: Panel) -> tuple[object, ...]:
    """What of a panel cannot change without another plot."""
    return panel.key, panel.title, panel.unit, panel.high
