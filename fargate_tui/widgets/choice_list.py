"""The lines above the prompt: what may be answered, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from fargate_tui.format import cell_width, cut, fit, visible
from fargate_tui.widgets.line_view import LineView, blank

CHOSEN: Final = "›"
"""Stands before the one that enter takes."""
SHARE: Final = 3
"""One line in so many of the terminal's is for choices."""
FEWEST: Final = 3
WIDEST: Final = 0.4
"""The part of the width up to which what is chosen from makes room for what it is."""
NONE: Final = "   none of the choices: ↵ takes what is typed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the typed text could become."""

    value: str
    hint: str = ""
    """What it is, beside it and muted."""


class ChoiceList(LineView):
    """A few lines that grow upward, the best choice at the top, the last directly above what is typed.

    It never shrinks while it is open: a key that narrows the choices writes these lines, and not the whole screen.
    """

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        display: none;
        background: $panel;
        & > .choice-list--chosen {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
        &:nocolor > .choice-list--chosen { background: $foreground; color: $background; }
        &:ansi:nocolor > .choice-list--chosen { text-style: reverse; }
        &.-open { display: block; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice-list--chosen"}

    def __init__(self) -> None:
        super().__init__()
        self._choices: Sequence[Candidate] = ()
        self._chosen = -1
        self._top = 0
        self._most = 0
        """The most choices that there were to show since it was opened."""

    def show(self, choices: Sequence[Candidate], chosen: int) -> None:
        """Show choices, the one that is taken marked; none where `chosen` is -1."""
        self._choices, self._chosen = choices, chosen
        if len(choices) > self._most:
            self._most = len(choices)
            self.set_class(self._most > 0, "-open")
            self.refresh(layout=True)
        self._follow()
        self.repaint_changes()

    def clear(self) -> None:
        """Show nothing, and take no room."""
        self._choices, self._chosen, self._top, self._most = (), -1, 0, 0
        self.remove_class("-open")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as there are choices, but most of the screen stays to what is behind them."""
        return min(self._most, max(FEWEST, viewport.height // SHARE))

    def on_resize(self) -> None:
        """Keep the chosen one in sight."""
        self._follow()
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:
        """One line: a choice and what it is, or how many more there are; blank above those that are left."""
        width, rows = self.size.width, self._rows
        if not self._choices:
            is_last = y == self.size.height - 1
            return self._strip([Segment(NONE, self.style_of("muted"))]) if is_last else blank(width, self.rich_style)
        if self._is_long and y == self.size.height - 1:
            return self._strip([Segment(self._more(rows), self.style_of("muted"))])
        place = y - max(0, self.size.height - len(self._choices)) + self._top
        if not 0 <= place < len(self._choices):
            return blank(width, self.rich_style)
        return self._choice(place)

    def _choice(self, place: int) -> Strip:
        is_chosen = place == self._chosen
        chosen = self.get_component_rich_style("choice-list--chosen")
        choice, column = self._choices[place], self._column()
        hint = cut(visible(choice.hint), max(0, self.size.width - column - 6))
        value, muted = (chosen, chosen) if is_chosen else (self.rich_style, self.style_of("muted"))
        parts = [
            Segment(f" {CHOSEN if is_chosen else ' '} {fit(visible(choice.value), column)}  ", value),
            Segment(hint, muted),
        ]
        return self._strip(parts, chosen if is_chosen else None)

    def _strip(self, parts: list[Segment], style: Style | None = None) -> Strip:
        return Strip(parts).crop_extend(0, self.size.width, style or self.rich_style)

    def _column(self) -> int:
        """Cells of the column in which what is chosen stands."""
        widest = max(cell_width(visible(choice.value)) for choice in self._choices)
        hints = max(cell_width(visible(choice.hint)) for choice in self._choices)
        return min(widest, max(round(self.size.width * WIDEST) if hints else 0, self.size.width - 6 - hints))

    # -- which of them -------------------------------------------------------------------------------------------------

    @property
    def _is_long(self) -> bool:
        return len(self._choices) > self.size.height

    @property
    def _rows(self) -> int:
        """Choices that fit at once."""
        return max(1, self.size.height - self._is_long)

    def _follow(self) -> None:
        """Keep the chosen one in sight, going on by half a list where it is not."""
        rows = self._rows
        last = max(0, len(self._choices) - rows)
        at = max(0, self._chosen)
        if at < self._top:
            self._top = at - rows // 2
        elif at >= self._top + rows:
            self._top = at - rows + 1 + rows // 2
        self._top = max(0, min(self._top, last, at))

    def _more(self, rows: int) -> str:
        below = len(self._choices) - self._top - rows
        told = [f"↑ {self._top:,} more"] if self._top else []
        told += [f"↓ {below:,} more"] if below > 0 else []
        return f"   {' · '.join(told)}"
