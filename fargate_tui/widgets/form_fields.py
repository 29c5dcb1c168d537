"""What the form of a wizard shows, as plain data, and what can be chosen in a field: pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.lines import Line

Kind = Literal["text", "choice", "many", "list"]
"""text: anything; choice: one of its choices; many: words with blanks between; list: one item a line."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as the form has it."""

    id: str
    label: str
    kind: Kind = "text"
    choices: Sequence[Candidate] = ()
    """What it can be, or what is offered."""
    note: str = ""
    """Why nothing is offered, or that AWS is asked: stands in place of the choices."""
    hint: str = ""
    help: str = ""
    heading: str = ""
    marks: tuple[Line, ...] = ()
    """What is wrong with it, the worst first."""
    is_proposed: bool = False
    """Whether nobody has typed what stands in it: the first key that is printed takes its place."""
    mask: Callable[[str], str] | None = None
    """What is shown of an item while the cursor is elsewhere; None for all of it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor is: a field, and which item of a list."""

    field: int = 0
    item: int = 0


def items(field: FormField, value: str) -> list[str]:
    """What can be edited by itself: the items of a list (a last empty one to type into), else the value."""
    return value.split("\n") if field.kind == "list" else [value]


def spots(fields: Sequence[FormField], values: Sequence[str]) -> list[Spot]:
    """Everywhere the cursor can be, from top to bottom."""
    return [
        Spot(place, item)
        for place, (field, value) in enumerate(zip(fields, values, strict=True))
        for item in range(len(items(field, value)))
    ]


def typed_part(field: FormField, text: str) -> tuple[str, str]:
    """What of a text stays when something is chosen, and what the choices are looked up by.

    Of several words it is the last, and of ``NAME=value`` in a list what stands behind the sign.
    """
    if field.kind == "many":
        kept, blank, last = text.rpartition(" ")
        return kept + blank, last
    if field.kind == "list" and "=" in text:
        name, sign, value = text.partition("=")
        return name + sign, value
    return "", text


def matching(field: FormField, text: str, *, is_typing: bool = False) -> list[Candidate]:
    """The choices that fit what is typed, those that begin with it first; all where it is one of them already.

    While one is typing it may still become another one.
    """
    _, typed = typed_part(field, text)
    wanted = typed.strip().lower()
    is_whole = field.kind == "choice" or any(each.value.lower() == wanted for each in field.choices)
    is_whole = is_whole and not is_typing
    if is_whole or not wanted:
        return list(field.choices)
    starts = [each for each in field.choices if each.value.lower().startswith(wanted)]
    holds = [each for each in field.choices if wanted in f"{each.value} {each.hint}".lower() and each not in starts]
    return starts + holds


def is_taken(field: FormField, text: str, candidate: Candidate) -> bool:
    """Whether a choice is in the field already."""
    if field.kind == "many":
        return candidate.value in text.split()
    return typed_part(field, text)[1] == candidate.value


def taking(field: FormField, text: str, candidate: Candidate) -> str:
    """The text with a choice taken; one of several is put in, or taken out where it was in."""
    if field.kind != "many":
        return typed_part(field, text)[0] + candidate.value
    words = text.split()
    if candidate.value in words:
        return " ".join(word for word in words if word != candidate.value)
    known = {each.value for each in field.choices}
    _, last = typed_part(field, text)
    if last and last not in known and last.lower() in candidate.value.lower():
        words = words[:-1]
    return " ".join((*words, candidate.value))
