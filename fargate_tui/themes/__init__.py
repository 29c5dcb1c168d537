"""Which theme a terminal gets."""

from collections.abc import Sequence
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

from fargate_tui.themes.own import ANSI, DARK, OWN

__all__ = ["ANSI", "DARK", "NAMES", "OWN", "choose", "own_themes"]

NAMES: Final = tuple(sorted({*(theme.name for theme in OWN), *BUILTIN_THEMES}))
"""Every theme that comes with the program."""


def choose(wanted: str | None, *, remote: bool, own: Sequence[str] = ()) -> str:
    """The theme to start with: the one that was asked for, ANSI colours over SSH (a third fewer bytes), else our own.

    ``own`` are the names of the person's own.

    Raises:
        ValueError: there is no theme of that name; the text lists those there are.
    """
    if wanted is None:
        return ANSI.name if remote else DARK.name
    if wanted not in (*NAMES, *own):
        raise ValueError(f"no theme is called {wanted!r}; there are: {', '.join((*NAMES, *own))}")
    return wanted


def own_themes(wanted: str | None) -> tuple[Theme, ...]:
    """The themes of the person's own, where the wanted one is none that comes with the program."""
    if wanted is None or wanted in NAMES:
        return ()
    from fargate_tui.themes.files import read_themes, themes_directory

    return read_themes(themes_directory()).themes
