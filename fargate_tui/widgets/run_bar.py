"""The line that tells how far a change is."""

from fargate_tui.widgets.one_line import OneLine


class RunBar(OneLine):
    """One line above the key bar, hidden while nothing is being changed."""
