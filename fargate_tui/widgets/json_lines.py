"""JSON as lines: indented, keys and values in tones of their own."""

import json
from collections.abc import Iterator, Mapping, Sequence

from fargate_tui.widgets.lines import Line, Span

INDENT = "  "


def json_lines(value: object) -> Iterator[Line]:
    """The lines of a JSON value, as ``json.dumps(value, indent=2)`` breaks them, without escapes to ASCII."""
    return _lines(value, (), "", "")


def _lines(value: object, lead: Line, indent: str, comma: str) -> Iterator[Line]:
    """`lead` stands before the value on its first line: the indent and the key."""
    if isinstance(value, Mapping) and value:
        entries = [
            ((Span(json.dumps(str(key), ensure_ascii=False), "key"), Span(": ")), item) for key, item in value.items()
        ]
        yield from _block("{", entries, "}", lead, indent, comma)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield from _block("[", [((), item) for item in value], "]", lead, indent, comma)
    else:
        yield (*lead, Span(json.dumps(value, ensure_ascii=False, default=str), _tone(value)), *_punctuation(comma))


def _block(
    opening: str, entries: Sequence[tuple[Line, object]], closing: str, lead: Line, indent: str, comma: str
) -> Iterator[Line]:
    yield (*lead, Span(opening, "muted"))
    deeper = indent + INDENT
    for number, (key, item) in enumerate(entries, 1):
        yield from _lines(item, (Span(deeper), *key), deeper, "," if number < len(entries) else "")
    yield (Span(indent), Span(closing + comma, "muted"))


def _punctuation(comma: str) -> Line:
    return (Span(comma, "muted"),) if comma else ()


def _tone(value: object) -> str:
    if value is None:
        return "muted"
    return "value" if isinstance(value, str) else "busy"
