"""The accounts one can start with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fargate_tui.demo.account import Account
from fargate_tui.demo.real import Real

Say = Callable[[str], None]
"""Tells a person, in a few words, what is being done."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """An account's content and its past."""

    says: str
    past: timedelta
    """How long before the present its clock starts."""
    build: Callable[[Account, datetime, Say], Awaitable[Mapping[str, Any]]]
    """Makes it through the public API, given the moment at which it will be looked at; returns facts for tests."""
    real: Real = "never"
    """When its containers of known images are processes, unless the clock is held."""
    others: Mapping[str, Callable[[Account], Account]] = field(default_factory=dict)
    """How other accounts are made, by number."""


def scenario(name: str) -> Scenario:
    """The scenario of this name; raises LookupError."""
    match name:
        case "scorekeep":
            import fargate_tui.demo.scenarios.scorekeep as scorekeep

            return Scenario(scorekeep.SAYS, scorekeep.PAST, scorekeep.build, "on-demand", scorekeep.OTHERS)
        case "empty":
            import fargate_tui.demo.scenarios.empty as empty

            return Scenario(empty.SAYS, empty.PAST, empty.build, "always")
        case "fleet":
            import fargate_tui.demo.scenarios.fleet as fleet

            return Scenario(fleet.SAYS, fleet.PAST, fleet.build)
    raise LookupError(f"there is no scenario {name!r}; there are {', '.join(NAMES)}")


NAMES = ("scorekeep", "empty", "fleet")
