"""Where long lines are folded. Pure."""

from fargate_tui.widgets.lines import folds

LONG = 16_384
"""Characters; a longer line is folded every so many characters, so that any part of it is found by arithmetic."""
MEASURED = 2048
"""Characters; a longer piece that is not ASCII is folded so too: measuring its characters takes 10 ms for 4,000."""
NEWLINE = "␊"
"""What `format.visible` makes of a line's end inside a line (a stack trace sent as one event)."""


class Folds:
    """The rows into which a text is folded at a width, as ranges of characters."""

    def __init__(self, text: str, width: int) -> None:
        self._length = len(text)
        self._step = max(1, width if text.isascii() else width // 2)  # no character is wider than two cells
        self._ranges = _ranges(text, max(1, width)) if self._length <= LONG else None

    def __len__(self) -> int:
        return max(1, -(-self._length // self._step)) if self._ranges is None else len(self._ranges)

    def __getitem__(self, row: int) -> tuple[int, int]:
        if self._ranges is not None:
            return self._ranges[row]
        return row * self._step, min(self._length, (row + 1) * self._step)


def _folds_of(piece: str, width: int) -> list[tuple[int, int]]:
    if len(piece) <= MEASURED or piece.isascii():
        return folds(piece, width)
    step = max(1, width // 2)
    return [(start, min(len(piece), start + step)) for start in range(0, len(piece), step)]


def _ranges(text: str, width: int) -> list[tuple[int, int]]:
    found = []
    start = 0
    for part in text.split(NEWLINE):
        end = min(len(text), start + len(part) + 1)  # the sign of the line's end stays with its line
        found += [(start + first, start + last) for first, last in _folds_of(text[start:end], width)]
        start = end
    if len(found) > 1 and found[-1][0] == found[-1][1]:
        found.pop()
    return found
