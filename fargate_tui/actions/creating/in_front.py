"""The actions that make what stands in front of tasks."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from fargate_tui.actions.creating.making import Making
from fargate_tui.actions.creating.there import first, text
from fargate_tui.aws.creating import (
    AUTHORIZE_SECURITY_GROUP_INGRESS,
    CREATE_LISTENER,
    CREATE_LOAD_BALANCER,
    CREATE_RULE,
    CREATE_SECURITY_GROUP,
    CREATE_TARGET_GROUP,
    MODIFY_TARGET_GROUP_ATTRIBUTES,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Change, Subject, Undo
from fargate_tui.fargate.drafts.creations import Creation


class MakeSecurityGroup(Making):
    """A security group with what it lets in; or what one that there is lets in besides."""

    id = "create.security_group"
    kind = "security-group"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_SECURITY_GROUP, AUTHORIZE_SECURITY_GROUP_INGRESS)
    taken_back = "it is deleted; one that was there before is closed again"
    undone_by = "created.security_group"
    arn_at = ("GroupId",)
    races: ClassVar[Mapping[str, str]] = {"security group 'sg-": "EC2 does not know the group everywhere yet"}

    def undo_of(self, creation: Creation, subject: Subject) -> Undo | None:
        """Its deletion, or the rules taken out of one that was there before."""
        given = first(creation)
        if creation.requests[0].operation == AUTHORIZE_SECURITY_GROUP_INGRESS.name:
            rules = msgspec.json.encode(given.get("IpPermissions") or []).decode()
            group = msgspec.structs.replace(subject, arn=text(given, "GroupId"))
            return Undo(action="created.ingress", answer=rules, subjects=(group,))
        return Undo(action=self.undone_by, answer=text(given, "VpcId"), subjects=(subject,))

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:
        """By the group's id, once it has one."""
        is_opened = change.undo is not None and change.undo.action != self.undone_by
        return change.undo if is_opened else super().undo(change, made)


class MakeLoadBalancer(Making):
    """A load balancer; the next step waits until it is active."""

    id = "create.load_balancer"
    kind = "load-balancer"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_LOAD_BALANCER,)
    taken_back = "it is deleted, with its listeners"
    undone_by = "created.load_balancer"
    aim = "made"
    arn_at = ("LoadBalancers", 0, "LoadBalancerArn")
    races: ClassVar[Mapping[str, str]] = {
        "security groups are invalid": "EC2 does not know the security group everywhere yet",
    }


class MakeTargetGroup(Making):
    """A target group with its health check, and with what else is set of it."""

    id = "create.target_group"
    kind = "target-group"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_TARGET_GROUP, MODIFY_TARGET_GROUP_ATTRIBUTES)
    taken_back = "it is deleted"
    undone_by = "created.target_group"
    arn_at = ("TargetGroups", 0, "TargetGroupArn")


class MakeListener(Making):
    """A port that a load balancer listens on."""

    id = "create.listener"
    kind = "listener"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_LISTENER,)
    taken_back = "it is deleted, with its rules"
    undone_by = "created.listener"
    arn_at = ("Listeners", 0, "ListenerArn")


class MakeListenerRule(Making):
    """A rule of a listener."""

    id = "create.listener_rule"
    kind = "listener-rule"
    operations: ClassVar[tuple[Operation, ...]] = (CREATE_RULE,)
    taken_back = "it is deleted"
    undone_by = "created.listener_rule"
    arn_at = ("Rules", 0, "RuleArn")
