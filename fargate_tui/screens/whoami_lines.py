"""Who asks, and what that one may do, as lines: what is denied comes first. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fargate_tui.fargate.accounts import (
    AccountAlias,
    Allowance,
    Expiry,
    Profile,
    Verdict,
    partition_of_caller,
    principal_of,
)
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.format import account as spaced
from fargate_tui.format import duration
from fargate_tui.widgets.lines import Line, Span, line

_MARKS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "denied": ("✗", "bad"),
    "not checked": ("?", "warn"),
    "allowed": ("✓", "good"),
}
"""In the order in which they matter."""
_ORDER: Final = tuple(_MARKS)
_NAMES: Final = 27
"""Cells of what can be done."""
_PLAIN: Final = (
    "by a simulation of IAM for all resources at once: conditions, policies of single resources and of endpoints may "
    "say otherwise"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be changed from here, and the IAM actions that it needs."""

    name: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of who asks."""

    identity: CallerIdentity
    now: datetime
    origin: str = ""
    """Where the credentials come from, in words."""
    profile: Profile | None = None
    alias: AccountAlias | None = None
    """None while it is asked for."""
    expiry: Expiry | None = None
    may: Mapping[str, Allowance] = field(default_factory=dict)
    """By IAM action, as far as it has been asked for."""
    is_whole: bool = False
    """Whether all of it has."""


def whoami_lines(caller: Caller, deeds: Sequence[Deed]) -> Iterator[Line]:
    """Who it is, then what may be changed, then what may be looked at."""
    yield from _who(caller)
    yield ()
    if not caller.may:
        yield line(
            "asking IAM what may be done…" if not caller.is_whole else "nothing is known of what may be done", "muted"
        )
        return
    if reasons := tuple(_reasons(caller.may.values())):
        yield from (line(f"? not checked: {why}", "warn") for why in reasons)
        yield ()
    yield from _changing(caller.may, deeds)
    yield ()
    needed = {action for deed in deeds for action in deed.needs}
    yield from _looking([each for name, each in caller.may.items() if name not in needed and not each.changes])
    yield ()
    yield line(_PLAIN if caller.is_whole else "asking IAM…", "muted")


def _who(caller: Caller) -> Iterator[Line]:
    identity, principal = caller.identity, principal_of(caller.identity)
    yield _fact("account", f"{spaced(identity.account)}{_alias(caller.alias)}")
    yield _fact("caller", identity.arn)
    session = f" · session {principal.session}" if principal.session else ""
    yield _fact("is", f"{principal.kind} {principal.name}{session}")
    yield _fact("profile", " · ".join(filter(None, (identity.profile or "none", caller.origin))))
    if caller.profile is not None and caller.profile.chain:
        yield _fact("by way of", " → ".join((caller.profile.name, *caller.profile.chain)))
    yield _fact("Region", f"{identity.region} · partition {partition_of_caller(identity)}")
    yield _fact("session", _session(caller.expiry, caller.now))


def _alias(alias: AccountAlias | None) -> str:
    if alias is None:
        return ""
    if isinstance(alias, Known):
        return f" · {alias.value}" if alias.value else " · has no alias"
    return f" · alias not checked: {alias.why}"


def _session(expiry: Expiry | None, now: datetime) -> str:
    if expiry is None:
        return "not known yet"
    if expiry.at is None:
        return "has no end that is known"
    left = (expiry.at - now).total_seconds()
    end = f"ends {expiry.at:%H:%M} UTC, in {duration(left)}" if left > 0 else f"is over since {expiry.at:%H:%M} UTC"
    return f"{end} · renews itself" if expiry.renewed_by == "itself" else " · ".join(filter(None, (end, expiry.remedy)))


def _fact(what: str, value: str) -> Line:
    return (Span(f"  {what:<10}", "key"), Span(value))


def _changing(may: Mapping[str, Allowance], deeds: Sequence[Deed]) -> Iterator[Line]:
    judged = [(deed, *_judged(deed, may)) for deed in deeds]
    allowed = sum(verdict == "allowed" for _, verdict, _ in judged)
    unchecked = sum(verdict == "not checked" for _, verdict, _ in judged)
    yield line(f"what may be changed from here: {_share(allowed, unchecked, len(deeds))}", "title")
    for deed, verdict, why in sorted(judged, key=lambda each: _ORDER.index(each[1])):
        glyph, tone = _MARKS[verdict]
        yield (Span("  ", "key"), Span(f"{glyph} ", tone), Span(f"{deed.name:<{_NAMES}} "), Span(why, "muted"))


def _share(allowed: int, unchecked: int, of: int) -> str:
    """How many are allowed; never "0 of 42" where nobody could say."""
    if unchecked == of:
        return "not checked"
    return f"{allowed} of {of}" + (f" · {unchecked} not checked" if unchecked else "")


def _judged(deed: Deed, may: Mapping[str, Allowance]) -> tuple[Verdict, str]:
    """Whether all that something needs is allowed; what is in the way, else what it needs."""
    found = [may.get(action) or Allowance(action=action, verdict="not checked") for action in deed.needs]
    worst: Verdict = min((each.verdict for each in found), key=_ORDER.index, default="not checked")
    if worst == "allowed":
        return worst, ", ".join(deed.needs)
    lacking = (each for each in found if each.verdict == worst)
    return worst, ", ".join(f"{each.action}{_because(each)}" for each in lacking)


def _because(allowance: Allowance) -> str:
    return f" ({allowance.why})" if allowance.why and allowance.verdict == "denied" else ""


def _looking(allowances: Sequence[Allowance]) -> Iterator[Line]:
    allowed = [each for each in allowances if each.verdict == "allowed"]
    unchecked = sum(each.verdict == "not checked" for each in allowances)
    yield line(f"what may be looked at: {_share(len(allowed), unchecked, len(allowances))}", "title")
    rest = [each for each in allowances if each.verdict != "allowed"]
    for each in sorted(rest, key=lambda each: (_ORDER.index(each.verdict), each.action)):
        glyph, tone = _MARKS[each.verdict]
        words = " · ".join(filter(None, (each.why if each.verdict == "denied" else "", each.purpose)))
        yield (Span("  ", "key"), Span(f"{glyph} ", tone), Span(f"{each.action:<{_NAMES}} "), Span(words, "muted"))
    for service in dict.fromkeys(each.action.partition(":")[0] for each in allowed):
        names = [each.action.partition(":")[2] for each in allowed if each.action.startswith(f"{service}:")]
        yield (
            Span("  ", "key"),
            Span("✓ ", "good"),
            Span(f"{service:<{_NAMES}} "),
            Span(", ".join(sorted(names)), "muted"),
        )


def _reasons(allowances: Iterable[Allowance]) -> Iterator[str]:
    yield from dict.fromkeys(each.why for each in allowances if each.verdict == "not checked" and each.why)
