"""How the newest stopped tasks of a service that is not well have ended: the cause its own record does not tell."""

from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fargate_tui.fargate.diagnosis import Count, causes_lately, ending_of
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.records import Task
from fargate_tui.fargate.rows import Finding
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

FRESH: Final = 30.0
"""Seconds an answer is good for."""

SERVICES_PER_ROUND: Final = 10
_NEWEST: Final = 10


@dataclass(frozen=True, slots=True)
class _Known:
    at: float
    endings: tuple[Finding, ...]
    lately: Count | None


class Deaths:
    """What is known of the deaths, by service."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._refusal = Refusal(clock, lost="why tasks died", action="ecs:ListTasks")

    def of(self, service_arn: str) -> tuple[Finding, ...] | None:
        """The endings of its newest stopped tasks, newest first; None where they are not known."""
        known = self._known.get(service_arn)
        return known.endings if known is not None else None

    def lately(self, service_arn: str) -> Count | None:
        """The most frequent cause of the last minutes with its count; None where none has ended several."""
        known = self._known.get(service_arn)
        return known.lately if known is not None else None

    async def learn(self, ecs: Ecs, services: dict[str, tuple[str, str]], book: Round) -> None:
        """Ask for services (ARN → cluster and name) not asked for lately, and forget all others."""
        self._known = {arn: known for arn, known in self._known.items() if arn in services}
        moment = self._clock.monotonic()
        asked = {arn: self._known[arn].at if arn in self._known else float("-inf") for arn in services}
        stale = sorted((arn for arn in services if moment - asked[arn] >= FRESH), key=asked.__getitem__)
        for arn in stale[:SERVICES_PER_ROUND]:
            if self._refusal.stands:
                break
            await self._ask(ecs, arn, *services[arn], book)
        book.miss(*self._refusal.gaps)

    async def _ask(self, ecs: Ecs, arn: str, cluster: str, name: str, book: Round) -> None:
        try:
            stopped = await _stopped_tasks(ecs, cluster, name, book)
        except NotAllowed as error:
            self._refusal.note(error)
            return
        except AwsError as error:
            book.absorb(error)
            return
        self._refusal.lift()
        stopped.sort(key=_stopped_at, reverse=True)
        counts = causes_lately(stopped, self._clock.now())
        endings = tuple(ending_of(task) for task in stopped[:_NEWEST])
        self._known[arn] = _Known(self._clock.monotonic(), endings, next(iter(counts), None))


async def _stopped_tasks(ecs: Ecs, cluster: str, service: str, book: Round) -> list[Task]:
    """Those of the first page: AWS keeps them for an hour, in no order that helps."""
    async with aclosing(ecs.task_pages(cluster, service=service, desired_status="STOPPED")) as pages:
        arns = await anext(pages, ())
    book.count("tasks")
    if not arns:
        return []
    answers = [answer async for answer in ecs.describe_tasks(cluster, arns)]
    book.count("tasks", len(answers))
    if error := next((answer.error for answer in answers if answer.error is not None), None):
        raise error
    return [task for answer in answers for task in answer.records]


def _stopped_at(task: Task) -> datetime:
    return task.stopped_at or task.stopping_at or datetime.min.replace(tzinfo=UTC)
