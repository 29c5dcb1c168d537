"""The roles of a service, and what follows from what was found of them."""

from typing import Any

import pytest

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.policies import Decision
from fargate_tui.fargate.records import (
    AdvancedConfiguration,
    LoadBalancer,
    Permission,
    Role,
    Secret,
    Service,
)
from fargate_tui.fargate.roles import (
    Found,
    Grant,
    Need,
    ServiceRoles,
    Wanted,
    headline,
    images_elsewhere,
    missing_policy,
    trust,
    verdict,
    wanted_roles,
)
from tests.fargate.test_permissions import ACCOUNT, ECR, SECRET, container, definition

ROLE = f"arn:aws:iam::{ACCOUNT}:role/web-execution"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"


def service(**facts: Any) -> Service:
    arn = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:service/prod/web"
    return Service(service_arn=arn, service_name="web", **facts)


def actions(wanted: Wanted) -> list[str]:
    return [need.permission.action for need in wanted.needs]


def test_a_plain_service_needs_its_two_roles_and_the_linked_one() -> None:
    facts = {"execution_role_arn": ROLE, "task_role_arn": f"{ROLE}-2"}
    found = wanted_roles(service(), definition(container(image=ECR), **facts), {})
    assert [(each.kind, each.name) for each in found] == [
        ("execution", "web-execution"),
        ("task", "web-execution-2"),
        ("service-linked", "AWSServiceRoleForECS"),
    ]
    assert {need.whose for need in found[0].needs} == {"web"}


def test_a_role_that_is_named_nowhere_and_needed_is_wanted_all_the_same() -> None:
    found = wanted_roles(service(enable_execute_command=True), definition(container(image=ECR)), {})
    assert [(each.kind, each.arn) for each in found][:2] == [("execution", ""), ("task", "")]
    assert trust(Found(wanted=found[0], role=Known(None))) == ("bad", "the task definition names none")


def test_a_role_that_is_neither_named_nor_needed_is_not_wanted() -> None:
    assert [each.kind for each in wanted_roles(service(), definition(container(image="nginx")), {})] == [
        "service-linked"
    ]


def test_a_secret_with_a_key_of_ones_own_has_to_be_decrypted_too() -> None:
    one = container(secrets=(Secret(name="A", value_from=f"{SECRET}:password::"),))
    found = wanted_roles(service(), definition(one, execution_role_arn=ROLE), {SECRET: KEY})
    assert [(need.permission.action, need.permission.resource) for need in found[0].needs] == [
        ("secretsmanager:GetSecretValue", SECRET),
        ("kms:Decrypt", KEY),
    ]


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        ("arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/lb/1/2/3", "elasticloadbalancing:ModifyRule"),
        ("arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/lb/1/2", "elasticloadbalancing:ModifyListener"),
    ],
)
def test_shifting_traffic_needs_an_infrastructure_role(rule: str, action: str) -> None:
    advanced = AdvancedConfiguration(alternate_target_group_arn="green", production_listener_rule=rule, role_arn=ROLE)
    pair = LoadBalancer(target_group_arn="blue", advanced_configuration=advanced)
    found = wanted_roles(service(load_balancers=(pair,)), definition(), {})
    (infrastructure,) = [each for each in found if each.kind == "infrastructure"]
    assert action in actions(infrastructure)
    registered = {n.permission.resource for n in infrastructure.needs if "RegisterTargets" in n.permission.action}
    assert registered == {"blue", "green"}


def test_an_image_of_another_account_is_told() -> None:
    other = ECR.replace(ACCOUNT, "999999999999")
    assert images_elsewhere([container(image=ECR), container(image=other), container()], ACCOUNT) == ("team/web",)


# -- what follows ------------------------------------------------------------------------------------------------------


def grant(decision: Decision = "allowed", action: str = "ecr:BatchGetImage", resource: str = "*") -> Grant:
    need = Need(permission=Permission(action=action, resource=resource), purpose="pull")
    return Grant(need=need, decision=decision, why="iam:X is not allowed" if decision == "unknown" else "")


def found(*grants: Grant, role: Any = None, **facts: Any) -> Found:
    told = role or Known(Role(name="web-execution", trusts=("ecs-tasks.amazonaws.com",)))
    return Found(wanted=Wanted(kind="execution", arn=ROLE), role=told, grants=grants, **facts)


@pytest.mark.parametrize(
    ("role", "told", "words"),
    [
        (None, "ok", "exists, trusts ecs-tasks.amazonaws.com"),
        (Known(None), "bad", "does not exist"),
        (
            Known(Role(name="x", trusts=("ec2.amazonaws.com",))),
            "bad",
            "does not trust ecs-tasks.amazonaws.com, but ec2.amazonaws.com",
        ),
        (Known(Role(name="x")), "bad", "does not trust ecs-tasks.amazonaws.com, but no service"),
        (
            Known(Role(name="x", trusts=("ecs-tasks.amazonaws.com",), trusts_if=("ecs-tasks.amazonaws.com",))),
            "unknown",
            "exists, trusts ecs-tasks.amazonaws.com under conditions that are not judged",
        ),
        (
            NotChecked(why="iam:GetRole is not allowed"),
            "unknown",
            "whether it exists and whom it trusts not checked: iam:GetRole is not allowed",
        ),
    ],
)
def test_trust(role: Any, told: str, words: str) -> None:
    assert trust(found(role=role)) == (told, words)


@pytest.mark.parametrize(
    ("grants", "told"),
    [
        ([grant()], "ok"),
        ([], "ok"),
        ([grant(), grant("unknown")], "unknown"),
        ([grant("unknown"), grant("denied")], "bad"),
    ],
)
def test_one_denial_is_bad_and_what_is_not_known_is_never_well(grants: list[Grant], told: str) -> None:
    assert verdict(found(*grants)) == told


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (found(grant(), grant()), "all 2 actions that web:1 needs are allowed"),
        (
            found(grant(), grant("unknown")),
            "1 of 2 actions that web:1 needs are not checked: iam:X is not allowed",
        ),
        (
            found(grant("denied", "kms:Decrypt", KEY), grant("denied"), grant("unknown")),
            "execution role web-execution is not allowed kms:Decrypt on key/1 · 1 more",
        ),
        (found(grant("denied"), role=Known(None)), "execution role web-execution: does not exist"),
        (found(role=NotChecked(why="no")), "not all of its roles could be looked at"),
    ],
)
def test_the_worst_in_one_sentence(each: Found, words: str) -> None:
    assert headline(ServiceRoles(service="web", definition="web:1", roles=(each,)))[1] == words


def test_a_policy_for_what_is_denied_and_nothing_else() -> None:
    grants = [grant("denied", "kms:Decrypt", KEY), grant("denied"), grant("allowed", "a:B"), grant("unknown", "a:C")]
    assert missing_policy(grants)["Statement"] == [
        {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": KEY},
        {"Effect": "Allow", "Action": ["ecr:BatchGetImage"], "Resource": "*"},
    ]
