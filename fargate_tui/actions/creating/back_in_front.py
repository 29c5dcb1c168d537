"""The actions that take back what stands in front of tasks."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from fargate_tui.actions.action import Bench, call_of
from fargate_tui.actions.creating.looks_around import lets_in
from fargate_tui.actions.creating.taking_back import TakingBack
from fargate_tui.aws.creating import (
    DELETE_LISTENER,
    DELETE_LOAD_BALANCER,
    DELETE_RULE,
    DELETE_SECURITY_GROUP,
    DELETE_TARGET_GROUP,
    REVOKE_SECURITY_GROUP_INGRESS,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import is_arn
from fargate_tui.fargate.changes import Call, Subject
from fargate_tui.fargate.drafts.creations import Request


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
