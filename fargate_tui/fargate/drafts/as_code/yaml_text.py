"""Values as YAML that people write: plain words where they are safe, the short form of CloudFormation's functions."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec


class Tagged(msgspec.Struct, frozen=True):
    """A function of CloudFormation with one argument."""

    name: str
    """``Ref``, ``GetAtt``, ``Sub``."""
    argument: str


_PLAIN: Final = re.compile(r"[A-Za-z/][A-Za-z0-9_./@:+*-]*( [A-Za-z0-9_./@:+*(),'-]+)*", re.ASCII)
_BREAKING: Final = re.compile(r":( |$)")
_WORDS: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_SHOWN: Final = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def scalar(value: object) -> str:
    """A text, a number, a flag or nothing."""
    if isinstance(value, Tagged):
        return f"!{value.name} {scalar(value.argument)}"
    if not isinstance(value, str):
        number = json.dumps(value)
        # YAML 1.1, which CloudFormation reads, takes 1e-05 for a word.
        return number if "." in number else number.replace("e-", ".0e-").replace("e+", ".0e+")
    if _PLAIN.fullmatch(value) and not _BREAKING.search(value) and value.lower() not in _WORDS:
        return value
    return '"' + _SHOWN.sub(_escaped, value.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return {"\n": "\\n", "\t": "\\t"}.get(sign) or (f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}")


def yaml_lines(value: object, indent: int = 0) -> Iterator[str]:
    """The lines of an object or a list."""
    space = " " * indent
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _member(f"{space}{scalar(str(name))}:", member, indent)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            if is_flat(item):
                yield f"{space}- {_flat(item)}"
            else:
                first, *rest = yaml_lines(item, indent + 2)
                yield f"{space}- {first.lstrip(' ')}"
                yield from rest


def _member(head: str, value: object, indent: int) -> Iterator[str]:
    if is_flat(value):
        yield f"{head} {_flat(value)}"
        return
    yield head
    yield from yaml_lines(value, indent + 2)


def is_flat(value: object) -> bool:
    """Whether it stands on one line."""
    return not isinstance(value, Mapping | Sequence) or isinstance(value, str) or not value


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, Sequence) and not isinstance(value, str) else scalar(value)
