"""A text over a table: as many lines as it fills, and the table keeps its own."""

from collections.abc import Sequence

from textual.geometry import Size

from fargate_tui.widgets.lines import Line, folds, hang, plain
from fargate_tui.widgets.text_view import TextView

LEAST_ROWS = 8
"""Lines that are left to the table, its header among them, on a low terminal."""
AROUND = 5
"""Lines of the frame."""


def show_over(panel: TextView, lines: Sequence[Line], size: Size) -> None:
    """Show lines in a panel over a table, on a screen of this size."""
    filled = sum(len(folds(plain(each), size.width, hang(each, size.width))) for each in lines)
    panel.styles.height = min(filled, max(size.height - LEAST_ROWS - AROUND, 3))
    panel.show(lines)
