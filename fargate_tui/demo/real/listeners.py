"""The listeners of load balancers as Elastic Load Balancing has them, and which of their rules a request meets."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from re import Pattern
from re import compile as compiled
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto

_ELB = "elasticloadbalancing"


@dataclass(frozen=True, slots=True)
class Forward:
    """Sends a request to a target group."""

    weights: tuple[tuple[str, int], ...]
    """Target groups and what part of the requests each gets."""

    def groups(self) -> list[str]:
        """Its target groups: first one by chance, as weights have it, then the others."""
        wanted = [(arn, weight) for arn, weight in self.weights if weight > 0]
        if not wanted:
            return []
        arns, weights = zip(*wanted, strict=True)
        first = str(random.choices(arns, weights)[0])
        return [first, *(arn for arn, _ in self.weights if arn != first)]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Answers by itself."""

    status: int
    body: str
    kind: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """Sends a client elsewhere; the parts may hold ``#{host}`` and the like."""

    status: int
    protocol: str
    host: str
    port: str
    path: str
    query: str


Action = Forward | Fixed | Redirect


@dataclass(frozen=True, slots=True)
class Heard:
    """What rules look at in a request."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    """By names in small letters."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a rule wants: a field of which one of the patterns is to be met."""

    field: str
    patterns: tuple[str, ...]
    header: str = ""

    def is_met(self, heard: Heard) -> bool:
        """Whether the request is so; what is not looked at here (query strings, source addresses) is never met."""
        match self.field:
            case "path-pattern":
                return any(_glob(one, small=False).fullmatch(heard.path) for one in self.patterns)
            case "host-header":
                return any(_glob(one, small=True).fullmatch(heard.host.lower()) for one in self.patterns)
            case "http-header":
                value = heard.headers.get(self.header.lower(), "").lower()
                return any(_glob(one, small=True).fullmatch(value) for one in self.patterns)
            case "http-request-method":
                return heard.method in self.patterns
        return False


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that all are to be met, and what is done then."""

    conditions: tuple[Condition, ...]
    action: Action


@dataclass(frozen=True, slots=True)
class Listener:
    """A port of a load balancer."""

    arn: str
    dns_name: str
    protocol: str
    port: int
    rules: tuple[Rule, ...]
    """In order of their priority; the last is the default."""

    def action(self, heard: Heard) -> Action | None:
        """What is done with a request."""
        return next((rule.action for rule in self.rules if all(one.is_met(heard) for one in rule.conditions)), None)


def read_listeners(moto: Moto, region: str) -> tuple[Listener, ...]:
    """Ask Elastic Load Balancing for all of them."""
    return tuple(_all(moto, region))


def _all(moto: Moto, region: str) -> Iterator[Listener]:
    for balancer in moto.query(region, _ELB, "DescribeLoadBalancers").findall(".//LoadBalancers/member"):
        asked = {"LoadBalancerArn": balancer.findtext("LoadBalancerArn", "")}
        for item in moto.query(region, _ELB, "DescribeListeners", asked).findall(".//Listeners/member"):
            arn = item.findtext("ListenerArn", "")
            rules = moto.query(region, _ELB, "DescribeRules", {"ListenerArn": arn}).findall(".//Rules/member")
            yield Listener(
                arn=arn,
                dns_name=balancer.findtext("DNSName", ""),
                protocol=item.findtext("Protocol", "HTTP"),
                port=int(item.findtext("Port") or 80),
                rules=tuple(rule for one in sorted(rules, key=_priority) if (rule := _rule(one)) is not None),
            )


def _priority(rule: ET.Element) -> int:
    text = rule.findtext("Priority", "default")
    return int(text) if text.isdecimal() else 1 << 30


def _rule(item: ET.Element) -> Rule | None:
    actions = item.findall("Actions/member")
    action = _action(actions[-1]) if actions else None
    return None if action is None else Rule(tuple(map(_condition, item.findall("Conditions/member"))), action)


def _condition(item: ET.Element) -> Condition:
    values = tuple(value.text or "" for value in item.iter("member") if value is not item)
    return Condition(item.findtext("Field", ""), values, item.findtext("HttpHeaderConfig/HttpHeaderName", ""))


def _action(item: ET.Element) -> Action | None:
    match item.findtext("Type"):
        case "forward":
            groups = item.findall("ForwardConfig/TargetGroups/member")
            weighted = ((one.findtext("TargetGroupArn", ""), int(one.findtext("Weight") or 1)) for one in groups)
            return Forward(tuple(weighted) or ((item.findtext("TargetGroupArn", ""), 1),))
        case "fixed-response":
            fixed = item.find("FixedResponseConfig")
            return None if fixed is None else Fixed(
                int(fixed.findtext("StatusCode") or 200), fixed.findtext("MessageBody") or "",
                fixed.findtext("ContentType") or "text/plain",
            )  # fmt: skip
        case "redirect":
            to = item.find("RedirectConfig")
            return None if to is None else Redirect(
                301 if to.findtext("StatusCode") == "HTTP_301" else 302, to.findtext("Protocol") or "#{protocol}",
                to.findtext("Host") or "#{host}", to.findtext("Port") or "#{port}", to.findtext("Path") or "/#{path}",
                to.findtext("Query") or "#{query}",
            )  # fmt: skip
    return None


@cache
def _glob(pattern: str, *, small: bool) -> Pattern[str]:
    """A pattern of ELB: ``*`` and ``?`` only."""
    return compiled(translate((pattern.lower() if small else pattern).replace("[", "[[]")))
