"""What stands in requests for things that are made before."""

from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.parts import NEW
from fargate_tui.fargate.drafts.service.plan import Plan


def group_ref(plan: NetworkPlan, group_id: str) -> str | Ref:
    """A security group in a request: its id, or what stands for it where it is made."""
    planned = next((each for each in plan.planned if each.group_id == group_id), None)
    return Ref(step=f"security-group:{planned.group_name.strip()}", attribute="id") if planned else group_id


def target_ref(plan: Plan) -> str | Ref:
    """The ARN of the target group."""
    draft = plan.draft.balancer
    if draft.has_new_target:
        return Ref(step=f"target-group:{draft.target_name.strip()}")
    return plan.target.target_group_arn if plan.target else draft.group.strip()


def alternate_ref(plan: Plan) -> str | Ref:
    """The ARN of the other target group."""
    named = plan.draft.deployment.alternate.strip()
    if plan.draft.balancer.has_new_target:
        return Ref(step=f"target-group:{named}")
    answer = plan.alternate
    return answer.target_group_arn if answer else named


def cluster_ref(plan: Plan) -> str | Ref:
    """The cluster."""
    name = plan.draft.cluster.strip()
    return Ref(step=f"cluster:{name}", attribute="name") if plan.draft.cluster_is == NEW else name
