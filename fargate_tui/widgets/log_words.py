"""What a person types to find or filter lines, who sees fields as ``name=value`` where the line may hold JSON. Pure."""

import re
from collections.abc import Callable

from fargate_tui.fargate.logs.filters import LineFilter, Wanted, wanted
from fargate_tui.fargate.patterns import compiled

_PAIR = re.compile(r'([\w.@/-]+)="?([^"]*)"?')


def understood(words: str) -> Wanted:
    """Look for text in any case, for a field as it is shown, or for ``/pattern/``; raises InvalidPattern."""
    pair = _PAIR.fullmatch(words)
    return wanted(words) if pair is None else Wanted(words, _by_field(words, pair[1], pair[2]))


def finds(search: str, keep: str, drop: str) -> Callable[[str], bool]:
    """Whether a line holds what is searched for and kept, and nothing of what is dropped; raises InvalidPattern."""
    wanted_ones = tuple(understood(words) for words in (search, keep) if words)
    return LineFilter(wanted_ones, (understood(drop),) if drop else ()).shows


def marker(words: str) -> re.Pattern[str] | None:
    """What marks the places of the words in a line, by its fields or as it was written."""
    if not words:
        return None
    if len(words) > 2 and words.startswith("/") and words.endswith("/"):
        return compiled(words[1:-1], re.IGNORECASE)
    pair = _PAIR.fullmatch(words)
    pattern = re.escape(words) if pair is None else f"{re.escape(words)}|{_written(pair[1], pair[2])}"
    return re.compile(pattern, re.IGNORECASE)


def _by_field(words: str, name: str, value: str) -> Callable[[str], bool]:
    shown, key = words.casefold(), f'"{name.casefold()}"'
    written = re.compile(_written(name.casefold(), value.casefold())).search

    def matches(text: str) -> bool:
        folded = text.casefold()
        # most lines are told by the first two, ten times as fast as by the pattern
        return shown in folded or (key in folded and written(folded) is not None)

    return matches


def _written(name: str, value: str) -> str:
    """A pattern of the field in JSON."""
    return rf'"{re.escape(name)}"\s{{0,8}}:\s{{0,8}}"?{re.escape(value)}'
