"""An app around one widget, and the terminal it writes to: what a person would see, and what it cost."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pyte
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.filter import NoColor
from textual.screen import Screen
from textual.widget import Widget

from fargate_tui.frugal import frugal
from fargate_tui.keys.names import shown
from fargate_tui.themes import ANSI, OWN

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


class TerminalApp(App[None]):
    """Feeds everything it writes to a terminal of its own."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; layout: vertical; }
    ResourceTable, TextView { height: 1fr; }
    """

    def __init__(
        self, *widgets: Widget | Callable[[], Widget], theme: str = "fargate-dark", no_color: bool = False
    ) -> None:
        super().__init__()
        if no_color:
            # What the program does when the environment has NO_COLOR.
            self.no_color = True
            self._filters.append(NoColor())
        self._widgets = widgets
        self.written = 0
        """Bytes."""
        self.frames = 0
        self.terminal = pyte.Screen(1, 1)
        self._stream = pyte.Stream(self.terminal)
        for own in OWN:
            self.register_theme(own)
        self.theme = ANSI.name if no_color else theme
        self.animation_level = "none"

    def get_key_display(self, binding: Binding) -> str:
        """As in the program."""
        return binding.key_display or shown(binding.key)

    def compose(self) -> ComposeResult:
        for widget in self._widgets:
            yield widget if isinstance(widget, Widget) else widget()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        update: object = frugal(renderable)
        if not isinstance(update, CompositorUpdate) or self._batch_count:
            return
        width, height = self.size
        if (self.terminal.columns, self.terminal.lines) != (width, height):
            self.terminal.resize(height, width)
        written = update.render_segments(self.console)
        if not written:
            return
        self.written += len(written.encode())
        self.frames += 1
        # a terminal in raw mode goes down one line on "\n"; every line is begun by an absolute move anyway
        self._stream.feed(written)

    def lines(self) -> list[str]:
        """What stands on the terminal, without trailing blanks."""
        return [line.rstrip() for line in self.terminal.display]

    def cost(self) -> int:
        """Bytes written since this was asked last."""
        written, self.written = self.written, 0
        return written

    def dirty_lines(self, widget: Widget) -> list[int]:
        """The lines of a widget that wait for being written."""
        return sorted({y for region in widget._repaint_regions for y in region.line_range})


def texts(lines: Iterable[str]) -> str:
    """Lines as one text, for comparison."""
    return "\n".join(line.rstrip() for line in lines)
