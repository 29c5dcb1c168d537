"""What is typed into a prompt, and the keys while it is."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

if TYPE_CHECKING:
    from fargate_tui.widgets.prompt import Prompt


class Typed(Input):
    """What is typed."""

    DEFAULT_CSS = """
    Typed {
        width: 1fr;
        background: $panel;
        background-tint: transparent;
        & > .input--suggestion { color: $text-muted; }
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

    def __init__(self, prompt: "Prompt") -> None:
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

    def __init__(self, prompt: "Prompt") -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._prompt = prompt

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        candidates = self._prompt.candidates_for(value)
        begins = (found.value for found in candidates if found.value.lower().startswith(value.lower()))
        best = next(begins, None)
        return None if best is None else value + best[len(value) :]
