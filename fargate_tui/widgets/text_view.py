"""Read-only text: describe views, JSON, help."""

from collections.abc import Sequence

from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from fargate_tui.widgets.lines import Line


class TextView(ScrollView, can_focus=True):
    """A scrolling view of toned lines, with search."""

    wrap: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether long lines are folded instead of scrolled."""

    class Moved(Message):
        """What is visible, or what was found, is another part of the text."""

        def __init__(self, view: "TextView", first: int, last: int, total: int, match: int, matches: int) -> None:
            super().__init__()
            self.view = view
            self.first, self.last, self.total = first, last, total
            self.match, self.matches = match, matches

        @property
        def control(self) -> "TextView":
            """The view."""
            return self.view

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines` in place of the former ones; the place in the text is kept."""
        raise NotImplementedError

    def search(self, pattern: str) -> int:
        """Mark every match (text, or ``/regex/``), go to the next one, and say how many there are; "" ends it."""
        raise NotImplementedError

    def next_match(self) -> None:
        """Go to the next match, after the last one to the first."""
        raise NotImplementedError

    def previous_match(self) -> None:
        """Go to the match before, before the first one to the last."""
        raise NotImplementedError
