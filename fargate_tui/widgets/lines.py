"""Lines of toned text, as plain data: what `TextView` shows and pure functions make."""

from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """A piece of a line in one tone."""

    text: str
    tone: str = ""
    """``good``, ``busy``, ``warn``, ``bad``, ``muted``, ``key``, ``value``, ``title`` or nothing."""


Line: TypeAlias = tuple[Span, ...]
"""One line, left to right; an empty tuple is a blank line."""


def line(text: str, tone: str = "") -> Line:
    """A line of one tone."""
    return (Span(text, tone),)


def pair(name: str, value: str, tone: str = "value", width: int = 18) -> Line:
    """A name and its value, the values of several pairs standing in one column `width` cells from the left."""
    return (Span(f"{name:<{width}} ", "key"), Span(value, tone))
