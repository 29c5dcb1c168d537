"""The fields of a line that is a JSON object or logfmt."""

import re
from typing import Final

import msgspec

MOST: Final = 65_536
"""Characters of a line that is looked at for fields; a longer one is shown as it is."""

FEWEST_PAIRS: Final = 2
"""Pairs that make a line logfmt: one alone is an ordinary sentence with an equals sign."""

Fields = tuple[tuple[str, str], ...]

# Values stay as they were written (1.0 is not 1, 1e3 is not 1000.0); only strings are decoded.
_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_STRING: Final = msgspec.json.Decoder(str)
_PAIR: Final = re.compile(r'([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?:\s+|$)', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def fields_of(text: str) -> Fields | None:
    """Names and values as text, in order; None where the line is neither a JSON object nor logfmt."""
    if len(text) > MOST:
        return None
    line = text.strip()
    if line.startswith("{"):
        return _json_fields(line) if line.endswith("}") else None
    return _logfmt_fields(line) if "=" in line else None


def _json_fields(line: str) -> Fields | None:
    try:
        found = _OBJECT.decode(line)
        return tuple((name, _value(bytes(raw))) for name, raw in found.items())
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _value(raw: bytes) -> str:
    return _STRING.decode(raw) if raw.startswith(b'"') else raw.decode()


def _logfmt_fields(line: str) -> Fields | None:
    """All of the line must be pairs: prose with a pair in it is prose."""
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(line):
        pair = _PAIR.match(line, place)
        if pair is None:
            return None
        name, quoted, bare = pair.groups()
        found.append((name, _unescaped(quoted) if quoted is not None else bare))
        place = pair.end()
    return tuple(found) if len(found) >= FEWEST_PAIRS else None


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text
