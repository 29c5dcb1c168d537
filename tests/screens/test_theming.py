"""Another theme, shown at once while one chooses, and taken back by esc."""

from pathlib import Path

import pytest

from tests.screens.person import sitting
from tests.screens.world import believable


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the person's own themes."""
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "themes").mkdir()
    return tmp_path / "themes"


async def test_a_theme_is_shown_while_it_is_marked_and_esc_takes_it_back(own: Path) -> None:
    async with sitting(believable()) as person:
        await person.go("theme")
        assert person.says("fargate-dark +dark")
        assert person.app.theme == "fargate-dark"
        await person.press("down")
        assert person.app.theme == "fargate-ansi"
        await person.press("down")
        assert person.app.theme == "fargate-high-contrast"
        await person.press("escape")
        assert person.app.theme == "fargate-dark"
        assert person.told == []


async def test_what_is_typed_narrows_the_list_and_enter_keeps(own: Path) -> None:
    async with sitting(believable()) as person:
        await person.go("theme")
        await person.type("light")
        assert person.app.theme == "fargate-light"
        await person.press("enter")
        await person.done("themes")
        assert person.app.theme == "fargate-light"
        assert person.told == [
            'fargate-light until the program ends · theme = "fargate-light" in the settings keeps it'
        ]


async def test_a_theme_is_taken_by_its_name(own: Path) -> None:
    async with sitting(believable()) as person:
        await person.go("theme nord")
        await person.done("themes")
        assert person.app.theme == "nord"
        await person.go("theme nrod")
        await person.done("themes")
        assert person.app.theme == "nord"
        assert "there is no theme 'nrod': is nord meant?" in person.told[-1]


async def test_ones_own_are_offered_and_their_mistakes_told(own: Path) -> None:
    (own / "night.toml").write_text('[colours]\nbackground = "#000010"\n')
    (own / "torn.toml").write_text('[colours]\nbackground = "blakc"\n')
    async with sitting(believable()) as person:
        await person.go("theme")
        await person.done("themes")
        assert any("themes/torn.toml line 2: colours.background: 'blakc' is no colour" in told for told in person.told)
        await person.type("nig")
        assert person.app.theme == "night"


async def test_one_of_ones_own_is_there_from_the_start(own: Path) -> None:
    (own / "night.toml").write_text('[colours]\nbackground = "#000010"\n')
    async with sitting(believable(), theme="night") as person:
        assert person.app.theme == "night"
        assert person.app.current_theme.background == "#000010"


async def test_without_colours_there_is_nothing_to_choose(own: Path) -> None:
    async with sitting(believable()) as person:
        person.app.without_colours()
        await person.go("theme fargate-light")
        await person.done("themes")
        await person.go("theme")
        assert person.app.theme == "fargate-ansi"
        assert person.told == ["NO_COLOR is set: no theme has colours here"] * 2
