"""How a service is deployed: its deploymentConfiguration, and what AWS refuses of it (fargate.md §11, P55-P57)."""

from collections.abc import Mapping

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.wire import Json, Members

DEFAULT: Json = {
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "strategy": "ROLLING",
    "bakeTimeInMinutes": 0,
}

_LONGEST_BAKE = 1440
_LONGEST_HOOK = 20_160
_NO_PAUSE_AT = frozenset({"TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"})

_ONLY_WITH: Mapping[str, tuple[str, ...]] = {
    "linearConfiguration": ("LINEAR",),
    "canaryConfiguration": ("CANARY",),
    "lifecycleHooks": ("BLUE_GREEN", "LINEAR", "CANARY"),
    "earlySuccessCriteria": ("ROLLING",),
}
"""Members that go with some strategies only."""

_STEPS: Mapping[str, tuple[str, Json]] = {
    "LINEAR": ("linearConfiguration", {"stepPercent": 10.0, "stepBakeTimeInMinutes": 6}),
    "CANARY": ("canaryConfiguration", {"canaryPercent": 5.0, "canaryBakeTimeInMinutes": 10}),
}
"""AWS's defaults where traffic is shifted step by step."""


def configured(request: Members, known: Json) -> Json:
    """The deployment configuration with what the request changes; raises InvalidParameterException."""
    asked = request.members("deploymentConfiguration")
    strategy = asked.text("strategy") or str(known["strategy"])
    for member, strategies in _ONLY_WITH.items():
        if asked.raw.get(member) and strategy not in strategies:
            raise invalid(f"{member} is not supported with the {strategy} deployment strategy.")
    if strategy == "BLUE_GREEN" != known["strategy"] and "bakeTimeInMinutes" not in asked:
        raise invalid("bakeTimeInMinutes must be specified when using the BLUE_GREEN deployment strategy.")
    kept = {name: value for name, value in known.items() if strategy in _ONLY_WITH.get(name, (strategy,))}
    configuration = {**kept, **asked.raw}
    if strategy in _STEPS:
        name, defaults = _STEPS[strategy]
        configuration[name] = {**defaults, **Members(configuration).members(name).raw}
    _check(Members(configuration))
    return configuration


def _check(configuration: Members) -> None:
    _check_percentages(configuration)
    _check_breaker(configuration.members("deploymentCircuitBreaker").members("thresholdConfiguration"))
    alarms = configuration.members("alarms")
    if alarms.flag("enable") and not alarms.texts("alarmNames"):
        raise invalid("alarmNames cannot be empty when alarms are enabled.")
    bake = configuration.number("bakeTimeInMinutes") or 0
    if not 0 <= bake <= _LONGEST_BAKE:
        raise invalid(f"bakeTimeInMinutes must be between 0 and {_LONGEST_BAKE}.")
    _check_step(configuration.members("linearConfiguration"), "stepPercent", 3.0, "stepBakeTimeInMinutes")
    _check_step(configuration.members("canaryConfiguration"), "canaryPercent", 0.1, "canaryBakeTimeInMinutes")
    for hook in configuration.each("lifecycleHooks"):
        _check_hook(hook)


def _check_percentages(configuration: Members) -> None:
    least, most = configuration.number("minimumHealthyPercent"), configuration.number("maximumPercent")
    assert least is not None
    assert most is not None
    if not 0 <= least <= 100:
        raise invalid("minimumHealthyPercent must be between 0 and 100.")
    if not 100 <= most <= 200:
        raise invalid("maximumPercent must be between 100 and 200.")
    if least == most:
        raise invalid("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.")
    early = configuration.members("earlySuccessCriteria")
    healthy = early.number("healthyPercent")
    if early.flag("enable") and (healthy is None or early.text("sourceServiceRevisionCleanup") is None):
        raise invalid("earlySuccessCriteria needs healthyPercent and sourceServiceRevisionCleanup when it is enabled.")
    if healthy is not None and not least <= healthy <= 100:
        raise invalid("healthyPercent must be between minimumHealthyPercent and 100.")


def _check_breaker(threshold: Members) -> None:
    value = threshold.number("value")
    if value is None:
        return
    if value < 1 or (threshold.text("type") != "COUNT" and value > 100):
        raise invalid("The thresholdConfiguration value must be at least 1, and at most 100 where it is a percentage.")


def _check_step(step: Members, part: str, least: float, bake: str) -> None:
    percent, minutes = step.raw.get(part, 100.0), step.number(bake) or 0
    assert isinstance(percent, (int, float))
    if not least <= percent <= 100 or abs(percent * 10 - round(percent * 10)) > 1e-6:
        raise invalid(f"{part} must be a multiple of 0.1 between {least} and 100.0.")
    if not 0 <= minutes <= _LONGEST_BAKE:
        raise invalid(f"{bake} must be between 0 and {_LONGEST_BAKE}.")


def _check_hook(hook: Members) -> None:
    stages, pauses = hook.texts("lifecycleStages"), hook.text("targetType") == "PAUSE"
    if not stages:
        raise invalid("lifecycleStages cannot be empty for a lifecycle hook.")
    if not pauses and (hook.text("hookTargetArn") is None or hook.text("roleArn") is None):
        raise invalid("hookTargetArn and roleArn must be specified for an AWS_LAMBDA lifecycle hook.")
    for stage in stages:
        if pauses and stage in _NO_PAUSE_AT:
            raise invalid(f"PAUSE lifecycle hooks are not supported at the {stage} lifecycle stage.")
    minutes = hook.members("timeoutConfiguration").number("timeoutInMinutes")
    if minutes is not None and not 1 <= minutes <= _LONGEST_HOOK:
        raise invalid(f"timeoutInMinutes must be between 1 and {_LONGEST_HOOK}.")
