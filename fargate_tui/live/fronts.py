"""The load balancers in front of target groups: they change rarely."""

from collections.abc import Sequence
from typing import Final

from fargate_tui.fargate.balancers import balancer_dimension, group_dimension
from fargate_tui.fargate.chart_sources import Front
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.network import Elb
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

FRESH: Final = 300.0
"""Seconds that an answer is good for."""


class Fronts:
    """What is known of them, by the ARN of the target group."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Front]] = {}
        self._refusal = Refusal(clock, lost="load balancers", action="elasticloadbalancing:DescribeTargetGroups")

    async def of(self, elb: Elb, groups: Sequence[str], book: Round) -> tuple[tuple[Front, ...], str]:
        """The target groups with their load balancers, asked for where they are not fresh; and why one is missing."""
        why = await self._learn(elb, groups, book)
        found = tuple(self._known[group][1] for group in groups if group in self._known)
        return found, why if len(found) < len(groups) else ""

    async def _learn(self, elb: Elb, groups: Sequence[str], book: Round) -> str:
        moment = self._clock.monotonic()
        stale = [group for group in groups if group not in self._known or moment - self._known[group][0] >= FRESH]
        if stale and not self._refusal.stands:
            book.count("elb")
            try:
                found = await elb.target_groups(stale)
            except NotAllowed as error:
                self._refusal.note(error)
                self._known.clear()
            except AwsError as error:
                book.absorb(error)
                return str(error)
            else:
                self._refusal.lift()
                for group in found:
                    balancer = next(filter(None, map(balancer_dimension, group.load_balancer_arns)), "")
                    front = Front(target_group=group_dimension(group.target_group_arn), balancer=balancer)
                    self._known[group.target_group_arn] = (moment, front)
        gaps = self._refusal.gaps if groups else ()
        book.miss(*gaps)
        return " ".join(gaps)
