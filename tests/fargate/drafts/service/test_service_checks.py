"""Each check of the service: wrong at its field, and not checked where AWS does not tell."""

import pytest

from fargate_tui.fargate.drafts.facts import Quota
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import (
    Role,
    RuntimePlatform,
    ScalableTarget,
    Service,
)
from tests.fargate.drafts.service.cases import (
    LAUNCHED,
    ROLES,
    Case,
    because,
    cluster,
    defined,
    named,
    shells,
    untold_of,
    wrong_of,
)
from tests.fargate.drafts.service.given import (
    FACTS,
    GROUP,
    SHELL_KEY,
    SHIFTING,
    facts,
)

WRONG: list[Case] = [
    ("P50", {"name": "my web"}, FACTS, "name"),
    (
        "P50",
        {},
        facts(services={"prod/web": Known(Service(service_arn="a", service_name="web", status="DRAINING"))}),
        "name",
    ),
    ("P51", {"cluster": "none"}, facts(clusters={"none": Known(None)}), "cluster"),
    ("P51", {"cluster_is": "new"}, FACTS, "cluster_is"),
    ("P51", {"cluster": ""}, FACTS, "cluster"),
    ("P51", {"count": "two"}, FACTS, "count"),
    ("P51", {"capacity": "strategy"}, cluster(), "capacity"),
    ("P51", {"capacity": "default"}, cluster(), "capacity"),
    ("P51", {"capacity": "strategy", "strategy.spot_base": "1"}, FACTS, "strategy.spot_base"),
    ("P51", {"capacity": "strategy", "strategy.weight": "0", "strategy.spot_weight": "0"}, FACTS, "strategy.weight"),
    ("P51", {"capacity": "strategy", "strategy.weight": "1001"}, FACTS, "strategy.weight"),
    (
        "P51",
        {"capacity": "strategy"},
        defined(runtime_platform=RuntimePlatform(operating_system_family="WINDOWS_SERVER_2022_CORE")),
        "capacity",
    ),
    ("P53", {"platform": "1.0.0"}, FACTS, "platform"),
    ("P54", {"count": "20"}, FACTS, "count"),
    ("P54", {}, facts(quotas={"L-3032A538": Known(Quota(limit=6, used=5.9))}), "count"),
    ("P55", {"deployment.maximum": "100"}, FACTS, "deployment.maximum"),
    ("P55", {"deployment.maximum": "150"}, FACTS, "deployment.maximum"),
    ("P55", {"deployment.minimum": "101"}, FACTS, "deployment.minimum"),
    ("P55", {"deployment.maximum": "20"}, FACTS, "deployment.maximum"),
    ("P56", {**SHIFTING, "deployment.bake_time": ""}, FACTS, "deployment.bake_time"),
    ("P56", {**SHIFTING, "deployment.bake_time": "1441"}, FACTS, "deployment.bake_time"),
    ("P56", {**SHIFTING, "balancer.kind": "none"}, FACTS, "balancer.kind"),
    ("P56", {**SHIFTING, "deployment.role": ""}, FACTS, "deployment.role"),
    ("P56", {**SHIFTING, "deployment.role": "gone"}, facts(roles={"gone": Known(None)}), "deployment.role"),
    (
        "P56",
        {**SHIFTING, "deployment.role": "app"},
        facts(roles={"app": Known(Role(name="app", trusts=("ecs-tasks.amazonaws.com",)))}),
        "deployment.role",
    ),
    ("P56", {**SHIFTING, "deployment.alternate": "web"}, FACTS, "deployment.alternate"),
    ("P56", {**SHIFTING, "deployment.alternate": "blue"}, FACTS, "deployment.alternate"),
    ("P56", {**SHIFTING, **GROUP, "deployment.alternate": "web-2"}, FACTS, "deployment.alternate"),
    ("P56", {**SHIFTING, **GROUP, "deployment.alternate": "green"}, FACTS, "deployment.rule"),
    (
        "P56",
        {**SHIFTING, "deployment.strategy": "LINEAR", "deployment.step_percent": "2"},
        FACTS,
        "deployment.step_percent",
    ),
    (
        "P56",
        {**SHIFTING, "deployment.strategy": "CANARY", "deployment.canary_bake": "x"},
        FACTS,
        "deployment.canary_bake",
    ),
    ("P56", {**SHIFTING, "deployment.hooks": "NOW pause 5"}, FACTS, "deployment.hooks"),
    ("P56", {**SHIFTING, "deployment.test_rule": "rule"}, FACTS, "deployment.test_rule"),
    ("P57", {"deployment.breaker": "off"}, FACTS, "deployment.breaker"),
    ("P57", {"deployment.rollback": "off"}, FACTS, "deployment.rollback"),
    ("P57", {"deployment.alarms": "loud"}, FACTS, "deployment.alarms"),
    ("P57", {"deployment.alarms": "gone"}, FACTS, "deployment.alarms"),
    ("P58", {"more.propagate": "NONE"}, FACTS, "more.propagate"),
    ("P58", {"more.propagate": "NONE", "more.managed_tags": "off"}, FACTS, "more.propagate"),
    ("P58", {"more.tags": "team"}, FACTS, "more.tags"),
    ("P58", {"more.tags": "a=1\na=2"}, FACTS, "more.tags"),
    ("P59", {"more.execute": "on"}, defined(task_role_arn=None), "more.execute"),
    ("P59", {"more.execute": "on"}, shells("denied"), "more.execute"),
    ("P60", {}, LAUNCHED, "more.volume_role"),
    ("P60", {"more.volume_role": "infra", "more.volume_size": "0"}, LAUNCHED, "more.volume_size"),
    ("P61", {"deployment.maximum": "100", "deployment.minimum": "0"}, FACTS, "more.rebalancing"),
    ("P62", {"scaling.kind": "cpu", "scaling.minimum": "2"}, FACTS, "scaling.minimum"),
    ("P62", {"scaling.kind": "cpu", "scaling.minimum": "5"}, FACTS, "scaling.maximum"),
    ("P62", {"scaling.kind": "cpu", "scaling.value": "101"}, FACTS, "scaling.value"),
    ("P62", {"scaling.kind": "requests"}, FACTS, "scaling.kind"),
    (
        "P62",
        {"scaling.kind": "cpu"},
        facts(
            scalable_targets={
                "prod/web": Known(ScalableTarget(resource_id="service/prod/web", min_capacity=1, max_capacity=2))
            }
        ),
        "scaling.minimum",
    ),
    ("P66", {}, FACTS, "balancer.kind"),
]

UNTOLD: list[Case] = [
    ("P50", {}, facts(services={"prod/web": because("ecs:DescribeServices")}), "ecs:DescribeServices"),
    ("P51", {}, facts(clusters={"prod": because("ecs:DescribeClusters")}), "ecs:DescribeClusters"),
    (
        "P54",
        {},
        facts(quotas={"L-3032A538": because("servicequotas:GetServiceQuota")}),
        "servicequotas:GetServiceQuota",
    ),
    ("P56", SHIFTING, facts(roles={"infra": ROLES}), ROLES.action),
    (
        "P57",
        {"deployment.alarms": "calm"},
        facts(alarms={"calm": because("cloudwatch:DescribeAlarms")}),
        "cloudwatch:DescribeAlarms",
    ),
    (
        "P59",
        {"more.execute": "on"},
        facts(permissions={SHELL_KEY: because("iam:SimulatePrincipalPolicy")}),
        "iam:SimulatePrincipalPolicy",
    ),
    (
        "P60",
        {"more.volume_role": "infra"},
        facts(definitions=dict(LAUNCHED.definitions), roles={"infra": ROLES}),
        ROLES.action,
    ),
    (
        "P62",
        {"scaling.kind": "cpu"},
        facts(scalable_targets={"prod/web": because("application-autoscaling:DescribeScalableTargets")}),
        "application-autoscaling:DescribeScalableTargets",
    ),
    ("P63", {}, facts(roles={"AWSServiceRoleForECS": ROLES}), ROLES.action),
]


@pytest.mark.parametrize("case", WRONG, ids=named(WRONG))
def test_what_is_wrong_is_told_at_its_field(case: Case) -> None:
    assert case[3] in wrong_of(case)


@pytest.mark.parametrize("case", UNTOLD, ids=named(UNTOLD))
def test_what_was_not_told_is_not_checked_and_why(case: Case) -> None:
    assert case[3] in untold_of(case)
