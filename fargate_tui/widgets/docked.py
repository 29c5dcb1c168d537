"""What the panels at the bottom have in common: they stand in place of the key bar, and take the keys meanwhile."""

from textual.geometry import Size
from textual.widget import Widget

from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.run_bar import RunBar


class Standing(LineView):
    """A panel that stays while another one is open, which is so much lower."""


class Docked(Widget):
    """A panel that is hidden until it is needed, and gives the keys back to who had them.

    It comes behind the base that draws (``class Prompt(Horizontal, Docked)``): Textual takes the styles of the first
    base only, so that each panel hides itself in its own.
    """

    _returns_to: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("-open")

    def rows_told(self, container: Size, viewport: Size, width: int) -> int:
        """Lines of what stays above, beyond one of the bar that tells what went wrong: the panel is so much lower.

        Where it was not, its last line, that of the keys, lay below the edge of the terminal.
        """
        bars = [bar for bar in self.screen.query(RunBar) if bar.display]
        told = sum(bar.get_content_height(container, viewport, width) - 1 for bar in bars)
        return told + sum(each.get_content_height(container, viewport, width) for each in self.screen.query(Standing))

    def appear(self) -> None:
        """Stand in place of the key bar; who has the keys now gets them back at the end."""
        if not self.is_open:
            self._returns_to = self.screen.focused
            self._display(open=True)

    def close(self) -> None:
        """Hide, and give the keys back to who had them."""
        if not self.is_open:
            return
        self._display(open=False)
        returns_to, self._returns_to = self._returns_to, None
        # At once, not when its turn comes: what is opened next has to know who is to get the keys back.
        attached = returns_to if returns_to is not None and returns_to.is_attached else None
        self.screen.set_focus(attached, scroll_visible=False)

    def _display(self, *, open: bool) -> None:  # noqa: A002 -- it is what the panel then is
        with self.app.batch_update():
            self.set_class(open, "-open")
            for bar in self.screen.query(KeyBar):
                bar.display = not open
            # What is notified stands in the same place, and would cover what is asked.
            for rack in self.screen.query("ToastRack"):
                rack.set_class(open, "-above")
