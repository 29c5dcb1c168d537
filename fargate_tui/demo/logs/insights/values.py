"""Rows, and the values of their fields."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from fargate_tui.demo.logs.streams import Event

_FIELDS = 200
"""Fields of one JSON event that are discovered, as at AWS."""


class Moment(int):
    """Milliseconds since 1970: a number to reckon with, a time to read."""


Value = str | float | bool | Moment | None


class Row:
    """An event with what was made of it, or a group of events as ``stats`` has made it (then without an event)."""

    __slots__ = ("_discovered", "event", "log", "made")

    def __init__(self, made: dict[str, Value], event: Event | None = None, log: str = "") -> None:
        self.made = made
        self.event = event
        self.log = log
        """The log group, after its account: ``123456789012:/ecs/web``."""
        self._discovered: Mapping[str, Value] | None = None

    def get(self, name: str) -> Value:
        """A field's value; None where there is none of this name."""
        if name in self.made:
            return self.made[name]
        event = self.event
        if event is None:
            return None
        if not name.startswith("@"):
            return self.discovered.get(name)
        match name:
            case "@timestamp":
                return Moment(event.at)
            case "@message":
                return event.message
            case "@logStream":
                return event.stream
            case "@log":
                return self.log
            case "@ingestionTime":
                return Moment(event.ingested)
            case "@ptr":
                return pointer(event, self.log.partition(":")[2])
        return None

    @property
    def discovered(self) -> Mapping[str, Value]:
        """The fields of a JSON event, nested ones by dotted names."""
        if self._discovered is None:
            self._discovered = _discover(self.event.message if self.event is not None else "")
        return self._discovered

    def has(self, made: Mapping[str, Value]) -> "Row":
        """The same with more fields."""
        row = Row({**self.made, **made}, self.event, self.log)
        row._discovered = self._discovered
        return row


def pointer(event: Event, group: str) -> str:
    """What names an event for ever."""
    return msgspec.json.encode((group, event.stream, event.number)).hex()


def _discover(message: str) -> Mapping[str, Value]:
    if not message.lstrip().startswith("{"):
        return {}
    try:
        whole = msgspec.json.decode(message)
    except (msgspec.DecodeError, RecursionError):
        return {}
    found: dict[str, Value] = {}
    _flatten("", whole, found)
    return found


def _flatten(name: str, value: object, found: dict[str, Value]) -> None:
    if len(found) >= _FIELDS:
        return
    match value:
        case dict():
            for key, member in value.items():
                _flatten(f"{name}.{key}" if name else str(key), member, found)
        case list():
            for number, member in enumerate(value):
                _flatten(f"{name}.{number}", member, found)
        case bool():
            found[name] = "true" if value else "false"
        case str() | int() | float():
            found[name] = value


def number(value: Value) -> float | None:
    """A value as a number; None where it is none."""
    if isinstance(value, int | float):
        return value
    if value is None or len(value) > 30:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if found - found == 0 else None


def text(value: Value) -> str:
    """A value as AWS writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Moment():
            at = datetime.fromtimestamp(value / 1000, UTC)
            return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03}"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".")
        case _:
            return str(value)


def truth(value: Value) -> bool:
    """Whether a condition holds."""
    return bool(value) if not isinstance(value, str) else value not in ("", "0", "false")


def order(value: Value) -> tuple[int, float, str]:
    """What values are sorted by: numbers by their size, then texts."""
    found = number(value)
    return (0, found, "") if found is not None else (1, 0.0, text(value))
