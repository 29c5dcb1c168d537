"""What a row is in JSON: members with lasting names, each declared once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeAlias, TypeVar

Row = TypeVar("Row")
Kind = Literal["text", "number", "truth", "time", "list", "object"]
Value: TypeAlias = "str | int | float | bool | list[str] | list[int] | dict[str, float | None] | None"


@dataclass(frozen=True, slots=True)
class Member(Generic[Row]):
    """One member of the object that a row is in JSON."""

    name: str
    """Lasting: another meaning would be another name."""
    kind: Kind
    read: Callable[[Row], Value]
    says: str
    """What it is, for the documentation."""
    word: str = ""
    """What conditions call it too: the name of its column, where that is another."""


def as_object(row: Row, members: Sequence[Member[Row]]) -> dict[str, Value]:
    """A row as JSON has it."""
    return {member.name: member.read(row) for member in members}


def as_line(found: "dict[str, Value]") -> str:
    """An object on one line; whatever is not ASCII, control characters too, is escaped."""
    return json.dumps(found)


def moment(at: datetime | None) -> str | None:
    """A time as ``2026-11-23T03:12:00.123Z``, whole seconds without a fraction; None where there is none."""
    if at is None:
        return None
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}{f'.{utc.microsecond // 1000:03}' if utc.microsecond else ''}Z"
