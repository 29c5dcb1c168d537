"""The actions that make tasks and what they stand on."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import msgspec

from fargate_tui.actions.action import Bench
from fargate_tui.actions.creating.making import Making
from fargate_tui.actions.creating.there import first, text
from fargate_tui.aws.changing import (
    PUT_CLUSTER_CAPACITY_PROVIDERS,
    PUT_SCALING_POLICY,
    REGISTER_SCALABLE_TARGET,
    REGISTER_TASK_DEFINITION,
    RUN_TASK,
)
from fargate_tui.aws.creating import (
    ATTACH_ROLE_POLICY,
    CREATE_CLUSTER,
    CREATE_LOG_GROUP,
    CREATE_ROLE,
    CREATE_SERVICE,
    CREATE_SERVICE_LINKED_ROLE,
    PUT_RETENTION_POLICY,
    PUT_ROLE_POLICY,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.changes import Change, Outcome, Subject, Undo
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.format import short_id

_ROLE_RACES: Final = {
    "unable to assume the role": "AWS does not know the role everywhere yet",
    "role is not valid": "AWS does not know the role everywhere yet",
    "unable to assume the service linked role": "AWS does not know its service-linked role everywhere yet",
}


_PLACE_RACES: Final = {
    **_ROLE_RACES,
    "cluster not found": "AWS does not know the cluster everywhere yet",
    "errorcode: invalidgroup.notfound": "EC2 does not know the security group everywhere yet",
}


class MakeLogGroup(Making):
    """A log group, with how long its lines are kept."""

    id = "create.log_group"
    kind = "log-group"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_LOG_GROUP, PUT_RETENTION_POLICY)
    taken_back = "it is deleted, with the lines in it"
    undone_by = "created.log_group"


class MakeRole(Making):
    """A role with its trust and its policies; the next step waits until it can be read."""

    id = "create.role"
    kind = "role"
    operations: ClassVar[tuple[Operation, ...]] = (
        CREATE_ROLE,
        ATTACH_ROLE_POLICY,
        PUT_ROLE_POLICY,
        CREATE_SERVICE_LINKED_ROLE,
    )
    taken_back = "it is deleted, with its policies; AWS's own service-linked role stays"
    undone_by = "created.role"
    aim = "made"
    arn_at = ("Role", "Arn")

    def undo_of(self, creation: Creation, subject: Subject) -> Undo | None:
        """Nothing for a service-linked role: others use it from then on."""
        linked = creation.requests[0].operation == CREATE_SERVICE_LINKED_ROLE.name
        return None if linked else super().undo_of(creation, subject)


class MakeCluster(Making):
    """A cluster with its capacity providers."""

    id = "create.cluster"
    kind = "cluster"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_CLUSTER, PUT_CLUSTER_CAPACITY_PROVIDERS)
    taken_back = "it is deleted"
    undone_by = "created.cluster"
    arn_at = ("cluster", "clusterArn")
    races: ClassVar[Mapping[str, str]] = {
        **_ROLE_RACES,
        "update in progress": "AWS is still at work on the cluster",
    }


class MakeTaskDefinition(Making):
    """A revision, unless the newest of its family says the same."""

    id = "create.task_definition"
    kind = "task-definition"
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_TASK_DEFINITION,)
    taken_back = "the revision is deregistered"
    undone_by = "created.task_definition"
    arn_at = ("taskDefinition", "taskDefinitionArn")
    races = _ROLE_RACES

    async def made(self, change: Change, outcomes: Sequence[Outcome], bench: Bench) -> tuple[Subject, ...]:
        """The revision, by its number."""
        found = await super().made(change, outcomes, bench)
        return tuple(
            msgspec.structs.replace(each, name=name_of(each.arn)) if each.arn.startswith("arn:") else each
            for each in found
        )

    def said(self, made: Sequence[Subject]) -> str:
        """Which revision it has become."""
        return f"registered as {made[0].name}" if made else "registered"


class MakeService(Making):
    """A service; how it comes up is told elsewhere."""

    id = "create.service"
    kind = "service"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_SERVICE,)
    taken_back = "it is deleted, with its tasks"
    undone_by = "created.service"
    arn_at = ("service", "serviceArn")
    races: ClassVar[Mapping[str, str]] = {
        **_PLACE_RACES,
        "does not have an associated load balancer": "AWS has not put the target group behind its load balancer yet",
    }

    def explained(self, error: AwsError) -> AwsError:
        """A name that is taken is told as what it is."""
        if "creation of service was not idempotent" not in error.why.lower():
            return error
        why = "a service with this name already exists in the cluster"
        told = Invalid(error.doing, why, "take another name, or delete that one first")
        told.request_id, told.is_of_a_repeat = error.request_id, error.is_of_a_repeat
        return told


class MakeTask(Making):
    """Tasks that belong to no service, followed until they have ended by themselves."""

    id = "create.task"
    kind = "task"
    operations: ClassVar[tuple[Operation, ...]] = (RUN_TASK,)
    taken_back = "by stopping the tasks that were started, while they run"
    undone_by = "task.stop"
    aim = "ended"
    races = _PLACE_RACES

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:  # noqa: ARG002
        """Never known by looking: it is sent again with the same token."""
        return None

    async def made(self, change: Change, outcomes: Sequence[Outcome], bench: Bench) -> tuple[Subject, ...]:  # noqa: ARG002
        """The tasks that were started."""
        told: object = outcomes[-1].answer.get("tasks") if outcomes else ()
        arns = [str(each["taskArn"]) for each in told] if isinstance(told, list) else []
        return tuple(
            Subject(kind="task", arn=arn, name=short_id(name_of(arn)), cluster=change.subject.cluster) for arn in arns
        )

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:  # noqa: ARG002
        """Stopping them."""
        return Undo(action="task.stop", answer="taken back from fargate-tui", subjects=tuple(made)) if made else None


class _OfScaling(Making):
    """What scales a service."""

    def undo_of(self, creation: Creation, subject: Subject) -> Undo | None:
        """What scales the service."""
        return Undo(action=self.undone_by, answer=text(first(creation), "ResourceId"), subjects=(subject,))

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:  # noqa: ARG002
        """By the service."""
        return change.undo


class MakeScalableTarget(_OfScaling):
    """The limits within which a service is scaled."""

    id = "create.scalable_target"
    kind = "scalable-target"
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_SCALABLE_TARGET,)
    taken_back = "autoscaling of the service is ended"
    undone_by = "created.scalable_target"


class MakeScalingPolicy(_OfScaling):
    """What scales a service within its limits."""

    id = "create.scaling_policy"
    kind = "scaling-policy"
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY,)
    taken_back = "the policy is deleted"
    undone_by = "created.scaling_policy"
