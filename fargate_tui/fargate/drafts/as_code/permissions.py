"""Rules of security groups one by one, as templates have them; one request of EC2 holds several."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

Peer = str
"""``CidrIp``, ``CidrIpv6``, ``GroupId``, ``PrefixListId``."""

_PEERS: Final[Mapping[str, Peer]] = {
    "IpRanges": "CidrIp",
    "Ipv6Ranges": "CidrIpv6",
    "PrefixListIds": "PrefixListId",
    "UserIdGroupPairs": "GroupId",
}

EVERYWHERE: Final = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
"""The rule that AWS gives every new security group for the way out."""


class GroupRule(msgspec.Struct, frozen=True, kw_only=True):
    """Who may speak to the group, or whom it may speak to."""

    protocol: object
    first: object
    """The first port; None for all."""
    last: object
    peer: Peer
    who: object
    """An address range, or what refers to a group."""
    description: object = None
    lost: tuple[str, ...] = ()
    """Members that no template has."""


def group_rules(permissions: object) -> Iterator[GroupRule]:
    """Each rule of ``IpPermissions``."""
    for permission in _objects(permissions):
        lost = tuple(name for name in permission if name not in {"IpProtocol", "FromPort", "ToPort", *_PEERS})
        for kind, peer in _PEERS.items():
            for each in _objects(permission.get(kind, ())):
                yield GroupRule(
                    protocol=permission.get("IpProtocol"),
                    first=permission.get("FromPort"),
                    last=permission.get("ToPort"),
                    peer=peer,
                    who=each.get(peer),
                    description=each.get("Description"),
                    lost=(*lost, *(f"{kind}.{name}" for name in each if name not in {peer, "Description"})),
                )


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (each for each in value if isinstance(each, Mapping))
