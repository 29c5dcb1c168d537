"""``fleet``: 200 services with 50 tasks each in one cluster, a few of them in trouble."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fargate_tui.demo.account import Account
from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scenarios import Say
from fargate_tui.demo.scenarios.belongings import make_log_groups
from fargate_tui.demo.scenarios.voices import requests_json
from fargate_tui.demo.scenarios.vpc import Vpc, make_vpc
from fargate_tui.demo.scenarios.workload import Part, Workload

SAYS = "200 services and 10,000 tasks in one cluster"
PAST = timedelta(minutes=30)
CLUSTER = "fleet"
_SERVICES = 200
_TASKS = 50
_AREAS = ("orders", "billing", "search", "media", "identity", "shipping", "stock", "ads", "mail", "reports")
_ROLES = ("api", "worker", "gateway", "indexer", "sync")
_BEAT = 5.0
"""Seconds between two lines of a task."""
_CRASHING = 3
_ROLLING = 2


async def build(account: Account, present: datetime, say: Say) -> Mapping[str, Any]:
    """Make it half an hour ago, so that everything has long settled."""
    say("making the network")
    region = account.region()

    workloads = tuple(_workload(number) for number in range(_SERVICES))

    def make(moto: Moto) -> Vpc:
        vpc = make_vpc(moto, region.name)
        make_log_groups(moto, region.name, (workload.log_group for workload in workloads))
        region.look_again(moto)
        return vpc

    vpc = await account.moto.run(make)
    say(f"starting {_SERVICES} services of {_TASKS} tasks")
    region.ecs.call("CreateCluster", {"clusterName": CLUSTER, "capacityProviders": ["FARGATE", "FARGATE_SPOT"]})
    for workload in workloads:
        region.ecs.order(workload.name, workload.behaviour)
        region.ecs.call("RegisterTaskDefinition", workload.definition(region.name, 1))
        region.ecs.call("CreateService", workload.service(CLUSTER, vpc, {}, {}))
    crashing, rolling = workloads[:_CRASHING], workloads[_CRASHING : _CRASHING + _ROLLING]

    def roll() -> None:
        for workload in rolling:
            asked = {"cluster": CLUSTER, "service": workload.name, "forceNewDeployment": True}
            region.ecs.call("UpdateService", asked)

    account.clock.at(present - timedelta(seconds=40), roll)
    return {
        "clusters": [CLUSTER],
        "services": _SERVICES,
        "tasks": _SERVICES * _TASKS,
        "crashing": [workload.name for workload in crashing],
        "rolling": [workload.name for workload in rolling],
    }


def _workload(number: int) -> Workload:
    area, role = _AREAS[number % len(_AREAS)], _ROLES[number // len(_AREAS) % len(_ROLES)]
    name = f"{area}-{role}-{number:03}"
    says = requests_json(name, f"/{area}", f"/{area}/42", "/health")
    healthy = Workload(name, area, (Part("app", limit=512, port=8080), Part("proxy", essential=False)), desired=_TASKS)
    if number < _CRASHING:
        # a few tasks at a time come and go, as after a bad configuration of one shard
        crashing = Behaviour.exits(1, after=120, jitter=60).sometimes(0.2)
        return replace(healthy, behaviour=crashing.saying(every=_BEAT, lines=says))
    return replace(healthy, arm=number % 2 == 0, behaviour=Behaviour.runs().saying(every=_BEAT, lines=says))
