"""What the screens of an account share, made when the account is visited first."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fargate_tui.connecting import ConnectAs, addresses_of
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.live.clock import Clock
from fargate_tui.live.limits import Limits
from fargate_tui.live.lock import Lock
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.store import Store
from fargate_tui.screens.atlas import Atlas
from fargate_tui.screens.context import Context, Program
from fargate_tui.settings.sources import Gathered

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp
    from fargate_tui.equipment import Equipment
    from fargate_tui.live.tail import TailSubject


class NewContexts:
    """Makes contexts out of settings; nothing is asked of AWS before a screen of theirs is shown."""

    def __init__(self, app: "FargateApp", connect: ConnectAs, clock: Clock, atlas: Atlas) -> None:
        self._app = app
        self._connect = connect
        self._clock = clock
        self._atlas = atlas
        settings = app.settings
        self._recorder = Recorder(
            settings.history,
            clock,
            days=settings.history_days,
            most=settings.history_mib * 2**20,
            told=app.telling.warn_of_disk,
        )

    def of(self, gathered: Gathered) -> Context:
        """That of the account which these are the settings of."""
        settings = gathered.settings
        lock = Lock(
            closed=settings.read_only,
            minutes=settings.unlock_minutes,
            opens=gathered.may_unlock,
            monotonic=self._clock.monotonic,
        )
        store = Store(
            lambda: self._connect(settings, lock, self._app.login.asking(settings.profile)),
            clock=self._clock,
            recorder=self._recorder,
            limits=Limits(settings.refresh, settings.live_tail),
        )
        open_logs: Counter[TailSubject] = Counter()

        def equipment() -> "Equipment":
            from fargate_tui.equipment import Equipment

            app = self._app
            return Equipment(settings, store, self._clock, lock, app.hand_over, app.warn, app.telling.news, open_logs)

        return Context(
            store,
            self._clock.now,
            equipment,
            settings,
            lock,
            self._atlas,
            whereabouts=Whereabouts(settings.profile, settings.region),
            locked_by=gathered.origins.get("read_only", ""),
            keymap=self._app.chosen,
            link_command=self._app.link_command,
            local_addresses=addresses_of(settings),
            program=self._program(gathered),
            open_logs=open_logs,
        )

    def _program(self, gathered: Gathered) -> Program:
        """What a report tells of this run."""

        def settings() -> Iterator[str]:
            from fargate_tui.report.chosen import chosen

            return chosen(gathered)

        return Program(gathered.settings.state, settings, self._app.said)
