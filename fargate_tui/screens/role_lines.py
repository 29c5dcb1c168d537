"""The roles of a service as lines: what is denied first. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from fargate_tui.fargate.arns import name_of, resource_of
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.policies import Decision
from fargate_tui.fargate.records import Permission
from fargate_tui.fargate.roles import Found, Grant, ServiceRoles, Verdict, headline, trust, verdict
from fargate_tui.widgets.lines import Line, Span, line

_MARKS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "ok": ("✓", "good"),
    "bad": ("✗", "bad"),
    "unknown": ("?", "warn"),
}
_DECISIONS: Final[Mapping[Decision, tuple[str, Verdict]]] = {
    "denied": ("denied", "bad"),
    "unknown": ("not checked", "unknown"),
    "allowed": ("allowed", "ok"),
}
"""In words, in the order in which they matter."""
_UNSEEN: Final = (
    "not seen: policies of the organization and of the resources themselves (buckets, keys, secrets, repositories)"
)
_WORDS: Final = 11
"""Cells of the longest decision."""


def role_lines(roles: ServiceRoles) -> Iterator[Line]:
    """The worst in one sentence, then each role: what is wrong with it comes first."""
    told, words = headline(roles)
    glyph, tone = _MARKS[told]
    yield (Span(f"{glyph} ", tone), Span(words, "title" if told == "ok" else tone))
    order: list[Verdict] = ["bad", "unknown", "ok"]
    for found in sorted(roles.roles, key=lambda each: order.index(verdict(each))):
        yield ()
        yield from _role(found)
    yield ()
    for sentence in roles.unlooked:
        yield (Span("? ", "warn"), Span(f"not checked: {sentence}", "warn"))
    yield line(_UNSEEN, "muted")


def _role(found: Found) -> Iterator[Line]:
    wanted = found.wanted
    glyph, tone = _MARKS[verdict(found)]
    yield (Span(f"{glyph} ", tone), Span(f"{wanted.kind} role {wanted.name}".rstrip(), "title"))
    told, words = trust(found)
    mark, colour = _MARKS[told]
    yield (Span("  ", "key"), Span(f"{mark} ", colour), Span(words, "" if told == "ok" else colour))
    for decision in _DECISIONS:
        yield from _decided(decision, [grant for grant in found.grants if grant.decision == decision])
    for why in dict.fromkeys(grant.why for grant in found.grants if grant.decision == "unknown"):
        yield (Span("  ", "key"), Span("why       ", "key"), Span(why, "warn"))
    yield from _policies(found)
    if wanted.kind == "task":
        yield (Span("  ", "key"), Span("what the program itself does by it, no task definition tells", "muted"))


def _decided(decision: Decision, grants: list[Grant]) -> Iterator[Line]:
    """A line for each purpose of each container; of what is not allowed one for each resource too."""
    word, told = _DECISIONS[decision]
    glyph, tone = _MARKS[told]
    grouped: dict[tuple[str, ...], list[Permission]] = {}
    for grant in grants:
        need = grant.need
        thing = need.permission.resource if decision == "denied" else ""
        grouped.setdefault((need.purpose, need.whose, thing), []).append(need.permission)
    for (purpose, whose, _), permissions in grouped.items():
        of = f" of {whose}" if whose else ""
        yield (
            Span("  ", "key"),
            Span(f"{glyph} {word:<{_WORDS}} ", tone),
            Span(f"{purpose}{of}: {_in_words(permissions)}", "" if decision == "allowed" else tone),
        )


def _in_words(permissions: Sequence[Permission]) -> str:
    actions = dict.fromkeys(each.action for each in permissions)
    things = dict.fromkeys(resource_of(each.resource) for each in permissions if each.resource != "*")
    return f"{', '.join(_short(actions))}{' on ' if things else ''}{', '.join(things)}"


def _short(actions: Iterable[str]) -> Iterator[str]:
    """Actions with the name of their service once."""
    before = ""
    for action in actions:
        service = action.partition(":")[0]
        yield action if service != before else action.partition(":")[2]
        before = service


def _policies(found: Found) -> Iterator[Line]:
    policies = found.policies
    if not found.wanted.arn or (not isinstance(found.role, NotChecked) and found.role.value is None):
        return
    if isinstance(policies, NotChecked):
        yield (Span("  ", "key"), Span("? ", "warn"), Span(f"its policies not checked: {policies.why}", "warn"))
    else:
        named = [f"{name_of(each)}{_origin(each)}" for each in policies.value]
        yield (Span("  ", "key"), Span("policies  ", "key"), Span(", ".join(named) or "none"))
    if not isinstance(found.role, NotChecked) and found.role.value is not None and found.role.value.boundary:
        yield (Span("  ", "key"), Span("boundary  ", "key"), Span(name_of(found.role.value.boundary)))
    if found.by:
        yield (Span("  ", "key"), Span("decided   ", "key"), Span(found.by, "muted"))


def _origin(policy: str) -> str:
    if not policy.startswith("arn:"):
        return " (its own)"
    return " (AWS's)" if policy.split(":")[4] == "aws" else ""
