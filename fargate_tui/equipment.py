"""What changes and sessions in containers need, made when it is first wanted: loading it costs a tenth of the start."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property

from fargate_tui.actions.catalogue import ALL
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.fargate.watching import News, Watched
from fargate_tui.live.clock import Clock
from fargate_tui.live.draft_book import DraftBook
from fargate_tui.live.draft_keeper import DraftKeeper
from fargate_tui.live.drafts import Drafts
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import Lock
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from fargate_tui.live.watching import Watching
from fargate_tui.sessions.desk import Desk
from fargate_tui.sessions.forwards import Forwards
from fargate_tui.sessions.handover import HandOver
from fargate_tui.sessions.own_commands import OwnCommands
from fargate_tui.settings import Settings


class Equipment:
    """The tools of one run of the program; all write into one journal."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        lock: Lock,
        hand_over: HandOver,
        told: Callable[[str], None],
        tell_news: Callable[[Watched, News], None],
        open_logs: "Counter[TailSubject]",
    ) -> None:
        """``told`` is told when a forwarded port has ended by itself, ``tell_news`` what becomes of watched things.

        ``open_logs`` says whose lines are shown by how many views.
        """
        self._settings = settings
        self._store = store
        self._clock = clock
        self._lock = lock
        self.hand_over = hand_over
        self._told = told
        self._tell_news = tell_news
        self._open_logs = open_logs

    @cached_property
    def journal(self) -> Journal:
        """What was done from here."""
        return Journal(self._settings.journal, days=self._settings.journal_days)

    @cached_property
    def runs(self) -> Runs:
        """What was changed in this session, and the way to change more."""
        store = self._store
        reach = Reach(store.use, store.caller, self._clock, self.journal, lambda: store.shelf.known(ServiceRow))
        return Runs(reach, ALL, lock=self._lock)

    @cached_property
    def desk(self) -> Desk:
        """Where sessions in containers are asked for."""
        return Desk(
            self._store.use,
            self._store.caller,
            self._clock,
            self.journal,
            self.hand_over,
            lock=self._lock,
            profile=self._settings.profile or "",
            endpoint=self._settings.endpoint_url or "",
        )

    @cached_property
    def forwards(self) -> Forwards:
        """Ports of this machine that lead into containers."""
        return Forwards(self.desk, self._told)

    @cached_property
    def own_commands(self) -> OwnCommands:
        """Commands of the person's own."""
        return OwnCommands(self._store.caller, self._clock, self.journal, self.hand_over, self._lock)

    @cached_property
    def watching(self) -> Watching:
        """What is watched, wherever one is."""
        return Watching(self._store, self._clock, self._tell_news, self._open_logs)

    @cached_property
    def drafts(self) -> Drafts:
        """Where task definitions are edited."""
        return Drafts(self._settings.drafts)

    @cached_property
    def draft_book(self) -> DraftBook:
        """What was filled into wizards."""
        return DraftBook(Drafts(self._settings.drafts / "wizards" if self._settings.drafts is not None else None))

    @cached_property
    def draft_keeper(self) -> DraftKeeper:
        """Writes them as they are filled in."""
        return DraftKeeper(self.draft_book)

    async def close(self) -> None:
        """End every forwarded port, and follow no change any more."""
        await self.watching.close()
        await self.forwards.close()
        await self.own_commands.close()
        await self.runs.close()
        await self.draft_keeper.close()
