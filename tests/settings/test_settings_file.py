"""The settings file: what is read from it, and what is said of what is wrong with it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.settings.file import line_of
from fargate_tui.settings.positions import positions
from fargate_tui.settings.reading import read_file

GOOD = """\
theme = "fargate-light"
refresh = 5
[columns]
services = ["service", "running"]
[profiles."prod*"]
read_only = true
label = "PRODUCTION"
[profiles.prod-eu]
label = "PROD EU"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    file = read_file(written(tmp_path, GOOD))
    assert not file.mistakes
    assert {name: found.value for name, found in file.values.items()} == {
        "theme": "fargate-light", "refresh": 5.0, "columns": {"services": ("service", "running")},
    }  # fmt: skip
    assert file.values["refresh"].where == "config.toml line 2"


def test_patterns_hold_for_profiles_and_their_own_names_most(tmp_path: Path) -> None:
    file = read_file(written(tmp_path, GOOD))
    of = {profile: {k: v.value for k, v in file.of_profile(profile).items()} for profile in ("dev", "prod", "prod-eu")}
    assert of == {
        "dev": {},
        "prod": {"read_only": True, "label": "PRODUCTION"},
        "prod-eu": {"read_only": True, "label": "PROD EU"},
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour_theme = "x"\n', "config.toml line 1: there is no setting 'colour_theme': is colour meant?"),
        ("\nzzz = 1\n", "config.toml line 2: there is no setting 'zzz'; there are start, profile, "),
        ('read_only = "yes"\n', "config.toml line 1: read_only wants true or false, not 'yes'"),
        ("refresh = 0\n", "config.toml line 1: refresh wants a number from 1 to 3,600, not 0"),
        ("log_lines = 1.5\n", "config.toml line 1: log_lines wants a whole number from 1,000 to 1,000,000, not 1.5"),
        ("theme = true\n", "config.toml line 1: theme wants a text in quotes, not true"),
        ('colour = "pink"\n', "config.toml line 1: colour wants one of blue, cyan, green, magenta, red, yellow, not"),
        ("columns = 3\n", "config.toml line 1: columns wants a table, not 3"),
        ("[columns]\ntasks = [1]\n", "config.toml line 2: columns.tasks wants a list of texts in brackets, not [1]"),
        ("[profiles.p]\n\nbell = true\n", "config.toml line 3: bell is not set by profile"),
        ("[profiles.p]\nreadonly = true\n", "config.toml line 2: there is no setting 'readonly': is read_only meant?"),
        ("profiles = 1\n", "config.toml line 1: profiles is a table: write [profiles.NAME]"),
        ("[profiles]\np = 1\n", "config.toml line 2: p is no table: write [profiles.p]"),
        ('theme = "a\n', "config.toml line 1: this is no TOML: "),
        (
            "[commands.c]\non = ['taks']\ncommand = 'x'\n",
            "config.toml line 2: commands.c: on: nothing is called 'taks': is task",
        ),
        ('[accounts]\nprod = ["a"]\n', "config.toml line 2: prod is no table: write [accounts.prod]"),
        ("[accounts.p]\nregions = []\n", "config.toml line 1: accounts.p: it has no profiles"),
        ("[accounts.p]\nprofiles = 'a'\n", "config.toml line 2: accounts.p: profiles wants a list of texts"),
        ("[accounts.p]\nprofiles = []\n", "config.toml line 2: accounts.p: profiles is empty"),
        (
            "[accounts.p]\nprofiles = ['a']\nregion = 'b'\n",
            "config.toml line 3: accounts.p: there is no 'region': is regions meant?",
        ),
        ("[commands.c]\non = []\ncommand = 'x'\n", "config.toml line 2: commands.c: on is empty"),
        ("[commands.c]\non = ['task']\ncommand = ''\n", "config.toml line 3: commands.c: command is empty"),
        (
            "[commands.c]\non = ['task']\ncommand = [3]\n",
            "config.toml line 3: commands.c: command wants a text in quotes or",
        ),
        ("[commands.c]\non = ['task']\n", "config.toml line 1: commands.c: it has no command"),
        (
            "[commands.c]\non = ['task']\ncommand = 'x'\nsave = true\n",
            "config.toml line 4: commands.c: there is no 'save': is safe meant?",
        ),
        (
            "[commands.c]\non = ['task']\ncommand = 'x'\nsafe = 1\n",
            "config.toml line 4: commands.c: safe wants true or false",
        ),
        ("[commands.'c d']\non = ['task']\ncommand = 'x'\n", "config.toml line 1: commands.c d: a name is of letters"),
        ("[commands]\nc = 'x'\n", "config.toml line 2: c is no table: write [commands.c]"),
        ("a = 1\na = 2\n", "config.toml line 2: this is no TOML: cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = read_file(written(tmp_path, text))
    assert [str(mistake)[: len(said)] for mistake in file.mistakes] == [said]
    assert not file.values.get("theme")
    assert not dict(file.values).get("commands") or not file.values["commands"].value


def test_one_mistake_does_not_hide_the_next_nor_what_is_right(tmp_path: Path) -> None:
    text = "[columns]\ntasks = [1]\nservices = ['service']\nenis = 'x'\n"
    file = read_file(written(tmp_path, text))
    assert [mistake.where for mistake in file.mistakes] == ["config.toml line 2", "config.toml line 4"]
    assert file.values["columns"].value == {"services": ("service",)}


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    assert not read_file(tmp_path / "none.toml").mistakes
    (mistake,) = read_file(tmp_path).mistakes
    assert str(mistake) == f"{tmp_path.name}: cannot be read: is a directory"
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff")
    (mistake,) = read_file(path).mistakes
    assert "cannot be read" in str(mistake)
    assert mistake.guards


NAMES = st.text("abcXYZ019_-", min_size=1, max_size=6) | st.text("a. '#=[]é", min_size=1, max_size=5)
VALUES = st.sampled_from(("1", '"x = 1"', "'# no'", '["a", "b = 2"]', '"""\nq = 1\n[not.a.table]\n"""', "{ z = 1 }"))


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=4), max_size=4))
def test_every_key_is_found_where_it_stands(tables: dict[str, dict[str, str]]) -> None:
    lines: list[str] = []
    stands: dict[tuple[str, ...], int] = {}
    for table, items in tables.items():
        lines.append(f"[{quoted(table)}]  # a comment")
        stands[table,] = len(lines)
        for name, value in items.items():
            stands[table, name] = len(lines) + 1
            lines.extend(f"{quoted(name)} = {value}".split("\n"))
    text = "\n".join(lines)
    tomllib.loads(text)
    found = positions(text)
    assert {path: line_of(found, path) for path in stands} == stands
