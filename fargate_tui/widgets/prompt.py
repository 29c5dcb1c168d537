"""The line in which a filter or a place to go to is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the typed text could become."""

    value: str
    hint: str = ""
    """What it is, beside it and muted."""


Complete = Callable[[str], Sequence[Candidate]]
"""From what is typed to what it could become, the best first."""


class Prompt(Vertical):
    """One docked line at the bottom, in place of the key bar, while it is open; candidates stand above it."""

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

    class Submitted(Changed):
        """Enter was pressed; the prompt is closed."""

    class Cancelled(Message):
        """Esc was pressed, or the empty text deleted; the prompt is closed."""

        def __init__(self, prompt: "Prompt") -> None:
            super().__init__()
            self.prompt = prompt

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    @property
    def glyph(self) -> str:
        """What it was opened with: ``/`` or ``:``."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        raise NotImplementedError

    def open(self, glyph: str, value: str = "", complete: Complete | None = None) -> None:
        """Show the line and take the focus; history is kept per glyph."""
        raise NotImplementedError

    def close(self) -> None:
        """Hide the line and give the focus back to who had it."""
        raise NotImplementedError
