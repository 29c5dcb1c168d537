"""The network of a task, or of where a service puts its tasks: read once, when somebody looks."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import aclosing
from typing import TypeVar

from fargate_tui.fargate.arns import region_of, service_of_group, task_id
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, NotFound
from fargate_tui.fargate.network import (
    Entrance,
    Need,
    Networked,
    Path,
    Place,
    Stand,
    Surroundings,
    basic_needs,
    needs,
    way_out,
    ways_in,
)
from fargate_tui.fargate.records import (
    AwsVpcConfiguration,
    NetworkInterface,
    Service,
    Task,
    TaskDefinition,
)
from fargate_tui.live.enis import unread_parts
from fargate_tui.live.entrances import read_entrances
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.rows import interface_detail
from fargate_tui.live.surroundings import Vpcs
from fargate_tui.live.task_definitions import KnownRevisions

Found = TypeVar("Found")

_ENDED = frozenset({"STOPPED", "DELETED", "DEPROVISIONING"})


class NetworkOf:
    """Reads the network of one thing; what one question cannot tell is said, and leaves the others standing."""

    def __init__(self, aws: Aws, vpcs: Vpcs, revisions: KnownRevisions) -> None:
        self._aws = aws
        self._vpcs = vpcs
        self._revisions = revisions
        self.gaps: list[str] = []
        """What could not be read, a sentence each."""

    async def task(self, cluster: str, arn: str) -> Networked:
        """Of a task, as long as AWS knows it; raises `AwsError`."""
        task = await _task(self._aws.ecs, cluster, arn)
        name = service_of_group(task.group or "")
        interface_id = interface_detail(task, "networkInterfaceId")
        is_ended = (task.last_status or "") in _ENDED
        service, definition, interface = await asyncio.gather(
            self._attempt(self._service(cluster, name)),
            self._attempt(self._revisions.get(self._aws, task.task_definition_arn or "")),
            self._attempt(self._interface("" if is_ended else interface_id)),
        )
        plan = _plan(service)
        place = Place.of_interface(interface) if interface is not None else None
        if place is None:
            subnet = interface_detail(task, "subnetId")
            is_told = service is not None or not subnet
            place = Place.of_plan(subnet, plan) if is_told else Place(subnet_id=subnet, group_ids=None)
        stands, around = await self._stands((place,), interface, task.task_arn, service, definition)
        return Networked(around=around, stands=stands, interface=interface, is_ended=is_ended)

    async def service(self, cluster: str, name: str) -> Networked:
        """Of where a service puts its tasks; raises `AwsError`."""
        service = await self._service(cluster, name)
        if service is None:
            raise NotFound(f"describe service {name}", "AWS does not know this service, or no longer")
        revision = service.task_definition or ""
        definition = await self._attempt(self._revisions.get(self._aws, revision)) if revision else None
        plan = _plan(service)
        places = tuple(Place.of_plan(subnet, plan) for subnet in plan.subnets)
        stands, around = await self._stands(places, None, service.service_arn, service, definition)
        return Networked(around=around, stands=stands)

    async def _stands(
        self,
        places: Sequence[Place],
        interface: NetworkInterface | None,
        arn: str,
        service: Service | None,
        definition: TaskDefinition | None,
    ) -> tuple[tuple[Stand, ...], Surroundings | None]:
        vpc_id = interface.vpc_id if interface is not None else None
        subnet_ids = [place.subnet_id for place in places if place.subnet_id]
        if not vpc_id and subnet_ids:
            subnets = await self._attempt(self._aws.ec2.subnets(subnet_ids))
            vpc_id = next((each.vpc_id for each in subnets or () if each.vpc_id), None)
            if subnets is not None and not vpc_id:
                self.gaps.append(f"{', '.join(subnet_ids)} is gone")
        if not vpc_id:
            return tuple(Stand(place=place) for place in places), None
        around, entrances = await asyncio.gather(
            self._vpcs.of(vpc_id, region_of(arn)),
            read_entrances(self._aws.elb, service.load_balancers if service is not None else ()),
        )
        self.gaps += [f"not all of {vpc_id} is known: {part.why}" for part in unread_parts(around)]
        has_exec = service is not None and service.enable_execute_command
        wanted = needs(definition, around.region, has_exec=has_exec) if definition else basic_needs(around.region)
        found = [await _stand(around, place, wanted, entrances) for place in places]
        return tuple(found), around

    async def _service(self, cluster: str, name: str) -> Service | None:
        if not name:
            return None
        async with aclosing(self._aws.ecs.describe_services(cluster, (name,))) as answers:
            async for answer in answers:
                if answer.error is not None:
                    raise answer.error
                return next(iter(answer.records), None)
        return None

    async def _interface(self, interface_id: str) -> NetworkInterface | None:
        if not interface_id:
            return None
        return next(iter(await self._aws.ec2.network_interfaces((interface_id,))), None)

    async def _attempt(self, question: Awaitable[Found]) -> Found | None:
        """The answer; None where there is none, and why is noted."""
        try:
            return await question
        except (CredentialsExpired, CredentialsMissing):
            raise
        except AwsError as error:
            self.gaps.append(str(error))
            return None


async def _task(ecs: Ecs, cluster: str, arn: str) -> Task:
    async with aclosing(ecs.describe_tasks(cluster, (arn,))) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            for task in answer.records:
                return task
    raise NotFound(f"describe task {task_id(arn)}", "AWS forgets a task about an hour after it stopped")


def _plan(service: Service | None) -> AwsVpcConfiguration:
    network = service.network_configuration if service is not None else None
    return (network.awsvpc_configuration if network else None) or AwsVpcConfiguration()


async def _stand(around: Surroundings, place: Place, wanted: Sequence[Need], entrances: Sequence[Entrance]) -> Stand:
    """A place with its ways; the loop gets a turn after each, for one takes up to some milliseconds."""
    out: list[Path] = []
    into: list[Path] = []
    for need in wanted:
        out.append(way_out(around, place, need))
        await asyncio.sleep(0)
    for entrance in entrances:
        into += ways_in(around, place, entrance)
        await asyncio.sleep(0)
    return Stand(
        place=place,
        subnet=around.subnet(place.subnet_id),
        acl=around.acl_of(place.subnet_id),
        groups=around.groups_of(place.group_ids)[0],
        ways_out=tuple(out),
        ways_in=tuple(into),
    )
