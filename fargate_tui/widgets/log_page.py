"""What of the shown lines is on the screen, what has been there, and where the person is in them. Pure."""

from collections.abc import Callable

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_held import HeldLines
from fargate_tui.widgets.log_sift import Sift
from fargate_tui.widgets.log_window import Place, Window
from fargate_tui.widgets.scroll_bar import handle


class LogPage:
    """A page of held lines that keeps to lines and not to places: to the one at its top, and to that of the cursor."""

    def __init__(self, held: HeldLines, rows_of: Callable[[int], int]) -> None:
        """Make an empty one; `rows_of` counts the rows into which an entry is folded."""
        self._held = held
        self.window = Window(lambda: len(held.sift), rows_of)
        self.rows: list[Place] = []
        """What is on the screen."""
        self.thumb = range(0)
        """The rows of the screen beside which the scroll bar's handle is."""
        self.cursor: LogLine | None = None
        self.bottom: LogLine | None = None
        """The line at the end of the screen."""
        self.unseen = 0
        """Shown lines below the last one that has been on the screen."""
        self._top: LogLine | None = None
        self._seen: LogLine | None = None
        """The last line that has been on the screen."""

    @property
    def _sift(self) -> Sift:
        return self._held.sift

    @property
    def seen(self) -> tuple[int, int, int]:
        """The first and the last entry on the screen, counted from 1, and how many there are."""
        rows = self.rows
        return (rows[0][0] + 1, rows[-1][0] + 1, len(self._sift)) if rows else (0, 0, len(self._sift))

    def is_at(self, line: LogLine | None, entry: int) -> bool:
        """Whether a line stands in an entry."""
        return line is not None and self._sift.entry_of(line) == entry

    def forget(self) -> None:
        """Keep to no line any more."""
        self._top = self.bottom = self._seen = self.cursor = None

    def look(self) -> None:
        """See what is on the screen now, and count what is not."""
        sift = self._sift
        self.rows = self.window.rows()
        if self.rows:
            self._top = sift.line(self.rows[0][0])
            self.bottom = last = sift.last_line(self.rows[-1][0])
            if self._seen is None or last.key > self._seen.key:
                self._seen = last
        self.unseen = sift.lines_after(self._seen) if self._seen is not None else 0
        self.thumb = handle(self.window.page, len(sift), self.window.top[0], self.window.end[0])

    # -- moving --------------------------------------------------------------------------------------------------------

    def come_back(self, *, following: bool) -> None:
        """Find the place on the screen again after the lines have changed: the end, or the line that was at the top."""
        if following:
            self.window.top = self.window.end
        elif self._top is not None:
            self.window.go((self._sift.entry_of(self._top), self.window.top[1]))

    def scroll(self, by: int) -> bool:
        """Scroll by rows; whether that has come to the end from above."""
        self.window.move(by)
        return by > 0 and self.window.top == self.window.end

    def show(self, line: LogLine) -> None:
        """Scroll to where a line is or would be."""
        if self._sift.kept:
            self.window.middle(self._sift.entry_of(line))

    def put_cursor(self, entry: int) -> None:
        """Put the cursor on an entry, or the nearest there is, and scroll to it."""
        entry = max(0, min(entry, len(self._sift) - 1))
        self.cursor = self._sift.line(entry)
        self.window.middle(entry)
