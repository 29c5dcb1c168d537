"""Remembers what was made of lines, some screens full of it."""

from typing import Generic, TypeVar

from fargate_tui.fargate.logs.lines import LogLine

REMEMBERED = 1024

Made = TypeVar("Made")


class Memo(Generic[Made]):
    """Things made of lines, by the line itself and whatever else they depend on."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, object], tuple[LogLine, Made]] = {}

    def get(self, line: LogLine, rest: object) -> Made | None:
        """What was made of this line, if it is remembered."""
        # an entry holds its line, so no other object can have that id
        known = self._made.get((id(line), rest))
        return None if known is None else known[1]

    def put(self, line: LogLine, rest: object, made: Made) -> Made:
        """Remember what was made."""
        if len(self._made) >= REMEMBERED:
            self._made.clear()
        self._made[id(line), rest] = (line, made)
        return made

    def clear(self) -> None:
        """Forget everything."""
        self._made.clear()
