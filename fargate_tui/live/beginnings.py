"""A new draft, from nothing or from what AWS has already."""

from typing import cast

from fargate_tui.fargate.definition_text import request_of
from fargate_tui.fargate.drafts.kinds import class_of
from fargate_tui.fargate.drafts.seeds import Seed
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.ports import Aws


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
            return _service(seed)


async def _definition(seed: Seed, aws: Aws, caller: CallerIdentity) -> TaskDefinitionDraft:
    if not seed.definition:
        return TaskDefinitionDraft.begun(caller.region)
    described = await aws.ecs.raw("task-definition", seed.definition)
    request = request_of(described, await aws.ecs.registration_shape())
    return TaskDefinitionDraft.of_registration(request, caller.region)


def _service(seed: Seed) -> ServiceDraft:
    return ServiceDraft(cluster=seed.cluster or "default", definition=seed.definition)
