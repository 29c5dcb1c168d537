"""Turns what AWS said of a thing into a page that a person reads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from fargate_tui.format import age, visible
from fargate_tui.widgets.lines import Line, Span

INDENT = "  "
WIDTH = 24
"""Cells for names, the indent included."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_SPELLED = {
    **{
        word: word.upper()
        for word in ("arn", "cpu", "dns", "ebs", "ecs", "efs", "iam", "id", "ip", "kms", "url", "vpc")
    },
    "ipv4": "IPv4",
    "ipv6": "IPv6",
    "gib": "GiB",
}


def describe_lines(thing: Mapping[str, object], now: datetime) -> tuple[Line, ...]:
    """The members of a thing: single values first, then what consists of parts, each under a heading."""
    return tuple(_members(thing, 0, now))


def words(member: str) -> str:
    """A member's name as words: ``taskDefinitionArn`` is ``task definition ARN``."""
    found = (word.lower() for word in _WORD.findall(member.replace("IPv", "Ipv")))
    return " ".join(_SPELLED.get(word, word) for word in found) or visible(member)


def _members(thing: Mapping[str, object], depth: int, now: datetime) -> Iterator[Line]:
    parts = {name: value for name, value in thing.items() if isinstance(value, Mapping | list) and value}
    for name, value in thing.items():
        if name not in parts and value not in ([], {}):
            yield _pair(words(name), _scalar(name, value, now), depth)
    for name, value in parts.items():
        if depth == 0:
            yield ()
        yield from _part(name, value, depth, now)


def _part(name: str, value: object, depth: int, now: datetime) -> Iterator[Line]:
    if isinstance(value, Mapping):
        yield _heading(words(name), depth)
        yield from _members(value, depth + 1, now)
        return
    assert isinstance(value, Sequence)
    if all(not isinstance(item, Mapping | list) for item in value):
        yield from _scalars(name, value, depth, now)
        return
    yield _heading(f"{words(name)} ({len(value)})", depth)
    for number, item in enumerate(value):
        yield from _item(item, number, depth + 1, now)


def _scalars(name: str, values: Sequence[object], depth: int, now: datetime) -> Iterator[Line]:
    for number, item in enumerate(values):
        yield _pair(words(name) if number == 0 else "", _scalar(name, item, now), depth)


def _item(item: object, number: int, depth: int, now: datetime) -> Iterator[Line]:
    if not isinstance(item, Mapping):
        yield _pair("", _scalar("", item, now), depth)
        return
    pair = _as_pair(item)
    if pair is not None:
        yield _pair(pair[0], pair[1], depth, plain=True)
        return
    event = item.get("message")
    if isinstance(event, str) and "createdAt" in item:
        yield _pair(_scalar("createdAt", item["createdAt"], now), visible(event), depth, plain=True)
        return
    title = item.get("name") or item.get("containerName") or item.get("id") or str(number + 1)
    yield (Span(f"{INDENT * depth}{visible(str(title))}", "title"),)
    yield from _members({name: value for name, value in item.items() if value != title}, depth + 1, now)


def _as_pair(item: Mapping[str, object]) -> tuple[str, str] | None:
    """An object that is nothing but a name and its value: a tag, a variable, a secret, a detail."""
    members = set(item)
    for name, value in (("name", "value"), ("key", "value"), ("name", "valueFrom")):
        if members == {name, value}:
            return visible(str(item[name])), visible(str(item[value]))
    return None


def _heading(text: str, depth: int) -> Line:
    return (Span(f"{INDENT * depth}{text}", "title"),)


def _pair(name: str, value: str, depth: int, *, plain: bool = False) -> Line:
    indent = INDENT * depth
    return (Span(f"{indent}{name:<{max(WIDTH - len(indent), 1)}} ", "key"), Span(value, "" if plain else "value"))


def _scalar(name: str, value: object, now: datetime) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "—"
    if isinstance(value, int | float) and name.endswith("At") and value > 0:
        then = datetime.fromtimestamp(value, UTC)
        return f"{then:%Y-%m-%d %H:%M:%S} UTC ({age(then, now)} ago)"
    return visible(str(value))
