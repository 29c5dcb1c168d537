"""The pages that people read say what is so."""

import argparse
import re
from pathlib import Path

from fargate_tui.actions.catalogue import ACTIONS
from fargate_tui.cli import SCENARIOS, parser
from fargate_tui.screens.commands import word_of
from tests.diagnosis_page import diagnosis_page, figures
from tests.docs import DOCS, actions_page, keys_page
from tests.wizards_page import PARTS, wizards_page

NUMBERS = (*range(1, 19), *range(20, 30), *range(30, 48), *range(50, 68))
"""Of the checks of fargate.md §13."""
README = Path(__file__).parent.parent / "README.md"


def test_the_keys_page_is_made_from_the_bindings() -> None:
    assert (DOCS / "keys.md").read_text("utf-8") == keys_page(), "run `make docs`"


def test_the_keys_page_names_every_id_with_a_key() -> None:
    rows = re.findall(r"^\| (`.+`) \| (.+) \| (\S+) \|$", keys_page(), re.MULTILINE)
    assert len(rows) > 50
    assert not [row for row in rows if "None" in row or "_" in row[0]]


def test_the_actions_page_is_made_from_the_declarations() -> None:
    assert (DOCS / "actions.md").read_text("utf-8") == actions_page(), "run `make docs`"
    assert all(f"`:{word_of(action)}" in actions_page() for action in ACTIONS)


def test_the_diagnosis_page_is_made_from_the_rules_and_every_message_meets_its_own() -> None:
    assert (DOCS / "diagnosis.md").read_text("utf-8") == diagnosis_page(), "run `make docs`"
    tried, right = map(int, re.findall(r"(\d+) (?:messages tried|met the right)", figures()))
    assert tried == right


def test_the_preflight_page_is_made_from_the_checks_and_has_every_number_of_the_fact_sheet() -> None:
    assert (DOCS / "preflight.md").read_text("utf-8") == wizards_page(), "run `make docs`"
    told = {check.number for _, checks in PARTS for check in checks}
    assert {f"P{number:02}" for number in NUMBERS} <= told


def test_the_readme_has_the_number_of_checks() -> None:
    asking: dict[str, bool] = {}
    for check in (check for _, checks in PARTS for check in checks):
        asking[check.number] = asking.get(check.number, False) or bool(check.probe)
    told = f"{len(asking)} checks, of which {sum(not asks for asks in asking.values())} need"
    assert told in " ".join(README.read_text("utf-8").split())


def test_every_check_is_declared_once_for_what_it_looks_at() -> None:
    for title, checks in PARTS:
        numbers = [check.number for check in checks]
        assert len(numbers) == len(set(numbers)), title


def test_the_readme_has_the_figures_of_the_rules() -> None:
    assert figures() in " ".join(README.read_text("utf-8").split())


def test_the_readme_names_every_option() -> None:
    table = "\n".join(line for line in README.read_text("utf-8").splitlines() if line.startswith("| `--"))
    named = set(re.findall(r"--[a-z-]+", table))
    declared = {
        option
        for action in parser()._actions
        if not isinstance(action, argparse._HelpAction | argparse._VersionAction)
        for option in action.option_strings
        if option.startswith("--")
    }
    assert named - {"--help", "--version"} == declared


def test_the_readme_names_every_scenario() -> None:
    text = README.read_text("utf-8")
    assert not [scenario for scenario in SCENARIOS if f"`{scenario}`" not in text]
