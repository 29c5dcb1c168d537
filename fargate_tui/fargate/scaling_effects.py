"""What follows from a change of a service's autoscaling: pure, from what AWS said just now."""

from collections.abc import Iterator
from datetime import datetime

from fargate_tui.fargate.changes import Effect
from fargate_tui.fargate.consequences import counted
from fargate_tui.fargate.records import ScalableTarget, Service
from fargate_tui.fargate.scaling_patch import Patch, Setup, flags, is_so, schedule_from, state_of
from fargate_tui.fargate.schedules import next_run, zone_of


def effects(patch: Patch, setup: Setup, service: Service, now: datetime) -> Iterator[Effect]:
    """All that can be said before it is done, but for its cost."""
    if is_so(patch, setup):
        yield Effect(text="changes nothing: it is so already", severity="warn")
        return
    if patch.ends:
        yield from _of_ending(setup, service)
        return
    target = after(patch, setup)
    if patch.limits is not None or patch.suspended is not None:
        yield from of_limits(target, service.desired_count)
    if patch.policies:
        yield from _of_policies(patch, setup, target)
    if patch.schedules:
        yield from _of_schedules(patch, target, now)


def after(patch: Patch, setup: Setup) -> ScalableTarget:
    """The limits as they will be."""
    before = setup.target or ScalableTarget(resource_id="")
    least, most = patch.limits or (before.min_capacity, before.max_capacity)
    held = patch.suspended or flags(before.suspended_state)
    return ScalableTarget(
        resource_id=before.resource_id, min_capacity=least, max_capacity=most, suspended_state=state_of(held)
    )


def of_limits(target: ScalableTarget, desired: int) -> Iterator[Effect]:
    """What becomes of the desired count under limits."""
    least, most = target.min_capacity, target.max_capacity
    no_in, no_out, _ = flags(target.suspended_state)
    is_outside = not least <= desired <= most
    to = least if desired < least else most
    if is_outside and (no_out if desired < least else no_in):
        yield Effect(text=f"desired is {desired:,}: it stays outside until scaling is resumed", severity="warn")
    elif is_outside:
        verb = "starts" if to > desired else "stops"
        told = f"desired is {desired:,}: it is pulled to {to:,}, which {verb} {counted(abs(to - desired), 'task')}"
        yield Effect(text=told, severity="warn")
    elif no_in and no_out:
        yield Effect(text=f"desired stays {desired:,}: no policy changes it until scaling is resumed", severity="warn")
    else:
        yield Effect(text=f"desired is {desired:,}, and stays so until a policy or a schedule changes it")
    if least == most:
        yield Effect(text=f"minimum and maximum are both {least:,}: nothing can be scaled", severity="warn")
    if least == 0:
        yield Effect(text="a minimum of 0 allows that no task runs at all", severity="warn")


def _of_ending(setup: Setup, service: Service) -> Iterator[Effect]:
    yield Effect(text=f"desired stays {service.desired_count:,} until somebody changes it")
    lost = counted(len(setup.policies), "policy").replace("policys", "policies")
    if setup.policies or setup.scheduled:
        yield Effect(
            text=f"deletes {lost} and {counted(len(setup.scheduled), 'schedule')} with the limits", severity="warn"
        )


def _of_policies(patch: Patch, setup: Setup, target: ScalableTarget) -> Iterator[Effect]:
    for name, spec in patch.policies.items():
        before = setup.policy(name)
        kind = str(spec["PolicyType"]) if spec else before.policy_type if before else ""
        is_tracking = kind == "TargetTrackingScaling"
        if spec is not None and is_tracking:
            made = "makes two alarms for it" if before is None else "changes its two alarms"
            yield Effect(text=f"AWS {made} (TargetTracking-…-AlarmHigh and AlarmLow), which are billed as any alarm")
        elif spec is None and is_tracking:
            yield Effect(text="AWS deletes the two alarms that it made for it")
        elif spec is None:
            stay = "its alarm is deleted with it" if patch.alarms else "its alarms stay, and set nothing off any more"
            yield Effect(text=stay)
        elif before is None or not before.alarms or patch.alarms:
            yield from _of_alarms(patch)
    held = flags(target.suspended_state)
    if any(patch.policies.values()) and held[0] and held[1]:
        yield Effect(text="autoscaling is suspended: it does nothing until that is resumed (z)", severity="warn")
    elif any(patch.policies.values()):
        limits = f"between {target.min_capacity:,} and {target.max_capacity:,}"
        yield Effect(text=f"desired may change within minutes, {limits}")
    left = {each.policy_name for each in setup.policies} - patch.policies.keys()
    if not left and not any(patch.policies.values()):
        yield Effect(text="no policy is left: only schedules and people change desired", severity="warn")


def _of_alarms(patch: Patch) -> Iterator[Effect]:
    """What sets a step policy off."""
    if not any(patch.alarms.values()):
        yield Effect(text="no alarm sets it off: it does nothing until one names it", severity="warn")
        return
    made = ", ".join(name for name, spec in patch.alarms.items() if spec)
    yield Effect(text=f"the alarm {made} sets it off, and is billed as any alarm")
    yield Effect(text="in its command <ARN of policy …> stands for what AWS answers to the first")


def _of_schedules(patch: Patch, target: ScalableTarget, now: datetime) -> Iterator[Effect]:
    for name, spec in patch.schedules.items():
        if spec is None:
            yield Effect(text="the limits stay as they are; it changes them no more")
            continue
        action = schedule_from(name, spec)
        following = next_run(action, now)
        if following is None:
            yield Effect(text="next run: never, or not known", severity="warn")
        else:
            zone = zone_of(action.timezone) if action.timezone else None
            there = f", {following.astimezone(zone):%a %H:%M} {action.timezone}" if zone else ""
            yield Effect(text=f"runs next {following:%a %d %b %H:%M} UTC{there}")
        least = action.scalable_target_action.min_capacity
        most = action.scalable_target_action.max_capacity
        if (least or 0) > (target.max_capacity if most is None else most):
            yield Effect(text=f"its minimum is above the maximum of {target.max_capacity:,}", severity="warn")
    if flags(target.suspended_state)[2] and any(patch.schedules.values()):
        yield Effect(text="schedules are suspended: it does nothing until that is resumed (z)", severity="warn")
