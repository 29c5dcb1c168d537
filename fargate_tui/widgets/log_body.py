"""What a line says, as toned text: the message first, then its fields. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from fargate_tui.fargate.logs.lines import LogLine, parse
from fargate_tui.format import visible
from fargate_tui.widgets.lines import Line, Span, harmless, part, plain
from fargate_tui.widgets.log_folds import LONG

_LEVELS = frozenset(("level", "lvl", "severity", "loglevel", "log_level", "levelname"))
_TIMES = frozenset(("time", "timestamp", "ts", "@timestamp", "datetime", "date", "asctime"))

GLYPHS: Mapping[str, str] = {"fatal": "F", "error": "E", "warn": "W", "info": "I", "debug": "D", "trace": "T"}
LEVEL_TONES: Mapping[str, str] = {"fatal": "bad", "error": "bad", "warn": "warn", "debug": "muted", "trace": "muted"}


class Body(NamedTuple):
    """A line's text as it is shown, before it is cut to the screen."""

    spans: Line
    text: str
    """The spans without their tones; of a long line as it was written, and made harmless piece by piece."""
    level: str
    fields: Mapping[str, str]

    def piece(self, start: int, end: int) -> Line:
        """Some of its characters, harmless."""
        return harmless(part(self.spans, start, end))


def body_of(line: LogLine, count: int, columns: tuple[str, ...], *, raw: bool) -> Body:
    """What `count` equal lines say: as they were written, or by their fields without what stands in `columns` already.

    A line longer than `LONG` stays as it was written: thousands of fields would hold up the painting.
    """
    fields: Mapping[str, str] = {}
    level = line.level
    message = line.text
    if line.kind == "line" and len(line.text) <= LONG:
        parsed = parse(line.text)
        level, fields, message = level or parsed.level, dict(parsed.fields or ()), parsed.message
    tone = LEVEL_TONES.get(level, "")
    spans: list[Span] = [Span(f"×{count} ", "title")] if count > 1 else []
    if raw or not fields:
        spans.append(Span(line.text, tone))
    else:
        spans += _folded(fields, message, columns, tone)
    whole = tuple(spans)
    if len(line.text) <= LONG:
        whole = harmless(whole)
    return Body(whole, plain(whole), level, fields)


def field_text(fields: Mapping[str, str], name: str) -> str:
    """The value of a field, harmless; empty where the line has none of that name."""
    return visible(fields.get(name, ""))


def _folded(fields: Mapping[str, str], message: str, columns: tuple[str, ...], tone: str) -> list[Span]:
    told = next((name for name, value in fields.items() if value == message), "")
    spans = [Span(message, tone)] if told else []
    for name, value in fields.items():
        if name == told or name in columns or name.lower() in _LEVELS or name.lower() in _TIMES:
            continue
        spans.append(Span(f"{' ' if spans else ''}{name}=", "muted"))
        # where there is no message, the values are it
        spans.append(Span(_quoted(value), "muted" if told else tone))
    return spans


def _quoted(value: str) -> str:
    return f'"{value}"' if not value or " " in value else value
