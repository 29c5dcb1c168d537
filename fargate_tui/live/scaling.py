"""How one service is scaled: limits, policies with their alarms, schedules, and what was done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Final, TypeVar

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.records import Alarm, ScalableTarget, ScalingActivity, ScalingPolicy, ScheduledAction, Service
from fargate_tui.fargate.scaling import Scaled, ScalingRow, Sort, rows
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.account import Metrics
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.together import together

ALARMS_EVERY: Final = 30.0
"""Seconds that the states of a policy's alarms are good for."""
_OURS: Final = "application-autoscaling"

_COUNTED: Final[Mapping[str, Sort]] = {"policies": "policy", "schedules": "schedule"}
"""The parts of which it is said how many there are."""

Found = TypeVar("Found")


class ServiceScaling:
    """Asks for everything that scales a service; what one question cannot tell leaves the others standing."""

    def __init__(self, cluster: str, service: str, clock: Clock) -> None:
        self._cluster = cluster
        self._name = service
        self._clock = clock
        self._service: Service | None = None
        self._target: ScalableTarget | None = None
        self._answered: set[str] = set()
        """The parts that AWS has told."""
        self._policies: tuple[ScalingPolicy, ...] = ()
        self._scheduled: tuple[ScheduledAction, ...] = ()
        self._activities: tuple[ScalingActivity, ...] = ()
        self._alarms: dict[str, Alarm] | None = None
        self._alarms_asked: tuple[frozenset[str], float] = (frozenset(), 0.0)
        lost = {
            "limits": ("scaling limits", f"{_OURS}:DescribeScalableTargets"),
            "policies": ("scaling policies", f"{_OURS}:DescribeScalingPolicies"),
            "schedules": ("schedules", f"{_OURS}:DescribeScheduledActions"),
            "activities": ("scaling activities", f"{_OURS}:DescribeScalingActivities"),
            "alarms": ("states of alarms", "cloudwatch:DescribeAlarms"),
        }
        self._refusals = {part: Refusal(clock, lost=what, action=action) for part, (what, action) in lost.items()}

    async def ask(self, aws: Aws, show: Show[ScalingRow]) -> Reading[ScalingRow]:
        """Ask once; raises AwsError where the service is not there or cannot be read."""
        book = Round()
        await together(
            self._describe(aws.ecs, book),
            self._learn_target(aws, book),
            self._learn_policies(aws, book),
            self._learn_schedules(aws, book),
            self._learn_activities(aws, book),
        )
        show(self._rows())
        await self._learn_alarms(aws.metrics, book)
        book.miss(*(gap for refusal in self._refusals.values() for gap in refusal.gaps))
        found = self._rows()
        return Reading(
            found,
            calls=book.calls,
            gaps=book.gaps,
            is_lively=any(row.activity is not None and row.finding.severity == "busy" for row in found),
            is_throttled=book.is_throttled,
        )

    def _rows(self) -> list[ScalingRow]:
        service = self._service
        scaled = Scaled(
            desired=service.desired_count if service else None,
            running=service.running_count if service else None,
            target=self._target,
            is_known="limits" in self._answered,
            unknown=tuple(sort for part, sort in _COUNTED.items() if part not in self._answered),
        )
        return rows(scaled, self._policies, self._scheduled, self._activities, self._alarms)

    async def _describe(self, ecs: Ecs, book: Round) -> None:
        async with aclosing(ecs.describe_services(self._cluster, (self._name,))) as answers:
            async for answer in answers:
                book.count("services")
                if answer.error is not None:
                    raise answer.error
                book.miss_failures(answer.failures)
                self._service = next(iter(answer.records), None)

    async def _learn_target(self, aws: Aws, book: Round) -> None:
        self._target = await self._attempt("limits", aws.scaling.target, book, self._target, None)

    async def _learn_policies(self, aws: Aws, book: Round) -> None:
        self._policies = await self._attempt("policies", aws.scaling.policies, book, self._policies, ())

    async def _learn_schedules(self, aws: Aws, book: Round) -> None:
        self._scheduled = await self._attempt("schedules", aws.scaling.scheduled, book, self._scheduled, ())

    async def _learn_activities(self, aws: Aws, book: Round) -> None:
        self._activities = await self._attempt("activities", aws.scaling.activities, book, self._activities, ())

    async def _attempt(
        self, part: str, ask: Callable[[str, str], Awaitable[Found]], book: Round, before: Found, nothing: Found
    ) -> Found:
        """The answer; what was known before where there is none, and nothing where it is not allowed."""
        refusal = self._refusals[part]
        if refusal.stands:
            return nothing
        book.count("scaling")
        try:
            found = await ask(self._cluster, self._name)
        except NotAllowed as error:
            refusal.note(error)
            self._answered.discard(part)
            return nothing
        except AwsError as error:
            book.absorb(error)
            return before
        refusal.lift()
        self._answered.add(part)
        return found

    async def _learn_alarms(self, metrics: Metrics, book: Round) -> None:
        """Ask for the alarms of the policies, by their names."""
        names = frozenset(alarm.alarm_name for policy in self._policies for alarm in policy.alarms)
        asked, at = self._alarms_asked
        refusal, moment = self._refusals["alarms"], self._clock.monotonic()
        if not names or refusal.stands or (names == asked and moment - at < ALARMS_EVERY):
            return
        try:
            self._alarms = await _alarms(metrics, sorted(names), book)
        except NotAllowed as error:
            refusal.note(error)
            self._alarms = None
        except AwsError as error:
            book.absorb(error)
        else:
            refusal.lift()
            self._alarms_asked = names, moment


async def _alarms(metrics: Metrics, names: Sequence[str], book: Round) -> dict[str, Alarm]:
    found: dict[str, Alarm] = {}
    async with aclosing(metrics.alarms(names)) as pages:
        async for page in pages:
            book.count("alarms")
            found.update((alarm.alarm_name, alarm) for alarm in page)
    return found
