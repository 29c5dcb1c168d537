"""What stands beside what is typed: the glyph before it, what could be meant behind it."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from fargate_tui.format import ELLIPSIS, cell_width, visible
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.line_view import LineView

HOW = (("↑↓", "choose"), ("→", "edit"), ("↵", "take"))
"""What can be done with choices that stand above the line."""


class PromptGlyph(LineView):
    """What the line was opened with, before what is typed."""

    DEFAULT_CSS = "PromptGlyph { width: 2; height: 1; background: $panel; }"

    def show(self, glyph: str) -> None:
        """Show another one."""
        self._glyph = glyph
        # a letter or word is no sign: it would be read as the beginning of what is typed
        self.styles.width = cell_width(glyph) + (2 if glyph[:1].isalpha() else 1)
        self.repaint_changes()

    _glyph = ""

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        """The line."""
        return Strip([Segment(f" {self._glyph}".ljust(self.size.width)[: self.size.width], self.style_of("title"))])


class Candidates(LineView):
    """What could be meant, behind what is typed; or, under a list, how one is chosen from it."""

    DEFAULT_CSS = """
    Candidates {
        width: 2fr;
        height: 1;
        background: $panel;
        &.-listed { width: 28; }
        & > .candidates--chosen {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
        &:nocolor > .candidates--chosen { background: $foreground; color: $background; }
        &:ansi:nocolor > .candidates--chosen { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"candidates--chosen"}

    def __init__(self) -> None:
        super().__init__()
        self._candidates: Sequence[Candidate] = ()
        self._chosen = -1
        self._is_listed = False

    def show(self, candidates: Sequence[Candidate], chosen: int, *, is_listed: bool) -> None:
        """Show them, from the chosen one on."""
        self._candidates, self._chosen, self._is_listed = candidates, chosen, is_listed
        self.set_class(is_listed, "-listed")
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        """The line."""
        width = self.size.width
        if self._is_listed:
            return self._how().crop_extend(0, width, self.rich_style)
        segments = []
        for number, candidate in enumerate(self._candidates[max(0, self._chosen) :], max(0, self._chosen)):
            here = number == self._chosen
            style = self.get_component_rich_style("candidates--chosen") if here else self.style_of("")
            segments.append(Segment(f" {visible(candidate.value)} ", style))
            if candidate.hint and (here or number == 0):
                segments.append(Segment(f"{visible(candidate.hint)}  ", self.style_of("muted")))
        strip = Strip(segments)
        if strip.cell_length <= width:
            return strip.crop_extend(0, width, self.rich_style)
        return Strip([*strip.crop(0, width - 1), Segment(ELLIPSIS, self.style_of("muted"))], width)

    def _how(self) -> Strip:
        parts = [(f"  {key}", f" {what}") for key, what in HOW] if self._candidates else []
        return Strip(
            [
                Segment(text, self.style_of(tone))
                for pair in parts
                for text, tone in zip(pair, ("key", "muted"), strict=True)
            ]
        )
