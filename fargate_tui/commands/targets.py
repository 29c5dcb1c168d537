"""What a command is about, as it is named on its command line."""

import argparse
import re
from datetime import timedelta
from typing import Final

from fargate_tui.links import BadLink, Link, parsed

FORMS: Final = {
    "cluster": "CLUSTER",
    "service": "CLUSTER or CLUSTER/SERVICE",
    "task": "CLUSTER, CLUSTER/SERVICE, CLUSTER/SERVICE/TASK or CLUSTER//TASK",
}
"""By the smallest thing that a command can be about; an ARN stands for each."""
_PART: Final = re.compile(r"([0-9]{1,6})([smhd])")
_SPAN: Final = re.compile(r"(?:[0-9]{1,6}[smhd]){1,4}")
_ID: Final = frozenset("0123456789abcdef")
_SHORTEST: Final = 8
"""Digits of a task's id that are enough."""
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def target(text: str | None, *, smallest: str) -> Link:
    """What is named, all of the account without a text; raises BadLink where it is smaller than `smallest`."""
    if not text:
        return Link()
    link = parsed(text)
    sizes = tuple(FORMS)
    if link.of not in sizes or sizes.index(link.of) > sizes.index(smallest):
        raise BadLink(f"{text!r} is not {FORMS[smallest]}, nor an ARN of these")
    return link


def named(given: argparse.Namespace, made: argparse.ArgumentParser, *, smallest: str) -> Link:
    """What the command line names; exits with status 2 and a sentence where it names nothing.

    The Region in an ARN is the one that is asked, unless another is given.
    """
    try:
        link = target(given.target, smallest=smallest)
    except BadLink as bad:
        made.error(str(bad))
    given.region = given.region or link.region or None
    return link


def may_be_task(name: str) -> bool:
    """Whether what stands where a service would may be the id of a task, or the beginning of one."""
    return len(name) >= _SHORTEST and set(name) <= _ID


def since(given: argparse.Namespace, made: argparse.ArgumentParser) -> timedelta | None:
    """How far to look back, where that is said; exits with status 2 and a sentence where it makes no sense."""
    try:
        return span(given.since) if given.since is not None else None
    except ValueError as bad:
        made.error(f"--since: {bad}")


def span(text: str) -> timedelta:
    """How long: ``90s``, ``15m``, ``2h``, ``1d``, or several of them; raises ValueError."""
    wanted = text.strip().lower()
    if not _SPAN.fullmatch(wanted):
        raise ValueError(f'"{text}" is no length of time: 90s, 15m, 2h, 1d')
    parts = _PART.findall(wanted)
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())


def in_words(length: timedelta) -> str:
    """A length of time as it is said: ``10m``, ``1m 30s``."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return " ".join([f"{minutes}m"] * bool(minutes) + [f"{seconds}s"] * (not minutes or seconds > 0))
