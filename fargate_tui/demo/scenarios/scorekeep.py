"""``scorekeep``: a company with a game, a shop in production, batch jobs, and three days behind it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fargate_tui.demo.account import Account
from fargate_tui.demo.ecs import Behaviour, Ecs
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.people import STAGING
from fargate_tui.demo.scaling import Scaling
from fargate_tui.demo.scenarios import Say, abroad, company, words
from fargate_tui.demo.scenarios.alarms import production_alarms
from fargate_tui.demo.scenarios.belongings import make_people
from fargate_tui.demo.scenarios.estate import Estate, furnish, let_scale, make_estate
from fargate_tui.demo.scenarios.incident_room import Room, furnish_room, make_room, open_room
from fargate_tui.demo.scenarios.incidents import CLUSTER, FORMER_ROLE
from fargate_tui.demo.scenarios.timetable import Timetable
from fargate_tui.demo.scenarios.workload import Workload

SAYS = "four clusters, one of which has a service for every way of failing"
PAST = timedelta(days=3)
OTHERS = {STAGING: abroad.staging}

_CAMPAIGN_ROUND = timedelta(minutes=5)
_ROLL_EVERY = timedelta(minutes=4)


async def build(account: Account, present: datetime, say: Say) -> Mapping[str, Any]:
    """Make it at the start of its past, and put into the timetable what happens until and after the present."""
    say("making the network")
    region = account.region()
    await region.furnished()

    def make(moto: Moto) -> tuple[Estate, Room]:
        estate = make_estate(moto, region.name)
        room = make_room(moto, region.name, estate.secrets.database)
        region.look_again(moto)
        return estate, room

    estate, room = await account.moto.run(make)
    for vpc in {
        region.network.subnet(subnet).vpc_id for spot in room.networks.spots.values() for subnet in spot.subnets
    }:
        region.network.keep_apart(vpc)
    region.network.dead_ends = frozenset({room.networks.dead_end})
    say("starting services")
    timetable = Timetable(account.clock, region.ecs, region.name, account.seed)
    services = _services(estate)
    jobs = company.jobs()
    # client requests queue up behind these; nothing here waits for them
    account.moto.run(lambda moto: furnish(moto, region.name, (*services, company.campaign(), company.batch(), *jobs)))
    account.moto.run(lambda moto: furnish_room(moto, region.name))
    account.moto.run(lambda moto: make_people(moto, region.name, account.number))
    account.later = abroad.REGIONS
    _open_clusters(region.ecs)
    game, *shop = services
    region.measures.profiles.update(company.profiles(present))
    region.cloudwatch.watched = production_alarms(region.targets.groups[estate.target_groups["cart-api"]])
    _start(region.ecs, region.name, "default", game, estate)
    for workload in shop:
        _start(region.ecs, region.name, "production", workload, estate)
        if workload.shifts:
            region.ecs.call("UpdateService", workload.shifting("production"))
    _start_express(region.ecs, region.name, estate)
    for workload in shop:
        if workload.breakage:
            timetable.at(present - workload.broke_before, timetable.deploy("production", workload))
    region.scaling.begin(present)
    let_scale(region.scaling, "production", "search")
    _plan_deployments(timetable, present, game)
    _plan_scaling(timetable, region.scaling, present)
    _plan_campaign(timetable, region.ecs, region.name, estate, present)
    _plan_jobs(timetable, region.ecs, region.name, jobs, estate, present)
    # a timetable of its own: the chance of the other is not to be disturbed
    open_room(region.ecs, Timetable(account.clock, region.ecs, region.name, account.seed), region.name, room, present)
    hour = timedelta(hours=1)
    for before, service, name, asked in (
        (3 * hour, "ec2", "DeleteNatGateway", {"NatGatewayId": room.networks.deleted_nat}),
        (26 * hour, "iam", "DeleteRole", {"RoleName": FORMER_ROLE.rpartition("/")[2]}),
    ):
        region.trail.note(service, name, "network-team", asked, present - before)
    return _facts(estate, room)


def _services(estate: Estate) -> tuple[Workload, ...]:
    return (
        company.scorekeep(),
        *company.well(estate.secrets),
        company.checkout(),
        company.search(),
        company.pricing(),
        *company.broken(estate.secrets),
    )


def _open_clusters(ecs: Ecs) -> None:
    providers = {"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}
    insights = [{"name": "containerInsights", "value": "enhanced"}]
    ecs.call("CreateCluster", {"clusterName": "default", **providers})
    for name in ("production", "batch"):
        tags = [{"key": "env", "value": name}, {"key": "owner", "value": "platform"}]
        ecs.call("CreateCluster", {"clusterName": name, **providers, "settings": insights, "tags": tags})


def _start(ecs: Ecs, region: str, cluster: str, workload: Workload, estate: Estate) -> None:
    _register(ecs, region, workload)
    ecs.call("CreateService", workload.service(cluster, estate.vpc, estate.target_groups, estate.rules))


def _start_express(ecs: Ecs, region: str, estate: Estate) -> None:
    ecs.order(company.EXPRESS, Behaviour.runs().saying(every=6, at_start=words.LISTENING, at_end=words.DRAINED))
    ecs.call("CreateExpressGatewayService", company.landing_page(estate.vpc, region))


def _register(ecs: Ecs, region: str, workload: Workload) -> None:
    ecs.order(workload.name, workload.behaviour)
    last = workload.revision
    if workload.breakage:
        ecs.order(f"{workload.name}:{last}", workload.breakage)
        last -= 1
    for revision in range(1, last + 1):
        ecs.call("RegisterTaskDefinition", workload.definition(region, revision))


def _plan_deployments(timetable: Timetable, present: datetime, game: Workload) -> None:
    timetable.at(present - timedelta(days=1, hours=5), timetable.deploy("default", game))
    timetable.at(present - timedelta(minutes=15), timetable.prepare(game, company.bad_game()))
    timetable.at(present - timedelta(hours=26), timetable.deploy("production", company.search()))
    roll = timetable.deploy("production", company.checkout())
    timetable.every(present - 8 * _ROLL_EVERY - timedelta(seconds=110), _ROLL_EVERY, roll)


def _plan_scaling(timetable: Timetable, scaling: Scaling, present: datetime) -> None:
    """Autoscaling finds search too busy, and still too busy three minutes later."""
    high = next(alarm.name for alarm in scaling.alarms() if "-AlarmHigh-" in alarm.name)
    cause = f"monitor alarm {high} in state ALARM triggered policy cpu-60"

    def scale(desired: int) -> Callable[[], None]:
        change = timetable.scale("production", "search", desired)

        def do() -> None:
            scaling.activities.note("production", "search", desired, cause)
            change()

        return do

    for minutes, desired in ((24, 4), (21, 6)):
        timetable.at(present - timedelta(minutes=minutes), scale(desired))


def _plan_campaign(timetable: Timetable, ecs: Ecs, region: str, estate: Estate, present: datetime) -> None:
    campaign = company.campaign()
    _register(ecs, region, campaign)

    def open_() -> None:
        ecs.call("CreateService", campaign.service("production", estate.vpc, estate.target_groups, estate.rules))

    def close() -> None:
        ecs.call("DeleteService", {"cluster": "production", "service": campaign.name, "force": True})

    # its tasks take their time to stop: it drains for two minutes of every five
    timetable.every(present - timedelta(seconds=180), _CAMPAIGN_ROUND, open_)
    timetable.every(present - timedelta(seconds=40), _CAMPAIGN_ROUND, close)


def _plan_jobs(
    timetable: Timetable, ecs: Ecs, region: str, jobs: Sequence[Workload], estate: Estate, present: datetime
) -> None:
    for job in (*jobs, company.batch()):
        _register(ecs, region, job)
    report, backup, reindex, imports = jobs
    timetable.at(present - timedelta(hours=7), lambda: timetable.run("batch", reindex, estate.vpc))
    recurring = timetable.run_one_of("batch", (report, backup, imports), estate.vpc)
    timetable.every(present - timedelta(minutes=58), timedelta(minutes=4), recurring, spread=0.3)


def _facts(estate: Estate, room: Room) -> dict[str, Any]:
    return {
        "clusters": ["default", "production", "batch", CLUSTER],
        "incidents": {incident.name: incident.rule for incident in room.incidents},
        "vpc": estate.vpc.id,
        "subnets": {"public": estate.vpc.public, "private": estate.vpc.private, "isolated": [estate.vpc.isolated]},
        "target_groups": estate.target_groups,
        "states": {
            "steady": ["storefront", "payments", "accounts", "email-sender", "landing-page"],
            "express": ["landing-page"],
            "rolling": ["checkout-api"],
            "rolled_back": ["pricing-api"],
            "crash_loop": ["orders-worker"],
            "out_of_memory": ["image-resizer"],
            "image_cannot_be_pulled": ["recommendations"],
            "secret_cannot_be_read": ["notifications"],
            "elb_unhealthy": ["cart-api"],
            "container_unhealthy": ["inventory-sync"],
            "spot": ["report-renderer"],
            "scaled_out": ["search"],
            "desired_zero": ["legacy-soap"],
            "draining": ["summer-campaign"],
            "no_way_out": ["invoice-export"],
        },
    }
