"""Which lines are shown: text to keep, text to drop, patterns between slashes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

LOOKED_AT: Final = 16_384
"""Characters of a line that a pattern is tried on; text is looked for in all of it."""


class InvalidPattern(ValueError):
    """What was typed between slashes is no regular expression; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in a line, and whether it is there."""

    words: str
    """As it was typed."""
    matches: Callable[[str], bool]


def wanted(words: str) -> Wanted:
    """Look for text in any case, or for ``/pattern/``; raises InvalidPattern."""
    if len(words) > 2 and words.startswith("/") and words.endswith("/"):
        return Wanted(words, _by_pattern(words[1:-1]))
    return Wanted(words, _by_text(words))


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Shows lines that hold all of `keep` and nothing of `drop`."""

    keep: tuple[Wanted, ...] = ()
    drop: tuple[Wanted, ...] = ()

    def shows(self, text: str) -> bool:
        """Whether the line is shown."""
        return all(each.matches(text) for each in self.keep) and not any(each.matches(text) for each in self.drop)


def _by_text(words: str) -> Callable[[str], bool]:
    folded = words.casefold()
    return lambda text: folded in text.casefold()


def _by_pattern(pattern: str) -> Callable[[str], bool]:
    try:
        search = re.compile(pattern, re.IGNORECASE).search
    except re.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise InvalidPattern(f"cannot read /{pattern}/ as a pattern: {error.msg}{where}") from None
    except (OverflowError, RecursionError):
        raise InvalidPattern(f"cannot read /{pattern}/ as a pattern: it is too large") from None
    return lambda text: search(text, 0, LOOKED_AT) is not None
