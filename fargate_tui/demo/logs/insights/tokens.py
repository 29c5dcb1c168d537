"""The words of a query, and where in its text they stand."""

import re
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["name", "number", "duration", "string", "regex", "sign", "end"]

_TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)
      | (?P<duration>\d+(?:ms|mo|[smhdwqy])\b)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_@][\w.@]*|`[^`]+`)
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<sign>=~|!=|<=|>=|[|()\[\],=<>+\-*/%^])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)+)/")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class BadQuery(Exception):
    """The query cannot be understood from the characters ``start`` to ``end`` on."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Token:
    """One word."""

    kind: TokenKind
    text: str
    """A string without its quotes, a regular expression without its slashes."""
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords."""
        return self.kind == "name" and self.text.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind == "sign" and self.text in signs


def unexpected(token: Token, text: str) -> BadQuery:
    """AWS's words for a word that cannot stand where it does."""
    line = text.count("\n", 0, token.start) + 1
    place = token.start - (text.rfind("\n", 0, token.start) + 1)
    said = text[token.start : token.end] or "<EOF>"
    return BadQuery(f"unexpected symbol found {said} at line {line} and position {place}", token.start, token.end)


def tokens(text: str) -> list[Token]:
    """All words of a query, the last of which is its end; raises BadQuery."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        regex = _REGEX.match(text, place) if _wants_regex(found) else None
        if regex is not None:
            found.append(Token("regex", regex[1], place, regex.end()))
            place = regex.end()
            continue
        word = _TOKEN.match(text, place)
        if word is None:
            raise unexpected(Token("sign", text[place], place, place + 1), text)
        if word.lastgroup != "blank":
            found.append(_token(word))
        place = word.end()
    return [*found, Token("end", "", len(text), len(text))]


def _wants_regex(before: list[Token]) -> bool:
    """A slash divides, but behind ``like``, ``=~`` and ``parse FIELD`` it begins a regular expression."""
    if not before:
        return False
    return before[-1].is_word("like") or before[-1].is_sign("=~") or (len(before) > 1 and before[-2].is_word("parse"))


def _token(word: re.Match[str]) -> Token:
    text = word.group()
    match word.lastgroup:
        case "string":
            return Token("string", _ESCAPED.sub(r"\1", text[1:-1]), word.start(), word.end())
        case "name":
            return Token("name", text.strip("`"), word.start(), word.end())
        case "number":
            return Token("number", text, word.start(), word.end())
        case "duration":
            return Token("duration", text, word.start(), word.end())
        case _:
            return Token("sign", text, word.start(), word.end())
