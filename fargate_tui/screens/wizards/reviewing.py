"""The last page of a wizard: what keeps it from being created, what is created, what it costs, and the same as code."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.fargate.drafts.as_code.forms import FORMS
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.format import failure
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.saving import save_text, saved_path
from fargate_tui.screens.wizards.filling import FillingScreen
from fargate_tui.screens.wizards.review_lines import review_lines
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.text_view import TextView


class ReviewingScreen(FillingScreen):
    """A wizard with its review."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "form(1)", "as code", id="review.next_form", tooltip="in words, and as code in four forms"),
        Binding("shift+tab", "form(-1)", "form before", show=False, id="review.form_before"),
        Binding("c", "copy", "copy", id="review.copy", tooltip="copy what is shown"),
        Binding("ctrl+s", "save", "save", id="review.save", tooltip="save what is shown to a file"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._form_at = 0
        """0 for the review in words, else the form of code."""

    @property
    def review(self) -> TextView:
        """The text of the review."""
        return self.query_one("#review", TextView)

    @property
    def is_reviewing(self) -> bool:
        """Whether the review is open."""
        return self.drafting is not None and self.drafting.wizard.step is None

    def creations(self) -> tuple[Creation, ...]:
        """What is created; nothing while something blocks."""
        drafting = self.drafting
        if drafting is None or any(each.blocks for each in drafting.findings):
            return ()
        return drafting.draft.creations(drafting.facts)

    def show_review(self) -> None:
        """Show it, in the form that was chosen."""
        self.review.show((self._forms_line(), (), *self._review()))
        if not self.review.has_focus and not self.panel.is_open:
            self.review.focus(scroll_visible=False)

    def _forms_line(self) -> Line:
        titles = ("review", *(form.title for form in FORMS))
        shown = [
            (Span(f"[{title}]", "title") if place == self._form_at else Span(f" {title} ", "muted"))
            for place, title in enumerate(titles)
        ]
        return (*shown, Span("  tab", "key"), Span(" next form", "muted"))

    def _review(self) -> tuple[Line, ...]:
        drafting = self.drafting
        assert drafting is not None
        if self._form_at:
            return tuple(line(each) for each in self._code().split("\n"))
        draft, facts = drafting.draft, drafting.facts
        return tuple(review_lines(draft, facts, drafting.findings, self.creations()))

    def _code(self) -> str:
        creations = self.creations()
        if not creations:
            return "nothing to say as code yet: put right what is wrong first"
        return FORMS[self._form_at - 1].write(creations, self.context.region)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is for the review on the review only."""
        if action in ("form", "copy", "save"):
            return self.is_reviewing
        return super().check_action(action, parameters)

    def action_form(self, step: int) -> None:
        """The next form, or the one before."""
        self._form_at = (self._form_at + step) % (len(FORMS) + 1)
        self.show_review()
        self.review.scroll_rows_to(0)

    def action_copy(self) -> None:
        """Copy what is shown."""
        text = self._code() if self._form_at else self.review.text
        self.app.copy_to_clipboard(text)
        self.notify(f"copied: {len(text.splitlines()):,} lines", markup=False)

    def action_save(self) -> None:
        """Save what is shown."""
        ending = FORMS[self._form_at - 1].ending.lstrip(".") if self._form_at else "txt"
        text = self._code() if self._form_at else self.review.text
        self._save(text, ending)

    @work(group="save")
    async def _save(self, text: str, ending: str) -> None:
        try:
            path = saved_path(self.place, self.context.now(), ending)
            await asyncio.to_thread(save_text, path, text)
        except OSError as error:
            self.notify(f"it cannot be saved: {failure(error)}", severity="error", markup=False)
        else:
            self.notify(f"saved: {path}", markup=False)
