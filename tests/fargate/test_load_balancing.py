"""Doors and the targets behind them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.load_balancing import Door, doors, groups_of, in_state, shares, target_rows, ways
from fargate_tui.fargate.network import Entrance
from fargate_tui.fargate.records import (
    AdvancedConfiguration,
    Balancer,
    ForwardConfig,
    Listener,
    ListenerAction,
    ListenerRule,
    LoadBalancer,
    Service,
    ServiceEvent,
    TargetGroup,
    TargetHealth,
    WeightedGroup,
)
from fargate_tui.fargate.rows import Finding, TaskRow

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup"
BLUE, GREEN = f"{ARN}/blue/1", f"{ARN}/green/2"
TASK = "arn:aws:ecs:eu-west-1:1:task/prod/0a1b"


def service(**facts: Any) -> Service:
    told: dict[str, Any] = {
        "desired_count": 1,
        "load_balancers": (LoadBalancer(target_group_arn=BLUE, container_name="web", container_port=80),),
        **facts,
    }
    return Service(
        service_arn="arn:aws:ecs:eu-west-1:1:service/prod/web", service_name="web",
        cluster_arn="arn:aws:ecs:eu-west-1:1:cluster/prod", **told,
    )  # fmt: skip


def paired(**rules: str) -> Service:
    advanced = AdvancedConfiguration(alternate_target_group_arn=GREEN, **rules)
    return service(load_balancers=(LoadBalancer(target_group_arn=BLUE, advanced_configuration=advanced),))


def forward(**weights: int) -> ListenerAction:
    arns = {"blue": BLUE, "green": GREEN}
    groups = tuple(WeightedGroup(target_group_arn=arns[name], weight=weight) for name, weight in weights.items())
    return ListenerAction(type="forward", forward_config=ForwardConfig(target_groups=groups))


def rule(arn: str, *actions: ListenerAction, priority: str = "1") -> ListenerRule:
    return ListenerRule(rule_arn=arn, listener_arn="l", priority=priority, actions=actions)


def entrance(arn: str = BLUE, *rules: ListenerRule, **parts: Any) -> Entrance:
    told: dict[str, Any] = {
        "group": Known(TargetGroup(target_group_arn=arn, load_balancer_arns=("lb",))),
        "balancers": Known((Balancer(load_balancer_arn="lb"),)),
        "listeners": Known((Listener(listener_arn="l", load_balancer_arn="lb", port=80),)),
        "rules": Known(rules),
        **parts,
    }
    return Entrance(target_group_arn=arn, port=80, **told)


def door(arn: str = BLUE, **facts: Any) -> Door:
    return Door(cluster="prod", service="web", entrance=entrance(arn), **{"desired": 1, **facts})


def target(address: str = "10.0.0.9", state: str = "healthy", **facts: Any) -> TargetHealth:
    return TargetHealth(target_group_arn=BLUE, target_id=address, port=80, state=state, **facts)


def task(address: str = "10.0.0.9", **facts: Any) -> TaskRow:
    told: dict[str, Any] = {"last_status": "RUNNING", "group": "service:web", "cluster": "prod", **facts}
    return TaskRow(arn=TASK, id="0a1b", finding=Finding(severity="ok", word="running"), private_ip=address, **told)


def test_a_service_that_shifts_traffic_has_both_of_its_groups() -> None:
    assert [each.target_group_arn for each in groups_of(paired())] == [BLUE, GREEN]
    assert [each.container_port for each in groups_of(service())] == [80]


def test_the_group_that_the_production_rule_sends_to_is_production_whichever_is_named_first() -> None:
    shifted = rule("prod-rule", forward(blue=0, green=100))
    found = doors(paired(production_listener_rule="prod-rule"), [entrance(BLUE, shifted), entrance(GREEN, shifted)])
    assert [(each.name, each.role) for each in found] == [("blue", "alternate"), ("green", "production")]


def test_while_traffic_is_shifted_both_are_production() -> None:
    both = rule("prod-rule", forward(blue=90, green=10))
    found = doors(paired(production_listener_rule="prod-rule"), [entrance(BLUE, both), entrance(GREEN, both)])
    assert [each.role for each in found] == ["production", "production"]


def test_the_test_rule_and_a_listener_as_a_rule() -> None:
    listeners = Known((Listener(listener_arn="l", load_balancer_arn="lb", default_actions=(forward(blue=1),)),))
    tests = rule("test-rule", forward(green=1))
    given_ = paired(production_listener_rule="l", test_listener_rule="test-rule")
    found = doors(given_, [entrance(each, tests, listeners=listeners) for each in (BLUE, GREEN)])
    assert [each.role for each in found] == ["production", "test"]


def test_without_the_rules_no_role_is_made_up() -> None:
    unread = NotChecked(why="elasticloadbalancing:DescribeRules is not allowed")
    found = doors(paired(production_listener_rule="r"), [entrance(BLUE, rules=unread)])
    assert found[0].role == ""
    assert found[0].is_paired


def test_why_a_task_was_ill_last_is_read_from_the_events() -> None:
    text = f"(service web) (port 80) is unhealthy in (target-group {BLUE}) due to (reason Request timed out)."
    told = service(events=(ServiceEvent(created_at=NOW, message=text),))
    (found,) = doors(told, [entrance()])
    assert (found.ill_at, found.ill_why) == (NOW, "Request timed out")
    (other,) = doors(told, [entrance(GREEN)])
    assert other.ill_why == ""


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        ((forward(blue=1, green=3),), [("blue", 25), ("green", 75)]),
        ((forward(blue=0, green=0),), [("blue", 0), ("green", 0)]),
        ((ListenerAction(type="forward", target_group_arn=BLUE),), [("blue", 100)]),
        ((ListenerAction(type="redirect"),), []),
    ],
)
def test_shares_in_per_cent(actions: tuple[ListenerAction, ...], told: list[tuple[str, float]]) -> None:
    assert [(each.group, each.percent) for each in shares(actions)] == told


@given(st.lists(st.integers(0, 999), min_size=1, max_size=5))
def test_shares_are_a_hundred_per_cent_or_nothing(weights: list[int]) -> None:
    groups = tuple(WeightedGroup(target_group_arn=f"{ARN}/g{at}/x", weight=weight) for at, weight in enumerate(weights))
    found = shares([ListenerAction(type="forward", forward_config=ForwardConfig(target_groups=groups))])
    assert sum(each.percent for each in found) == pytest.approx(100 if any(weights) else 0)


def test_rules_are_told_once_as_the_listener_tries_them() -> None:
    late, early = rule("b", forward(blue=1, green=1), priority="20"), rule("a", forward(blue=1), priority="3")
    listeners = Known(
        (Listener(listener_arn="l", load_balancer_arn="lb", port=80, default_actions=(forward(blue=1),)),)
    )
    found = doors(paired(), [entrance(each, late, early, listeners=listeners) for each in (BLUE, GREEN)])
    assert [each.priority if each else None for _, each, _ in ways(found)] == ["3", "20", None]


def test_a_target_is_joined_with_its_task() -> None:
    ill = target(state="unhealthy", reason="Target.Timeout", availability_zone="eu-west-1a")
    (row,) = target_rows([door()], {BLUE: [ill]}, [task()], {in_state(ill): NOW})
    assert (row.task, row.zone, row.place, row.since) == (TASK, "eu-west-1a", "10.0.0.9:80", NOW)
    assert (row.finding.severity, row.finding.word, row.finding.why) == (
        "error",
        "unhealthy",
        "requests to it time out",
    )
    assert row.remedy


def test_the_task_of_another_cluster_with_the_same_address_is_not_meant() -> None:
    (row,) = target_rows([door()], {BLUE: [target()]}, [task(cluster="other")], {})
    assert row.task == ""


def test_one_that_is_well_needs_no_words() -> None:
    (row,) = target_rows([door()], {BLUE: [target()]}, [task()], {})
    assert (row.finding.severity, row.finding.why, row.remedy) == ("ok", "", "")


def test_a_state_that_is_new_to_us_is_told_and_not_taken_for_well() -> None:
    (row,) = target_rows([door()], {BLUE: [target(state="haunted")]}, [task()], {})
    assert (row.finding.severity, row.finding.word) == ("warn", "haunted")


@pytest.mark.parametrize(
    ("facts", "severity", "why"),
    [
        ({}, "error", "no target is registered in blue"),
        ({"role": "production"}, "error", "no target is registered in blue"),
        ({"role": "alternate"}, "info", "the next deployment goes here"),
        ({"desired": 0}, "info", "the service wants no task"),
    ],
)
def test_a_group_without_a_target(facts: dict[str, Any], severity: str, why: str) -> None:
    (row,) = target_rows([door(**facts)], {BLUE: []}, [], {})
    assert (row.finding.word, row.finding.severity, row.finding.why) == ("empty", severity, why)


def test_a_group_that_may_not_be_asked_for_is_not_known_and_nothing_is_said_of_its_tasks() -> None:
    (row,) = target_rows([door()], {}, [task()], {}, "elasticloadbalancing:DescribeTargetHealth is not allowed")
    assert (row.finding.word, row.finding.severity) == ("not known", "warn")
    assert "DescribeTargetHealth" in row.finding.why


def test_a_task_that_runs_behind_no_door_is_told() -> None:
    rows = target_rows([door()], {BLUE: [target()]}, [task("10.0.0.10"), task()], {})
    assert [(row.address, row.finding.word) for row in rows] == [("10.0.0.9", "healthy"), ("10.0.0.10", "outside")]


@pytest.mark.parametrize("facts", [{"last_status": "PENDING"}, {"last_status": "STOPPED"}, {"group": "service:other"}])
def test_a_task_that_need_not_be_there_is_not_missed(facts: dict[str, Any]) -> None:
    rows = target_rows([door()], {BLUE: [target()]}, [task("10.0.0.10", **facts)], {})
    assert len(rows) == 1
