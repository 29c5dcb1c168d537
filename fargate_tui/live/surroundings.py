"""What is around tasks: a VPC read at once, shared by whoever looks at it, and kept for a minute."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final, TypeVar

import msgspec

from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Surroundings
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.network import Network

FRESH: Final = 60.0
"""Seconds that a reading is good for: routes and groups change by hand."""
AGAIN: Final = 5.0
"""Seconds after which a reading is tried again of which something failed that was not forbidden."""
CALLS: Final = 9
"""Questions a reading asks, each of one page in nearly every VPC."""

MOST_LISTS: Final = 20
"""Prefix lists of one VPC that are read."""

Part = TypeVar("Part")

_ACTIONS: Final[Mapping[str, str]] = {
    "subnets": "ec2:DescribeSubnets",
    "route_tables": "ec2:DescribeRouteTables",
    "nat_gateways": "ec2:DescribeNatGateways",
    "endpoints": "ec2:DescribeVpcEndpoints",
    "groups": "ec2:DescribeSecurityGroups",
    "acls": "ec2:DescribeNetworkAcls",
    "prefix_lists": "ec2:DescribePrefixLists",
    "dns_support": "ec2:DescribeVpcAttribute",
    "dns_hostnames": "ec2:DescribeVpcAttribute",
}


async def known(question: Awaitable[Part], action: str) -> Known[Part] | NotChecked:
    """The answer to a question, or why there is none."""
    try:
        return Known(await question)
    except (CredentialsExpired, CredentialsMissing):
        raise  # nothing else will be answered either
    except AwsError as error:
        return NotChecked.because(error, action)


async def read_surroundings(network: Network, vpc_id: str, region: str) -> Surroundings:
    """Ask for all of a VPC side by side; what fails is told in its place."""
    questions: Mapping[str, Awaitable[object]] = {
        "subnets": network.subnets_of(vpc_id),
        "route_tables": network.route_tables(vpc_id),
        "nat_gateways": network.nat_gateways(vpc_id),
        "endpoints": network.endpoints(vpc_id),
        "groups": network.security_groups(vpc_id),
        "acls": network.network_acls(vpc_id),
        "prefix_lists": network.prefix_lists(),
        "dns_support": network.dns_support(vpc_id),
        "dns_hostnames": network.dns_hostnames(vpc_id),
    }
    parts = await asyncio.gather(*(known(question, _ACTIONS[name]) for name, question in questions.items()))
    bare = Surroundings(vpc_id=vpc_id, region=region)
    read = msgspec.structs.replace(bare, **dict(zip(questions, parts, strict=True)))
    return await _with_lists(network, read)


async def _with_lists(network: Network, around: Surroundings) -> Surroundings:
    """The same with the prefix lists that its routes and groups name, and that are no service's of AWS."""
    held = around.prefix_lists.value if isinstance(around.prefix_lists, Known) else ()
    missing = [each for each in around.named_lists if each not in {one.prefix_list_id for one in held}][:MOST_LISTS]
    if not missing:
        return around
    asked = (known(network.prefix_list_entries(each), "ec2:GetManagedPrefixListEntries") for each in missing)
    parts = dict(zip(missing, await asyncio.gather(*asked), strict=True))
    read = tuple(part.value for part in parts.values() if isinstance(part, Known))
    return msgspec.structs.replace(
        around,
        prefix_lists=Known((*held, *read)) if read else around.prefix_lists,
        unread_lists={name: part for name, part in parts.items() if isinstance(part, NotChecked)},
    )


class Vpcs:
    """The VPCs of a connection that were looked at lately; each is read once, however many ask at a time."""

    def __init__(self, use: Callable[[], AbstractAsyncContextManager[Aws]], clock: Clock) -> None:
        self._use = use
        self._clock = clock
        self._read: dict[str, tuple[float, Surroundings]] = {}
        self._reading: dict[str, asyncio.Task[Surroundings]] = {}

    async def of(self, vpc_id: str, region: str) -> Surroundings:
        """A VPC as it was within the last minute; each part tells for itself what is not known.

        Raises `AwsError` only where there is no connection.
        """
        held = self.held(vpc_id)
        if held is not None:
            return held
        if vpc_id not in self._reading:
            self._reading[vpc_id] = asyncio.create_task(self._ask(vpc_id, region), name=f"surroundings {vpc_id}")
        # Whoever leaves early takes the answer from nobody else.
        return await asyncio.shield(self._reading[vpc_id])

    def held(self, vpc_id: str) -> Surroundings | None:
        """What was read within the last minute, without asking."""
        if vpc_id not in self._read:
            return None
        moment, surroundings = self._read[vpc_id]
        good_for = AGAIN if has_failed(surroundings) else FRESH
        return surroundings if self._clock.monotonic() - moment < good_for else None

    def forget(self) -> None:
        """Read anew what is asked for next."""
        self._read.clear()

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    async def _ask(self, vpc_id: str, region: str) -> Surroundings:
        try:
            async with self._use() as aws:
                surroundings = await read_surroundings(aws.network, vpc_id, region)
            self._read[vpc_id] = (self._clock.monotonic(), surroundings)
        finally:
            self._reading.pop(vpc_id, None)
        return surroundings


def has_failed(surroundings: Surroundings) -> bool:
    """Whether a part is missing for another reason than a permission."""
    parts = (getattr(surroundings, name) for name in _ACTIONS)
    return any(isinstance(part, NotChecked) and not part.action for part in parts)
