"""What went wrong or is missing, in up to three lines."""

from textual.reactive import reactive
from textual.widget import Widget


class Notice(Widget):
    """A docked line for errors and gaps, hidden while there are none."""

    text: reactive[str] = reactive("", init=False, layout=True)
    """What is wrong; sentences one per line, hidden when empty."""
    tone: reactive[str] = reactive("bad", init=False)
    """``bad`` or ``warn``."""
