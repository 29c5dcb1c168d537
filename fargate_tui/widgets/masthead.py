"""The two lines at the top: where you are, how fresh it is."""

from dataclasses import dataclass

from textual.reactive import reactive
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks AWS, where."""

    profile: str = ""
    account: str = ""
    """Twelve digits as AWS writes them."""
    region: str = ""
    name: str = ""
    """The user or role."""
    flags: tuple[str, ...] = ()
    """READ-ONLY, DEMO, …"""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How fresh the data is, and what it costs to ask."""

    liveness: str = ""
    """``● live 2s``; make it with `liveness`."""
    tone: str = ""
    calls: int | None = None
    """Calls to AWS in the last minute."""
    problems: int | None = None
    """None while that is not known."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Where you are, and how what is listed there is arranged."""

    path: tuple[str, ...] = ()
    count: str = ""
    """How many there are: ``12``, ``3 of 12``."""
    notes: tuple[str, ...] = ()
    """The most important first: ``/api``, ``sort: age ↓``, ``stopped: shown``, ``2 marked``."""


class Masthead(Widget):
    """Two lines that never wrap and drop what matters least when there is no room."""

    caller: reactive[Caller] = reactive(Caller(), init=False, repaint=False)
    pulse: reactive[Pulse] = reactive(Pulse(), init=False, repaint=False)
    trail: reactive[Trail] = reactive(Trail(), init=False, repaint=False)
