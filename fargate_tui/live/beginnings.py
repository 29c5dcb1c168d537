"""A new draft, from nothing or from what AWS has already."""

import asyncio
from typing import cast

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.definition_text import request_of
from fargate_tui.fargate.drafts.kinds import class_of
from fargate_tui.fargate.drafts.seeds import Seed
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.service.clone import of_service
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import CallerIdentity, Service
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.surroundings import known


async def begin(seed: Seed, aws: Aws, caller: CallerIdentity) -> Draft:
    """What a wizard begins with; raises `AwsError` where it is made from something that cannot be read."""
    match seed.kind:
        case "cluster":
            return cast("Draft", class_of("cluster")())
        case "run-task":
            return cast("Draft", class_of("run-task")(cluster=seed.cluster or "default", definition=seed.definition))
        case "task-definition":
            return await _definition(seed, aws, caller)
        case "service":
            return await _service(seed, aws)


async def _definition(seed: Seed, aws: Aws, caller: CallerIdentity) -> TaskDefinitionDraft:
    if not seed.definition:
        return TaskDefinitionDraft.begun(caller.region)
    described = await aws.ecs.raw("task-definition", seed.definition)
    request = request_of(described, await aws.ecs.registration_shape())
    return TaskDefinitionDraft.of_registration(request, caller.region)


async def _service(seed: Seed, aws: Aws) -> ServiceDraft:
    if not seed.service:
        return ServiceDraft(cluster=seed.cluster or "default", definition=seed.definition)
    described = await aws.ecs.raw("service", seed.service, seed.cluster)
    limits, policies, vpc = await asyncio.gather(
        known(aws.scaling.target(seed.cluster, seed.service), "application-autoscaling:DescribeScalableTargets"),
        known(aws.scaling.policies(seed.cluster, seed.service), "application-autoscaling:DescribeScalingPolicies"),
        known(_vpc_of(described, aws), "ec2:DescribeSubnets"),
    )
    return of_service(
        described,
        vpc=vpc.value if isinstance(vpc, Known) else "",
        limits=limits.value if isinstance(limits, Known) else None,
        policies=policies.value if isinstance(policies, Known) else (),
    )


async def _vpc_of(described: Json, aws: Aws) -> str:
    """Where the subnets of a service are; empty where it has none."""
    service = msgspec.convert(described, Service, strict=False)
    network = service.network_configuration
    subnets = network.awsvpc_configuration.subnets if network and network.awsvpc_configuration else ()
    found = await aws.ec2.subnets(subnets) if subnets else ()
    return next((each.vpc_id for each in found if each.vpc_id), "")
