"""The settings of a service, one at a time: what is not named stays as it is."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of, refuse_foreign, service_of
from fargate_tui.actions.clusters import read_strategy, strategy_words
from fargate_tui.actions.express_settings import express_change, express_choices
from fargate_tui.aws.changing import UPDATE_EXPRESS_GATEWAY_SERVICE, UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.changes import Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Service

MOST_SECONDS: Final = 2_147_483_647
"""Seconds of grace that AWS takes."""
BREAKER: Final = {"off": (False, False), "on": (True, False), "rollback": (True, True)}
"""How the circuit breaker is called: whether it is enabled, and whether it rolls back."""
ON_OFF: Final = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, what it is, and what is sent for another value."""

    word: str
    title: str
    is_valid: Callable[[str], bool]
    value: Callable[[Service], str]
    """As it is typed."""
    parameters: Callable[[Json, str], Mapping[str, object]]
    """What is sent, from the service exactly as AWS describes it."""
    offered: tuple[str, ...]
    redeploys: bool = False
    """Whether it reaches tasks only by a new deployment, which is begun with it."""
    spelled: Callable[[str], str] = str
    """A valid value as `value` spells it: ``060`` is ``60``, and is found done when AWS says so."""


def _configuration(raw: Json, **changed: object) -> Mapping[str, object]:
    """The whole deployment configuration as AWS has it, with a few members changed: it is sent as one."""
    present = raw.get("deploymentConfiguration")
    return {"deploymentConfiguration": {**(present if isinstance(present, Mapping) else {}), **changed}}


def _percent(service: Service) -> str:
    least, most = consequences.percentages(service)
    return f"{least}-{most}"


def _with_percent(raw: Json, value: str) -> Mapping[str, object]:
    least, _, most = value.partition("-")
    return _configuration(raw, minimumHealthyPercent=int(least), maximumPercent=int(most))


def _is_percent(value: str) -> bool:
    match = re.fullmatch(r"(\d{1,3})-(\d{1,3})", value)
    return match is not None and int(match[1]) <= int(match[2]) and int(match[2]) >= 1


def _spelled_percent(value: str) -> str:
    least, _, most = value.partition("-")
    return f"{int(least)}-{int(most)}"


def _spelled_strategy(value: str) -> str:
    return strategy_words(tuple(read_strategy(value, "set the strategy")))


def _breaker(service: Service) -> str:
    given = service.deployment_configuration
    breaker = given.deployment_circuit_breaker if given else None
    if breaker is None or not breaker.enable:
        return "off"
    return "rollback" if breaker.rollback else "on"


def _with_breaker(raw: Json, value: str) -> Mapping[str, object]:
    enable, rollback = BREAKER[value]
    return _configuration(raw, deploymentCircuitBreaker={"enable": enable, "rollback": rollback})


def _with_strategy(_raw: Json, value: str) -> Mapping[str, object]:
    items = [msgspec.to_builtins(item) for item in read_strategy(value, "set the strategy")]
    return {"capacityProviderStrategy": items, "forceNewDeployment": True}


SETTINGS: Final = (
    Setting(
        "platform",
        "platform version",
        lambda value: re.fullmatch(r"LATEST|\d+\.\d+\.\d+", value) is not None,
        lambda service: service.platform_version or "LATEST",
        lambda _raw, value: {"platformVersion": value},
        ("LATEST", "1.4.0"),
        redeploys=True,
    ),
    Setting(
        "exec",
        "ECS Exec",
        ON_OFF.__contains__,
        lambda service: "on" if service.enable_execute_command else "off",
        lambda _raw, value: {"enableExecuteCommand": ON_OFF[value], "forceNewDeployment": True},
        ("on", "off"),
        redeploys=True,
    ),
    Setting(
        "grace",
        "health check grace period, seconds",
        lambda value: value.isdecimal() and int(value) <= MOST_SECONDS,
        lambda service: str(service.health_check_grace_period_seconds or 0),
        lambda _raw, value: {"healthCheckGracePeriodSeconds": int(value)},
        ("60", "120"),
        spelled=lambda value: str(int(value)),
    ),
    Setting(
        "percent",
        "minimum and maximum percent",
        _is_percent,
        _percent,
        _with_percent,
        ("100-200", "50-100"),
        spelled=_spelled_percent,
    ),
    Setting("breaker", "circuit breaker", BREAKER.__contains__, _breaker, _with_breaker, tuple(BREAKER)),
    Setting(
        "strategy",
        "capacity provider strategy",
        bool,
        lambda service: strategy_words(service.capacity_provider_strategy),
        _with_strategy,
        ("FARGATE=1", "FARGATE=1+1 FARGATE_SPOT=3", "FARGATE_SPOT=1"),
        redeploys=True,
        spelled=_spelled_strategy,
    ),
    Setting(
        "rebalancing",
        "availability zone rebalancing",
        ON_OFF.__contains__,
        lambda service: "on" if service.availability_zone_rebalancing == "ENABLED" else "off",
        lambda _raw, value: {"availabilityZoneRebalancing": "ENABLED" if ON_OFF[value] else "DISABLED"},
        ("on", "off"),
    ),
)
BY_WORD: Final = {setting.word: setting for setting in SETTINGS}


class SetService(Action):
    """Changes one setting of a service."""

    id = "service.set"
    kind = "service"
    bindings = (
        Binding(
            "m",
            "act('service.set')",
            "settings",
            show=False,
            id="service.set",
            tooltip="settings: platform, exec, grace, percent, breaker, strategy",
        ),
    )
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_SERVICE, UPDATE_EXPRESS_GATEWAY_SERVICE)
    taken_back = "by the value that was; tasks that were replaced do not come back"
    question = Question("set")
    is_paced = True

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The setting and the service."""
        return f"set {answer.strip()} of {about(subjects)}" if answer else f"set {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """Every setting with values it could have, and what it is now."""
        service = await service_of(subject, bench)
        if service.is_express:
            return await express_choices(service, bench)
        return tuple(
            Choice(f"{setting.word} {value}", f"{setting.title}, now {setting.value(service)}")
            for setting in SETTINGS
            for value in setting.offered
            if value != setting.value(service)
        )

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The setting from what to what; an Express Mode service has others, and an operation of its own."""
        service = await service_of(subject, bench)
        if service.is_express:
            return await express_change(self.id, subject, service, answer, bench)
        word, _, value = answer.strip().partition(" ")
        setting, value = BY_WORD.get(word), value.strip()
        if setting is None or not setting.is_valid(value):
            remedy = f"type for instance {', '.join(f'{each.word} {each.offered[0]}' for each in SETTINGS)}"
            raise Invalid(f"set {subject.name}", f"{answer!r} is no setting", remedy)
        refuse_foreign(service, f"set {subject.name}", deploys=setting.redeploys)
        before, value = setting.value(service), setting.spelled(value)
        raw = await bench.aws.ecs.raw("service", subject.arn, subject.cluster)
        sent = setting.parameters(raw, value)
        call = call_of(UPDATE_SERVICE, cluster=subject.cluster, service=subject.arn, **sent)
        return Change(
            subject=subject,
            differences=(Difference(what=setting.title, before=before, after=value),),
            calls=(call,) if before != value else (),
            undo=self._undo(subject, setting, before),
            effects=tuple(_effects(service, setting)),
            aim="deployed" if setting.redeploys else "accepted",
            guard=f"{before} {service.deployments[0].id if service.deployments and setting.redeploys else ''}",
        )

    def _undo(self, subject: Subject, setting: Setting, before: str) -> Undo | None:
        """The value that was, where it can be typed: a service without a strategy has a launch type instead."""
        if not setting.is_valid(before) or before == strategy_words(()):
            return None
        return Undo(action=self.id, answer=f"{setting.word} {before}", subjects=(subject,))


def _effects(service: Service, setting: Setting) -> Iterator[Effect]:
    if setting.redeploys:
        yield Effect(text="begins a new deployment: only new tasks have it")
        yield from consequences.of_replacing(service)
    else:
        yield Effect(text="replaces no task")
    if setting.word == "strategy" and service.launch_type:
        yield Effect(text=f"in place of the launch type {service.launch_type}: not to be taken back", severity="warn")
