"""All checks of a service: each number once, each looked at, and nothing taken for ok that was not answered."""

from typing import Any

import pytest

from fargate_tui.fargate.drafts.checks import Check
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.balancer_checks import BALANCER_CHECKS
from fargate_tui.fargate.drafts.service.definition_checks import DEFINITION_CHECKS
from fargate_tui.fargate.drafts.service.network_checks import NETWORK_CHECKS
from fargate_tui.fargate.drafts.service.service_checks import SERVICE_CHECKS
from tests.fargate.drafts.service.cases import (
    HEALTHY,
    INTERFACES,
    ISOLATED,
    LAUNCHED,
    OWN,
    around,
    defined,
)
from tests.fargate.drafts.service.given import (
    FACTS,
    GROUP,
    NEW,
    RULE,
    SHIFTING,
    draft,
    found,
    wants,
)
from tests.fargate.network.vpcs import ENDPOINTS, gateway, group, rule

WELL: dict[str, tuple[dict[str, str], Facts]] = {
    "P01": ({}, FACTS),
    "P02": ({}, FACTS),
    "P10": ({}, FACTS),
    "P11": ({}, FACTS),
    "P20": (OWN, FACTS),
    "P21": (OWN, FACTS),
    "P22": (OWN, FACTS),
    "P23": (OWN, FACTS),
    "P24": (OWN, FACTS),
    "P25": ({}, FACTS),
    "P26": (OWN, FACTS),
    "P27": (OWN, FACTS),
    "P28": (OWN, FACTS),
    "P29": (OWN, FACTS),
    "P30": (GROUP, FACTS),
    "P31": (GROUP, FACTS),
    "P32": (GROUP, FACTS),
    "P33": (NEW, FACTS),
    "P34": (NEW, FACTS),
    "P35": (NEW, FACTS),
    "P36": (NEW | {"setup": "private"}, FACTS),
    "P37": (NEW, FACTS),
    "P38": (NEW, FACTS),
    "P39": (GROUP, FACTS),
    "P40": (GROUP, FACTS),
    "P41": (GROUP, FACTS),
    "P42": (NEW | {"balancer.type": "network"}, FACTS),
    "P43": (NEW, FACTS),
    "P44": (NEW, FACTS),
    "P45": (NEW, FACTS),
    "P46": (GROUP, FACTS),
    "P47": (RULE, FACTS),
    "P50": ({}, FACTS),
    "P51": ({}, FACTS),
    "P52": ({}, FACTS),
    "P53": ({}, FACTS),
    "P54": ({}, FACTS),
    "P55": ({}, FACTS),
    "P56": (SHIFTING, FACTS),
    "P57": ({}, FACTS),
    "P58": ({}, FACTS),
    "P59": ({"more.execute": "on"}, FACTS),
    "P60": ({"more.volume_role": "infra"}, LAUNCHED),
    "P61": ({}, FACTS),
    "P62": ({"scaling.kind": "cpu"}, FACTS),
    "P63": ({}, FACTS),
    "P66": ({}, defined(container_definitions=(HEALTHY,))),
}

ALL: tuple[Check[Any], ...] = (*NETWORK_CHECKS, *BALANCER_CHECKS, *SERVICE_CHECKS)


def test_each_number_is_there_once() -> None:
    numbers = [each.number for each in ALL]

    assert sorted(numbers) == [f"P{at}" for at in (*range(20, 30), *range(30, 48), *range(50, 68))]
    assert not {each.number for each in DEFINITION_CHECKS} & set(numbers)


@pytest.mark.parametrize("number", WELL)
def test_a_check_that_finds_nothing_says_so(number: str) -> None:
    base, known = WELL[number]

    (finding,) = [each for each in found(draft(base), known) if each.check == number]

    assert (finding.verdict, finding.words != "") == ("ok", True)


def test_every_check_of_a_service_is_looked_at_when_all_is_well() -> None:
    assert {each.number for each in (*ALL, *DEFINITION_CHECKS)} - set(WELL) == {"P64", "P65", "P67"}


@pytest.mark.parametrize(
    ("base", "known"), [({}, FACTS), (OWN, FACTS), (GROUP, FACTS), (RULE, FACTS), (NEW, FACTS), (SHIFTING, FACTS)]
)
def test_what_has_not_been_answered_is_being_asked(base: dict[str, str], known: Facts) -> None:
    """Nothing is taken for ok that hangs on an answer, and each answer that is waited for was asked for."""
    whole = draft(base).filled_in(known)
    nothing = Facts(account=known.account, region=known.region)

    well = {each.check for each in whole.findings(nothing) if each.verdict == "ok"}
    asked = {each.number for each in ALL if each.probe}

    assert well & asked <= {"P38", "P57"}  # where no certificate and no alarm is named, there is nothing to ask
    assert {want.kind for want in wants(draft(base), known)} >= {
        "vpcs",
        "clusters",
        "services",
        "definitions",
        "surroundings",
    }


@pytest.mark.parametrize("base", [{}, OWN, GROUP, RULE, NEW, SHIFTING, {"scaling.kind": "cpu", "more.execute": "on"}])
def test_all_that_is_wanted_is_enough_to_know_all(base: dict[str, str]) -> None:
    answered = {(want.kind, want.key) for want in wants(draft(base))}
    only: dict[str, Any] = {
        kind: {key: value for key, value in getattr(FACTS, kind).items() if (kind, key) in answered}
        for kind, _ in answered
    }

    known = Facts(account=FACTS.account, region=FACTS.region, **only)

    assert [each for each in found(draft(base), known) if each.verdict == "asking"] == []


def test_an_interface_endpoint_without_private_names_is_no_way_out() -> None:
    known = around(
        endpoints=(gateway("rtb-main"), *INTERFACES),
        groups=(group("sg-task"), ENDPOINTS, group("sg-alb", into=(rule(80, "0.0.0.0/0"),))),
    )

    assert "P24" not in [each.check for each in found(draft(ISOLATED), known) if each.blocks]
