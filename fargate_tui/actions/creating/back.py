"""The actions that take back tasks and what they stand on."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from fargate_tui.actions.action import Bench, call_of
from fargate_tui.actions.creating.taking_back import TakingBack
from fargate_tui.aws.changing import (
    DELETE_CLUSTER,
    DELETE_SCALING_POLICY,
    DELETE_SERVICE,
    DEREGISTER_SCALABLE_TARGET,
    DEREGISTER_TASK_DEFINITION,
)
from fargate_tui.aws.creating import (
    DELETE_LOG_GROUP,
    DELETE_ROLE,
    DELETE_ROLE_POLICY,
    DETACH_ROLE_POLICY,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import is_arn
from fargate_tui.fargate.changes import Call, Subject

_SCALED: Final = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}


class TakeBackLogGroup(TakingBack):
    """A log group, with the lines in it."""

    id = "created.log_group"
    kind = "log-group"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_LOG_GROUP,)
    loses = True

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """By its name."""
        await bench.aws.logs().group(subject.name)
        return (call_of(DELETE_LOG_GROUP, logGroupName=subject.name),)


class TakeBackRole(TakingBack):
    """A role, with its policies."""

    id = "created.role"
    kind = "role"
    operations: ClassVar[tuple[Operation, ...]] = (DETACH_ROLE_POLICY, DELETE_ROLE_POLICY, DELETE_ROLE)
    races: ClassVar[Mapping[str, str]] = {
        "must detach all policies first": "IAM still sees policies of it",
        "must delete policies first": "IAM still sees policies of it",
    }

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """Its policies first: IAM deletes no role that has any."""
        name = subject.name
        await bench.aws.iam.role(name)
        attached, inline = await bench.aws.iam.attached_policies(name), await bench.aws.iam.inline_policies(name)
        return (
            *(call_of(DETACH_ROLE_POLICY, RoleName=name, PolicyArn=each) for each in attached),
            *(call_of(DELETE_ROLE_POLICY, RoleName=name, PolicyName=each) for each in inline),
            call_of(DELETE_ROLE, RoleName=name),
        )


class TakeBackCluster(TakingBack):
    """A cluster, once it is empty."""

    id = "created.cluster"
    kind = "cluster"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_CLUSTER,)
    races: ClassVar[Mapping[str, str]] = {
        "while services are active": "its services are not gone yet",
        "while tasks are active": "its tasks have not stopped yet",
        "update in progress": "AWS is still at work on the cluster",
    }

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """By its name."""
        found = await bench.aws.ecs.raw("cluster", subject.name)
        return () if found.get("status") == "INACTIVE" else (call_of(DELETE_CLUSTER, cluster=subject.name),)


class TakeBackTaskDefinition(TakingBack):
    """A revision: what runs of it goes on."""

    id = "created.task_definition"
    kind = "task-definition"
    operations: ClassVar[tuple[Operation, ...]] = (DEREGISTER_TASK_DEFINITION,)

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """Which revision."""
        return f"deregister {subjects[0].name}"

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """By its ARN; without one nothing was registered."""
        if not is_arn(subject.arn):
            return ()
        found = await bench.aws.ecs.describe_task_definition(subject.arn)
        is_there = found.status in (None, "ACTIVE")
        return (call_of(DEREGISTER_TASK_DEFINITION, taskDefinition=subject.arn),) if is_there else ()


class TakeBackService(TakingBack):
    """A service, with its tasks; the next step waits until they are gone."""

    id = "created.service"
    kind = "service"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_SERVICE,)
    aim = "gone"
    loses = True

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """By its name; its tasks are stopped with it."""
        found = await bench.aws.ecs.raw("service", subject.name, subject.cluster)
        if found.get("status") != "ACTIVE":
            return ()
        return (call_of(DELETE_SERVICE, cluster=subject.cluster, service=str(found["serviceArn"]), force=True),)


class TakeBackScalableTarget(TakingBack):
    """The limits of a service, with its scaling policies; the answer names the service."""

    id = "created.scalable_target"
    kind = "scalable-target"
    operations: ClassVar[tuple[Operation, ...]] = (DEREGISTER_SCALABLE_TARGET,)

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """By the service."""
        _, cluster, name = answer.split("/")
        if await bench.aws.scaling.target(cluster, name) is None:
            return ()
        return (call_of(DEREGISTER_SCALABLE_TARGET, **_SCALED, ResourceId=answer),)


class TakeBackScalingPolicy(TakingBack):
    """A scaling policy; the answer names the service."""

    id = "created.scaling_policy"
    kind = "scaling-policy"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_SCALING_POLICY,)

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:
        """By its name."""
        _, cluster, name = answer.split("/")
        policies = {each.policy_name for each in await bench.aws.scaling.policies(cluster, name)}
        if subject.name not in policies:
            return ()
        return (call_of(DELETE_SCALING_POLICY, PolicyName=subject.name, **_SCALED, ResourceId=answer),)
