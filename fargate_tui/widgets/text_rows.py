"""How a text is folded into the rows of a view. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from fargate_tui.widgets.lines import Line, folds, hang


class TextRow(NamedTuple):
    """One line of the view: a line of the text, or a fold of one."""

    line: int
    start: int
    end: int
    indent: int = 0
    """Blank cells before it: the rest of a folded line stands under its beginning."""


def rows_of(lines: Sequence[Line], texts: Sequence[str], width: int | None) -> list[TextRow]:
    """The rows of lines and of what stands in each, folded for `width` cells; for None each is a row."""
    if width is None:
        return [TextRow(number, 0, len(text)) for number, text in enumerate(texts)]
    rows = []
    for number, text in enumerate(texts):
        indent = hang(lines[number], width)
        rows += [TextRow(number, start, end, indent if start else 0) for start, end in folds(text, width, indent)]
    return rows
