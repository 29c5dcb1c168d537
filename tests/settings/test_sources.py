"""Which source holds: default, file, the file's profile, variable, flag."""

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from fargate_tui.cli import parser
from fargate_tui.commands import config
from fargate_tui.settings import Settings
from fargate_tui.settings.declarations import DECLARATIONS
from fargate_tui.settings.file import SettingsFile
from fargate_tui.settings.reading import read_file
from fargate_tui.settings.schema import schema
from fargate_tui.settings.sources import FORCED, Gathered, Sources
from fargate_tui.settings.text import effective, example, in_toml
from fargate_tui.settings.values import type_of


def gathered(tmp_path: Path, text: str = "", flags: dict[str, object] | None = None, **environ: str) -> Gathered:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return Sources(read_file(path), environ, flags or {}).gather()


def test_each_source_is_over_the_one_before(tmp_path: Path) -> None:
    text = "refresh = 3\n[profiles.ops]\nrefresh = 4\n"
    steps: list[tuple[dict[str, str], dict[str, object], float, str]] = [
        ({}, {}, 3, "config.toml line 1"),
        ({"AWS_PROFILE": "ops"}, {}, 4, "config.toml line 3 [profiles.ops]"),
        ({"AWS_PROFILE": "ops", "FARGATE_TUI_REFRESH": "5"}, {}, 5, "FARGATE_TUI_REFRESH"),
        ({"AWS_PROFILE": "ops", "FARGATE_TUI_REFRESH": "5"}, {"refresh": 6.0}, 6, "--refresh"),
    ]
    for environ, flags, value, where in steps:
        found = gathered(tmp_path, text, flags, **environ)
        assert (found.settings.refresh, found.origins["refresh"]) == (value, where)
    assert "refresh" not in gathered(tmp_path).origins


def test_another_profile_has_its_own_guard_rails(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('profile = "dev"\n[profiles.prod]\nread_only = true\nlabel = "P"\n')
    sources = Sources(read_file(path), {}, {})
    assert not sources.gather().settings.read_only
    prod = sources.gather("prod").settings
    assert (prod.profile, prod.read_only, prod.label) == ("prod", True, "P")


@pytest.mark.parametrize(
    "text", ["read_only = 1\n", "read_olny = true\n", "x", "[profiles.p]\nreadonly = true\n", "profiles = 2\n"]
)
def test_what_may_have_been_meant_to_guard_closes_when_it_is_mistaken(tmp_path: Path, text: str) -> None:
    found = gathered(tmp_path, text)
    assert found.settings.read_only
    assert found.origins["read_only"] == FORCED
    assert not gathered(tmp_path, text, {"read_only": False}).settings.read_only


def test_a_mistake_elsewhere_closes_nothing(tmp_path: Path) -> None:
    found = gathered(tmp_path, "refresh = 0\n")
    assert found.mistakes
    assert not found.settings.read_only
    assert found.settings.refresh == Settings().refresh


def test_variables_are_words(tmp_path: Path) -> None:
    found = gathered(tmp_path, FARGATE_TUI_MOUSE="off", FARGATE_TUI_LOG_LINES="5000", FARGATE_TUI_THEME="")
    assert (found.settings.mouse, found.settings.log_lines, found.settings.theme) == (False, 5000, None)
    wrong = gathered(tmp_path, FARGATE_TUI_READONLY="1", FARGATE_TUI_BELL="maybe")
    assert [str(mistake) for mistake in wrong.mistakes] == [
        "FARGATE_TUI_BELL: bell wants true or false, not 'maybe'",
        "FARGATE_TUI_READONLY: there is no setting 'readonly': is read_only meant?",
    ]
    assert wrong.settings.read_only


def test_every_setting_is_a_flag_or_a_table_and_has_a_sentence() -> None:
    options = {option for action in parser()._actions for option in action.option_strings}
    for declaration in DECLARATIONS.values():
        assert declaration.told.sentence.endswith("."), declaration.name
        assert declaration.flag in options or declaration.is_table, declaration.name
        assert msgspec.convert(declaration.default, type_of(declaration)) == declaration.default


def test_the_example_is_right_once_it_is_uncommented(tmp_path: Path) -> None:
    lines = [line.removeprefix("#") if line[:1] == "#" and line[1:2] != " " else line for line in example()]
    path = tmp_path / "config.toml"
    # A table comes after what is in none.
    path.write_text("\n".join(line for line in lines if not line.endswith(f"= {in_toml(None)}")))
    file = read_file(path)
    assert not file.mistakes
    assert set(file.values) == set(DECLARATIONS)


def test_values_are_written_as_they_are_read() -> None:
    for value in (True, 3, 2.5, 'a "b" \\', ["x", "y"], {"a.b": "c", "d": ["e"]}):
        assert tomllib.loads(f"v = {in_toml(value)}")["v"] == value


def test_effective_values_name_their_source(tmp_path: Path) -> None:
    found = gathered(tmp_path, 'label = "P"\n')
    lines = dict(line.split(maxsplit=1) for line in effective(found))
    assert lines["label"].split(maxsplit=1) == ['"P"', "config.toml line 1"]
    assert lines["refresh"].split() == ["2", "default"]


def test_the_schema_knows_every_setting() -> None:
    known = schema()
    assert set(known["properties"]) == {*DECLARATIONS, "profiles"}
    assert known["properties"]["unlock_minutes"]["minimum"] == 1
    assert known["properties"]["mouse"]["type"] == "boolean"
    of_profile = known["properties"]["profiles"]["additionalProperties"]["properties"]
    assert "read_only" in of_profile
    assert "bell" not in of_profile
    json.dumps(known)


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("refresh = 3\n", 0, "nothing is wrong"),
        ('theme = "fargate-drak"\n', 1, "config.toml line 1: there is no theme 'fargate-drak': is fargate-dark meant?"),
        ('start = "production/api"\n', 0, "nothing is wrong"),
        ('start = "the last"\n', 1, "config.toml line 1: start: 'the last' names nothing: CLUSTER, CLUSTER/SERVICE, "),
        ("[columns]\nservises = []\n", 1, "line 2: columns: there is no list 'servises': is services meant?"),
        ("[columns]\ntasks = ['statsu']\n", 1, "line 2: columns.tasks: there is no column 'statsu': is status meant?"),
        ("[sort]\ntasks = '-aeg'\n", 1, "line 2: sort.tasks: there is no column 'aeg': is age meant?"),
    ],
)
def test_check_tells_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    status: int,
    says: str,
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(path))
    with pytest.raises(SystemExit) as ended:
        config.main(["check"])
    assert ended.value.code == status
    assert says in capsys.readouterr().out


def test_only_some_settings_decide_nothing_else() -> None:
    assert Sources.only(Settings(bell=False)).gather().settings == Settings(bell=False)
    assert Sources(SettingsFile(Path()), {}, {}).gather().settings == Settings()
