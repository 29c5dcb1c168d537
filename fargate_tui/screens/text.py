"""A view that is one text, asked for once and whenever `r` is pressed."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.paging import PAGER, Lines, PagingScreen
from fargate_tui.widgets.lines import Line, line
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.text_view import TextView


class TextScreen(FrameScreen, PagingScreen):
    """A text with search and wrap; it does not age by itself, so the header says when it was asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="text.search", tooltip="text or /regex/"),
        Binding("n", "next_match", "next", id="text.next_match"),
        Binding("N", "previous_match", "previous match", show=False, id="text.previous_match"),
        Binding("w", "wrap", "wrap", id="text.wrap", tooltip="fold long lines"),
        PAGER,
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.found = ""
        """Which match is shown, of how many."""
        self._is_waiting = False

    @property
    def wraps(self) -> bool:
        """Whether long lines are folded to begin with."""
        return True

    def middle(self) -> Iterable[Widget]:
        """The text."""
        text = TextView()
        text.wrap = self.wraps
        yield text

    @property
    def text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def paged(self) -> Lines | None:
        """All of it; that AWS is asked is no text."""
        lines = self.text.lines
        return (lambda: lines) if lines and not self._is_waiting else None

    def show_waiting(self) -> None:
        """Say that AWS is asked."""
        self._is_waiting = True
        self.text.show((line("asking AWS…", "muted"),))

    def show_text(self, lines: Iterable[Line]) -> None:
        """Show what has been asked for."""
        self._is_waiting = False
        self.text.show(tuple(lines))
        words = f"as of {self.context.now():%H:%M:%S} UTC"
        self.query_one(Masthead).pulse = Pulse(words, "muted", self.context.calls_per_minute())

    def show_header(self) -> None:
        """Show where one is."""
        self.query_one(Masthead).trail = self.trail

    @property
    def trail(self) -> Trail:
        """Where one is, and what was found."""
        return Trail(self.place.path, "", (self.found,) if self.found else ())

    @on(TextView.Moved)
    def _moved(self, moved: TextView.Moved) -> None:
        self.found = f"match {moved.match} of {moved.matches}" if moved.matches else ""
        self.show_header()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """End the search, or go one step back."""
        if self.found:
            self.typed("/", "")
        else:
            super().action_back()

    def action_search(self) -> None:
        """Ask what to search for."""
        self.query_one(Prompt).open("/")

    def typed(self, glyph: str, value: str) -> None:
        """Search for what was typed."""
        if glyph == "/":
            self.text.search(value)

    def action_next_match(self) -> None:
        """Go to the next match."""
        self.text.next_match()

    def action_previous_match(self) -> None:
        """Go to the match before."""
        self.text.previous_match()

    def action_wrap(self) -> None:
        """Fold long lines, or scroll them."""
        self.text.wrap = not self.text.wrap
