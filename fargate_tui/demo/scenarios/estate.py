"""Everything the services of ``scorekeep`` stand on, made in one go in moto's thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scaling import Scaling
from fargate_tui.demo.scenarios import belongings, company
from fargate_tui.demo.scenarios.balancers import Balanced, make_balancer
from fargate_tui.demo.scenarios.vpc import Vpc, make_vpc
from fargate_tui.demo.scenarios.workload import Workload


@dataclass(frozen=True, slots=True)
class Estate:
    """What was made, as far as ECS requests name it."""

    vpc: Vpc
    secrets: company.Secrets
    target_groups: Mapping[str, str]
    rules: Mapping[str, str]
    """Listener rules by service."""


def make_estate(moto: Moto, region: str) -> Estate:
    """The network, the secrets and the load balancers."""
    vpc = make_vpc(moto, region)
    secrets = company.Secrets(
        database=belongings.make_secret(moto, region, "production/payments/database"),
        card_key=belongings.make_secret(moto, region, "production/payments/card-key"),
        webhook=belongings.make_secret(moto, region, "production/notifications/webhook"),
        log_level=belongings.make_parameter(moto, region, "/production/log-level", "info"),
    )
    behind = [
        Balanced(name, green=name == company.SHIFTED)
        for name in ("storefront", "checkout-api", "payments", "accounts", "search", "pricing-api", "recommendations")
    ]
    game, _ = make_balancer(moto, region, vpc, "scorekeep", [Balanced("scorekeep", "/")])
    shop, rules = make_balancer(moto, region, vpc, "production", [*behind, Balanced("cart-api", "/healthz")])
    return Estate(vpc, secrets, game | shop, rules)


def furnish(moto: Moto, region: str, workloads: tuple[Workload, ...]) -> None:
    """What nothing waits for: roles and log groups."""
    belongings.make_roles(moto, region, (*(workload.name for workload in workloads), company.EXPRESS))
    belongings.make_log_groups(moto, region, (*(each.log_group for each in workloads), f"/ecs/{company.EXPRESS}"))


def let_scale(scaling: Scaling, cluster: str, service: str) -> None:
    """Let Application Auto Scaling keep a service's CPU at 60 %, with 2 to 10 tasks."""
    target: dict[str, object] = {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{cluster}/{service}",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    limits = {"MinCapacity": 2, "MaxCapacity": 10}
    scaling.call("RegisterScalableTarget", target | limits)
    tracking = {
        "TargetValue": 60.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        "ScaleOutCooldown": 60,
        "ScaleInCooldown": 300,
    }
    policy = {
        "PolicyName": "cpu-60",
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": tracking,
    }
    scaling.call("PutScalingPolicy", target | policy)
