"""Makes what the incidents stand on, and lets them happen in the last hour before the present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fargate_tui.demo.ecs import Ecs
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scenarios import belongings
from fargate_tui.demo.scenarios.balancers import Balanced, make_balancer
from fargate_tui.demo.scenarios.broken_networks import Networks, make_networks
from fargate_tui.demo.scenarios.incidents import (
    CLUSTER,
    LOG_GROUP,
    UNTRUSTED_ROLE,
    FileSystems,
    Incident,
    Secrets,
    incidents,
)
from fargate_tui.demo.scenarios.timetable import Timetable
from fargate_tui.demo.scenarios.vpc import Vpc

_LASTED = timedelta(minutes=28)
"""How long ago everything began: long enough for each to have died, and a start of the demo pays for every death."""


@dataclass(frozen=True, slots=True)
class Room:
    """What was made for them."""

    networks: Networks
    target_groups: Mapping[str, str]
    incidents: tuple[Incident, ...]


def make_room(moto: Moto, region: str, database: str) -> Room:
    """The networks, the load balancer, the secrets and the file system."""
    networks = make_networks(moto, region)
    vpc = Vpc(networks.vpc, networks.public, (), "", networks.balancer_group, "", "")
    behind = (
        Balanced("health-check-blocked", health_port="9090"),
        Balanced("health-check-wrong-port", health_port="8081"),
        Balanced("health-check-wrong-path", "/healthz"),
        Balanced("zone-not-enabled"),
    )
    groups, _ = make_balancer(moto, region, vpc, CLUSTER, behind)
    secrets = Secrets(
        denied=belongings.make_secret(moto, region, "partners/token"),
        encrypted=belongings.make_secret(
            moto, region, "production/signing/key", belongings.make_key(moto, region, "signing keys")
        ),
        database=database,
    )
    subnet = networks.spots["private"].subnets[0]
    reports, archive = (
        belongings.make_file_system(moto, region, name, subnet, group)
        for name, group in zip(("reports", "archive"), networks.file_groups, strict=True)
    )
    return Room(networks, groups, incidents(secrets, FileSystems(reports, archive)))


def furnish_room(moto: Moto, region: str) -> None:
    """What nothing waits for."""
    belongings.make_role(moto, region, "incidents-task")
    belongings.make_role(moto, region, UNTRUSTED_ROLE.rpartition("/")[2], "ec2.amazonaws.com")
    belongings.make_log_groups(moto, region, (LOG_GROUP,))


def open_room(ecs: Ecs, timetable: Timetable, region: str, room: Room, present: datetime) -> None:
    """Start them all, and let people do what they do."""
    ecs.keep_apart(CLUSTER)
    timetable.at(present - _LASTED, lambda: _start(ecs, region, room))
    minutes = timedelta(minutes=1)
    timetable.every(present - 24 * minutes, 12 * minutes, timetable.redeploy(CLUSTER, "ignores-sigterm"))
    timetable.every(present - 26 * minutes, 24 * minutes, timetable.scale(CLUSTER, "scaled-by-hand", 1))
    timetable.every(present - 14 * minutes, 24 * minutes, timetable.scale(CLUSTER, "scaled-by-hand", 3))
    timetable.every(present - 27 * minutes, 13 * minutes, timetable.stop(CLUSTER, "stopped-by-person"))
    timetable.at(present - 21 * minutes, timetable.protect(CLUSTER, "protected"))
    timetable.at(present - 20 * minutes, timetable.redeploy(CLUSTER, "protected"))


def _start(ecs: Ecs, region: str, room: Room) -> None:
    providers = {"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}
    settings = [{"name": "containerInsights", "value": "enhanced"}]
    tags = [{"key": "env", "value": "staging"}]
    ecs.call("CreateCluster", {"clusterName": CLUSTER, **providers, "settings": settings, "tags": tags})
    vpc = Vpc(room.networks.vpc, room.networks.public, (), "", "", "", "")
    spots = room.networks.spots
    for incident in room.incidents:
        workload = incident.workload()
        ecs.order(workload.name, workload.behaviour)
        ecs.call("RegisterTaskDefinition", workload.definition(region, 1))
        spot = spots.get(incident.spot or incident.name, spots["private"])
        request = workload.service(CLUSTER, vpc, room.target_groups, {}) | {"networkConfiguration": spot.network()}
        if incident.provider:
            request["capacityProviderStrategy"] = [{"capacityProvider": incident.provider, "weight": 1}]
            del request["launchType"]
        ecs.call("CreateService", request)
