"""What a set-up fills a network in with, where nothing was typed: the two of the 2017 talk.

Public: the default VPC, its public subnets, a public address for each task. Private: subnets whose way out is a NAT
gateway, and no address. Both: a security group for the tasks.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol, TypeVar

import msgspec

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import OFF, ON
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.drafts.service.parts import NEW, NetworkDraft
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.network.sides import Side, side_of
from fargate_tui.fargate.records import Subnet

PUBLIC, PRIVATE, OWN = "public", "private", "own"
ZONES: Final = 3
"""Zones that a set-up spreads over: more cost a public address each for a load balancer."""


class Placed(Protocol):
    """A draft whose tasks are put somewhere."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def setup(self) -> str:
        """public, private or own."""

    @property
    def network(self) -> NetworkDraft:
        """Where its tasks are put."""


Filled = TypeVar("Filled", bound=msgspec.Struct)


def fill(
    draft: Filled,
    typed: tuple[str, ...],
    fills: Iterable[tuple[str, Callable[[Filled, Facts], str | None]]],
    facts: Facts,
) -> Filled:
    """The draft with all that can be told, in order; what was typed stays as it is."""
    for field, told in fills:
        if field not in typed:
            text = told(draft, facts)
            if text is not None and text != value_at(draft, field):
                draft = with_value(draft, field, text)
    return draft


def one_a_zone(around: Surroundings, side: Side) -> tuple[Subnet, ...]:
    """The emptiest subnet of each zone on one side of the VPC, in the order of the zones."""
    subnets = around.subnets.value if isinstance(around.subnets, Known) else ()
    fitting = sorted((each for each in subnets if side_of(around, each.subnet_id) == side), key=_emptiest)
    by_zone: dict[str, Subnet] = {}
    for each in fitting:
        by_zone.setdefault(each.availability_zone or "", each)
    return tuple(by_zone[zone] for zone in sorted(by_zone))


def _emptiest(subnet: Subnet) -> tuple[int, str]:
    return -(subnet.free_addresses or 0), subnet.subnet_id


def _vpc(draft: Placed, facts: Facts) -> str | None:
    vpcs = facts.vpcs.get("")
    if not isinstance(vpcs, Known):
        return None
    own = [each for each in vpcs.value if not each.is_default]
    default = [each for each in vpcs.value if each.is_default]
    order = own[:1] or default if draft.setup == PRIVATE and len(own) == 1 else default or own
    return order[0].vpc_id if order and draft.setup != OWN else None


def around_of(draft: Placed, facts: Facts) -> Surroundings | None:
    """The VPC that is chosen, where it is known."""
    return of(facts.surroundings, draft.network.vpc.strip())


def _subnets(draft: Placed, facts: Facts) -> str | None:
    around = around_of(draft, facts)
    if around is None or draft.setup == OWN:
        return None
    return _ids(one_a_zone(around, "public" if draft.setup == PUBLIC else "private"))


def _ids(subnets: Sequence[Subnet]) -> str:
    return " ".join(each.subnet_id for each in subnets[:ZONES])


def _public(draft: Placed, _: Facts) -> str | None:
    return {PUBLIC: ON, PRIVATE: OFF}.get(draft.setup)


def _groups_are(draft: Placed, _: Facts) -> str | None:
    return None if draft.setup == OWN else NEW


def _group_name(draft: Placed, _: Facts) -> str | None:
    return f"{draft.name.strip()}-task" if draft.name.strip() else None


NETWORK_FILLS: Final[tuple[tuple[str, Callable[[Placed, Facts], str | None]], ...]] = (
    ("network.vpc", _vpc),
    ("network.public", _public),
    ("network.subnets", _subnets),
    ("network.groups_are", _groups_are),
    ("network.group_name", _group_name),
)
