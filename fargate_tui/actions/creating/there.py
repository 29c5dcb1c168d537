"""What there is already of a thing that is to be made."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from fargate_tui.actions.action import Bench
from fargate_tui.fargate.definition_text import holds
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request
from fargate_tui.fargate.records import Record


class There(Record, frozen=True, kw_only=True):
    """A thing of the name that is to be made, as it is."""

    arn: str
    name: str
    id: str = ""
    left: tuple[Request, ...] = ()
    """The requests that have still to be made for it to be as it is wanted."""
    differs: tuple[str, ...] = ()
    """What is otherwise than it is wanted, in a few words each."""
    state: str = ""
    """Where it is not ready for use: why."""
    is_failed: bool = False
    """Whether it will never be."""


Look = Callable[[Creation, Bench], Awaitable[There | None]]
"""Looks for a thing by what names it; None where there is none, or where what names it is not known yet."""


def first(wanted: Creation) -> Mapping[str, object]:
    """The parameters of what makes the thing; nothing where only its name is known."""
    return wanted.requests[0].parameters if wanted.requests else {}


def text(parameters: Mapping[str, object], name: str, otherwise: str = "") -> str:
    """A parameter that is a text; a reference that could not be filled in is none."""
    found = parameters.get(name)
    return otherwise if found is None or isinstance(found, Ref | Joined) else str(found)


def texts(parameters: Mapping[str, object], name: str) -> list[str]:
    """A parameter that is a list of texts."""
    found = parameters.get(name)
    return [str(each) for each in found] if isinstance(found, list | tuple) else []


def otherwise(pairs: Iterable[tuple[str, object, object]]) -> tuple[str, ...]:
    """What is otherwise than wanted: of what, how it is, how it is wanted; what was not asked for is as it may be."""
    return tuple(
        f"{what} is {_said(found)}, not {_said(wanted)}"
        for what, found, wanted in pairs
        if wanted is not None and wanted != "" and not holds(found, wanted)
    )


def _said(value: object) -> str:
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Sequence):
        return " ".join(map(_said, value)) or "none"
    return "another" if value else "none"
