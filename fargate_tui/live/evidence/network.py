"""The network of a task: the ways out of its subnet, the ways in to it, free addresses, names (E-net, E-vpce, E-sg)."""

from collections.abc import Sequence

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path, Place, Surroundings, ways_in, ways_out
from fargate_tui.fargate.records import AwsVpcConfiguration, NetworkInterface, Service, Subnet, Task
from fargate_tui.live.entrances import read_entrances
from fargate_tui.live.evidence.scene import Changes, Scene
from fargate_tui.live.surroundings import known

_GONE = NotChecked(why="its network interface is gone, and with it what it was told")
_UNKNOWN_GROUP = ("its security groups",)


async def ways(scene: Scene) -> Changes:
    """The ways out to all that the task definition needs, and the subnets."""
    interface = await _interface(scene)
    plan = await _plan(scene)
    subnet_ids = _subnets(scene.task, interface, plan)
    subnets = await _described(scene, subnet_ids)
    if isinstance(subnets, NotChecked):
        return {"ways_out": subnets, "subnets": subnets, "has_dns": subnets}
    ours = tuple(each for each in subnets.value if each.subnet_id in subnet_ids)
    vpc = next((each.vpc_id for each in ours if each.vpc_id), "")
    if not vpc:
        return dict.fromkeys(("ways_out", "subnets", "has_dns"), _GONE)
    around = await scene.vpcs.of(vpc, scene.region)
    return {
        "ways_out": await _ways_out(scene, around, _place(scene.task, interface, plan, subnet_ids)),
        "subnets": Known(ours),
        "has_dns": around.dns_support,
    }


async def entrances(scene: Scene) -> Changes:
    """The ways in from the load balancers of its service, and how their target groups check."""
    service = await scene.its_service()
    if isinstance(service, NotChecked):
        return {"ways_in": service}
    interface = await _interface(scene)
    plan = await _plan(scene)
    subnet_ids = _subnets(scene.task, interface, plan)
    found = await read_entrances(scene.aws.elb, service.value.load_balancers)
    subnets = await _described(scene, subnet_ids)
    if isinstance(subnets, NotChecked):
        return {"ways_in": subnets}
    vpc = next((each.vpc_id for each in subnets.value if each.vpc_id), "")
    around = await scene.vpcs.of(vpc, scene.region)
    place = _place(scene.task, interface, plan, subnet_ids)
    return {"ways_in": Known(tuple(path for each in found for path in ways_in(around, place, each)))}


async def _ways_out(scene: Scene, around: Surroundings, place: Place) -> Known[tuple[Path, ...]] | NotChecked:
    definition = await scene.definition()
    if isinstance(definition, NotChecked):
        return definition
    return Known(ways_out(around, place, definition.value, has_exec=scene.task.enable_execute_command))


async def _interface(scene: Scene) -> NetworkInterface | None:
    """Its interface, while that exists."""
    name = _detail(scene.task, "networkInterfaceId")
    found = await known(scene.aws.ec2.network_interfaces((name,)), "") if name else NotChecked(why="it had none")
    return next(iter(found.value), None) if isinstance(found, Known) else None


async def _plan(scene: Scene) -> AwsVpcConfiguration | None:
    service = await scene.its_service()
    network = service.value.network_configuration if isinstance(service, Known) else None
    return network.awsvpc_configuration if network is not None else None


async def _described(scene: Scene, ids: Sequence[str]) -> Known[tuple[Subnet, ...]] | NotChecked:
    return await known(scene.aws.ec2.subnets(ids), "ec2:DescribeSubnets") if ids else _GONE


def _subnets(task: Task, interface: NetworkInterface | None, plan: AwsVpcConfiguration | None) -> tuple[str, ...]:
    """Where it was put; where that is not told, where its service may put it."""
    told = _detail(task, "subnetId") or (interface.subnet_id if interface is not None else "")
    return (told,) if told else plan.subnets if plan is not None else ()


def _place(
    task: Task, interface: NetworkInterface | None, plan: AwsVpcConfiguration | None, subnet_ids: Sequence[str]
) -> Place:
    """Where it was; of a standalone task whose interface is gone, nobody tells groups and public address any more."""
    if interface is not None:
        return Place.of_interface(interface)
    if plan is not None:
        return Place.of_plan(subnet_ids[0], plan)
    address = _detail(task, "privateIPv4Address") or None
    return Place(subnet_id=subnet_ids[0], group_ids=_UNKNOWN_GROUP, private_ip=address)


def _detail(task: Task, name: str) -> str:
    return next((each.detail(name) or "" for each in task.attachments if each.detail(name)), "")


def target_groups(service: Service) -> tuple[str, ...]:
    """The target groups that its tasks register in."""
    return tuple(dict.fromkeys(each.target_group_arn for each in service.load_balancers if each.target_group_arn))
