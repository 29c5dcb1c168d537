"""Where the points of a plot fall among the dots of a character. Pure."""

from collections.abc import Iterator, Sequence

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a Braille character, from the top."""
EMPTY = 0x2800
MARKS = "⣿×+∘"
"""What tells series apart without colour: the first is a line of dots, the others are made of these."""


class Canvas:
    """A raster of `columns` by `rows` characters on which series are drawn, later ones over earlier ones."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells: dict[tuple[int, int], tuple[str, int]] = {}
        """What stands in a cell (column, row), and the number of its series."""

    def line(self, number: int, points: Sequence[tuple[float, float]], gap: float) -> None:
        """Draw a series as a line of dots; points as shares of the width and of the height, from the lower left."""
        dots: dict[tuple[int, int], int] = {}
        for x, y in self._path(points, gap, 2 * self.columns, 4 * self.rows):
            cell = x // 2, y // 4
            dots[cell] = dots.get(cell, 0) | DOTS[y % 4][x % 2]
        for cell, bits in dots.items():
            self.cells[cell] = (chr(EMPTY | bits), number)

    def marks(self, number: int, points: Sequence[tuple[float, float]], gap: float) -> None:
        """Draw a series as a mark in each column."""
        mark = MARKS[number % len(MARKS)]
        highest: dict[int, int] = {}
        for x, y in self._path(points, gap, self.columns, self.rows, joined=False):
            highest[x] = min(y, highest.get(x, y))
        for x, y in highest.items():
            self.cells[x, y] = (mark, number)

    @staticmethod
    def _path(
        points: Sequence[tuple[float, float]], gap: float, width: int, height: int, *, joined: bool = True
    ) -> Iterator[tuple[int, int]]:
        """The places on a raster through which a series goes; between neighbours no further apart than `gap`."""
        before: tuple[int, int] | None = None
        share = 0.0
        for at, value in points:
            x, y = _place(at, width), height - 1 - _place(value, height)
            near = before is not None and at - share <= gap
            yield from _between(before, (x, y), joined=joined) if near and before is not None else ()
            yield x, y
            before, share = (x, y), at


def _place(share: float, size: int) -> int:
    return max(0, min(size - 1, round(share * (size - 1))))


def _between(one: tuple[int, int], other: tuple[int, int], *, joined: bool) -> Iterator[tuple[int, int]]:
    """The places between two; `joined` without holes from above to below."""
    (x1, y1), (x2, y2) = one, other
    steps = max(x2 - x1, abs(y2 - y1)) if joined else x2 - x1
    for step in range(1, steps):
        yield x1 + round((x2 - x1) * step / steps), y1 + round((y2 - y1) * step / steps)
