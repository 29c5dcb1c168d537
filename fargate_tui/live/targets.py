"""The health of targets, by target group and address."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, NotAllowed
from fargate_tui.fargate.records import TargetHealth
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.network import Elb
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.together import together

FRESH: Final = 5.0
"""Seconds that an answer is good for at least."""

GROUPS_PER_SECOND: Final = 4.0
"""How many target groups may be asked for in a second, in the long run: the bucket is shared with the account."""

GROUPS_PER_ROUND: Final = 50
_AT_ONCE: Final = 4
_KEPT: Final = 10 * 60.0


@dataclass
class _Group:
    at: float
    by_address: dict[str, tuple[TargetHealth, ...]] = field(default_factory=dict)
    all: tuple[TargetHealth, ...] | None = None
    """In AWS's order; None where AWS has never told."""
    error: AwsError | None = None


class Targets:
    """What is known of the targets, shared by all listings of tasks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._groups: dict[str, _Group] = {}
        self._refusal = Refusal(clock, lost="target health", action="elasticloadbalancing:DescribeTargetHealth")

    def of(self, groups: Collection[str], address: str) -> tuple[TargetHealth, ...]:
        """The targets with this address in these groups, as far as they are known."""
        known = (self._groups[group] for group in groups if group in self._groups)
        return tuple(target for group in known for target in group.by_address.get(address, ()))

    def all_of(self, group: str) -> tuple[TargetHealth, ...] | None:
        """All targets of a group as they were told last; None where they never were."""
        return self._groups[group].all if group in self._groups else None

    @property
    def refused(self) -> str:
        """Why nothing may be known of targets; empty where they may be asked for."""
        return " ".join(self._refusal.gaps)

    async def learn(self, elb: Elb, groups: Collection[str], book: Round) -> None:
        """Ask for those groups whose health is not known or no longer fresh, the stalest first."""
        self._forget()
        if not self._refusal.stands:
            budget = asyncio.Semaphore(_AT_ONCE)
            await together(*(self._ask(elb, group, budget, book) for group in self._stale(groups)))
        for error in [self._groups[group].error for group in groups if group in self._groups]:
            if error is not None:
                book.absorb(error)
        book.miss(*self._refusal.gaps)

    def _forget(self) -> None:
        """Let go of groups that nobody has asked for in a while."""
        moment = self._clock.monotonic()
        self._groups = {group: known for group, known in self._groups.items() if moment - known.at < _KEPT}

    def _stale(self, groups: Collection[str]) -> list[str]:
        moment = self._clock.monotonic()
        good_for = max(FRESH, len(groups) / GROUPS_PER_SECOND)
        asked = {group: self._groups[group].at if group in self._groups else float("-inf") for group in groups}
        stale = [group for group in groups if moment - asked[group] >= good_for]
        return sorted(stale, key=asked.__getitem__)[:GROUPS_PER_ROUND]

    async def _ask(self, elb: Elb, group: str, budget: asyncio.Semaphore, book: Round) -> None:
        async with budget:
            if self._refusal.stands:
                return
            book.count("elb")
            moment = self._clock.monotonic()
            try:
                targets = await elb.target_health(group)
            except NotAllowed as error:
                self._refusal.note(error)
                self._groups.clear()
            except (CredentialsExpired, CredentialsMissing):
                raise
            except AwsError as error:
                old = self._groups.get(group)
                self._groups[group] = _Group(moment, *((old.by_address, old.all) if old else ({}, None)), error)
            else:
                self._refusal.lift()
                self._groups[group] = _Group(moment, _by_address(targets), targets)


def _by_address(targets: tuple[TargetHealth, ...]) -> dict[str, tuple[TargetHealth, ...]]:
    found: dict[str, tuple[TargetHealth, ...]] = {}
    for target in targets:
        found[target.target_id] = (*found.get(target.target_id, ()), target)
    return found
