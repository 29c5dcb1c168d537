"""Which side of a VPC a subnet is on: told by where its routes lead."""

from typing import Literal

from fargate_tui.fargate.network.addresses import PUBLIC
from fargate_tui.fargate.network.routes import kind_of, leads
from fargate_tui.fargate.network.surroundings import Surroundings

Side = Literal["public", "private", "isolated", "not known"]
"""public: an internet gateway; private: a NAT gateway or another network; isolated: nothing outside of the VPC."""


def side_of(around: Surroundings, subnet_id: str) -> Side:
    """Where packets for public addresses are led from a subnet."""
    table = around.table_of(subnet_id)
    if table is None:
        return "not known"
    taken = leads(around, table, PUBLIC)
    living = [kind_of(each.target) for each in taken.routes if each.state != "blackhole"]
    if "igw-" in living:
        return "public"
    if [each for each in living if each != "local"]:
        return "private"
    return "not known" if taken.unread else "isolated"
