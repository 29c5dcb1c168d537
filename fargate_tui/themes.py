"""Our own themes, and which theme a terminal gets when nobody has chosen."""

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="fargate-dark",
    dark=True,
    primary="#6cb6ff",
    secondary="#8ddb8c",
    accent="#f0b35a",
    foreground="#d6dde6",
    background="#0d1117",
    surface="#0d1117",
    panel="#1b2330",
    success="#57c46b",
    warning="#e3b341",
    error="#ff6b64",
    variables={
        "block-cursor-background": "#264f78",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "text-muted": "#8b98a9",
    },
)
"""Dark, with the contrast that a terminal at night needs."""

LIGHT = Theme(
    name="fargate-light",
    dark=False,
    primary="#0a5db0",
    secondary="#1a7f37",
    accent="#9a5b00",
    foreground="#1f2733",
    background="#ffffff",
    surface="#ffffff",
    panel="#e6ebf1",
    success="#1a7f37",
    warning="#8a5a00",
    error="#c4211c",
    variables={
        "block-cursor-background": "#bcdcff",
        "block-cursor-foreground": "#0b1a2b",
        "block-cursor-text-style": "none",
        "text-muted": "#5b6776",
    },
)
"""Light, for terminals with a white background."""

ANSI = Theme(
    name="fargate-ansi",
    ansi=True,
    dark=True,
    primary="ansi_cyan",
    secondary="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
    },
)
"""The terminal's own 16 colours on its own background. Textual's ansi-dark writes in blue, which few terminals show
legibly on black."""

OWN = (DARK, LIGHT, ANSI)
NAMES = tuple(sorted({*(theme.name for theme in OWN), *BUILTIN_THEMES}))
"""Every theme that can be chosen."""


def choose(wanted: str | None, *, remote: bool) -> str:
    """The theme to start with: the one that was asked for, ANSI colours over SSH (a third fewer bytes), else our own.

    Raises:
        ValueError: there is no theme of that name; the text lists those there are.
    """
    if wanted is None:
        return ANSI.name if remote else DARK.name
    if wanted not in NAMES:
        raise ValueError(f"no theme is called {wanted!r}; there are: {', '.join(NAMES)}")
    return wanted
