"""Which tasks on screen ECS must not stop: asked for slowly, together, and only those that can be seen."""

from collections.abc import Collection
from typing import Final

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.protection import Protection
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

EVERY: Final = 30.0
"""Seconds between two askings: protection is set for hours."""
PER_CALL: Final = 100
LOST: Final = "protection of tasks"
ACTION: Final = "ecs:GetTaskProtection"

Named = tuple[str, str]
"""A cluster and the ARN of a task of it."""


class ProtectionOfTasks:
    """The protection of some tasks; which, is said by `want`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wanted: tuple[Named, ...] = ()
        self._known: dict[Named, tuple[float, Protection]] = {}
        self._refusal = Refusal(clock, lost=LOST, action=ACTION)

    def want(self, tasks: Collection[Named], *, anew: bool = False) -> bool:
        """Take note of the tasks on screen; whether any has to be asked for now, as all have ``anew``."""
        before, self._wanted = self._wanted, tuple(dict.fromkeys(tasks))
        if anew:
            self._known.clear()
        return anew or any(named not in self._known and named not in before for named in self._wanted)

    async def ask(self, aws: Aws, show: Show[Protection]) -> Reading[Protection]:
        """Ask for those that are wanted and not fresh, a hundred at a time."""
        book = Round()
        show(self._rows())
        self._known = {named: known for named, known in self._known.items() if named in self._wanted}
        stale = [named for named in self._wanted if not self._is_fresh(named)]
        for cluster in dict.fromkeys(cluster for cluster, _ in stale):
            arns = [arn for of, arn in stale if of == cluster]
            for start in range(0, len(arns), PER_CALL):
                await self._read(aws, cluster, arns[start : start + PER_CALL], book)
        book.miss(*self._refusal.gaps)
        return Reading(self._rows(), calls=book.calls, gaps=book.gaps, at_least=EVERY)

    def _rows(self) -> list[Protection]:
        return [self._known[named][1] for named in self._wanted if named in self._known]

    def _is_fresh(self, named: Named) -> bool:
        known = self._known.get(named)
        # Half a second of grace, or a round that begins a moment early would ask for nothing.
        return known is not None and self._clock.monotonic() - known[0] < EVERY - 0.5

    async def _read(self, aws: Aws, cluster: str, arns: list[str], book: Round) -> None:
        if self._refusal.stands:
            return
        book.count("protection")
        try:
            found = await aws.ecs.task_protection(cluster, arns)
        except NotAllowed as error:
            self._refusal.note(error)
            self._known.clear()
            return
        except AwsError as error:
            book.absorb(error)
            return
        self._refusal.lift()
        moment = self._clock.monotonic()
        for each in found:
            row = Protection(
                arn=each.task_arn, cluster=cluster, is_protected=each.protection_enabled, until=each.expiration_date
            )
            self._known[cluster, each.task_arn] = (moment, row)
