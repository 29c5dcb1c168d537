"""Values and blocks as HCL, arranged as ``terraform fmt`` arranges them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec


class Expression(msgspec.Struct, frozen=True):
    """What stands there as it is: ``aws_lb.web.arn``."""

    text: str


class Encoded(msgspec.Struct, frozen=True):
    """A value that is written as JSON: ``jsonencode({ … })``."""

    value: object


class Block(msgspec.Struct, frozen=True):
    """A block with its arguments and the blocks in it."""

    name: str
    labels: tuple[str, ...]
    arguments: Mapping[str, object]
    blocks: tuple["Block", ...] = ()


WIDEST: Final = 100
"""Characters of a list that stand on one line."""

_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_TEMPLATE: Final = re.compile(r"([$%])\1*(?=\{)")
_SHOWN: Final = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffd\U00010000-\U000effff]")


def quoted(text: str) -> str:
    """A text in which nothing is a template."""
    escaped = _SHOWN.sub(_escaped, text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{_TEMPLATE.sub(_literal, escaped)}"'


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    plain = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(sign)
    return plain or (f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}")


def _literal(found: re.Match[str]) -> str:
    # Doubled it is literal before a brace; of several only the last one may be, the others would be taken for it.
    # Where the brace is never closed, tools other than Terraform take the doubled one for an open template.
    sign, before = found[1], len(found[0]) - 1
    is_closed = "}" in found.string[found.end() :]
    return f"\\u{ord(sign):04x}" * (before if is_closed else before + 1) + (sign * 2 if is_closed else "")


def expression(value: object, indent: int = 0) -> str:
    """A value; the lines after its first are indented."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Encoded):
        return f"jsonencode({expression(value.value, indent)})"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return _object(value, indent)
    if isinstance(value, Sequence):
        return _list(value, indent)
    return json.dumps(value)


def _object(value: Mapping[str, object], indent: int) -> str:
    if not value:
        return "{}"
    named = {key if _IDENTIFIER.fullmatch(key) else quoted(key): each for key, each in value.items()}
    return "\n".join(("{", *_arguments(named, indent + 2), f"{' ' * indent}}}"))


def _list(value: Sequence[object], indent: int) -> str:
    if all(not isinstance(each, Mapping | list | tuple) for each in value):
        line = f"[{', '.join(expression(each) for each in value)}]"
        if len(line) <= WIDEST or len(value) == 1:
            return line
    space = " " * (indent + 2)
    items = (f"{space}{expression(each, indent + 2)}," for each in value)
    return "\n".join(("[", *items, f"{' ' * indent}]"))


def _arguments(value: Mapping[str, object], indent: int) -> Iterator[str]:
    """Arguments; the signs of those that follow each other on one line each stand below each other."""
    space = " " * indent
    said = [(name, expression(each, indent)) for name, each in value.items()]
    place = 0
    while place < len(said):
        end = place
        while end < len(said) and "\n" not in said[end][1]:
            end += 1
        widest = max((len(name) for name, _ in said[place:end]), default=0)
        yield from (f"{space}{name:{widest}} = {text}" for name, text in said[place:end])
        if end < len(said):
            yield f"{space}{said[end][0]} = {said[end][1]}"
        place = end + 1


def block_lines(block: Block, indent: int = 0) -> Iterator[str]:
    """The lines of a block; arguments of several lines and blocks stand apart."""
    space = " " * indent
    head = " ".join((block.name, *(quoted(label) for label in block.labels)))
    flat = {name: each for name, each in block.arguments.items() if "\n" not in expression(each)}
    parts = [list(_arguments(flat, indent + 2))] if flat else []
    parts += [list(_arguments({name: each}, indent + 2)) for name, each in block.arguments.items() if name not in flat]
    parts += [list(block_lines(each, indent + 2)) for each in block.blocks]
    if not parts:
        yield f"{space}{head} {{}}"
        return
    yield f"{space}{head} {{"
    for place, part in enumerate(parts):
        if place:
            yield ""
        yield from part
    yield f"{space}}}"
