"""How a person has left the program in one account and Region: what is written down, and how much of it. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.screens.context import LogLook, ViewState
from fargate_tui.screens.journey import HOME, Place, Trail, View

VERSION: Final = 1
MOST_VIEWS: Final = 50
"""Views whose arrangement is kept: those that were left last."""
MOST_BYTES: Final = 256 * 2**10

PASSING: Final[frozenset[View]] = frozenset({"wizard", "changes", "forwards", "watches", "entry", "report"})
"""Views that are about a session: the next one does not begin with them."""


class Left(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place, and how the views were arranged. No rows, no text of AWS, nothing that was searched for in logs."""

    version: int = VERSION
    account: str
    region: str
    at: datetime
    """UTC."""
    trail: Trail = (HOME,)
    views: tuple[tuple[Place, ViewState], ...] = ()
    logs: LogLook = LogLook()
    header: bool = True
    together: tuple[tuple[Whereabouts, str], ...] = ()
    """The accounts that were looked at together, and what their profiles are called."""


def lasting(trail: Trail) -> Trail:
    """The trail up to the first view that means nothing in another session."""
    kept: list[Place] = []
    for place in trail:
        if place.view in PASSING:
            break
        kept.append(place)
    return tuple(kept) or (HOME,)


def newest(views: Mapping[Place, ViewState]) -> tuple[tuple[Place, ViewState], ...]:
    """The views that were left last, the oldest of them first."""
    return tuple((place, state) for place, state in views.items() if place.view not in PASSING)[-MOST_VIEWS:]


def encoded(left: Left) -> bytes:
    """As it is written; without the arrangements where they are too much."""
    held = msgspec.json.encode(left)
    return held if len(held) <= MOST_BYTES else msgspec.json.encode(msgspec.structs.replace(left, views=()))


def decoded(held: bytes) -> Left | None:
    """What was written; None where it cannot be understood, as what another version has written."""
    try:
        left = msgspec.json.decode(held, type=Left)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return left if left.version == VERSION and left.trail else None
