"""What AWS's answers fill in: the two set-ups of the talk; what was typed stays."""

import msgspec
import pytest

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.wizard import Draft, Wizard, step_of
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network.sides import side_of
from fargate_tui.fargate.records import Vpc
from tests.fargate.drafts.service.given import AROUND, CERTIFICATE, FACTS, NEW, RULE, SHIFTING, draft, facts
from tests.fargate.network.vpcs import vpc


def values(service: ServiceDraft, *fields: str) -> list[str]:
    return [service.value(each) for each in fields]


def test_the_public_set_up_takes_the_default_vpc_and_its_public_subnets() -> None:
    whole = draft(NEW).filled_in(FACTS)

    network = values(whole, "network.vpc", "network.subnets", "network.public", "network.groups_are")
    assert network == ["vpc-1", "subnet-pub-a subnet-pub-b", "on", "new"]
    front = values(whole, "balancer.scheme", "balancer.subnets", "balancer.container", "balancer.port")
    assert front == ["internet-facing", "subnet-pub-a subnet-pub-b", "app", "8080"]
    names = values(whole, "name", "network.group_name", "balancer.name", "balancer.group_name", "balancer.target_name")
    assert names == ["web", "web-task", "web", "web-lb", "web"]


def test_the_private_set_up_takes_subnets_behind_a_nat_gateway() -> None:
    whole = draft(NEW, setup="private").filled_in(FACTS)

    assert values(whole, "network.subnets", "network.public") == ["subnet-prv-a subnet-prv-b", "off"]
    assert values(whole, "balancer.scheme", "balancer.subnets") == ["internal", "subnet-prv-a subnet-prv-b"]


def test_a_private_service_that_faces_the_internet_has_its_balancer_in_public_subnets() -> None:
    whole = draft(NEW, setup="private", balancer__scheme="internet-facing").filled_in(FACTS)

    assert values(whole, "network.subnets", "balancer.subnets") == [
        "subnet-prv-a subnet-prv-b",
        "subnet-pub-a subnet-pub-b",
    ]


def test_the_set_up_can_be_changed_and_what_was_typed_stays() -> None:
    public = draft(NEW, name="shop", **{"network.public": "on"}).filled_in(FACTS)

    private = public.answered("setup", "private").filled_in(FACTS)

    assert values(private, "name", "network.public", "network.subnets") == ["shop", "on", "subnet-prv-a subnet-prv-b"]
    assert private.answered("network.public", "").filled_in(FACTS).value("network.public") == "off"


def test_by_hand_nothing_of_the_network_is_filled_in() -> None:
    whole = draft(NEW, setup="own").filled_in(FACTS)

    assert values(whole, "network.vpc", "network.subnets", "balancer.scheme") == ["", "", ""]
    assert values(whole, "name", "balancer.port") == ["web", "8080"]


def test_the_private_set_up_prefers_the_only_vpc_that_is_not_the_default_one() -> None:
    vpcs = (Vpc(vpc_id="vpc-0", is_default=True), Vpc(vpc_id="vpc-1"))
    known = facts(vpcs={"": Known(vpcs)})

    assert draft(setup="private").filled_in(known).value("network.vpc") == "vpc-1"
    assert draft(setup="public").filled_in(known).value("network.vpc") == "vpc-0"


def test_the_cluster_default_is_made_where_there_is_none_and_no_other() -> None:
    known = facts(clusters={"default": Known(None), "typo": Known(None)})

    assert draft(cluster="default").filled_in(known).cluster_is == "new"
    assert draft(cluster="typo").filled_in(known).cluster_is == "existing"


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ({}, ["HTTP", "80", "HTTP"]),
        ({"balancer.certificate": CERTIFICATE}, ["HTTPS", "443", "HTTP"]),
        ({"balancer.type": "network"}, ["TCP", "80", "TCP"]),
        ({"balancer.type": "network", "balancer.certificate": CERTIFICATE}, ["TLS", "443", "TCP"]),
    ],
)
def test_the_listener_follows_type_and_certificate(typed: dict[str, str], filled: list[str]) -> None:
    whole = draft(NEW, **typed).filled_in(FACTS)

    assert values(whole, "balancer.protocol", "balancer.listener_port", "balancer.target_protocol") == filled


def test_a_rule_gets_the_priority_behind_all_others() -> None:
    assert draft(RULE).filled_in(FACTS).value("balancer.priority") == "5"


def test_a_second_target_group_is_named_for_traffic_that_is_shifted() -> None:
    assert draft(SHIFTING).filled_in(FACTS).value("deployment.alternate") == "web-2"
    assert draft(SHIFTING, name="x" * 40).filled_in(FACTS).value("deployment.alternate") == f"{'x' * 30}-2"


def test_nothing_known_fills_in_nothing_of_aws() -> None:
    assert draft(NEW).filled_in(Facts()).network.subnets == ""


@pytest.mark.parametrize(
    ("subnet", "side"), [("subnet-pub-a", "public"), ("subnet-prv-a", "private"), ("subnet-iso-a", "isolated")]
)
def test_the_side_of_a_subnet_is_told_by_its_routes(subnet: str, side: str) -> None:
    assert side_of(AROUND, subnet) == side
    assert side_of(vpc(route_tables=()), subnet) == "not known"


# -- pages -------------------------------------------------------------------------------------------------------------


def offered(field: str, page: int, **typed: str) -> dict[str, str]:
    fields = draft(NEW, **typed).filled_in(FACTS).steps(FACTS)[page].fields
    return {choice.value: choice.words for each in fields if each.id == field for choice in each.choices}


def test_each_subnet_is_offered_with_its_zone_side_way_out_and_free_addresses() -> None:
    told = offered("network.subnets", 1)

    assert told["subnet-pub-a"] == "us-east-1a · public · out by a public address · 200 free"
    assert told["subnet-iso-a"] == "us-east-1a · isolated · no way out · 200 free"
    assert list(told) == sorted(told, key=lambda each: (each[-1], each))


def test_the_way_out_is_the_one_that_tasks_would_have_as_they_are_planned() -> None:
    told = offered("network.subnets", 1, setup="private")

    assert told["subnet-pub-a"] == "us-east-1a · public · no way out · 200 free"
    assert told["subnet-prv-a"] == "us-east-1a · private · out by NAT · 200 free"
    assert offered("balancer.subnets", 2)["subnet-prv-b"] == "us-east-1b · private · 200 free"


def test_the_split_of_a_strategy_is_shown_for_the_count() -> None:
    service = draft(capacity="strategy", count="9", strategy__spot_weight="3").steps()[0]

    assert "of 9 tasks: 3 on FARGATE, 6 on FARGATE_SPOT" in [each.heading for each in service.fields]


def test_only_containers_and_ports_of_the_task_definition_are_offered() -> None:
    page = draft(NEW).filled_in(FACTS).steps(FACTS)[2]
    offered = {each.id: [choice.value for choice in each.choices] for each in page.fields}

    assert (offered["balancer.container"], offered["balancer.port"]) == (["app"], ["8080", "9090"])


def test_facts_change_no_page() -> None:
    service: Draft = draft(SHIFTING)

    assert [step.id for step in service.steps()] == [step.id for step in service.steps(FACTS)]


def test_every_fault_stands_on_a_page() -> None:
    service = draft(SHIFTING)

    places = {each.field: step_of(service, each.field) for each in service.findings(FACTS) if each.verdict == "problem"}

    assert [field for field, page in places.items() if not page] == []


def test_the_wizard_fills_in_as_soon_as_aws_has_answered_and_with_each_answer() -> None:
    wizard = Wizard(draft()).knowing(FACTS).answer("setup", "private")

    assert wizard.draft.network.subnets == "subnet-prv-a subnet-prv-b"


def test_a_draft_is_kept_as_it_is() -> None:
    whole = draft(SHIFTING).filled_in(FACTS)

    assert msgspec.json.decode(msgspec.json.encode(whole.kept()), type=ServiceDraft) == whole
