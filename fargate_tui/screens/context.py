"""What every screen is given: the live store, the clock, and how each place was left."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.live.scope import Show
from fargate_tui.live.store import Store
from fargate_tui.screens.group_names import GroupNames
from fargate_tui.screens.journey import Place

if TYPE_CHECKING:
    from fargate_tui.actions.running import Runs
    from fargate_tui.equipment import Equipment
    from fargate_tui.live.draft_book import DraftBook
    from fargate_tui.live.draft_keeper import DraftKeeper
    from fargate_tui.live.drafts import Drafts
    from fargate_tui.live.log_groups import LogGroup
    from fargate_tui.live.log_queries import QueryState
    from fargate_tui.sessions.desk import Desk
    from fargate_tui.sessions.forwards import Forwards


@dataclass(frozen=True, slots=True)
class ViewState:
    """How a person left a view, so that it is found again as it was."""

    arrangement: Arrangement = field(default_factory=Arrangement)
    cursor: str | None = None
    """The ARN under the cursor."""
    wide: bool = False
    show: Show = "both"
    """Which tasks are listed."""
    everywhere: bool = False
    """Journal and history only: whether those of all accounts and Regions are listed."""
    happenings: bool = False
    """History only: whether events and deployments are listed too."""
    range: int | None = None
    """History only: how far back it is looked, as a place in its ranges."""


@dataclass(frozen=True, slots=True)
class LastQuery:
    """The query that was run last and what it found: it was paid for."""

    place: Place
    state: "QueryState"
    range: int
    by_hand: "tuple[LogGroup, ...]"


async def nowhere() -> Mapping[str, str]:
    """No load balancer is on this machine."""
    return {}


@dataclass(slots=True)
class Context:
    """Shared by the screens of one run."""

    store: Store
    now: Callable[[], datetime]
    """The clock of ages; tests hold it."""
    equip: "Callable[[], Equipment]"
    """Makes what changes and sessions need, once."""
    flags: tuple[str, ...] = ()
    """What the header says of the run as such: DEMO."""
    guarded: bool = False
    """Whether every change is confirmed by typing the name of what is changed."""
    metrics: bool = True
    """Whether CPU and memory are asked for."""
    metric_range: int = 0
    """How far back plots look, as a place in `METRIC_RANGES`: it stays from one view to the next."""
    local_addresses: Callable[[], Awaitable[Mapping[str, str]]] = nowhere
    """Asks where load balancers are on this machine, by their DNS names: those of a local AWS are."""
    reached_at: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Addresses of services that were made in this session, of AWS and on this machine, by cluster and name."""
    views: dict[Place, ViewState] = field(default_factory=dict)
    """How each place was left."""
    calls: int = 0
    """Calls to AWS in a minute, as the header shows them."""
    history: dict[str, list[str]] = field(default_factory=dict)
    """What was typed into prompts, by their glyph."""
    last_query: LastQuery | None = None
    filled: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What was filled into forms, by their key; it may hold secrets, and is never written down."""
    groups: dict[Place, str] = field(default_factory=dict)
    """The log group that was chosen by hand for a place of logs."""
    group_names: GroupNames = field(default_factory=GroupNames)
    """The names of log groups, as far as they were asked for."""
    told_trouble: str = ""
    """Why the journal is not kept in its file, as it was told last."""
    header: bool = True
    """Whether the two lines at the top are shown (ctrl+e)."""

    shown: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether a first view has been filled; what is not needed for that is loaded afterwards."""

    _equipment: "Equipment | None" = None

    @property
    def equipment(self) -> "Equipment":
        """What changes and sessions need; loaded when it is first wanted."""
        if self._equipment is None:
            self._equipment = self.equip()
        return self._equipment

    @property
    def runs(self) -> "Runs":
        """What was changed in this session, and the way to change more."""
        return self.equipment.runs

    @property
    def desk(self) -> "Desk":
        """Where sessions in containers are asked for."""
        return self.equipment.desk

    @property
    def forwards(self) -> "Forwards":
        """Ports of this machine that lead into containers."""
        return self.equipment.forwards

    @property
    def drafts(self) -> "Drafts":
        """Where task definitions are edited."""
        return self.equipment.drafts

    @property
    def draft_book(self) -> "DraftBook":
        """What was filled into wizards, and is kept."""
        return self.equipment.draft_book

    @property
    def draft_keeper(self) -> "DraftKeeper":
        """Writes them as they are filled in."""
        return self.equipment.draft_keeper

    @property
    def forwarded(self) -> int:
        """How many ports are forwarded."""
        return len(self._equipment.forwards.open) if self._equipment is not None else 0

    async def close(self) -> None:
        """End what was begun."""
        if self._equipment is not None:
            await self._equipment.close()

    @property
    def region(self) -> str:
        """The Region that is asked; empty while that is not known."""
        caller = self.store.caller()
        return caller.region if caller else ""

    def calls_per_minute(self) -> int:
        """Calls to AWS in the last minute, held on to while they hardly change: at rest nothing is to be written."""
        counted = self.store.calls_per_minute()
        if abs(counted - self.calls) > max(3, self.calls // 4):
            self.calls = counted
        return self.calls
