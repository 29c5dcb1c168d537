"""What a request of AWS may look like, and what is wrong with one: the form only, not what it means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from fargate_tui.fargate.records import Record

Form = Literal["structure", "list", "map", "text", "integer", "number", "flag", "other"]

_FORMS: dict[Form, tuple[tuple[type, ...], str]] = {
    "structure": ((dict,), "an object"),
    "list": ((list,), "a list"),
    "map": ((dict,), "an object"),
    "text": ((str,), "text in quotes"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
    "flag": ((bool,), "true or false"),
}
"""The types that each form has in JSON, and how a person calls them."""


class Shape(Record, frozen=True, kw_only=True):
    """The form of a value."""

    form: Form
    members: dict[str, "Shape"] = msgspec.field(default_factory=dict)
    """Of a structure, in AWS's order."""
    required: tuple[str, ...] = ()
    item: "Shape | None" = None
    """Of a list, and of a map's values."""
    words: tuple[str, ...] = ()
    """What a text may be; empty for any."""


class Problem(Record, frozen=True, kw_only=True):
    """Something that AWS would refuse, or that a person should know before."""

    where: str
    """For instance ``containerDefinitions[0].cpu``; empty for all of it."""
    words: str
    blocks: bool = True
    """Whether it is not to be sent so."""

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words


def misfits(value: object, shape: Shape, where: str = "") -> Iterator[Problem]:
    """Where a value is not of a shape: unknown, missing and mistyped members."""
    if shape.form == "other":
        return
    if (problem := _mistyped(value, shape)) is not None:
        yield Problem(where=where, words=problem)
    elif isinstance(value, Mapping) and shape.form == "structure":
        yield from _members(value, shape, where)
    elif isinstance(value, Mapping) and shape.item is not None:
        for name, member in value.items():
            yield from misfits(member, shape.item, _inner(where, name))
    elif isinstance(value, Sequence) and not isinstance(value, str) and shape.item is not None:
        for place, item in enumerate(value):
            yield from misfits(item, shape.item, f"{where}[{place}]")
    elif shape.words and value not in shape.words:
        known = ", ".join(shape.words[:6]) + (", …" if len(shape.words) > 6 else "")
        words = f"{value!r} is none of {known}{_meant(str(value), shape.words)}"
        # The model is as old as the SDK: AWS may know more words by now, and says so if not.
        yield Problem(where=where, words=words, blocks=False)


def _members(value: Mapping[str, object], shape: Shape, where: str) -> Iterator[Problem]:
    for name, member in value.items():
        if name in shape.members:
            yield from misfits(member, shape.members[name], _inner(where, name))
        else:
            yield Problem(where=_inner(where, name), words=f"AWS knows no such member{_meant(name, shape.members)}")
    for name in shape.required:
        if name not in value:
            yield Problem(where=where, words=f"{name} is missing")


def _mistyped(value: object, shape: Shape) -> str | None:
    types, wanted = _FORMS[shape.form]
    if value is None:
        return "null says nothing to AWS: leave the member out"
    if isinstance(value, types) and (shape.form == "flag" or not isinstance(value, bool)):
        return None
    return f"{_called(value)} where {wanted} should be"


def _called(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"


def _meant(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    from difflib import get_close_matches  # 3 ms, and only where something is wrong

    by_lower = {each.lower(): each for each in known}
    close = get_close_matches(name.lower(), by_lower, 1)
    return f"; is {by_lower[close[0]]} meant?" if close else ""


def _inner(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
