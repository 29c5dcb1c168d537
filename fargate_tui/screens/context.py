"""What every screen is given: the live store, the clock, and how each place was left."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.fargate.arns import account_of, region_of
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.keys.keymap import Keymap
from fargate_tui.links import Link, command
from fargate_tui.live.lock import Lock
from fargate_tui.live.scope import Show
from fargate_tui.live.store import Store
from fargate_tui.screens.group_names import GroupNames
from fargate_tui.screens.journey import Journey, Place
from fargate_tui.settings import Settings

if TYPE_CHECKING:
    from fargate_tui.actions.running import Runs
    from fargate_tui.equipment import Equipment
    from fargate_tui.fargate.logs.lines import LogLine
    from fargate_tui.fargate.watching import Watched
    from fargate_tui.live.draft_book import DraftBook
    from fargate_tui.live.draft_keeper import DraftKeeper
    from fargate_tui.live.drafts import Drafts
    from fargate_tui.live.log_groups import LogGroup
    from fargate_tui.live.log_queries import QueryState
    from fargate_tui.live.tail import TailSubject
    from fargate_tui.live.watching import Watching
    from fargate_tui.screens.atlas import Atlas
    from fargate_tui.sessions.desk import Desk
    from fargate_tui.sessions.forwards import Forwards
    from fargate_tui.sessions.own_commands import OwnCommands


@dataclass(frozen=True, slots=True)
class ViewState:
    """How a person left a view, so that it is found again as it was."""

    arrangement: Arrangement = field(default_factory=Arrangement)
    cursor: str | None = None
    """The ARN under the cursor."""
    marks: tuple[str, ...] = ()
    """The ARNs that are marked."""
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
class LogLook:
    """How lines of log are shown, in every view of them."""

    times: str = "local"
    wrap: bool = False
    raw: bool = False
    collapsed: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumed:
    """A place that was opened because it was the last one, before it is known whose account this is."""

    place: Place
    account: str
    region: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class LastQuery:
    """The query that was run last and what it found: it was paid for."""

    place: Place
    state: "QueryState"
    range: int
    by_hand: "tuple[LogGroup, ...]"


@dataclass(frozen=True, slots=True)
class Program:
    """What a report tells of this run, whatever account is on the screen."""

    state: Path | None = None
    """Where files are kept; None keeps none."""
    settings: Callable[[], Iterable[str]] = tuple
    """Each with its value, and where that comes from."""
    said: Collection[str] = ()
    """What was told on the screen of things that went wrong, the newest last."""


def by_name_alone(link: Link) -> str:
    """The command of a link, wherever one is."""
    return command(link)


async def nowhere() -> Mapping[str, str]:
    """No load balancer is on this machine."""
    return {}


@dataclass(slots=True)
class Context:
    """Shared by the screens of one account."""

    store: Store
    now: Callable[[], datetime]
    """The clock of ages; tests hold it."""
    equip: "Callable[[], Equipment]"
    """Makes what changes and sessions need, once."""
    settings: Settings
    """What holds in this account."""
    lock: Lock
    """Whether anything may be changed."""
    atlas: "Atlas"
    """The other accounts there are."""
    locked_by: str = ""
    """What asked for read-only mode."""
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    """The account that was chosen."""
    journey: Journey = field(default_factory=Journey)
    """Where one was in it."""
    entered_at: datetime | None = None
    """When one came from another account: what was known of this one before that is not certain any more."""
    keymap: Keymap = field(default_factory=Keymap)
    """The keys that were chosen."""
    metric_range: int = 0
    """How far back plots look, as a place in `METRIC_RANGES`: it stays from one view to the next."""
    program: Program = field(default_factory=Program)
    link_command: Callable[[Link], str] = by_name_alone
    """Makes the command that opens a link in this account and Region."""
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
    logs: LogLook = LogLook()
    assumed: Assumed | None = None
    """Where the program has begun by itself, until AWS has said whose account this is."""
    filled: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What was filled into forms, by their key; it may hold secrets, and is never written down."""
    groups: dict[Place, str] = field(default_factory=dict)
    """The log group that was chosen by hand for a place of logs."""
    group_names: GroupNames = field(default_factory=GroupNames)
    """The names of log groups, as far as they were asked for."""
    open_logs: "Counter[TailSubject]" = field(default_factory=Counter)
    """Whose lines are shown by how many views."""
    told_trouble: str = ""
    """Why the journal is not kept in its file, as it was told last."""
    told_session: bool = False
    """Whether it was told that the session ends soon."""
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
    def own_commands(self) -> "OwnCommands":
        """Commands of the person's own."""
        return self.equipment.own_commands

    @property
    def watching(self) -> "Watching":
        """What is watched, wherever one is."""
        return self.equipment.watching

    @contextmanager
    def supplies(self, subject: "TailSubject") -> "Iterator[Callable[[Iterable[LogLine]], None]]":
        """While a view follows the lines of a subject: what it hands on is not asked for again by what is watched."""
        self._show_log(subject, 1)
        try:
            yield lambda lines: self.watching.take(subject, lines) if self.watched_number else None
        finally:
            self._show_log(subject, -1)

    def _show_log(self, subject: "TailSubject", by: int) -> None:
        self.open_logs[subject] += by
        if self.watched_number:
            self.watching.turn(subject)

    @property
    def watched(self) -> "Container[Watched]":
        """The same, to be looked at: nothing is loaded for it."""
        nothing: Container[Watched] = ()
        return self._equipment.watching if self._equipment is not None else nothing

    @property
    def watched_number(self) -> int:
        """How many things are watched."""
        return len(self._equipment.watching) if self._equipment is not None else 0

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

    @property
    def going(self) -> tuple[str, ...]:
        """What is under way from here and would end with the account: what is followed, forwarded, watched."""
        if self._equipment is None:
            return ()
        runs = (f"{run.plan.title}, which goes on at AWS unfollowed" for run in self.runs.runs if run.is_going)
        forwards = (f"the forward {forward.way} of {forward.place}" for forward in self.forwards.open)
        watched = (f"the watch for {name}" for name in self.watching.names)
        own = (run.order.title for run in self.own_commands.going)
        return (*runs, *forwards, *watched, *own)

    async def leave(self) -> None:
        """End what is under way: forwards, watches, the following of changes; what was not sent is not begun."""
        if self._equipment is None:
            return
        for run in self.runs.runs:
            if run.is_going:
                self.runs.leave(run.arn)
        await self.watching.close()
        await self.own_commands.close()
        await asyncio.gather(*(self.forwards.stop(forward) for forward in self.forwards.open))

    async def close(self) -> None:
        """End what was begun, and let go of AWS."""
        if self._equipment is not None:
            await self._equipment.close()
        await self.store.close()

    @property
    def here(self) -> Whereabouts:
        """The account, with its Region as soon as that is known."""
        return self.whereabouts.in_region(self.region) if self.region else self.whereabouts

    @property
    def title(self) -> str:
        """``prod in eu-west-1``."""
        caller, here = self.store.caller(), self.here
        known = caller.profile if caller is not None and here.profile is None else None
        return str(replace(here, profile=known or here.profile))

    @property
    def is_certain(self) -> bool:
        """Whether AWS has answered since the account was chosen."""
        known = self.store.identity.snapshot.at
        return known is not None and (self.entered_at is None or known >= self.entered_at)

    def confirm(self, arn: str) -> None:
        """Take note that AWS has told of a thing: its account and Region are those that are asked."""
        if self.assumed is not None and (self.assumed.account, self.assumed.region) == (
            account_of(arn),
            region_of(arn),
        ):
            self.assumed = None

    @property
    def flags(self) -> tuple[str, ...]:
        """What the header says of the run as such."""
        left = self.lock.minutes_left
        locked = "READ-ONLY" if self.lock.is_closed else f"UNLOCKED {left}m" if left else ""
        return tuple(flag for flag in ("DEMO" if self.settings.demo else "", locked) if flag)

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
