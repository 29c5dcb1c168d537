"""Another theme, from any view: shown at once while one chooses."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.theme import BUILTIN_THEMES

from fargate_tui.screens.editing import EditingScreen
from fargate_tui.settings.file import meant
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.themes.files import ReadThemes

GLYPH: Final = "theme:"
"""What stands before what is typed while a theme is chosen."""
WORD: Final = "theme"
"""What is typed after ``:``."""


class ThemingScreen(EditingScreen):
    """A view from which the theme can be changed, until the program ends; the settings keep one."""

    _theme_before = ""
    """The theme that esc brings back."""

    def action_choose_theme(self) -> None:
        """Offer all themes, that which is shown first."""
        if self.app.no_color:
            self.notify("NO_COLOR is set: no theme has colours here", severity="warning", markup=False)
            return
        self._theme_before = self.app.theme
        self.query_one(Prompt).open(GLYPH, complete=self._themes, listed=True, strict=True)
        self._learn_themes()

    def _themes(self, typed: str) -> Sequence[Candidate]:
        text, before = typed.strip().lower(), self._theme_before or self.app.theme
        themes = sorted(self.app.available_themes, key=lambda name: (name != before, name in BUILTIN_THEMES, name))
        return [Candidate(name, self._hint(name)) for name in themes if text in name.lower()]

    def _hint(self, name: str) -> str:
        theme = self.app.available_themes[name]
        return "the terminal's own colours" if theme.ansi else "dark" if theme.dark else "light"

    @work(exclusive=True, group="themes")
    async def _learn_themes(self) -> None:
        """Read the person's own themes, and offer them too."""
        read = await asyncio.to_thread(_own)
        for theme in read.themes:
            self.app.register_theme(theme)
        for mistake in read.mistakes[:1]:
            more = f" · {len(read.mistakes) - 1} more: fargate-tui config check" if len(read.mistakes) > 1 else ""
            self.notify(f"{mistake}{more}", severity="warning", markup=False)
        self.query_one(Prompt).complete_anew()

    @on(Prompt.Pointed)
    def _pointed(self, pointed: Prompt.Pointed) -> None:
        pointed.stop()
        if pointed.prompt.glyph == GLYPH and pointed.prompt.is_open and pointed.value in self.app.available_themes:
            self.app.theme = pointed.value

    @on(Prompt.Cancelled)
    def _theme_not_chosen(self, cancelled: Prompt.Cancelled) -> None:
        if cancelled.prompt.glyph == GLYPH:
            self.app.theme = self._theme_before

    def complete_themes(self, typed: str) -> Sequence[Candidate]:
        """What ``theme`` could become, as it is typed after ``:``."""
        if typed.startswith(f"{WORD} "):
            offered = self._themes(typed.removeprefix(f"{WORD} "))
            return [Candidate(f"{WORD} {each.value}", each.hint) for each in offered]
        is_begun = typed.strip() and WORD.startswith(typed.strip().lower())
        return [Candidate(WORD, "other colours, shown while you choose")] if is_begun else ()

    def takes_theme(self, glyph: str, typed: str) -> bool:
        """Take the theme that was chosen, or ``theme NAME``; whether it was one of these."""
        words = [WORD, *typed.split()] if glyph == GLYPH else typed.split()
        match words:
            case ["theme"] if glyph == ":":
                self.action_choose_theme()
            case ["theme", name]:
                self._take_theme(name)
            case _:
                return glyph == GLYPH
        return True

    @work(exclusive=True, group="themes")
    async def _take_theme(self, name: str) -> None:
        if name not in self.app.available_themes:
            for theme in (await asyncio.to_thread(_own)).themes:
                self.app.register_theme(theme)
        known = sorted(self.app.available_themes)
        if self.app.no_color:
            self.notify("NO_COLOR is set: no theme has colours here", severity="warning", markup=False)
        elif name not in known:
            self.notify(f"there is no theme {name!r}{meant(name, known)}", severity="warning", markup=False)
        else:
            self.app.theme, self._theme_before = name, ""
            self.notify(f'{name} until the program ends · theme = "{name}" in the settings keeps it', markup=False)


def _own() -> "ReadThemes":
    from fargate_tui.themes.files import read_themes, themes_directory

    return read_themes(themes_directory())
