"""All checks of a service, of its network and of its load balancer."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.checks import Finding, look_through
from fargate_tui.fargate.drafts.service.balancer_checks import BALANCER_CHECKS
from fargate_tui.fargate.drafts.service.definition_checks import DEFINITION_CHECKS
from fargate_tui.fargate.drafts.service.network_checks import NETWORK_CHECKS
from fargate_tui.fargate.drafts.service.origin import CLONE_CHECKS
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.service_checks import SERVICE_CHECKS


def checked(plan: Plan) -> Iterator[Finding]:
    """What all checks have found."""
    yield from look_through(SERVICE_CHECKS, plan, plan.facts)
    yield from look_through(CLONE_CHECKS, plan, plan.facts)
    yield from look_through(DEFINITION_CHECKS, plan, plan.facts)
    yield from look_through(NETWORK_CHECKS, plan.network, plan.facts)
    yield from look_through(BALANCER_CHECKS, plan, plan.facts)
