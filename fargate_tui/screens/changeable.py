"""A view on whose things something can be done: which they are, and what is in the way."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.format import visible
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action


class ChangeableScreen(Screen[None]):
    """What a subclass says of its things, for those who change them."""

    place: Place
    context: Context

    def key(self, name: str, usual: str) -> str:
        """The key of an id, for a sentence: ``usual`` is the one it has where nothing else was chosen."""
        return self.context.keymap.said(name, usual)

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:  # noqa: ARG002 - most views show nothing to change
        """The things of a kind that a key pressed now is about: the marked ones, or the one under the cursor."""
        return ()

    def hindrance(self) -> str:
        """Why nothing is to be changed from here now; empty where nothing is in the way."""
        assumed = self.context.assumed
        if assumed is None or assumed.place != self.place:
            return ""
        return "which account this is is not known yet: nothing is changed before AWS has said so"

    def is_hindered(self) -> bool:
        """Whether nothing is to be changed from here now; says why."""
        words = self.hindrance()
        if words:
            self.notify(words, severity="warning", markup=False)
        return bool(words)

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002
        """How many tasks a service is to run, as the view says; None where it does not."""
        return None

    def refresh_now(self) -> None:
        """Ask AWS now for what is shown."""

    @property
    def lacks_actions(self) -> bool:
        """Whether keys are still to come."""
        return False

    def bind_actions(self) -> None:
        """Take the keys of what can be changed from here, where the view is older than the actions."""

    def is_early(self, key: str) -> bool:  # noqa: ARG002 - most views have all their keys at once
        """Whether a key means nothing here, but may once the actions are bound."""
        return False

    async def acts(self) -> None:
        """Wait until the actions are bound; they are loaded now."""

    @property
    def way_out(self) -> str:
        """How read-only mode is lifted, where it can be."""
        lock = self.context.lock
        return f" · :unlock lifts it for {lock.minutes} min" if lock.opens else ""

    @staticmethod
    def _action(name: str) -> "Action":
        from fargate_tui.actions.catalogue import ALL

        return ALL[name]

    def copy(self, text: str, more: int = 0) -> None:
        """Send text to the terminal's clipboard and say so; whether the terminal took it cannot be known."""
        self.app.copy_to_clipboard(text)
        first = visible(text.partition("\n")[0])
        self.notify(f"sent to the clipboard: {first}" + (f" and {more} more" if more else ""), markup=False)
