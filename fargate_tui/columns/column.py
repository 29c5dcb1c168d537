"""The declaration of one column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


def _no_tone(_row: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """What a table shows of a row in one place.

    Everything else (sort keys, filter by ``col:value``, help, saved files) is made from this declaration.
    """

    id: str
    """What a person types in ``:sort`` and in the filter ``col:value``: lower case, no spaces."""
    title: str
    """The header, upper case."""
    width: int
    """In cells, without the gap. Fixed, so that a changed value never moves its neighbours."""
    text: Callable[[Row, datetime], str]
    """The cell of a row, at a moment: ages are computed here, coarsely, and never stored in the row."""
    tone: Callable[[Row], str] = _no_tone
    """``good``, ``busy``, ``warn``, ``bad``, ``muted`` or nothing; never the only carrier of the meaning."""
    searched: Callable[[Row], str] | None = None
    """What the filter looks at where the cell shows a name shortened; None for the cell's text."""
    sort_key: Callable[[Row], Any] | None = None
    """What the rows are sorted by; None sorts by the text. Must not depend on the time."""
    grows: bool = False
    """Takes the room that is left over; at most one column of a table."""
    wide_only: bool = False
    """Shown only in wide mode (`w`), or where the terminal has room for all columns."""
    absent: Callable[[Row], bool] | None = None
    """Whether a row has nothing to show here; the column makes room while that is so of every row, except in wide
    mode."""
    ages: bool = False
    """The text changes with the time alone: painted anew at each tick, and left out when plain text is searched."""
    middle: bool = False
    """Cut in the middle where it is too long: both ends of a name tell it apart."""
    spare: int = 0
    """Of a wide-only column: what the growing column must have beyond its own width before this one joins by itself."""
    right: bool = False
    """Numbers stand at the right."""
    letter: str = ""
    """The capital letter that sorts by it; C, D, F, G, L, O, R, S, T and W mean other things."""
    help: str = ""
    """One sentence for the help screen, where the title does not say it."""
