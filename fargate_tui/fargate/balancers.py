"""What CloudWatch calls load balancers and target groups (fargate.md §9.3)."""

from fargate_tui.fargate.arns import resource_of


def balancer_dimension(arn: str) -> str:
    """``app/NAME/ID`` or ``net/NAME/ID`` of a load balancer's ARN; empty for a classic one, which has no such name."""
    kind, _, rest = resource_of(arn).partition("/")
    return rest if kind == "loadbalancer" and rest.count("/") == 2 else ""


def group_dimension(arn: str) -> str:
    """``targetgroup/NAME/ID`` of a target group's ARN."""
    return resource_of(arn)
