"""Which lines are shown: text to keep, text to drop, patterns between slashes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.patterns import compiled

LOOKED_AT: Final = 16_384
"""Characters of a line that a pattern is tried on; text is looked for in all of it."""

# flags, names and numbers of characters, of which a pattern in lower case says something else
_OWN_WAYS: Final = re.compile(r"\(\?[^:=!<]|\(\?<[^=!]|\\[xuUN0]|\\[1-9]\d")
_MIXED: Final = re.compile(r"(?![A-Z]-[A-Z]|[a-z]-[a-z]|[0-9]-[0-9]).-.", re.DOTALL)
_LETTER: Final = re.compile(r"\\.|[A-Z]", re.DOTALL)


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
    slow = _compiled(pattern, re.IGNORECASE)
    if not _may_be_lowered(pattern):
        return lambda text: slow(text, 0, LOOKED_AT) is not None
    quick = _compiled(_lowered(pattern), re.NOFLAG)

    def matches(text: str) -> bool:
        # a third of the time: without IGNORECASE a search leaps to where the pattern's first letters are
        if text.isascii():
            return quick(text[:LOOKED_AT].lower()) is not None
        return slow(text, 0, LOOKED_AT) is not None

    return matches


def _compiled(pattern: str, flags: re.RegexFlag) -> Callable[..., re.Match[str] | None]:
    try:
        return compiled(pattern, flags).search
    except re.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise InvalidPattern(f"cannot read /{pattern}/ as a pattern: {error.msg}{where}") from None
    except (OverflowError, RecursionError):
        raise InvalidPattern(f"cannot read /{pattern}/ as a pattern: it is too large") from None


def _may_be_lowered(pattern: str) -> bool:
    """Whether the pattern in lower case finds in lower case whatever it finds in ASCII text."""
    return pattern.isascii() and not _OWN_WAYS.search(pattern) and not ("[" in pattern and _MIXED.search(pattern))


def _lowered(pattern: str) -> str:
    """The pattern in lower case, but for what a backslash makes a class or a place of."""
    return _LETTER.sub(lambda found: found[0] if found[0].startswith("\\") else found[0].lower(), pattern)
