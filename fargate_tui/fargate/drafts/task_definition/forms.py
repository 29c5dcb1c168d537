"""How a value of a request is written in a field, and how what is typed there is read."""

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fargate_tui.fargate.drafts.fields import OFF, ON, words

ABSENT: Final = None
"""Stands for a member that a request does not have; null never is a value of one."""


@dataclass(frozen=True, slots=True)
class Form:
    """A value as text, both ways."""

    text: Callable[[object], str]
    """Of what stands in a request; never of `ABSENT`."""
    value: Callable[[str, object], object]
    """What a text stands for; beside it what stood there before, which keeps what the text does not show.

    Raises ValueError, whose sentence says what may be typed, for a text that stands for nothing.
    """
    absent: str = ""
    """What is in the field where a request does not have it."""

    def text_of(self, value: object) -> str:
        """What is in the field."""
        return self.absent if value is ABSENT else self.text(value)


def _plain(text: str, before: object) -> object:  # noqa: ARG001 - as all forms
    return text.strip() or ABSENT


TEXT: Final = Form(text=str, value=_plain)


def whole(least: int, most: int | None = None, unit: str = "") -> Form:
    """A whole number within limits."""
    behind = f" {unit}" if unit else ""
    limits = f"{least} to {most}{behind}" if most is not None else f"a whole number of at least {least}{behind}"

    def value(text: str, before: object) -> object:  # noqa: ARG001
        text = text.strip()
        if not text:
            return ABSENT
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= (most or int(text)):
            raise ValueError(limits)
        return int(text)

    return Form(text=str, value=value)


def flag(*, default: bool = False) -> Form:
    """On or off; off is left out where it is what AWS does anyway."""

    def value(text: str, before: object) -> object:  # noqa: ARG001
        if text not in (ON, OFF):
            raise ValueError(f"{ON} or {OFF}")
        return True if text == ON else (False if default else ABSENT)

    return Form(text=lambda there: ON if there else OFF, value=value, absent=ON if default else OFF)


def size(read: Callable[[str], int | None]) -> Form:
    """CPU or memory of a task, in units or MiB; ``1 vCPU`` and ``3 GB`` are understood."""

    def text(there: object) -> str:
        number = read(str(there))
        return str(there) if number is None else str(number)

    return Form(text=text, value=_plain)


def headed(member: str, form: Form) -> Form:
    """An object that is there as long as one member of it is."""

    def text(there: object) -> str:
        assert isinstance(there, Mapping)
        return form.text_of(there.get(member))

    def value(typed: str, before: object) -> object:
        kept = before if isinstance(before, Mapping) else {}
        head = form.value(typed, kept.get(member))
        return ABSENT if head is ABSENT else {**kept, member: head}

    return Form(text=text, value=value, absent=form.absent)


def _texts(there: object) -> list[str]:
    return [str(each) for each in there] if isinstance(there, Iterable) else []


def _has_breaks(items: Iterable[str]) -> bool:
    return any(not each.isprintable() for each in items)


def command_text(items: list[str]) -> str:
    """Words as a shell would take them; as a JSON list where a word would break the line."""
    return json.dumps(items, ensure_ascii=False) if _has_breaks(items) else shlex.join(items)


def command_of(text: str) -> list[str]:
    """The words of a command, typed as for a shell or as a JSON list; raises ValueError."""
    listed = _listed(text)
    if listed is not None:
        return listed
    try:
        return list(_split(text))
    except ValueError:
        raise ValueError("a quote is not closed") from None


@lru_cache(maxsize=256)
def _split(text: str) -> tuple[str, ...]:
    # 30 µs for ten words, and every command is read again at every key.
    return tuple(shlex.split(text))


def _listed(text: str) -> list[str] | None:
    if not text.lstrip().startswith("["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(isinstance(each, str) for each in found) else None


COMMAND: Final = Form(
    text=lambda there: command_text(_texts(there)),
    value=lambda text, before: command_of(text) or ABSENT,  # noqa: ARG005
)

_CHECKS: Final = ("CMD", "CMD-SHELL")


def _check_text(there: object) -> str:
    items = _texts(there)
    if items[:1] == ["CMD-SHELL"] and len(items) == 2 and items[1].strip() == items[1] and not _has_breaks(items):
        return f"CMD-SHELL {items[1]}"
    if items[:1] == ["CMD"] and len(items) > 1 and not _has_breaks(items):
        return shlex.join(items)
    return json.dumps(items, ensure_ascii=False)


def _check_value(text: str, before: object) -> object:  # noqa: ARG001
    text = text.strip()
    if not text:
        return ABSENT
    listed = _listed(text)
    if listed is None:
        first, _, rest = text.partition(" ")
        listed = command_of(text) if first == "CMD" else ["CMD-SHELL", rest.strip() if first == "CMD-SHELL" else text]
    if listed[:1] == [] or listed[0] not in _CHECKS or len(listed) < 2 or not listed[1]:
        raise ValueError("CMD program words, or CMD-SHELL and a line for the container's shell")
    return listed


CHECK_COMMAND: Final = Form(text=_check_text, value=_check_value)
"""A health check's command; one that names neither CMD nor CMD-SHELL is for the shell."""

WORDS: Final = Form(
    text=lambda there: " ".join(_texts(there)),
    value=lambda text, before: list(words(text)) or ABSENT,  # noqa: ARG005
)


def _numbers(text: str, before: object) -> object:  # noqa: ARG001
    found = words(text)
    if not all(each.removeprefix("-").isdecimal() and each.isascii() for each in found):
        raise ValueError("whole numbers with blanks between")
    return [int(each) for each in found] or ABSENT


NUMBERS: Final = Form(text=lambda there: " ".join(_texts(there)), value=_numbers)


def choice(*values: str) -> Form:
    """One of a few words; blank leaves it out."""

    def value(text: str, before: object) -> object:  # noqa: ARG001
        if text.strip() and text not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return text.strip() or ABSENT

    return Form(text=str, value=value)
