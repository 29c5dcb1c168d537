"""The language of the filter.

Words are ANDed. ``text`` is looked for in all columns and the ARN, without regard to case; ``!word`` excludes;
``column:word`` looks in one column, named by its id or the beginning of its id or title; ``/regex/`` is a regular
expression; ``"two words"`` holds spaces. What cannot be understood is reported and does not hide rows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fargate_tui.columns.column import Column
from fargate_tui.fargate.patterns import compiled

# A word: "!", "column:", then something quoted, a /regex/ (to the end while it is being typed), or up to a space.
_WORD = re.compile(
    r"""(?P<not>!)?
        (?:(?P<column>[A-Za-z][\w-]*):(?!/{2}))?
        (?:"(?P<quoted>[^"]*)"?(?=\s|$)
          |/(?P<regex>(?:\\.|[^/\\])+)(?:/(?=\s|$)|\\?$)
          |(?P<plain>\S*))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a filter."""

    found_in: Callable[[str], bool]
    """Whether a text in lower case has it."""
    column: Column[Any] | None = None
    """Where it is looked for; None for everywhere."""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as understood."""

    terms: tuple[Term, ...] = ()
    problem: str = ""
    """What was not understood, in a sentence."""


@lru_cache(64)
def parse(text: str, columns: tuple[Column[Any], ...]) -> Filter:
    """The meaning of `text` for a table of `columns`."""
    terms: list[Term] = []
    problems: list[str] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        word = _WORD.match(text, position)
        if word is None or word.end() == position:
            break
        position = word.end()
        term, problem = _term(word, columns)
        if term is not None:
            terms.append(term)
        if problem:
            problems.append(problem)
    return Filter(tuple(terms), "; ".join(problems))


def find_column(name: str, columns: Sequence[Column[Any]]) -> Column[Any] | None:
    """The column called `name`, or else the first whose id or title begins so."""
    wanted = name.casefold()
    for column in columns:
        if column.id == wanted:
            return column
    for column in columns:
        if column.id.startswith(wanted) or column.title.casefold().startswith(wanted):
            return column
    return None


def _term(word: re.Match[str], columns: Sequence[Column[Any]]) -> tuple[Term | None, str]:
    problem = ""
    name, column = word["column"], None
    plain = word["quoted"] if word["quoted"] is not None else word["plain"]
    if name is not None:
        column = find_column(name, columns)
        if column is None:
            # "api:7" and ARNs are text with a colon far more often than a mistyped column.
            problem = f'no column is called "{name}": looking for "{word.group().removeprefix("!")}" as text'
            plain = f"{name}:{plain}" if plain is not None else None
    if plain is not None:
        return (_plain(plain, column, word["not"]), problem) if plain else (None, problem)
    try:
        pattern = compiled(word["regex"], re.IGNORECASE | re.MULTILINE)  # ^ and $ are of a cell
    except (re.error, OverflowError, RecursionError) as error:
        return None, f"/{word['regex']}/ is not a regular expression: {error}"
    return Term(lambda text: pattern.search(text) is not None, column, bool(word["not"])), problem


def _plain(text: str, column: Column[Any] | None, negation: str | None) -> Term:
    wanted = text.lower()
    return Term(lambda text: wanted in text, column, bool(negation))
