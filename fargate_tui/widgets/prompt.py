"""The line in which a filter or a place to go to is typed."""

import asyncio
from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input
from textual.widgets.input import Selection

from fargate_tui.widgets.choice_list import Candidate, ChoiceList
from fargate_tui.widgets.docked import Docked
from fargate_tui.widgets.prompt_candidates import Candidates, PromptGlyph
from fargate_tui.widgets.prompt_input import Typed

HISTORY = 50
"""Submitted texts that are remembered per glyph."""
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

    class Pointed(Message):
        """Another one of a list is marked."""

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
        self._is_strict = False
        self._back = 0
        self._asked: asyncio.Future[str | None] | None = None
        """Who waits for something secret."""

    def compose(self) -> ComposeResult:
        """What can be answered; below it the glyph, what is typed, and what it could become."""
        yield ChoiceList()
        with Horizontal():
            yield PromptGlyph()
            yield Typed(self)
            yield Candidates()

    @property
    def glyph(self) -> str:
        """What it was opened with: ``/`` or ``:``."""
        return self._glyph

    @property
    def value(self) -> str:
        """What is typed."""
        return self._typed.value

    def open(
        self,
        glyph: str,
        value: str = "",
        complete: Complete | None = None,
        *,
        listed: bool = False,
        strict: bool = False,
    ) -> None:
        """Show the line and take the focus; history is kept per glyph.

        Where it is `listed`, what can be answered stands above it and one is marked: enter takes that one. A `value`
        that stands there already is selected then: what is typed replaces it, → goes behind it. Where it is `strict`,
        what is typed only narrows the list, and enter takes the marked one of what is left.
        """
        self._answer(None)
        self._is_listed, self._is_strict = listed, strict
        self.query_one(ChoiceList).clear()
        self._glyph, self._complete, self._completed, self._back = glyph, complete, None, 0
        typed = self._typed
        with self.prevent(Input.Changed):
            typed.value = value
        typed.selection = Selection(0 if listed else len(value), len(value))
        self._find_candidates()
        self.query_one(PromptGlyph).show(glyph)
        self.appear()
        typed.focus(scroll_visible=False)

    async def ask(self, glyph: str) -> str | None:
        """Ask for something secret: it is not shown, no message tells it, and no history keeps it.

        None where it is not answered: esc, or another question that takes the line.
        """
        self.open(glyph)
        asked: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._typed.password, self._asked = True, asked
        try:
            return await asked
        finally:
            if self._asked is asked:
                self._asked = None
                self.close()

    def _answer(self, value: str | None) -> None:
        """Answer who waits for something secret, and forget it."""
        if self._asked is None:
            return
        asked, self._asked = self._asked, None
        with self.prevent(Input.Changed):
            self._typed.value = ""
        self._typed.password = False
        if not asked.done():
            asked.set_result(value)

    def on_unmount(self) -> None:
        """Let nobody wait for an answer that cannot come."""
        if self._asked is not None and not self._asked.done():
            self._asked.set_result(None)

    def complete_anew(self) -> None:
        """Offer what is known by now, which is more than when the text was typed."""
        if self.is_open:
            self._completed = None
            self._find_candidates()

    def cancel(self) -> None:
        """Close without taking what was typed."""
        self.close()
        self._answer(None)
        self.post_message(self.Cancelled(self))

    def move(self, by: int) -> None:
        """Choose another candidate, or where there are none another entry of the history."""
        if self._candidates:
            first = 0 if self._is_strict or (self._is_listed and not self.value) else -1
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
    def _typed(self) -> Typed:
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
        if self._is_strict:
            return min(0, len(values) - 1)
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
            if self._chosen >= 0:
                self.post_message(self.Pointed(self, self._candidates[self._chosen].value))
        self.query_one(Candidates).show(self._candidates, self._chosen, is_listed=self._is_listed)

    @on(Input.Changed)
    def _input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open and self._asked is None:
            self._find_candidates()
            self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._asked is not None:
            self.close()
            self._answer(event.value)
            return
        value = self._candidates[self._chosen].value if self._chosen >= 0 else event.value
        entries = self._history.setdefault(self._glyph, [])
        if value and value not in entries[-1:]:
            entries.append(value)
            del entries[:-HISTORY]
        self.close()
        self.post_message(self.Submitted(self, value))
