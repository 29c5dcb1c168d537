"""Where in a TOML file its keys stand: tomllib reads them, and does not say."""

import re
import tomllib
from collections.abc import Mapping

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?")
_ITEM = re.compile(rf"\s*({_DOTTED})\s*=")
_LINE = re.compile(r"at line (\d+)")

Path = tuple[str, ...]


def positions(text: str) -> Mapping[Path, int]:
    """The line, from 1 on, of every table and key of a file that tomllib can read; the first one of each."""
    found: dict[Path, int] = {}
    table: Path = ()
    open_string = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_string:
            open_string = "" if open_string in line else open_string
        elif head := _TABLE.match(line):
            table = _path(head[1])
            found.setdefault(table, number)
        elif item := _ITEM.match(line):
            found.setdefault((*table, *_path(item[1])), number)
            open_string = _opened(line[item.end() :])
    return found


def line_of_error(error: tomllib.TOMLDecodeError) -> int | None:
    """The line at which reading has ended; tomllib says it in words before Python 3.14."""
    said = _LINE.search(str(error))
    return int(said[1]) if said else None


def _path(dotted: str) -> Path:
    path: list[str] = []
    inside: object = tomllib.loads(f"{dotted} = 0")
    while isinstance(inside, dict):
        ((name, inside),) = inside.items()
        path.append(name)
    return tuple(path)


def _opened(value: str) -> str:
    """The quotes of a string that begins in a line and goes on in the next."""
    value = value.strip()
    return next((quotes for quotes in ('"""', "'''") if value.startswith(quotes) and quotes not in value[3:]), "")
