"""How a person has arranged a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which rows are shown, and in what order."""

    filter: str = ""
    """As typed after ``/``; its language is in `fargate_tui.columns.filter`."""
    sort: str = ""
    """The id of a column, or nothing for the order in which the rows came."""
    descending: bool = False
    problems_only: bool = False
    """Only the rows whose finding is a problem."""
