"""Lines of toned text, as plain data: what `TextView` shows and pure functions make."""

from typing import NamedTuple, TypeAlias

from fargate_tui.format import cell_width, fitting, visible


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


def harmless(spans: Line) -> Line:
    """The same line with foreign characters made visible, so that it is one line and of one width everywhere."""
    return tuple(Span(visible(text), tone) for text, tone in spans)


def plain(spans: Line) -> str:
    """The text of a line."""
    return "".join(text for text, _ in spans)


def part(spans: Line, start: int, end: int) -> Line:
    """The characters of a line from `start` to `end`."""
    found = []
    for text, tone in spans:
        if start < len(text) and end > 0:
            found.append(Span(text[max(0, start) : end], tone))
        start -= len(text)
        end -= len(text)
    return tuple(found)


LEAST_BEHIND = 20
"""Cells that must be left behind a name, or the folded rest begins at the left."""


def hang(spans: Line, width: int) -> int:
    """Cells by which the folded rest of a line stands in: under its beginning, and behind a name in its column."""
    text = plain(spans)
    indent = len(text) - len(text.lstrip(" "))
    if len(spans) > 1 and spans[0].tone == "key":
        indent = sum(cell_width(span.text) for span in spans[:-1])
    return indent if width - indent >= LEAST_BEHIND else 0


def folds(text: str, width: int, indent: int = 0) -> list[tuple[int, int]]:
    """Where a visible text is folded to fit `width` cells: after a blank where there is one, else anywhere.

    All but the first part fit `width` less `indent`.
    """
    found = []
    start = 0
    while cell_width(text[start:]) > width > 0:
        fits = max(1, fitting(text[start:], width))
        space = text.rfind(" ", max(start + 1, indent), start + fits + 1)
        end = space + 1 if space > start else start + fits
        found.append((start, end))
        width -= 0 if start else indent
        start = end
    found.append((start, len(text)))
    return found
