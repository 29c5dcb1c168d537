"""The alarms of the account: all of them now and then, those that are looked at once a minute."""

from typing import Final

from fargate_tui.fargate.alarms import AlarmState, Watched, alarms_of, states
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.records import Alarm
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.account import Metrics
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

ALL_EVERY: Final = 600.0
"""Seconds that the list of all alarms is good for: an account may have thousands, in pages of a hundred."""

FRESH: Final = 30.0
"""Seconds that the state of an alarm is good for."""


class Alarms:
    """What is known of the alarms, shared by everything that shows some of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, Alarm] = {}
        self._listed: float | None = None
        self._asked: dict[str, float] = {}
        self._refusal = Refusal(clock, lost="alarms", action="cloudwatch:DescribeAlarms")

    async def of(self, metrics: Metrics, watched: Watched, book: Round) -> tuple[AlarmState, ...] | None:
        """The alarms that concern a service, asked for where they are not fresh; None where that is not allowed."""
        if not self._refusal.stands:
            try:
                await self._learn(metrics, watched, book)
                self._refusal.lift()
            except NotAllowed as error:
                self._refusal.note(error)
            except AwsError as error:
                book.absorb(error)
        book.miss(*self._refusal.gaps)
        if self._refusal.gaps or self._listed is None:
            return None
        return states(watched, alarms_of(watched, self._known.values()))

    async def _learn(self, metrics: Metrics, watched: Watched, book: Round) -> None:
        moment = self._clock.monotonic()
        if self._listed is None or moment - self._listed >= ALL_EVERY:
            found = await self._read(metrics, (), book)
            self._known, self._asked, self._listed = found, dict.fromkeys(found, moment), moment
            return
        looked_at = [alarm.alarm_name for alarm in alarms_of(watched, self._known.values())]
        stale = [name for name in looked_at if moment - self._asked.get(name, 0.0) >= FRESH]
        if not stale:
            return
        found = await self._read(metrics, stale, book)
        for name in set(stale) - found.keys():
            self._known.pop(name, None)
        self._known.update(found)
        self._asked.update(dict.fromkeys(stale, moment))

    @staticmethod
    async def _read(metrics: Metrics, names: "tuple[str, ...] | list[str]", book: Round) -> dict[str, Alarm]:
        found: dict[str, Alarm] = {}
        async for page in metrics.alarms(names):
            book.count("alarms")
            found.update((alarm.alarm_name, alarm) for alarm in page)
        return found
