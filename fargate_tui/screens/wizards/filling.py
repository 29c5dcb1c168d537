"""Filling in a draft: a page of fields, and what comes of them beside it."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from importlib import import_module
from typing import ClassVar, Final

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from fargate_tui.fargate.drafts.fields import Field
from fargate_tui.fargate.drafts.wizard import step_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.screens.wizards.draft_screen import DraftScreen
from fargate_tui.screens.wizards.form_entries import by_weight, entries
from fargate_tui.screens.wizards.step_lines import steps_line, summary_lines
from fargate_tui.widgets.form_fields import FormField
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail
from fargate_tui.widgets.one_line import Headline
from fargate_tui.widgets.text_view import TextView
from fargate_tui.widgets.wizard_form import WizardForm

TYPED: Final = frozenset(
    {"back", "go_to", "help", "quit", "refresh_now", "run_logs", "toggle_header", "undo", "walk", "watch"},
)
"""What has letters for keys, which are typed into the form."""
BESIDE: Final = 100
"""Columns from which the summary stands beside the page, and not below it."""


CREATING: Final = "fargate_tui.actions.creating.plan"
"""What creates is loaded while the first page is filled in: it would keep the loop for 20 ms."""


async def load_creating() -> None:
    """Load it in a thread, the first time."""
    if CREATING not in sys.modules:
        await asyncio.to_thread(import_module, CREATING)


class FillingScreen(DraftScreen):
    """Fills in a draft. What is filled in is kept at every step; esc and a lost connection lose nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+right,pagedown", "page(1)", "next page", id="wizard.forward"),
        Binding("ctrl+left,pageup", "page(-1)", "page before", id="wizard.back"),
        Binding("ctrl+n", "next_problem", "next problem", id="wizard.problem", tooltip="to what has to be put right"),
        Binding("ctrl+t", "add", "add", id="wizard.add", tooltip="another container, behind this one"),
        Binding("ctrl+x", "remove", "remove", show=False, id="wizard.remove", tooltip="take this container out"),
        Binding("f5", "ask_anew", "ask again", show=False, id="wizard.ask", tooltip="ask AWS all of it again"),
        Binding("f1", "keys", "keys", id="wizard.help", tooltip="all keys of this view"),
    ]  # fmt: skip
    AUTO_FOCUS = "WizardForm"

    def middle(self) -> Iterable[Widget]:
        """The pages, the open one, and what comes of it."""
        yield Headline(id="steps")
        with Container(id="page"):
            yield WizardForm(self._answered)
            summary = TextView(id="summary")
            summary.can_focus = False
            summary.wrap = True
            yield summary
        review = TextView(id="review")
        review.wrap = True
        yield review

    @property
    def form(self) -> WizardForm:
        """The page."""
        return self.query_one(WizardForm)

    @property
    def trail(self) -> Trail:
        """Where one is."""
        return Trail(self.place.path, "", ("kept as you type",))

    def show_header(self) -> None:
        """Show where one is; a draft does not age."""
        masthead = self.query_one(Masthead)
        masthead.trail = self.trail
        masthead.pulse = Pulse("", "", self.context.calls_per_minute())

    def on_resize(self, event: events.Resize) -> None:
        """Put the summary beside the page, or below."""
        self.set_class(event.size.width < BESIDE, "-narrow")
        self._show_steps()

    # -- life ----------------------------------------------------------------------------------------------------------

    async def follow(self) -> None:
        """Open the draft, and show what AWS says of it."""
        if self.drafting is None:
            self.form.show((), ())
            try:
                self.drafting = await self._opened()
            except AwsError as error:
                self._is_open.set()
                self.show_trouble(error)
                return
            self._show_page(self._first_blank())
            self._is_open.set()
        await load_creating()
        async with aclosing(self.drafting.follow()) as answers:
            async for _ in answers:
                self._refresh_page()
                self.show_trouble(self.drafting.error)

    def refresh_now(self) -> None:
        """Ask AWS again."""
        if self.drafting is not None:
            self.drafting.ask_anew()
            self._refresh_page()

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show_page(self, at: str = "") -> None:
        """Open the page the wizard is at."""
        drafting = self.drafting
        if drafting is None:
            return
        step = drafting.wizard.step
        self.set_class(step is None, "-reviewing")
        if step is None:
            self.show_review()
            self._show_steps()
            self.refresh_bindings()
            return
        fields, values = step.fields, [drafting.draft.value(each.id) for each in step.fields]
        self.form.show(self._entries(fields), values, at)
        self.form.focus(scroll_visible=False)
        self._show_around()
        self.refresh_bindings()

    def _first_blank(self) -> str:
        """The first field that nothing stands in and that has to be filled in: what it was begun for is there."""
        assert self.drafting is not None
        step, draft = self.drafting.wizard.step, self.drafting.draft
        blocking = {each.field for each in self.drafting.findings if each.blocks}
        fields = step.fields if step is not None else ()
        return next((each.id for each in fields if each.id in blocking and not draft.value(each.id)), "")

    def _refresh_page(self) -> None:
        """The same page, with what is known by now."""
        drafting = self.drafting
        if drafting is None:
            return
        step = drafting.wizard.step
        if step is None:
            self.show_review()
            self._show_steps()
            return
        values = [drafting.draft.value(each.id) for each in step.fields]
        self.form.update_fields(self._entries(step.fields), values)
        self._show_around()

    def _entries(self, fields: Sequence[Field]) -> tuple[FormField, ...]:
        drafting = self.drafting
        assert drafting is not None
        return entries(fields, drafting.findings, drafting.offers, drafting.answered)

    def _show_around(self) -> None:
        drafting = self.drafting
        assert drafting is not None
        lines = tuple(summary_lines(drafting.draft, drafting.facts, drafting.findings))
        self.query_one("#summary", TextView).show(lines)
        self._show_steps()

    def _show_steps(self) -> None:
        if self.drafting is not None:
            told = steps_line(self.drafting.wizard, self.drafting.findings, self.size.width)
            self.query_one("#steps", Headline).told = told

    def show_review(self) -> None:
        """Show what is going to be created; the page behind the last one is a subclass's."""

    def _field(self, field_id: str) -> Field | None:
        step = self.drafting.wizard.step if self.drafting is not None else None
        return next((each for each in step.fields if each.id == field_id), None) if step is not None else None

    # -- filling in ----------------------------------------------------------------------------------------------------

    def _answered(self, field: str, value: str) -> None:
        drafting = self.drafting
        if drafting is None or self._field(field) is None:
            return
        # What is emptied is proposed again.
        (drafting.answered.add if value else drafting.answered.discard)(field)
        drafting.put(drafting.wizard.answer(field, value))
        self._want(field)
        self._refresh_page()
        self._write()

    @on(WizardForm.Entered)
    @on(WizardForm.Opened)
    def _entered(self, entered: WizardForm.Opened) -> None:
        entered.stop()
        self._want(entered.field)

    def _want(self, field_id: str) -> None:
        """Ask what AWS offers for a field: it may be by what is typed in it, as the tags of a repository are."""
        field = self._field(field_id)
        if self.drafting is not None and field is not None and field.offer is not None:
            self.drafting.want(field.offer)

    @on(WizardForm.Left)
    def _left(self, left: WizardForm.Left) -> None:
        left.stop()
        self.action_back()

    @on(WizardForm.Finished)
    def _finished(self, finished: WizardForm.Finished) -> None:
        finished.stop()
        self.action_page(1)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what means something on the open page; letters are typed into the form."""
        step = self.drafting.wizard.step if self.drafting is not None else None
        if action == "add":
            return step is not None and bool(step.adds)
        if action == "remove":
            return step is not None and step.is_removable
        if action == "page" and step is None and parameters == (1,):
            return False
        if action in TYPED and self.form.has_focus and self.form.field is not None:
            return False
        return super().check_action(action, parameters)

    @property
    def help_key(self) -> str:
        """The key that explains here, where ``?`` may be typed."""
        return self.key("wizard.help", "f1")

    def action_keys(self) -> None:
        """Show all keys: ``?`` is typed into the form."""
        self.action_help()

    def action_page(self, step: int) -> None:
        """To the next page, or the one before."""
        if self.drafting is not None:
            wizard = self.drafting.wizard
            self.drafting.put(wizard.forward() if step > 0 else wizard.back())
            self._show_page()
            self._write()

    def action_next_problem(self) -> None:
        """To the field of the worst problem behind this one."""
        drafting = self.drafting
        if drafting is None:
            return
        found = [each for each in by_weight(drafting.findings) if each.verdict == "problem" and each.field]
        here = self.form.field.id if drafting.wizard.step is not None and self.form.field is not None else ""
        ids = list(dict.fromkeys(each.field for each in found))
        if not ids:
            self.notify("nothing has to be put right", markup=False)
            return
        field = ids[(ids.index(here) + 1) % len(ids)] if here in ids else ids[0]
        self.go_to_field(field)

    def go_to_field(self, field: str) -> None:
        """Open the page of a field, the cursor in it."""
        if self.drafting is not None:
            self.drafting.put(self.drafting.wizard.go_to(step_of(self.drafting.draft, field, self.drafting.facts)))
            self._show_page(field)

    def action_add(self) -> None:
        """Another one of what the page is about."""
        if self.drafting is not None:
            self.drafting.put(self.drafting.wizard.add())
            self._show_page()
            self._write()

    def action_remove(self) -> None:
        """Take out what the page is about."""
        if self.drafting is not None:
            self.drafting.put(self.drafting.wizard.remove())
            self._show_page()
            self._write()

    def action_ask_anew(self) -> None:
        """Ask AWS all of it again."""
        self.refresh_now()
