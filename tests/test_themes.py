"""Which theme a terminal gets."""

from pathlib import Path

import pytest

from fargate_tui.themes import DARK, NAMES, choose
from fargate_tui.themes.files import ReadThemes, read_themes


def test_ssh_gets_the_terminals_own_colours() -> None:
    assert choose(None, remote=True) == "fargate-ansi"
    assert choose(None, remote=False) == "fargate-dark"


def test_a_wish_is_granted() -> None:
    assert choose("fargate-light", remote=True) == "fargate-light"
    assert all(choose(name, remote=False) == name for name in NAMES)


def test_an_unknown_theme_is_said_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"nonsense.*fargate-dark"):
        choose("nonsense", remote=False)


NIGHT = """\
dark = true

[colours]
background = "#000000"
foreground = "#c0ffc0"

[variables]
block-cursor-background = "#303030"
block-cursor-text-style = "bold underline"
"""
BAD = """\
dark = "yes"
colors = 3

[colours]
primary = "bleu"
secondry = "#123456"
accent = "ansi_red"
panel = 7

[variables]
block-cursor-backgroud = "#303030"
link-style = "bolt"
"""


def test_a_theme_of_ones_own_is_read_and_what_it_does_not_name_is_ours(tmp_path: Path) -> None:
    (tmp_path / "night.toml").write_text(NIGHT)
    read = read_themes(tmp_path)
    assert not read.mistakes
    (theme,) = read.themes
    assert (theme.name, theme.background, theme.surface) == ("night", "#000000", "#000000")
    assert theme.primary == DARK.primary
    variables = theme.to_color_system().generate()
    assert variables["block-cursor-background"] == "#303030"
    assert variables["block-cursor-text-style"] == "bold underline"


def test_mistakes_of_a_theme_are_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(BAD)
    read = read_themes(tmp_path)
    assert not read.themes
    assert [str(mistake) for mistake in read.mistakes] == [
        "themes/bad.toml line 2: a theme has no colors: is colours meant?",
        "themes/bad.toml line 1: dark: it is true or false",
        "themes/bad.toml line 5: colours.primary: 'bleu' is no colour: #rrggbb, or a name; is blue meant?",
        "themes/bad.toml line 6: colours: there is no secondry: is secondary meant?",
        "themes/bad.toml line 7: colours.accent: the terminal's own colours are those of fargate-ansi: write #rrggbb",
        "themes/bad.toml line 8: colours.panel: 7 is no text",
        "themes/bad.toml line 11: variables: there is no block-cursor-backgroud: is block-cursor-background meant?",
        "themes/bad.toml line 12: variables.link-style: 'bolt' is no style: is bold meant?",
    ]


def test_what_is_no_toml_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "torn.toml").write_text("[colours\n")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"\n')
    (tmp_path / "taken.toml").write_text('name = "nord"\n')
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    told = {str(mistake).partition(":")[0]: str(mistake) for mistake in read_themes(tmp_path).mistakes}
    assert "it is no TOML" in told["themes/torn.toml line 1"]
    assert "it is not UTF-8" in told["themes/latin.toml"]
    assert "comes with the program" in told["themes/taken.toml line 1"]
    assert "it cannot be read" in told["themes/gone.toml"]


def test_without_the_directory_there_are_none(tmp_path: Path) -> None:
    assert read_themes(tmp_path / "nowhere") == ReadThemes()


def test_two_files_cannot_have_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "mine"\n')
    (tmp_path / "b.toml").write_text('name = "mine"\n')
    read = read_themes(tmp_path)
    assert read.names == ("mine",)
    assert "there is a theme mine already" in str(read.mistakes[0])


def test_ones_own_can_be_wished() -> None:
    assert choose("night", remote=True, own=("night",)) == "night"
