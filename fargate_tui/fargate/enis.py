"""Rows of network interfaces: pure."""

from collections.abc import Mapping
from sys import intern
from typing import Final

from fargate_tui.fargate.network.way_out import Word
from fargate_tui.fargate.records import NetworkInterface, Subnet
from fargate_tui.fargate.rows import EniRow, Finding, Severity, TaskRow

FEW: Final = 8
"""Free addresses of a subnet below which a deployment may find none left."""

_SEVERITIES: Final[Mapping[Word, Severity]] = {
    "public address": "ok",
    "NAT": "ok",
    "endpoints": "ok",
    "in part": "warn",
    "none": "warn",
    "cannot be told": "info",
}
_WHYS: Final[Mapping[Word, str]] = {
    "in part": "some of ECR, S3 and CloudWatch Logs cannot be reached from here · ↵ shows each",
    "none": "neither ECR nor S3 nor CloudWatch Logs can be reached from here · ↵ shows why",
    "cannot be told": "what was read does not tell whether there is a way out · ↵ shows where it ends",
}


def eni_row(task: TaskRow, interface: NetworkInterface | None, subnet: Subnet | None, word: Word | None) -> EniRow:
    """The row of a task's interface; ``word`` is its way out, where it is known."""
    zone = (interface.availability_zone if interface else None) or task.availability_zone
    return EniRow(
        arn=task.arn,
        interface=task.interface,
        cluster=task.cluster,
        finding=finding_of(word, subnet),
        group=task.group,
        subnet=intern((interface.subnet_id if interface else None) or ""),
        subnet_name=intern(subnet.name) if subnet else "",
        zone=intern(zone or ""),
        vpc=intern((interface.vpc_id if interface else None) or ""),
        private_ip=(interface.private_ip_address if interface else None) or task.private_ip,
        public_ip=(interface.public_ip or "") if interface else task.public_ip,
        group_ids=interface.security_group_ids if interface else (),
        free=subnet.free_addresses if subnet else None,
    )


def finding_of(word: Word | None, subnet: Subnet | None) -> Finding:
    """What follows from the way out and from what is left of the subnet."""
    if word is None:
        return Finding(severity="info", word="—")
    why = _WHYS.get(word, "")
    free = subnet.free_addresses if subnet is not None else None
    if subnet is not None and free is not None and free < FEW and not why:
        return Finding(severity="warn", word=word, why=f"{free} addresses are left in {subnet.subnet_id}")
    return Finding(severity=_SEVERITIES[word], word=word, why=why)
