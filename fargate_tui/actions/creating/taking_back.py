"""What takes back what a wizard has made: it is looked for by what it was made as, and deleted."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import msgspec

from fargate_tui.actions.action import Action, Bench, call_of
from fargate_tui.actions.creating.looks_around import lets_in
from fargate_tui.aws.creating import (
    DELETE_LISTENER,
    DELETE_LOAD_BALANCER,
    DELETE_LOG_GROUP,
    DELETE_ROLE,
    DELETE_ROLE_POLICY,
    DELETE_RULE,
    DELETE_SECURITY_GROUP,
    DELETE_TARGET_GROUP,
    DETACH_ROLE_POLICY,
    REVOKE_SECURITY_GROUP_INGRESS,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import (
    DELETE_CLUSTER,
    DELETE_SCALING_POLICY,
    DELETE_SERVICE,
    DEREGISTER_SCALABLE_TARGET,
    DEREGISTER_TASK_DEFINITION,
)
from fargate_tui.fargate.arns import is_arn
from fargate_tui.fargate.changes import Aim, Call, Change, Difference, Subject
from fargate_tui.fargate.drafts.creations import Request
from fargate_tui.fargate.errors import AwsError, NotFound

PATIENCE: Final = 600.0
"""Seconds for which it is waited until nothing stands on a thing any more: a load balancer leaves interfaces behind."""


class TakingBack(Action):
    """Deletes one thing that a wizard has made."""

    bindings = ()
    only_takes_back = True
    is_paced = True
    is_planned_late = True
    nothing_left = "gone already"
    patience = PATIENCE
    taken_back = "not at all: a wizard makes it again"
    aim: ClassVar[Aim] = "accepted"
    loses: ClassVar[bool] = False
    """Whether something is lost by it that a wizard cannot make again."""
    races: ClassVar[Mapping[str, str]] = {}
    """What AWS says as long as something stands on it, and what that means; in lower case."""

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """What is deleted."""
        return f"delete {subjects[0].kind.replace('-', ' ')} {subjects[0].name}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Whether it is still there, and something is lost with it."""
        return self.loses and any(change.calls for change in changes)

    @abstractmethod
    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:
        """What deletes it; raises `AwsError`, `NotFound` where it is gone."""

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Its end, or nothing where it is gone."""
        try:
            calls = await self.calls(subject, answer, bench)
        except NotFound:
            calls = ()
        difference = Difference(what="exists", before="yes" if calls else "no", after="no")
        return Change(subject=subject, differences=(difference,), calls=calls, aim=self.aim)

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:
        """Whether it is gone."""
        return not (await self.change(change.subject, answer, bench)).calls

    def passing(self, error: AwsError) -> str:
        """What still stands on it."""
        why = error.why.lower()
        return next((words for sign, words in self.races.items() if sign in why), "")

    def said(self, made: Sequence[Subject]) -> str:  # noqa: ARG002
        """That it is gone."""
        return "deleted"


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


class TakeBackSecurityGroup(TakingBack):
    """A security group; the answer is its VPC."""

    id = "created.security_group"
    kind = "security-group"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_SECURITY_GROUP,)
    races: ClassVar[Mapping[str, str]] = {"has a dependent object": "interfaces are still in it, or groups name it"}

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:
        """By its id, or by its name in the VPC."""
        found = await bench.aws.network.security_groups_named(subject.name)
        ours = [each.group_id for each in found if subject.arn == each.group_id]
        if not subject.arn.startswith("sg-"):
            ours = [each.group_id for each in found if answer in ("", each.vpc_id)]
        return tuple(call_of(DELETE_SECURITY_GROUP, GroupId=each) for each in ours[:1])


class TakeBackIngress(TakingBack):
    """What a security group that was there before has been opened for; the answer is the rules."""

    id = "created.ingress"
    kind = "security-group"
    operations: ClassVar[tuple[Operation, ...]] = (REVOKE_SECURITY_GROUP_INGRESS,)

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """Which group is closed."""
        return f"close security group {subjects[0].name} again"

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:
        """Those rules, as far as they are all there."""
        rules = msgspec.json.decode(answer)
        wanted = Request(service="ec2", operation="", parameters={"IpPermissions": rules})
        groups = await bench.aws.network.security_groups_by_id((subject.arn,))
        if not groups or not lets_in(groups[0], wanted):
            return ()
        return (call_of(REVOKE_SECURITY_GROUP_INGRESS, GroupId=subject.arn, IpPermissions=rules),)


class TakeBackLoadBalancer(TakingBack):
    """A load balancer, with its listeners."""

    id = "created.load_balancer"
    kind = "load-balancer"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_LOAD_BALANCER,)

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """The very one that was made."""
        found = await bench.aws.elb.balancer_named(subject.name)
        is_ours = not is_arn(subject.arn) or found.load_balancer_arn == subject.arn
        return (call_of(DELETE_LOAD_BALANCER, LoadBalancerArn=found.load_balancer_arn),) if is_ours else ()


class TakeBackTargetGroup(TakingBack):
    """A target group, once no listener leads to it."""

    id = "created.target_group"
    kind = "target-group"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_TARGET_GROUP,)
    races: ClassVar[Mapping[str, str]] = {"currently in use": "a listener still leads to it"}

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """The very one that was made."""
        found = await bench.aws.elb.target_group_named(subject.name)
        is_ours = not is_arn(subject.arn) or found.target_group_arn == subject.arn
        return (call_of(DELETE_TARGET_GROUP, TargetGroupArn=found.target_group_arn),) if is_ours else ()


class TakeBackListener(TakingBack):
    """A listener, with its rules."""

    id = "created.listener"
    kind = "listener"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_LISTENER,)

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """The very one that was made; its ARN names its load balancer."""
        balancer = subject.arn.replace(":listener/", ":loadbalancer/").rpartition("/")[0]
        there = {each.listener_arn for each in await bench.aws.elb.listeners(balancer)}
        return (call_of(DELETE_LISTENER, ListenerArn=subject.arn),) if subject.arn in there else ()


class TakeBackListenerRule(TakingBack):
    """A rule of a listener."""

    id = "created.listener_rule"
    kind = "listener-rule"
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_RULE,)

    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:  # noqa: ARG002
        """The very one that was made; its ARN names its listener."""
        listener = subject.arn.replace(":listener-rule/", ":listener/").rpartition("/")[0]
        there = {each.rule_arn for each in await bench.aws.elb.rules(listener)}
        return (call_of(DELETE_RULE, RuleArn=subject.arn),) if subject.arn in there else ()


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


_SCALED: Final = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}

TAKING_BACK: Final[tuple[TakingBack, ...]] = (
    TakeBackLogGroup(),
    TakeBackRole(),
    TakeBackCluster(),
    TakeBackSecurityGroup(),
    TakeBackIngress(),
    TakeBackLoadBalancer(),
    TakeBackTargetGroup(),
    TakeBackListener(),
    TakeBackListenerRule(),
    TakeBackTaskDefinition(),
    TakeBackService(),
    TakeBackScalableTarget(),
    TakeBackScalingPolicy(),
)
