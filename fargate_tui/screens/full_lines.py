"""A text of a container in full: JSON one member below the other, the fields of logfmt beneath the line."""

import json
from collections.abc import Iterator

from fargate_tui.fargate.logs.lines import parse
from fargate_tui.format import visible
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.lines import Line, Span, line

LONGEST = 100_000
"""Characters of a text that are shown; the rest is cut, and said to be."""


def full_lines(whole: str) -> Iterator[Line]:
    """The text with its fields, harmless."""
    yield from _in_full(whole[:LONGEST])
    if len(whole) > LONGEST:
        yield line(f"… {len(whole) - LONGEST:,} more characters", "muted")


def _in_full(text: str) -> Iterator[Line]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        yield from json_lines(value)
        return
    yield line(visible(text))
    fields = parse(text).fields or ()
    if fields:
        yield ()
    for name, content in fields:
        yield (Span(f"{visible(name):<24} ", "key"), Span(visible(content), "value"))
