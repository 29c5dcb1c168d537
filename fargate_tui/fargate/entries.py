"""What is set, as words: a name and its value, in sections."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fargate_tui.fargate.arns import is_arn, name_of

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_SPELLED: Final = {
    **{
        word: word.upper()
        for word in ("arn", "cpu", "dns", "ebs", "ecs", "iam", "id", "ip", "kms", "tls", "url", "vpc")
    },
    "gib": "GiB",
    "iops": "IOPS",
}


class Entry(NamedTuple):
    """One thing that is set."""

    what: str
    """Empty where it goes on with the one before."""
    value: str
    note: str = ""
    """What is said behind it: that it is the default, or what it means."""
    depth: int = 0
    tone: str = "value"


class Section(NamedTuple):
    """What belongs together."""

    title: str
    entries: tuple[Entry, ...]


def switch(*, on: bool) -> str:
    """``on`` or ``off``."""
    return "on" if on else "off"


def spelled(member: str) -> str:
    """A member's name as words: ``idleTimeoutSeconds`` is ``idle timeout seconds``."""
    found = (word.lower() for word in _WORD.findall(member.replace("GiB", "Gib")))
    return " ".join(_SPELLED.get(word, word) for word in found) or member


def nested(given: object, depth: int = 0) -> Iterator[Entry]:
    """Whatever AWS says of something that has no words of its own, in full: parts stand in under their name."""
    if isinstance(given, Mapping):
        for name, value in given.items():
            yield from _member(str(name), value, depth)
    elif isinstance(given, list):
        for place, item in enumerate(given, 1):
            if len(given) > 1 and isinstance(item, Mapping):
                yield Entry(str(place), "", depth=depth)
            yield from nested(item, depth) if isinstance(item, Mapping) else (Entry("", _value(item), depth=depth),)


def _member(name: str, value: object, depth: int) -> Iterator[Entry]:
    if value in (None, "", [], {}):
        return
    # AWS names ARNs as such; a person knows the thing by its name.
    title = spelled(name.removesuffix("Arn"))
    if isinstance(value, Mapping) or _has_parts(value):
        yield Entry(title, "", depth=depth)
        yield from nested(value, depth + 1)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield Entry("" if place else title, _value(item), depth=depth)
    else:
        yield Entry(title, _value(value), depth=depth)


def _has_parts(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return switch(on=value)
    text = str(value)
    return name_of(text) if is_arn(text) else text
