"""The line at the bottom: the keys that work now."""

from textual.widget import Widget


class KeyBar(Widget):
    """The keys that work now, read from the active bindings in their order, ``? help`` always among them."""
