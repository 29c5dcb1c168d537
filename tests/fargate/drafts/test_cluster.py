"""A cluster as it is filled in."""

import pytest

from fargate_tui.fargate.drafts.cluster import ClusterDraft
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import Cluster, Role
from tests.fargate.drafts.service.test_creations import calls, misfits

FREE = Facts(
    clusters={"new": Known(None)},
    roles={"AWSServiceRoleForECS": Known(Role(name="AWSServiceRoleForECS"))},
    log_groups={"/shells": Known(True), "/gone": Known(False)},
)


def draft(**typed: str) -> ClusterDraft:
    found = ClusterDraft(name="new")
    for field, text in typed.items():
        found = found.answered(field.replace("__", "."), text)
    return found


def test_a_cluster_has_both_providers_and_places_on_demand() -> None:
    service: Draft = draft()
    creations = service.creations(FREE)

    assert list(misfits(creations)) == []
    assert calls(creations)["CreateCluster"] == {
        "clusterName": "new",
        "settings": [{"name": "containerInsights", "value": "disabled"}],
        "configuration": {"executeCommandConfiguration": {"logging": "DEFAULT"}},
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
    }
    assert [each.verdict for each in service.findings(FREE)] == ["ok"] * 3


def test_all_of_it_can_be_otherwise() -> None:
    creations = draft(
        spot="off", strategy__base="2", insights="enhanced", logging="OVERRIDE", log_group="shells", tags="a=b"
    ).creations(FREE)

    made = calls(creations)["CreateCluster"]
    assert list(misfits(creations)) == []
    assert made["capacityProviders"] == ["FARGATE"]
    assert made["settings"] == [{"name": "containerInsights", "value": "enhanced"}]
    assert made["configuration"]["executeCommandConfiguration"] == {
        "logging": "OVERRIDE",
        "logConfiguration": {"cloudWatchLogGroupName": "shells"},
    }
    assert made["tags"] == [{"key": "a", "value": "b"}]


def test_ecs_gets_its_own_role_where_the_account_has_none() -> None:
    first = Facts(roles={"AWSServiceRoleForECS": Known(None)})

    assert [each.step for each in draft().creations(first)] == ["role:AWSServiceRoleForECS", "cluster:new"]


@pytest.mark.parametrize(
    ("typed", "known", "field"),
    [
        ({"name": "my cluster"}, FREE, "name"),
        ({}, Facts(clusters={"new": Known(Cluster(cluster_arn="a", cluster_name="new"))}), "name"),
        ({"strategy__weight": "0"}, FREE, "strategy.weight"),
        ({"logging": "OVERRIDE"}, FREE, "log_group"),
        ({"logging": "OVERRIDE", "log_group": "gone"}, FREE, "log_group"),
        ({"tags": "aws:a=b"}, FREE, "tags"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed: dict[str, str], known: Facts, field: str) -> None:
    assert [each.field for each in draft(**typed).findings(known) if each.blocks] == [field]


def test_what_was_not_told_is_not_checked_and_what_is_wanted_is_asked() -> None:
    service = draft(logging="OVERRIDE", log_group="shells")
    denied = NotChecked(why="no", action="ecs:DescribeClusters")

    (finding,) = [each for each in service.findings(Facts(clusters={"new": denied})) if each.check == "C01"]

    assert (finding.verdict, finding.action) == ("not checked", "ecs:DescribeClusters")
    assert {(want.kind, want.key) for want in service.wants(FREE)} == {
        ("roles", "AWSServiceRoleForECS"), ("clusters", "new"), ("log_groups", "/shells"),
    }  # fmt: skip
    assert [each.verdict for each in draft().findings(Facts()) if each.check == "C01"] == ["asking"]


def test_an_empty_name_is_called_that() -> None:
    assert [each.words for each in draft(name="").findings(FREE) if each.blocks] == ["it has no name"]
