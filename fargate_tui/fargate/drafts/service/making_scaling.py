"""The limits within which a service is scaled, and the policy that does."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request
from fargate_tui.fargate.drafts.service.parts import NONE, decimal, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.refs import target_ref

METRICS: Final = {
    "cpu": "ECSServiceAverageCPUUtilization",
    "memory": "ECSServiceAverageMemoryUtilization",
    "requests": "ALBRequestCountPerTarget",
}
_DIMENSION: Final = "ecs:service:DesiredCount"


def scaling_creations(plan: Plan) -> Iterator[Creation]:
    """Nothing where the count is changed by hand."""
    draft = plan.draft.scaling
    if draft.kind == NONE:
        return
    name = plan.draft.name.strip()
    own = {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{name_of(plan.draft.cluster.strip())}/{name}",
        "ScalableDimension": _DIMENSION,
    }
    limits = {**own, "MinCapacity": number(draft.minimum), "MaxCapacity": number(draft.maximum)}
    yield Creation(
        kind="scalable-target",
        name=name,
        words=f"{draft.minimum.strip()} to {draft.maximum.strip()} tasks",
        requests=(Request(service="application-autoscaling", operation="RegisterScalableTarget", parameters=limits),),
    )
    policy = {
        "PolicyName": f"{name}-{draft.kind}",
        **own,
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": decimal(draft.value),
            "PredefinedMetricSpecification": _metric(plan),
        },
    }
    yield Creation(
        kind="scaling-policy",
        name=f"{name}-{draft.kind}",
        words=f"holds {draft.kind} at {draft.value.strip()}",
        requests=(Request(service="application-autoscaling", operation="PutScalingPolicy", parameters=policy),),
    )


def _metric(plan: Plan) -> Mapping[str, object]:
    kind = plan.draft.scaling.kind
    metric: dict[str, object] = {"PredefinedMetricType": METRICS[kind]}
    return metric | ({"ResourceLabel": _label(plan)} if kind == "requests" else {})


def _label(plan: Plan) -> str | Joined:
    """``app/NAME/ID/targetgroup/NAME/ID``."""
    draft = plan.draft.balancer
    front: str | Ref = Ref(step=f"load-balancer:{draft.name.strip()}", attribute="suffix")
    if not draft.is_new:
        front = suffix(plan.balancers[0].load_balancer_arn) if plan.balancers else ""
    target = target_ref(plan)
    behind = Ref(step=target.step, attribute="suffix") if isinstance(target, Ref) else suffix(target)
    if isinstance(front, str) and isinstance(behind, str):
        return f"{front}/{behind}"
    return Joined(parts=(front, "/", behind))


def suffix(arn: str) -> str:
    """What an ARN of a load balancer or target group ends with: ``app/web/50dc6c495c0c9188``."""
    return arn.rpartition(":")[2].removeprefix("loadbalancer/")
