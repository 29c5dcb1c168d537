"""The configuration of a service as a page: sections with names, values and what is said behind them. Pure."""

from collections.abc import Iterator, Sequence

from fargate_tui.fargate.entries import Entry, Section
from fargate_tui.format import visible
from fargate_tui.widgets.lines import Line, Span

INDENT = "  "
WIDTH = 22
"""Cells for names."""


def config_lines(sections: Sequence[Section]) -> tuple[Line, ...]:
    """All sections, a blank line between them."""
    return tuple(_lines(sections))


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    for place, section in enumerate(sections):
        if place:
            yield ()
        if section.title:
            yield (Span(visible(section.title), "title"),)
        for entry in section.entries:
            yield _entry(entry, 1 if section.title else 0)


def _entry(entry: Entry, depth: int) -> Line:
    indent = INDENT * (depth + entry.depth)
    name = Span(f"{indent}{visible(entry.what):<{max(WIDTH - len(indent), 1)}} ", "key")
    if not entry.value:
        return (Span(f"{indent}{visible(entry.what)}", "key"),)
    value = Span(visible(entry.value), entry.tone)
    return (name, value, Span(f" · {visible(entry.note)}", "muted")) if entry.note else (name, value)
