"""The settings of an Express Mode service: AWS takes them by operations of its own, and replaces its parts itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fargate_tui.actions.action import Bench, Choice, call_of
from fargate_tui.aws.changing import UPDATE_EXPRESS_GATEWAY_SERVICE
from fargate_tui.fargate import consequences, express
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.changes import Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.members import part, text
from fargate_tui.fargate.records import Service
from fargate_tui.fargate.sizes import is_size

MOST_TASKS: Final = 5000


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, what it is, and what is sent for another value."""

    word: str
    title: str
    is_valid: Callable[[str], bool]
    value: Callable[[Json], str]
    """As it is typed, from the newest configuration."""
    parameters: Callable[[Json, str], Mapping[str, object]]
    offered: tuple[str, ...]
    replaces: bool = True
    """Whether its tasks are replaced to have it."""


def _is_limits(value: str) -> bool:
    match = re.fullmatch(r"(\d{1,4})-(\d{1,4})", value)
    return match is not None and int(match[1]) <= int(match[2]) <= MOST_TASKS and int(match[2]) >= 1


def _is_held(value: str) -> bool:
    word, _, number = value.partition(" ")
    return word in express.METRICS and re.fullmatch(r"[1-9]\d{0,8}", number) is not None


def _is_size(value: str) -> bool:
    match = re.fullmatch(r"(\d+)/(\d+)", value)
    return match is not None and is_size(int(match[1]), int(match[2]))


def _scaling(configuration: Json, **changed: object) -> Mapping[str, object]:
    """The whole scaling target with a few members changed: what AWS makes of those left out is not said anywhere."""
    return {"scalingTarget": {**part(configuration, "scalingTarget"), **changed}}


def _with_limits(configuration: Json, value: str) -> Mapping[str, object]:
    least, _, most = value.partition("-")
    return _scaling(configuration, minTaskCount=int(least), maxTaskCount=int(most))


def _with_held(configuration: Json, value: str) -> Mapping[str, object]:
    word, _, number = value.partition(" ")
    return _scaling(configuration, autoScalingMetric=express.METRICS[word], autoScalingTargetValue=int(number))


def _with_image(configuration: Json, value: str) -> Mapping[str, object]:
    # As the scaling target: the container is sent as one, or its environment might be gone.
    return {"primaryContainer": {**part(configuration, "primaryContainer"), "image": value}}


def _with_size(configuration: Json, value: str) -> Mapping[str, object]:
    wanted = dict(zip(("cpu", "memory"), value.split("/"), strict=True))
    return {name: size for name, size in wanted.items() if text(configuration, name) != size}


SETTINGS: Final = (
    Setting(
        "tasks",
        "fewest and most tasks",
        _is_limits,
        express.limits,
        _with_limits,
        ("1-20", "2-6"),
        replaces=False,
    ),
    Setting(
        "hold",
        "what it is scaled by",
        _is_held,
        express.held,
        _with_held,
        ("cpu 60", "memory 70", "requests 1000"),
        replaces=False,
    ),
    Setting(
        "image",
        "image",
        lambda value: re.fullmatch(r"\S{1,512}", value) is not None,
        lambda given: text(part(given, "primaryContainer"), "image"),
        _with_image,
        ("shop/web:v2",),
    ),
    Setting(
        "size",
        "CPU units and MiB",
        _is_size,
        lambda given: f"{text(given, 'cpu')}/{text(given, 'memory')}",
        _with_size,
        ("256/512", "512/1024", "1024/2048"),
    ),
    Setting(
        "health",
        "health check path",
        lambda value: re.fullmatch(r"/\S{0,1023}", value) is not None,
        lambda given: text(given, "healthCheckPath") or express.PATH,
        lambda _given, value: {"healthCheckPath": value},
        ("/ping", "/health"),
    ),
)
BY_WORD: Final = {setting.word: setting for setting in SETTINGS}


async def express_choices(service: Service, bench: Bench) -> tuple[Choice, ...]:
    """Every setting with values it could have, and what it is now; raises `AwsError`."""
    given = await configuration_of(service, bench)
    return tuple(Choice(*each) for setting in SETTINGS for each in _offered(setting, given))


def _offered(setting: Setting, given: Json) -> Iterator[tuple[str, str]]:
    now = setting.value(given)
    # What there is comes first where it is mostly changed a little: the tag of an image.
    values = (now,) if setting.word == "image" else (value for value in setting.offered if value != now)
    for value in values:
        yield f"{setting.word} {value}", f"{setting.title}, now {now}"


async def configuration_of(service: Service, bench: Bench) -> Json:
    """The configuration that it has, or is on its way to; raises `AwsError`."""
    return express.newest(await bench.aws.ecs.raw("express-service", service.service_arn))


async def express_change(action: str, subject: Subject, service: Service, answer: str, bench: Bench) -> Change:
    """One setting from what to what; raises `AwsError`, `Invalid` for an answer that says nothing."""
    word, _, value = answer.strip().partition(" ")
    setting, value = BY_WORD.get(word), value.strip()
    if setting is None or not setting.is_valid(value):
        remedy = f"type for instance {', '.join(f'{each.word} {each.offered[0]}' for each in SETTINGS)}"
        raise Invalid(f"set {subject.name}", f"{answer!r} is no setting of an Express Mode service", remedy)
    given = await configuration_of(service, bench)
    if setting.word == "image" and not part(given, "primaryContainer"):
        remedy = "register a revision of it, and give that to aws ecs update-express-gateway-service"
        raise Invalid(f"set {subject.name}", "it runs a task definition of your own, which names the image", remedy)
    before = setting.value(given)
    call = call_of(UPDATE_EXPRESS_GATEWAY_SERVICE, serviceArn=service.service_arn, **setting.parameters(given, value))
    primary = next((each.id for each in service.deployments if each.status == "PRIMARY"), None) or ""
    return Change(
        subject=subject,
        differences=(Difference(what=setting.title, before=before, after=value),),
        calls=(call,) if before != value else (),
        undo=Undo(action=action, answer=f"{setting.word} {before}", subjects=(subject,)),
        effects=tuple(_effects(service, setting, value)),
        aim="revised" if setting.replaces else "accepted",
        deployment=primary,
        guard=f"{before} {text(given, 'serviceRevisionArn')}",
    )


def _effects(service: Service, setting: Setting, value: str) -> Iterator[Effect]:
    yield Effect(text="ECS makes a new service revision of it, and keeps load balancer and autoscaling in step")
    if setting.replaces:
        yield from consequences.of_replacing(service)
    else:
        yield Effect(text="whether ECS replaces tasks for it, its documentation does not say")
    if setting.word == "tasks":
        least, _, most = value.partition("-")
        if service.desired_count < int(least):
            yield Effect(text=f"starts tasks: {service.desired_count:,} are desired now")
        elif service.desired_count > int(most):
            yield Effect(text=f"stops tasks: {service.desired_count:,} are desired now", severity="warn")
        if int(least) == 0:
            yield Effect(text="it may be scaled to nothing: nobody is served then", severity="warn")
