"""How the view of logs looks: what it marks, and the colours of that."""

from collections.abc import Mapping

from rich.style import Style

from fargate_tui.widgets.line_view import TONES, LineView
from fargate_tui.widgets.log_tags import TONES as TAG_TONES

MARKED = ("match", "current", "cursor", *(f"tag-{number}" for number in range(TAG_TONES)))

CSS = """
LogView {
    & > .log-view--match { background: $warning-muted; color: $text-warning; }
    & > .log-view--current { background: $warning; color: $background; }
    & > .log-view--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    & > .log-view--tag-0 { color: $text-primary; }
    & > .log-view--tag-1 { color: $text-secondary; }
    & > .log-view--tag-2 { color: $text-accent; }
    & > .log-view--tag-3 { color: $text-primary; text-style: bold; }
    & > .log-view--tag-4 { color: $text-secondary; text-style: bold; }
    & > .log-view--tag-5 { color: $text-accent; text-style: bold; }
    &:ansi {
        & > .log-view--match { background: ansi_default; color: ansi_yellow; text-style: underline; }
        & > .log-view--current { background: ansi_yellow; color: ansi_black; }
        & > .log-view--tag-0 { color: ansi_cyan; }
        & > .log-view--tag-1 { color: ansi_green; }
        & > .log-view--tag-2 { color: ansi_magenta; }
        & > .log-view--tag-3 { color: ansi_bright_cyan; }
        & > .log-view--tag-4 { color: ansi_bright_green; }
        & > .log-view--tag-5 { color: ansi_bright_magenta; }
    }
    &:nocolor {
        & > .log-view--match { text-style: underline; }
        & > .log-view--current { background: $foreground; color: $background; }
        & > .log-view--cursor { background: $foreground; color: $background; }
    }
    &:ansi:nocolor {
        & > .log-view--current { text-style: reverse; }
        & > .log-view--cursor { text-style: reverse; }
    }
}
"""


def palette(view: LineView) -> Mapping[str, Style]:
    """The styles of a view of logs: its own (""), those of the tones, and those of what it marks."""
    return {
        "": view.rich_style,
        **{tone: view.style_of(tone) for tone in TONES},
        **{name: view.get_component_rich_style(f"log-view--{name}") for name in MARKED},
    }
