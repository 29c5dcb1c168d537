"""How a table looks: what stands out in it, and the colours of that."""

from fargate_tui.widgets.line_view import TONES, LineView
from fargate_tui.widgets.table_paint import Palette

CSS = """
ResourceTable {
    & > .resource-table--header { color: $text-muted; text-style: bold; }
    & > .resource-table--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    & > .resource-table--displaced { background: $warning; color: $background; }
    & > .resource-table--mark { color: $text-accent; text-style: bold; }
    &:ansi {
        & > .resource-table--header { color: ansi_default; }
        & > .resource-table--displaced { color: ansi_black; }
    }
    &:nocolor {
        & > .resource-table--cursor { background: $foreground; color: $background; }
        & > .resource-table--displaced { background: $foreground; color: $background; text-style: bold underline; }
    }
    &:ansi:nocolor {
        & > .resource-table--cursor { text-style: reverse; }
        & > .resource-table--displaced { text-style: bold reverse underline; }
    }
}
"""


def palette(table: LineView) -> Palette:
    """The styles of a table, from its component classes."""
    style = table.get_component_rich_style
    return Palette(
        base=table.rich_style,
        header=style("resource-table--header"),
        cursor=style("resource-table--cursor"),
        displaced=style("resource-table--displaced"),
        mark=style("resource-table--mark"),
        muted=table.style_of("muted"),
        tones={tone: table.style_of(tone) for tone in TONES},
    )
