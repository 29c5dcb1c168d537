"""What really scales: once a minute it looks at every target, as Application Auto Scaling does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from fargate_tui.demo.ecs import Ecs, EcsError
from fargate_tui.demo.ecs.records import Service
from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.metrics.statistics import statistic
from fargate_tui.demo.ports import Clock
from fargate_tui.demo.scaling.activities import ScalingActivities
from fargate_tui.demo.scaling.arithmetic import LOW_MINUTES, stepped, tracked
from fargate_tui.demo.scaling.records import Policy, Target
from fargate_tui.demo.scaling.schedules import due

_EVERY = timedelta(minutes=1)
_PATIENCE = timedelta(seconds=50)
"""How long a desired count may be outside the limits before it is pulled back."""
_COOLDOWN = 300
_TAKES_EFFECT = timedelta(seconds=60)

Values = Callable[[Alarm, int, float], Sequence[float]]
"""The metric of an alarm in the newest minutes that began at a time or after it, oldest first."""
Ringing = Callable[[str], Mapping[str, float]]
"""The alarms that ring and tell a policy, by its ARN: by how much each breaches."""


class Scaler:
    """Moves desired counts towards what the policies want, within the limits."""

    def __init__(self, clock: Clock, ecs: Ecs, activities: ScalingActivities, values: Values, ringing: Ringing) -> None:
        self.targets: dict[str, Target] = {}
        """By resource."""
        self.not_before: datetime | None = None
        """When it begins to look: a scenario has a past in which nothing was scaled by us."""
        self._clock = clock
        self._ecs = ecs
        self._activities = activities
        self._values = values
        self._ringing = ringing
        self._looks = False

    def watch(self) -> None:
        """Look once a minute from now on, as long as there are targets."""
        if self._looks:
            return
        self._looks = True
        now = self._clock.now()
        self._clock.at(max(self.not_before or now, now) + _EVERY, self._look)

    def limit(self, target: Target) -> None:
        """Bring the desired count within the limits now, after they were changed."""
        service = self._service(target)
        if service is None:
            return
        if service.desired < target.least:
            self._scale(target, target.least, f"minimum capacity was set to {target.least}")
        elif service.desired > target.most:
            self._scale(target, target.most, f"maximum capacity was set to {target.most}")

    def _look(self) -> None:
        self._looks = False
        for target in tuple(self.targets.values()):
            service = self._service(target)
            if service is not None:
                self._look_at(target, service)
        if self.targets:
            self.watch()

    def _look_at(self, target: Target, service: Service) -> None:
        now = self._clock.now()
        self._run_schedule(target)
        if target.least <= service.desired <= target.most:
            target.outside_since = None
            self._follow_policies(target, service)
            return
        what = "DynamicScalingOut" if service.desired < target.least else "DynamicScalingIn"
        if target.is_suspended(what):
            return
        target.outside_since = target.outside_since or now
        # a person's change is seen at the first look and undone at the next
        if now - target.outside_since >= _PATIENCE:
            target.outside_since = None
            self.limit(target)

    def _run_schedule(self, target: Target) -> None:
        now = self._clock.now()
        for action in tuple(target.actions.values()):
            since, action.looked = action.looked, now
            within = (action.start or 0.0) <= now.timestamp() <= (action.end or float("inf"))
            if not within or target.is_suspended("ScheduledScaling"):
                continue
            if due(action.schedule, action.timezone, since, now, action.created):
                self._run_action(target, action.name, action.action)
            if action.schedule.startswith("at(") and due(action.schedule, action.timezone, action.created, now):
                del target.actions[action.name]

    def _run_action(self, target: Target, name: str, limits: Mapping[str, object]) -> None:
        least, most = limits.get("MinCapacity", target.least), limits.get("MaxCapacity", target.most)
        assert isinstance(least, int)
        assert isinstance(most, int)
        target.least, target.most = least, max(least, most)
        cause = f"scheduled action name {name} was triggered"
        self._activities.note_limits(target.resource, target.least, target.most, cause)
        self.limit(target)

    def _follow_policies(self, target: Target, service: Service) -> None:
        """Scale out where one policy wants it, in where all do."""
        wanted = {policy.name: self._wanted(target, policy, service.desired) for policy in target.policies.values()}
        if not wanted:
            return
        most = max(wanted.values())
        desired = max(target.least, min(target.most, most))
        name = max(wanted, key=lambda one: wanted[one])
        policy = target.policies[name]
        if desired == service.desired or self._is_cooling(target, policy, out=desired > service.desired):
            return
        what = "DynamicScalingOut" if desired > service.desired else "DynamicScalingIn"
        if not target.is_suspended(what):
            self._scale(target, desired, self._cause(policy, out=desired > service.desired))

    def _wanted(self, target: Target, policy: Policy, current: int) -> int:
        if policy.kind == "StepScaling":
            breaches = self._ringing(policy.arn)
            return stepped(policy.members, current, next(iter(breaches.values()))) if breaches else current
        last = max(filter(None, (target.scaled_out, target.scaled_in)), default=None)
        # what was measured before the last change took effect says nothing about the count there is now
        since = 0.0 if last is None else (last + _TAKES_EFFECT).timestamp()
        values = self._values(policy.alarms[0], LOW_MINUTES, since)
        goal = policy.members.real("TargetValue") or 1.0
        return tracked(values, goal, current, scales_in=not policy.members.flag("DisableScaleIn"))

    def _is_cooling(self, target: Target, policy: Policy, *, out: bool) -> bool:
        last = target.scaled_out if out else max(filter(None, (target.scaled_out, target.scaled_in)), default=None)
        names = ("ScaleOutCooldown" if out else "ScaleInCooldown", "Cooldown")
        cooldowns = [number for name in names if (number := policy.members.number(name)) is not None]
        cooldown = timedelta(seconds=cooldowns[0] if cooldowns else _COOLDOWN)
        return last is not None and self._clock.now() - last < cooldown

    def _cause(self, policy: Policy, *, out: bool) -> str:
        if policy.kind == "StepScaling":
            alarm = next(iter(self._ringing(policy.arn)), "")
        else:
            alarm = policy.alarms[0 if out else 1].name
        return f"monitor alarm {alarm} in state ALARM triggered policy {policy.name}"

    def _scale(self, target: Target, desired: int, cause: str) -> None:
        service = self._service(target)
        if service is None:
            return
        now = self._clock.now()
        if desired > service.desired:
            target.scaled_out = now
        else:
            target.scaled_in = now
        asked: dict[str, object] = {"cluster": target.cluster, "service": target.service, "desiredCount": desired}
        try:
            self._ecs.call("UpdateService", asked, by="AutoScaling-UpdateDesiredCapacity")
        except EcsError:
            return
        self._activities.note(target.cluster, target.service, desired, cause)

    def _service(self, target: Target) -> Service | None:
        """The service, as long as it is ACTIVE."""
        cluster = self._ecs.clusters.get(target.cluster)
        service = cluster.services.get(target.service) if cluster is not None else None
        return service if service is not None and service.status == "ACTIVE" else None


def newest_values(series: Sequence[tuple[int, Sequence[float]]], name: str) -> list[float]:
    """A statistic of each minute."""
    make = statistic(name)
    return [make(list(samples)) for _, samples in series]
