"""The pages that people read say what is so."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from fargate_tui.actions.catalogue import ACTIONS
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.checking import named_wrong
from fargate_tui.cli import SCENARIOS, ShowVersions, parser
from fargate_tui.fargate.error_help import SECTIONS
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.pointable import OF_AWS, OFS, VARIABLES
from fargate_tui.screens.commands import word_of
from fargate_tui.settings.declarations import DECLARATIONS
from fargate_tui.settings.reading import read_file
from fargate_tui.settings.sources import Sources
from fargate_tui.themes import OWN
from fargate_tui.themes.files import COLOURS, read_themes
from tests.diagnosis_page import diagnosis_page, figures
from tests.docs import DOCS, actions_page, keys_page, troubles_page
from tests.pictures import DIRECTORY, pictures
from tests.settings_page import settings_page
from tests.tour_page import tour_page
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


def test_the_page_of_the_tour_is_made_from_its_steps() -> None:
    assert (DOCS / "tour.md").read_text("utf-8") == tour_page(), "run `make docs`"


def test_the_settings_page_is_made_from_the_declarations() -> None:
    assert (DOCS / "settings.md").read_text("utf-8") == settings_page(), "run `make docs`"


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


def test_the_pictures_are_those_of_the_tests() -> None:
    assert {path: path.read_text("utf-8") for path in DIRECTORY.iterdir()} == pictures(), "run `make docs`"


def test_the_pictures_ask_for_nothing_from_elsewhere() -> None:
    for drawn in pictures().values():
        assert not re.search(r"url\((?!#)|href=|@import|<image", drawn)


def test_every_call_that_is_billed_is_told_of() -> None:
    told = (DOCS / "costs.md").read_text("utf-8")
    assert not [each.action for each in OPERATIONS if each.billing is not None and f"`{each.action}`" not in told]


def test_the_readme_names_every_option() -> None:
    table = "\n".join(line for line in README.read_text("utf-8").splitlines() if line.startswith("| `--"))
    named = set(re.findall(r"--[a-z-]+", table))
    declared = {
        option
        for action in parser()._actions
        if not isinstance(action, argparse._HelpAction | ShowVersions)
        for option in action.option_strings
        if option.startswith("--")
    }
    assert named - {"--help", "--version"} == declared


def test_the_readme_names_every_scenario() -> None:
    text = README.read_text("utf-8")
    assert not [scenario for scenario in SCENARIOS if f"`{scenario}`" not in text]


def test_the_example_of_a_theme_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(dark = .*?)```", (DOCS / "themes.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "night.toml").write_text(example)
    read = read_themes(tmp_path)
    assert read.names == ("night",)
    assert not read.mistakes
    told = set(re.findall(r"`([a-z-]+)`", (DOCS / "themes.md").read_text("utf-8")))
    assert {theme.name for theme in OWN} | set(COLOURS) <= told


def kinds(of: type[AwsError] = AwsError) -> Iterator[type[AwsError]]:
    """Every kind of error of ours."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def test_every_kind_of_error_has_its_section_and_the_page_is_made_from_them() -> None:
    page = (DOCS / "troubleshooting.md").read_text("utf-8")
    assert page == troubles_page(), "run `make docs`"
    ours = {kind for kind in kinds() if kind.__module__ == AwsError.__module__}
    assert set(SECTIONS) == ours
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^### (.+)$", page, re.MULTILINE)}
    assert {section.anchor for section in SECTIONS.values()} <= headings


def test_the_page_of_plug_in_commands_has_every_variable_and_examples_that_hold(tmp_path: Path) -> None:
    page = (DOCS / "plug-in-commands.md").read_text("utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("| `"))
    assert {*VARIABLES, *OF_AWS, *OFS, *DECLARATIONS["commands"].members} <= set(re.findall(r"`([\w-]+)`", table))
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "config.toml").write_text("\n".join(examples))
    file = read_file(tmp_path / "config.toml")
    gathered = Sources(file, {}, {}).gather()
    assert list(gathered.settings.commands) == ["runbook", "describe-task", "tell-team"]
    assert not file.mistakes
    assert "commands" not in "".join(map(str, named_wrong(gathered))).replace("command.runbook", "")
