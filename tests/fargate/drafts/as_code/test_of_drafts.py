"""What the wizards' own drafts make, in all forms."""

from pathlib import Path

import pytest
from cfnlint.api import lint_all

from fargate_tui.fargate.drafts.as_code.bash import bash
from fargate_tui.fargate.drafts.as_code.cloudformation import cloudformation
from fargate_tui.fargate.drafts.as_code.terraform import terraform
from fargate_tui.fargate.drafts.creations import Creation
from tests.fargate.drafts.as_code.test_bash import asked, expected
from tests.fargate.drafts.as_code.test_terraform import REFERENCE, resources
from tests.fargate.drafts.service.given import BARE, FACTS, GROUP, NEW, RULE, SHIFTING, draft

SCALED = {"scaling.kind": "requests", "scaling.minimum": "1", "scaling.maximum": "4", "scaling.value": "500"}
MADE_UP = "E1150"
"""The ids of the account's security groups are no real ones."""
DRAFTS = {
    "bare": BARE,
    "group": GROUP,
    "rule": RULE,
    "new": NEW,
    "scaled": {**NEW, **SCALED},
    "network": {**NEW, "balancer.type": "network"},
    "shifting": SHIFTING,
    "canary": {**SHIFTING, "deployment.strategy": "CANARY"},
    "cluster": {**NEW, "cluster_is": "new", "cluster": "fresh"},
    "spot": {"capacity": "strategy"},
    "tagged": {**NEW, "more.tags": "app=web", "more.execute": "on", "more.grace": "30"},
}


def made_of(answers: dict[str, str]) -> tuple[Creation, ...]:
    return draft({"name": "web2", **answers}).filled_in(FACTS).creations(FACTS)


@pytest.mark.parametrize("answers", DRAFTS.values(), ids=DRAFTS)
def test_bash_asks_for_it(answers: dict[str, str], tmp_path: Path) -> None:
    all_ = made_of(answers)
    assert asked(bash(all_), tmp_path) == expected(all_)


LINTED = ("rule", "scaled", "network", "canary", "cluster", "tagged")
"""Enough to see every resource and member; one takes a second."""


@pytest.mark.parametrize("answers", [DRAFTS[name] for name in LINTED], ids=LINTED)
def test_aws_has_nothing_to_say_against_the_template(answers: dict[str, str]) -> None:
    text = cloudformation(made_of(answers), region="us-east-1")
    said = [str(each) for each in lint_all(text) if each.rule.id[0] == "E" and each.rule.id != MADE_UP]
    assert not said, f"{said}\n{text}"
    assert "not said here" not in text


@pytest.mark.parametrize("answers", DRAFTS.values(), ids=DRAFTS)
def test_terraform_has_a_word_for_all_of_it(answers: dict[str, str]) -> None:
    text = terraform(made_of(answers))
    found = resources(text)
    assert {f"{kind}.{label}" for kind, label, _ in REFERENCE.findall(text)} <= set(found)
    assert "not said here" not in text
