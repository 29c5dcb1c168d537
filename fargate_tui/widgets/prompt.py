"""The line in which a filter or a place to go to is typed."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

from fargate_tui.format import ELLIPSIS, cell_width, visible
from fargate_tui.widgets.choice_list import Candidate, ChoiceList
from fargate_tui.widgets.docked import Docked
from fargate_tui.widgets.line_view import LineView

HISTORY = 50
"""Submitted texts that are remembered per glyph."""
HOW = (("↑↓", "choose"), ("→", "edit"), ("↵", "take"))
"""What can be done with choices that stand above the line."""

Complete = Callable[[str], Sequence[Candidate]]
"""From what is typed to what it could become, the best first."""


class Prompt(Vertical, Docked):
    """One line at the bottom, in place of the key bar, while it is open.

    What a text could become stands at the right of what is typed, so that opening it neither covers nor moves
    anything: a modal is three or four full repaints (textual.md §4.7). What a question can be answered with stands
    above it instead, line by line.
    """

    DEFAULT_CSS = """
    Prompt {
        height: auto;
        display: none;
        background: $panel;
        & > Horizontal { height: 1; }
        &.-open { display: block; }
    }
    """

    class Changed(Message):
        """Another text is typed."""

        def __init__(self, prompt: "Prompt", value: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.value = value

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    class Submitted(Message):
        """Enter was pressed; the prompt is closed."""

        def __init__(self, prompt: "Prompt", value: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.value = value

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    class Cancelled(Message):
        """Esc was pressed, or backspace with nothing typed; the prompt is closed."""

        def __init__(self, prompt: "Prompt") -> None:
            super().__init__()
            self.prompt = prompt

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    def __init__(
        self,
        *,
        history: dict[str, list[str]] | None = None,
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make a closed one; `history` is what was submitted per glyph, and may be shared between prompts."""
        super().__init__(id=id, classes=classes)
        self._history = {} if history is None else history
        self._glyph = ""
        self._complete: Complete | None = None
        self._candidates: Sequence[Candidate] = ()
        self._completed: tuple[str, Sequence[Candidate]] | None = None
        self._chosen = -1
        self._is_listed = False
        self._back = 0

    def compose(self) -> ComposeResult:
        """What can be answered; below it the glyph, what is typed, and what it could become."""
        yield ChoiceList()
        with Horizontal():
            yield _Glyph()
            yield Typed(self)
            yield _Candidates()

    @property
    def glyph(self) -> str:
        """What it was opened with: ``/`` or ``:``."""
        return self._glyph

    @property
    def value(self) -> str:
        """What is typed."""
        return self._typed.value

    def open(self, glyph: str, value: str = "", complete: Complete | None = None, *, listed: bool = False) -> None:
        """Show the line and take the focus; history is kept per glyph.

        Where it is `listed`, what can be answered stands above it and one is marked: enter takes that one. A `value`
        that stands there already is selected then: what is typed replaces it, → goes behind it.
        """
        self._is_listed = listed
        self.query_one(ChoiceList).clear()
        self._glyph, self._complete, self._completed, self._back = glyph, complete, None, 0
        typed = self._typed
        with self.prevent(Input.Changed):
            typed.value = value
        typed.selection = Selection(0 if listed else len(value), len(value))
        self._find_candidates()
        self.query_one(_Glyph).show(glyph)
        self.appear()
        typed.focus(scroll_visible=False)

    def complete_anew(self) -> None:
        """Offer what is known by now, which is more than when the text was typed."""
        if self.is_open:
            self._completed = None
            self._find_candidates()

    def cancel(self) -> None:
        """Close without taking what was typed."""
        self.close()
        self.post_message(self.Cancelled(self))

    def move(self, by: int) -> None:
        """Choose another candidate, or where there are none another entry of the history."""
        if self._candidates:
            first = 0 if self._is_listed and not self.value else -1
            self._chosen = max(first, min(self._chosen + by, len(self._candidates) - 1))
            self._show_candidates()
            return
        entries = self._history.get(self._glyph, [])
        self._back = max(0, min(self._back - by, len(entries)))
        self._replace(entries[-self._back] if self._back else "")

    def accept(self) -> None:
        """Take the chosen candidate, or else the first, as if it had been typed; go on to the next of a list."""
        if self._is_listed:
            self.move(1)
        elif self._candidates:
            self._replace(self._candidates[max(0, self._chosen)].value)

    def edit(self) -> bool:
        """Take the marked one of a list as if it had been typed; whether there was any."""
        if not self._is_listed or self._chosen < 0 or self._candidates[self._chosen].value == self.value:
            return False
        self._replace(self._candidates[self._chosen].value)
        return True

    @property
    def _typed(self) -> "Typed":
        return self.query_one(Typed)

    def _replace(self, value: str) -> None:
        self._typed.value = value
        self._typed.cursor_position = len(value)

    def _find_candidates(self) -> None:
        self._candidates = self.candidates_for(self.value)
        self._chosen = self._meant() if self._is_listed else -1
        self._show_candidates()

    def _meant(self) -> int:
        """Which one of a list enter takes: the first where nothing is typed, the one that is typed, or begun as a word.

        What is typed with a number or a sign in it may be an answer of its own: 12 is not the beginning of 120.
        """
        values, typed = [each.value for each in self._candidates], self.value
        if typed in values or not typed:
            return values.index(typed) if typed else min(0, len(values) - 1)
        if not typed.replace("-", "").isalpha():
            return -1
        return next((at for at, value in enumerate(values) if value.lower().startswith(typed.lower())), -1)

    def candidates_for(self, value: str) -> Sequence[Candidate]:
        """What `value` could become; asked once for each text that is typed."""
        if self._complete is None:
            return ()
        if self._completed is None or self._completed[0] != value:
            self._completed = (value, tuple(self._complete(value)))
        return self._completed[1]

    def _show_candidates(self) -> None:
        if self._is_listed:
            self.query_one(ChoiceList).show(self._candidates, self._chosen)
        self.query_one(_Candidates).show(self._candidates, self._chosen, is_listed=self._is_listed)

    @on(Input.Changed)
    def _input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._find_candidates()
            self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        value = self._candidates[self._chosen].value if self._chosen >= 0 else event.value
        entries = self._history.setdefault(self._glyph, [])
        if value and value not in entries[-1:]:
            entries.append(value)
            del entries[:-HISTORY]
        self.close()
        self.post_message(self.Submitted(self, value))


class _Glyph(LineView):
    DEFAULT_CSS = "_Glyph { width: 2; height: 1; background: $panel; }"

    def show(self, glyph: str) -> None:
        self._glyph = glyph
        # a letter or word is no sign: it would be read as the beginning of what is typed
        self.styles.width = cell_width(glyph) + (2 if glyph[:1].isalpha() else 1)
        self.repaint_changes()

    _glyph = ""

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        return Strip([Segment(f" {self._glyph}".ljust(self.size.width)[: self.size.width], self.style_of("title"))])


class Typed(Input):
    """What is typed."""

    DEFAULT_CSS = """
    Typed {
        width: 1fr;
        background: $panel;
        background-tint: transparent;
        &:focus { background: $panel; background-tint: transparent; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="prompt.cancel"),
        Binding("up", "choose(-1)", "previous", show=False, id="prompt.previous"),
        Binding("down", "choose(1)", "next", show=False, id="prompt.next"),
        Binding("tab", "accept", "complete", id="prompt.complete"),
        Binding("shift+tab", "choose(-1)", "previous", show=False, id="prompt.back"),
        Binding("backspace", "delete_left_or_cancel", "delete", show=False, id="prompt.delete"),
    ]

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(compact=True, suggester=_Ghost(prompt), select_on_focus=False)
        self._prompt = prompt
        # A blinking cursor writes 2,583 bytes a second (textual.md §4.6).
        self.cursor_blink = False

    def action_cancel(self) -> None:
        """Close without taking what was typed."""
        self._prompt.cancel()

    def action_choose(self, by: int) -> None:
        """Choose another candidate, or another entry of the history."""
        self._prompt.move(by)

    def action_accept(self) -> None:
        """Take the best candidate."""
        self._prompt.accept()

    def action_cursor_right(self, select: bool = False) -> None:
        """Take the marked one of a list to edit it, at the end of what is typed."""
        if not (self.cursor_at_end and self._prompt.edit()):
            super().action_cursor_right(select)

    def action_delete_left_or_cancel(self) -> None:
        """Delete a character, or close where there is none."""
        if self.value:
            # Of a proposed answer the last character only: who takes it away one by one would close the line.
            self.selection = Selection.cursor(self.cursor_position)
            self.action_delete_left()
        else:
            self._prompt.cancel()


class _Ghost(Suggester):
    """The rest of the best candidate, muted behind the cursor; → takes it."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._prompt = prompt

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        candidates = self._prompt.candidates_for(value)
        begins = (found.value for found in candidates if found.value.lower().startswith(value.lower()))
        best = next(begins, None)
        return None if best is None else value + best[len(value) :]


class _Candidates(LineView):
    DEFAULT_CSS = """
    _Candidates {
        width: 2fr;
        height: 1;
        background: $panel;
        &.-listed { width: 28; }
        & > .candidates--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
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
        self._candidates, self._chosen, self._is_listed = candidates, chosen, is_listed
        self.set_class(is_listed, "-listed")
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
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
