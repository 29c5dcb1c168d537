"""The fields of a part of a draft over what the part came from: only what was changed is written anew."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, TypeVar

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.task_definition.forms import ABSENT, Form


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a part, and where its value stands in a request."""

    attribute: str
    """The field's name in the draft."""
    path: tuple[str, ...]
    form: Form
    check: str = "§2"
    """The check that finds fault with a text that cannot be read."""
    gate: str = ""
    """Another field of the part, without which this one stands for nothing."""
    opened_by: tuple[str, ...] = ()
    """What has to be in the gate; anything but blank and ``off`` where it is empty."""

    def applies(self, part: "Part") -> bool:
        """Whether it stands for anything."""
        if not self.gate:
            return True
        held: str = getattr(part, self.gate)
        return held in self.opened_by if self.opened_by else held not in ("", "off")

    def text_in(self, request: Json) -> str:
        """What is in the field of a part that came from a request."""
        return self.form.text_of(_at(request, self.path))


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Fields as they were typed, over what they came from."""

    origin: Json = msgspec.field(default_factory=dict)
    """What the part came from, members that have no field included."""


AnyPart = TypeVar("AnyPart", bound=Part)
Made = TypeVar("Made")


class _Same(Generic[AnyPart]):
    """A part as a key: it is itself, and no other, however equal."""

    __slots__ = ("part",)

    def __init__(self, part: AnyPart) -> None:
        self.part = part

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.part is self.part


def once(function: Callable[[AnyPart], Made]) -> Callable[[AnyPart], Made]:
    """What is made of a part is made once: a key changes one container of ten, and each takes 0.3 ms."""

    @lru_cache(maxsize=64)
    def make(key: _Same[AnyPart]) -> Made:
        return function(key.part)

    return wraps(function)(lambda part: make(_Same(part)))


def texts_in(request: Json, members: Sequence[Member]) -> dict[str, str]:
    """The fields of a part that comes from a request."""
    return {member.attribute: member.text_in(request) for member in members}


def emitted(part: Part, members: Sequence[Member]) -> dict[str, object]:
    """The request of a part; equal to what it came from where no field was changed, and without what cannot be read."""
    origin = part.origin
    found = dict(origin)
    for member in members:
        text: str = getattr(part, member.attribute)
        if text != member.text_in(origin) and member.applies(part):
            found = _put(found, member.path, text, member.form)
    return found


def unreadable(part: Part, members: Sequence[Member]) -> Iterator[tuple[Member, str]]:
    """The fields whose text stands for nothing, and what is wrong with it."""
    for member in members:
        text: str = getattr(part, member.attribute)
        if text and member.applies(part):
            try:
                member.form.value(text, _at(part.origin, member.path))
            except ValueError as error:
                yield member, str(error)


def _at(request: object, path: Sequence[str]) -> object:
    for name in path:
        request = request.get(name) if isinstance(request, Mapping) else ABSENT
    return request


def _put(request: Mapping[str, object], path: tuple[str, ...], text: str, form: Form) -> dict[str, object]:
    """The object with what a text stands for at a path; objects that it leaves empty are taken out."""
    first, *rest = path
    before = request.get(first)
    if rest:
        inner = _put(before if isinstance(before, Mapping) else {}, tuple(rest), text, form)
        value: object = inner or ABSENT
    else:
        try:
            value = form.value(text, before)
        except ValueError:
            value = ABSENT
    if value is ABSENT:
        return {name: member for name, member in request.items() if name != first}
    return {**request, first: value}
