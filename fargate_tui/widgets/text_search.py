"""Finds a pattern in lines of text. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Match(NamedTuple):
    """Where a pattern was found; characters."""

    line: int
    start: int
    end: int


def find(pattern: str, lines: Iterable[str]) -> tuple[Match, ...]:
    """Every match, from top to bottom, without regard to case; ``/pattern/`` is a regular expression if it is one."""
    wanted = _compiled(pattern)
    if wanted is None:
        return ()
    return tuple(
        Match(number, found.start(), found.end())
        for number, text in enumerate(lines)
        for found in wanted.finditer(text)
        if found.end() > found.start()
    )


def _compiled(pattern: str) -> re.Pattern[str] | None:
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        try:
            return re.compile(pattern[1:-1], re.IGNORECASE)
        except re.error:
            pass  # then it is looked for as it was typed
    return re.compile(re.escape(pattern), re.IGNORECASE) if pattern else None
