"""Which rows of the shown lines are on the screen. Pure."""

from collections.abc import Callable

Place = tuple[int, int]
"""An entry, and one of the rows into which it is folded."""


class Window:
    """A page over entries of one or more rows; only the rows near the page are ever asked for."""

    def __init__(self, total: Callable[[], int], rows_of: Callable[[int], int]) -> None:
        """Make one at the beginning; `total` counts the entries, `rows_of` the rows of one."""
        self._total, self._rows_of = total, rows_of
        self.page = 0
        """Rows on the screen."""
        self.top: Place = (0, 0)
        """The first row that is seen."""

    @property
    def end(self) -> Place:
        """The first row of the last page."""
        last = self._total() - 1
        return (0, 0) if last < 0 else self._back((last, self._rows_of(last) - 1), self.page - 1)

    def rows(self) -> list[Place]:
        """What is seen."""
        found: list[Place] = []
        entry, row = self.top
        total = self._total()
        while entry < total and len(found) < self.page:
            rows = range(row, self._rows_of(entry))[: self.page - len(found)]
            found += [(entry, each) for each in rows]
            entry, row = entry + 1, 0
        return found

    def go(self, to: Place) -> None:
        """Put a row at the top, or as near as the end allows."""
        entry, row = max(0, min(to[0], self._total() - 1)), to[1]
        if self._total():
            row = max(0, min(row, self._rows_of(entry) - 1))
        self.top = min((entry, row), self.end)

    def move(self, by: int) -> None:
        """Scroll by rows."""
        self.go(self._back(self.top, -by) if by < 0 else self._on(self.top, by))

    def middle(self, entry: int) -> None:
        """Bring an entry to the middle of the page, unless it is seen whole or begins on it."""
        seen = self.rows()
        if seen and seen[0] <= (entry, 0) <= seen[-1]:
            return
        self.go(self._back((entry, 0), self.page // 2))

    def _back(self, place: Place, by: int) -> Place:
        entry, row = place
        while by > row:
            by -= row + 1
            if entry == 0:
                return 0, 0
            entry -= 1
            row = self._rows_of(entry) - 1
        return entry, row - max(0, by)

    def _on(self, place: Place, by: int) -> Place:
        entry, row = place
        last = self._total() - 1
        while entry < last and row + by >= (rows := self._rows_of(entry)):
            by -= rows - row
            entry, row = entry + 1, 0
        return entry, row + by
