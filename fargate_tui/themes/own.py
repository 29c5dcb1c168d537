"""Our own themes."""

from typing import Final

from textual.theme import Theme

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

HIGH_CONTRAST = Theme(
    name="fargate-high-contrast",
    dark=True,
    primary="#66d9ff",
    secondary="#7dff8a",
    accent="#ffb3ff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#5dff6e",
    warning="#ffe14d",
    error="#ff8f8a",
    variables={
        "block-cursor-background": "#ffe14d",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#ffe14d",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#ffe14d",
        "input-selection-foreground": "#000000",
        "text-muted": "#d0d0d0",
        "text-disabled": "#d0d0d0",
        "warning-muted": "#000000",
    },
)
"""Black and white, and bright colours on black: every text 7 to 1 and more against what is behind it (WCAG AAA)."""

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
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
    },
)
"""The terminal's own 16 colours on its own background, light or dark: what is chosen is turned round, as black and
white are not known to be seen. Textual's ansi-dark writes in blue, which few terminals show legibly on black."""

OWN: Final = (DARK, LIGHT, HIGH_CONTRAST, ANSI)
"""In the order in which they are offered."""
