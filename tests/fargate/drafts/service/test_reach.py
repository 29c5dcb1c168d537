"""The ways in and out of a service that is yet to be made, and what it costs."""

import pytest

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.prices import shipped
from tests.fargate.drafts.service.given import FACTS, GROUP, NEW, RULE, draft


def ways(base: dict[str, str], known: Facts = FACTS, **typed: str) -> tuple[Path, ...]:
    return draft(base, **typed).filled_in(known).reach(known)


def test_a_planned_load_balancer_leads_to_the_planned_tasks_hop_by_hop() -> None:
    first = ways(NEW)[0]

    assert first.verdict == "open"
    assert [hop.name for hop in first.hops] == [
        "client", "load balancer", "security group", "listener", "target group", "zones",
        "security group", "network ACL", "network ACL", "security group", "port",
    ]  # fmt: skip
    assert first.hops[1].words == "web (new) (ALB) will be made"
    assert first.hops[-2].words == "web-task (new) lets port 8080 in from web-lb (new)"


@pytest.mark.parametrize("base", [GROUP, RULE, NEW])
def test_from_each_subnet_there_is_a_way_in_and_one_to_all_that_the_tasks_need(base: dict[str, str]) -> None:
    found = ways(base)

    assert {path.verdict for path in found} == {"open"}
    assert [path.label for path in found].count("CloudWatch Logs") == 2
    assert len([path for path in found if path.hops[0].name == "client"]) == 2


def test_a_shell_has_to_be_reached_too() -> None:
    assert "ECS Exec" in [path.label for path in ways({"more.execute": "on"})]


def test_a_way_that_is_blocked_is_told_with_its_hop() -> None:
    way_in = ways(GROUP, network__groups_are="existing", network__groups="sg-shut")[0]

    assert way_in.verdict == "blocked"
    assert "sg-shut lets nothing in from front" in way_in.sentence


def test_ways_that_nobody_knows_are_not_left_out() -> None:
    found = ways(GROUP, Facts(region="us-east-1"))

    assert [path.verdict for path in found] == ["unknown", "unknown"]
    assert all(path.sentence for path in found)


def test_the_cost_has_tasks_addresses_and_the_balancer() -> None:
    cost = draft(NEW, count="4", capacity="strategy", strategy__spot_weight="3").filled_in(FACTS).cost(FACTS)

    assert cost is not None
    rates = shipped("us-east-1")
    assert (rates.vcpu, rates.spot_vcpu, rates.public_address, rates.load_balancer) != (None,) * 4
    by_label = {part.label: part.per_hour for part in cost.parts}
    assert by_label["vCPU"] == pytest.approx(2 * 0.25 * 0.04048)
    assert by_label["vCPU Spot"] == pytest.approx(2 * 0.25 * 0.01288871)
    assert by_label["public IPv4 addresses"] == pytest.approx(4 * 0.005)
    assert by_label["public IPv4 addresses of the load balancer"] == pytest.approx(2 * 0.005)
    assert cost.without == ()
    assert "2026-09-11" in cost.words


def test_what_nobody_knows_costs_nothing_that_could_be_told() -> None:
    assert draft().cost(Facts()) is None


def test_beside_private_tasks_stands_what_a_nat_gateway_costs() -> None:
    told = dict(draft(setup="private").filled_in(FACTS).summary(FACTS))

    assert "NAT gateway" in told["beside"]
    assert "beside" not in dict(draft().filled_in(FACTS).summary(FACTS))
