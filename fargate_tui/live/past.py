"""The history as a listing like any other: read when it is opened, and whenever the recorder has written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.past import PastRow, event_row, task_row
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.archive import MOST, Wanted
from fargate_tui.live.clock import Clock
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.source import Reading, Show

SELDOM: Final = 60.0
"""Seconds after which it is read though nothing was written from here: another fargate-tui may have written."""


@dataclass(frozen=True, slots=True)
class PastScope:
    """Which part of the history is looked at."""

    cluster: str = ""
    """Empty for all clusters."""
    service: str = ""
    span: timedelta = timedelta(days=7)
    happenings: bool = False
    """Whether events and deployments are shown too."""
    everywhere: bool = False
    """Whether that of all accounts and Regions is shown."""


class Past:
    """Reads what is kept of a scope; asks nothing of AWS."""

    def __init__(
        self, scope: PastScope, recorder: Recorder, caller: Callable[[], CallerIdentity | None], clock: Clock
    ) -> None:
        self._scope = scope
        self._recorder = recorder
        self._caller = caller
        self._clock = clock

    async def ask(self, show: Show[PastRow]) -> Reading[PastRow]:  # noqa: ARG002 - all rows are there at once
        """All of it, newest first."""
        caller = self._caller()
        scope = self._scope
        here = caller if caller is not None and not scope.everywhere else None
        wanted = Wanted(
            account=here.account if here else "",
            region=here.region if here else "",
            cluster=scope.cluster,
            service=scope.service,
            since=self._clock.now() - scope.span,
        )
        rows = [task_row(kept, caller) for kept in await self._recorder.tasks(wanted)]
        if scope.happenings:
            rows += [event_row(kept, caller) for kept in await self._recorder.events(wanted)]
        rows.sort(key=lambda row: row.at, reverse=True)
        return Reading(rows, calls=0, gaps=tuple(self._gaps(caller, len(rows))), at_least=SELDOM)

    def _gaps(self, caller: CallerIdentity | None, shown: int) -> Iterator[str]:
        if self._recorder.is_off:
            yield "nothing is kept: --history-days 0"
        if self._recorder.trouble:
            yield self._recorder.trouble
        if shown >= MOST:
            yield f"the newest {MOST:,} are shown · < looks less far back"
        if caller is None and not self._scope.everywhere:
            yield "who is asking is not known yet: what was seen in all accounts and Regions is shown"
