"""What lies beyond the first Region of ``scorekeep``: its game in Ireland, and the account in which all is tried first.

It is made when somebody looks at it: the start of the demo does not pay for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from fargate_tui.demo.account import Account, Later
from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.people import STAGING
from fargate_tui.demo.region import Region
from fargate_tui.demo.scenarios import voices, words
from fargate_tui.demo.scenarios.belongings import make_log_groups, make_people, make_role, make_roles
from fargate_tui.demo.scenarios.vpc import Vpc, make_vpc
from fargate_tui.demo.scenarios.workload import Part, Workload
from fargate_tui.demo.wire import DEFAULT_REGION

IRELAND: Final = "eu-west-1"
_PAST: Final = timedelta(minutes=50)


async def _build_ireland(account: Account, region: Region) -> None:
    workloads = (_server("scorekeep-eu", "games", 4), _worker("leaderboard", "games", 2))

    def make(moto: Moto) -> Vpc:
        vpc = make_vpc(moto, region.name)
        # roles are one for all Regions: those that every account needs are there already
        for workload in workloads:
            make_role(moto, region.name, f"{workload.name}-task")
        return _settled(moto, region, vpc, workloads)

    _start(region, "games-eu", await account.moto.run(make), workloads)


async def _build_staging(account: Account, region: Region) -> None:
    healthy = (
        _server("storefront", "web", 24),
        _server("checkout-api", "money", 42),
        _worker("email-sender", "web", 12),
    )
    refused = Behaviour.exits(1, after=30, jitter=10).saying(
        at_start=words.ORDERS_START, every=6, at_end=words.NO_DATABASE, lines=voices.always("level=warn msg=retry")
    )
    broken = replace(_worker("orders-worker", "orders", 20), desired=1, behaviour=refused)
    workloads = tuple(replace(workload, account=account.number) for workload in (*healthy, broken))

    def make(moto: Moto) -> Vpc:
        make_people(moto, region.name, account.number)
        make_roles(moto, region.name, (workload.name for workload in workloads), account.number)
        return _settled(moto, region, make_vpc(moto, region.name), workloads)

    _start(region, "staging", await account.moto.run(make), workloads)


REGIONS: Final[Mapping[str, Later]] = {IRELAND: Later(_PAST, _build_ireland)}
"""Of the first account."""
STAGING_REGIONS: Final[Mapping[str, Later]] = {DEFAULT_REGION: Later(_PAST, _build_staging)}


def staging(home: Account) -> Account:
    """The account in which all is tried first."""
    return home.another(STAGING, STAGING_REGIONS)


def _settled(moto: Moto, region: Region, vpc: Vpc, workloads: Iterable[Workload]) -> Vpc:
    make_log_groups(moto, region.name, (workload.log_group for workload in workloads))
    region.look_again(moto)
    return vpc


def _start(region: Region, cluster: str, vpc: Vpc, workloads: Iterable[Workload]) -> None:
    providers = {"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}
    region.ecs.call("CreateCluster", {"clusterName": cluster, **providers})
    for workload in workloads:
        region.ecs.order(workload.name, workload.behaviour)
        for revision in range(1, workload.revision + 1):
            region.ecs.call("RegisterTaskDefinition", workload.definition(region.name, revision))
        region.ecs.call("CreateService", workload.service(cluster, vpc, {}, {}))


def _server(name: str, team: str, revision: int) -> Workload:
    says = voices.requests_json(name, f"/{name}", f"/{name}/42", "/health")
    behaviour = Behaviour.runs().saying(every=8, at_start=words.LISTENING, lines=says, at_end=words.DRAINED)
    return Workload(name, team, (Part(name, limit=512, port=8080),), revision=revision, behaviour=behaviour)


def _worker(name: str, team: str, revision: int) -> Workload:
    behaviour = Behaviour.runs().saying(every=12, lines=voices.jobs_logfmt(name, "job"))
    return Workload(name, team, (Part(name, limit=512),), revision=revision, behaviour=behaviour)
