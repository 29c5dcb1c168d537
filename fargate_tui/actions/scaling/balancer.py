"""The load balancer whose requests a service is scaled by."""

from fargate_tui.actions.action import Bench, service_of
from fargate_tui.fargate.balancers import balancer_dimension, group_dimension
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid


async def balancer_of(subject: Subject, bench: Bench) -> tuple[str, str]:
    """What CloudWatch calls the load balancer and the target group of a service; raises `Invalid` without them."""
    service = await service_of(subject, bench)
    arns = [each.target_group_arn for each in service.load_balancers if each.target_group_arn]
    if not arns:
        raise Invalid("track requests", f"{subject.name} is behind no load balancer", "cpu or memory can be tracked")
    for group in await bench.aws.elb.target_groups(arns):
        for balancer in group.load_balancer_arns:
            if "/app/" in balancer:
                return balancer_dimension(balancer), group_dimension(group.target_group_arn)
    raise Invalid("track requests", "no application load balancer is in front of it", "cpu or memory can be tracked")
