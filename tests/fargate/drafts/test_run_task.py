"""Tasks without a service, as they are filled in."""

from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.run_task import RunTaskDraft
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Cluster
from fargate_tui.fargate.secrets import MASK
from tests.fargate.drafts.service.given import DEFINITION, FACTS, facts
from tests.fargate.drafts.service.test_creations import calls, misfits, strays


def draft(known: Facts = FACTS, **typed: str) -> RunTaskDraft:
    found = RunTaskDraft()
    for field, text in ({"cluster": "prod", "definition": "web:7"} | typed).items():
        found = found.answered(field.replace("__", "."), text)
    return found.filled_in(known)


OWN = {"setup": "own", "network__vpc": "vpc-1", "network__groups": "sg-task"}


def test_tasks_are_started_where_the_set_up_says() -> None:
    tasks: Draft = draft(count="2", environment="A=b", command="run it")
    creations = tasks.creations(FACTS)

    assert [each.step for each in creations] == ["security-group:web-task", "task:web"]
    assert (list(misfits(creations)), list(strays(creations))) == ([], [])
    assert calls(creations)["RunTask"] == {
        "cluster": "prod",
        "taskDefinition": "web:7",
        "count": 2,
        "launchType": "FARGATE",
        "networkConfiguration": {
            "awsvpcConfiguration": {
                "subnets": ["subnet-pub-a", "subnet-pub-b"],
                "securityGroups": [Ref(step="security-group:web-task", attribute="id")],
                "assignPublicIp": "ENABLED",
            }
        },
        "overrides": {
            "containerOverrides": [
                {"name": "app", "command": ["run", "it"], "environment": [{"name": "A", "value": "b"}]}
            ]
        },
    }
    assert [each for each in tasks.findings(FACTS) if each.verdict != "ok"] == []
    assert {path.verdict for path in tasks.reach(FACTS)} == {"open"}


def test_spot_is_a_strategy_and_costs_less() -> None:
    spot, full = draft(capacity="FARGATE_SPOT"), draft()

    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    assert calls(spot.creations(FACTS))["RunTask"]["capacityProviderStrategy"] == strategy
    costs = spot.cost(FACTS), full.cost(FACTS)
    assert ((costs[0] and costs[0].per_hour) or 0) < ((costs[1] and costs[1].per_hour) or 0)


@pytest.mark.parametrize(
    ("typed", "known", "check", "field"),
    [
        ({"count": "11"}, FACTS, "T01", "count"),
        ({"environment": "A"}, FACTS, "T01", "environment"),
        ({"environment": f"A={MASK}"}, FACTS, "T01", "environment"),
        ({"command": "x", "container": "side"}, FACTS, "T01", "container"),
        ({"cpu": "300"}, FACTS, "T01", "cpu"),
        ({"cluster": "gone"}, facts(clusters={"gone": Known(None)}), "T02", "cluster"),
        ({"cluster": "no such"}, FACTS, "T02", "cluster"),
        (
            {"capacity": "FARGATE_SPOT"},
            facts(clusters={"prod": Known(Cluster(cluster_arn="a", cluster_name="prod"))}),
            "T02",
            "capacity",
        ),
        (
            {"execute": "on"},
            facts(definitions={"web:7": Known(msgspec.structs.replace(DEFINITION, task_role_arn=None))}),
            "T03",
            "execute",
        ),
        ({"definition": "gone"}, facts(definitions={"gone": Known(None)}), "P01", "definition"),
        (OWN | {"network__subnets": "subnet-iso-a"}, FACTS, "P24", "network.subnets"),
        (OWN, FACTS, "P20", "network.subnets"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed: dict[str, str], known: Facts, check: str, field: str) -> None:
    wrong = [(each.check, each.field) for each in draft(known, **typed).findings(known) if each.blocks]

    assert (check, field) in wrong


def test_all_that_is_wanted_is_enough_to_know_all() -> None:
    tasks = draft(execute="on")
    answered = {(want.kind, want.key) for want in tasks.wants(FACTS)}
    only: dict[str, Any] = {
        kind: {key: value for key, value in getattr(FACTS, kind).items() if (kind, key) in answered}
        for kind, _ in answered
    }

    found = tasks.findings(Facts(account=FACTS.account, region=FACTS.region, **only))

    assert {each.verdict for each in found} == {"ok"}
    assert "asking" in {each.verdict for each in tasks.findings(Facts())}


def test_values_that_are_secrets_are_not_kept() -> None:
    kept = draft(environment="PASSWORD=hunter2 A=b").kept()

    assert "hunter2" not in msgspec.json.encode(kept).decode()
    assert "A=b" in kept.environment
