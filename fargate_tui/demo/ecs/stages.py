"""From stage to stage: blue/green, linear and canary deployments, and the hooks that hold them up (fargate.md §11).

Each deployment is a generator that yields the seconds until it goes on; `Stages.answer` wakes a paused one at once.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from fargate_tui.demo.ecs.records import Rollout, Service
from fargate_tui.demo.ecs.rollouts import Rollouts
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.strategies import steps
from fargate_tui.demo.ecs.wire import Json, Members, epoch

BY_HOOK = "Service deployment rolled back because a lifecycle hook requested it."
HOOK_TIMED_OUT = "Service deployment rolled back because a lifecycle hook timed out."
HOOK_FAILED = "Service deployment rolled back because a lifecycle hook failed."
STAGE_TIMED_OUT = "Service deployment rolled back because the SCALE_UP lifecycle stage timed out."

_BRIEFLY = 3.0
_SHIFT = 10.0
_LOOK = 5.0
_LONGEST_STAGE = timedelta(hours=24)
_LAMBDA = 8.0
_HOOK_MINUTES = 1440

Steps = Iterator[float]


class _GivenUp(Exception):
    """The deployment is being rolled back; it has no next stage."""


class Stages:
    """Takes deployments that shift traffic through their stages."""

    def __init__(self, store: Store, rollouts: Rollouts, disturb: Callable[[Service], None]) -> None:
        self._store = store
        self._rollouts = rollouts
        self._disturb = disturb

    def start(self, rollout: Rollout) -> None:
        """Begin with the first stage; no new task is wanted before they are scaled up."""
        rollout.service.primary.desired = 0
        rollout.steps = self._walk(rollout)
        self._go_on(rollout)

    def answer(self, rollout: Rollout, action: str) -> None:
        """Let a paused deployment go on, or roll it back (``CONTINUE``, ``ROLLBACK``)."""
        self._store.clock.cancel(rollout.step)
        rollout.verdict = action
        self._go_on(rollout)

    def _go_on(self, rollout: Rollout) -> None:
        assert rollout.steps is not None
        try:
            seconds = next(rollout.steps, None)
        except _GivenUp:
            return
        if seconds is not None:
            clock = self._store.clock
            rollout.step = clock.at(clock.now() + timedelta(seconds=seconds), lambda: self._go_on(rollout))

    def _walk(self, rollout: Rollout) -> Steps:
        if len(rollout.sources) > 1:
            yield from self._stage(rollout, "RECONCILE_SERVICE", _BRIEFLY)
        yield from self._stage(rollout, "PRE_SCALE_UP", _BRIEFLY)
        yield from self._scale_up(rollout)
        yield from self._stage(rollout, "POST_SCALE_UP", _BRIEFLY)
        rollout.test = 100.0
        yield from self._stage(rollout, "TEST_TRAFFIC_SHIFT", _SHIFT)
        yield from self._stage(rollout, "POST_TEST_TRAFFIC_SHIFT", _BRIEFLY)
        for percent, wait in steps(rollout.configuration):
            # the enum of ServiceDeployment.lifecycleStage has no PRE_PRODUCTION_TRAFFIC_SHIFT
            self._enter(rollout, "PRODUCTION_TRAFFIC_SHIFT")
            yield from self._hooks(rollout, "PRE_PRODUCTION_TRAFFIC_SHIFT")
            rollout.production = percent
            yield from self._stage(rollout, "PRODUCTION_TRAFFIC_SHIFT", _SHIFT + wait)
        rollout.test = 0.0
        yield from self._stage(rollout, "POST_PRODUCTION_TRAFFIC_SHIFT", _BRIEFLY)
        if rollout.sources:
            self._enter(rollout, "BAKE_TIME")
            yield 60.0 * (Members(rollout.configuration).number("bakeTimeInMinutes") or 0)
        self._enter(rollout, "CLEAN_UP")
        for old in rollout.service.deployments[1:]:
            old.desired = 0
        self._disturb(rollout.service)

    def _enter(self, rollout: Rollout, stage: str) -> None:
        rollout.stage, rollout.hook = stage, None
        rollout.updated = self._store.clock.now()

    def _stage(self, rollout: Rollout, stage: str, seconds: float) -> Steps:
        self._enter(rollout, stage)
        yield from self._hooks(rollout, stage)
        yield seconds

    def _scale_up(self, rollout: Rollout) -> Steps:
        """Wait until all new tasks are healthy."""
        self._enter(rollout, "SCALE_UP")
        service, clock = rollout.service, self._store.clock
        green, until = service.primary, clock.now() + _LONGEST_STAGE
        green.desired = service.desired
        self._disturb(service)
        yield _LOOK
        while not green.healthy == len(green.tasks) == green.desired:
            if clock.now() >= until:
                self._give_up(rollout, STAGE_TIMED_OUT)
            yield _LOOK

    def _hooks(self, rollout: Rollout, stage: str) -> Steps:
        """Run or await every hook of the stage, one after the other."""
        for hook in Members(rollout.configuration).each("lifecycleHooks"):
            if stage in hook.texts("lifecycleStages"):
                yield from (
                    self._pause(rollout, hook) if hook.text("targetType") == "PAUSE" else self._invoke(rollout, hook)
                )

    def _pause(self, rollout: Rollout, hook: Members) -> Steps:
        limit = hook.members("timeoutConfiguration")
        seconds = 60.0 * (limit.number("timeoutInMinutes") or _HOOK_MINUTES)
        at_timeout = limit.text("action") or "ROLLBACK"
        detail = self._detail(rollout, seconds, at_timeout)
        rollout.hook = {**detail, "targetType": "PAUSE", "status": "AWAITING_ACTION"}
        yield seconds
        timed_out = rollout.verdict is None
        rollout.hook = {**rollout.hook, "status": "TIMED_OUT" if timed_out else "SUCCEEDED"}
        if (rollout.verdict or at_timeout) == "ROLLBACK":
            self._give_up(rollout, HOOK_TIMED_OUT if timed_out else BY_HOOK)

    def _invoke(self, rollout: Rollout, hook: Members) -> Steps:
        """A function that takes some seconds; one whose name ends with ``-fails`` does."""
        arn = hook.text("hookTargetArn") or ""
        detail = self._detail(rollout, 60.0 * _HOOK_MINUTES, "ROLLBACK")
        rollout.hook = {**detail, "targetType": "AWS_LAMBDA", "targetArn": arn, "status": "IN_PROGRESS"}
        yield _LAMBDA
        fails = arn.endswith("-fails")
        rollout.hook = {**rollout.hook, "status": "FAILED" if fails else "SUCCEEDED"}
        if fails:
            self._give_up(rollout, HOOK_FAILED)

    def _detail(self, rollout: Rollout, seconds: float, at_timeout: str) -> Json:
        rollout.verdict = None
        expires = self._store.clock.now() + timedelta(seconds=seconds)
        return {"hookId": self._store.ids.uuid(), "expiresAt": epoch(expires), "timeoutAction": at_timeout}

    def _give_up(self, rollout: Rollout, reason: str) -> None:
        self._rollouts.give_up(rollout.service, reason)
        self._disturb(rollout.service)
        raise _GivenUp
