"""How a person changes something from a view: asked, or filled into a form, before it is planned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.screens.plan_lines import title_line
from fargate_tui.screens.proposed import Asked, Draft, Filling
from fargate_tui.screens.proposing import ProposingScreen
from fargate_tui.screens.run_telling import RunTellingScreen
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_panel import Entry, FormPanel
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action, Choice, Question
    from fargate_tui.actions.forms import Field, FormAction


class ActingScreen(ProposingScreen, RunTellingScreen):
    """A view from which things can be changed. The things are fixed, by their ARNs, when the key is pressed."""

    _asked: Asked | None = None
    _choices: "tuple[Choice, ...]" = ()

    def action_act(self, name: str, answer: str = "") -> None:
        """Begin to change what is under the cursor, or all that is marked."""
        if self.is_hindered():
            return
        from fargate_tui.actions.forms import FormAction

        action = self._action(name)
        subjects, self._filling = self.subjects_of(action.kind), None
        if not subjects:
            self.notify(f"no {action.kind.replace('-', ' ')} is under the cursor", severity="warning", markup=False)
        elif isinstance(action, FormAction) and len(subjects) > 1:
            self.notify("one at a time: several are marked", severity="warning", markup=False)
        elif isinstance(action, FormAction):
            self._fill_in(action, subjects)
        elif answer[:1] in ("+", "-") and answer:
            self._queue(action, subjects, int(answer))
        elif answer or action.question is None:
            self.propose(action, subjects, answer)
        else:
            self._ask(action, action.question, subjects)

    def _queue(self, action: "Action", subjects: tuple[Subject, ...], more: int) -> None:
        counts = tuple(count for subject in subjects if (count := self.count_of(subject)) is not None)
        if len(counts) < len(subjects):
            # The view does not know how many there are: AWS does, and so many more are planned.
            self.propose(action, subjects, f"{more:+d}")
            return
        self._draft = Draft(action, subjects, counts, more)
        self._show_draft()

    def _ask(self, action: "Action", question: "Question", subjects: tuple[Subject, ...]) -> None:
        glyph = f"{question.label}:"
        self._asked, self._choices = Asked(action, question, subjects, glyph), ()
        self.query_one(Prompt).open(glyph, question.initial, self._complete, listed=True)
        self._learn_choices(action, subjects[0])

    @work(exclusive=True, group="choices")
    async def _learn_choices(self, action: "Action", subject: Subject) -> None:
        try:
            self._choices = await self.context.runs.choices(action.id, subject)
        except AwsError as error:
            self.notify(f"what could be chosen is not known: {error}", severity="warning", markup=False)
            return
        self.query_one(Prompt).complete_anew()

    def _complete(self, typed: str) -> Sequence[Candidate]:
        """The choices that what is typed could become."""
        wanted = typed.strip().lower()
        by_value = [choice for choice in self._choices if wanted in choice.value.lower()]
        by_hint = [choice for choice in self._choices if wanted in choice.hint.lower() and choice not in by_value]
        return [Candidate(choice.value, choice.hint) for choice in (*by_value, *by_hint)]

    def answered(self, glyph: str, value: str) -> bool:
        """Take what was typed into the prompt; whether it was the answer to a question of an action."""
        asked, self._asked = self._asked, None
        if asked is None or asked.glyph != glyph:
            return False
        answer = value.strip() or asked.question.otherwise
        if answer:
            self.propose(asked.action, asked.subjects, answer)
        return True

    @on(Prompt.Cancelled)
    def _not_answered(self) -> None:
        self._asked = None

    def _fill_in(self, action: "FormAction", subjects: tuple[Subject, ...]) -> None:
        self._learn_form(action, subjects)
        self._show_waiting(title_line(action.title(subjects, ""), subjects[0].cluster))

    @work(exclusive=True, group="plan")
    async def _learn_form(self, action: "FormAction", subjects: tuple[Subject, ...]) -> None:
        try:
            form = await self.context.runs.form(action, subjects[0])
        except AwsError as error:
            self._show_refusal(action.title(subjects, ""), error)
            return
        if self.is_awaited:
            self.panel.close()
            self._show_form(Filling(action, subjects, form))

    def _show_form(self, filling: Filling) -> None:
        self._filling, form = filling, filling.form
        kept = self.context.filled.get(form.key, {})
        values = {**form.values, **{each.id: kept[each.id] for each in form.fields if each.is_kept and each.id in kept}}
        entries = tuple(_entry(each, "" if each.id in kept else form.notes.get(each.id, "")) for each in form.fields)
        title = title_line(filling.action.title(filling.subjects, ""), filling.subjects[0].cluster)
        self.query_one(FormPanel).show(title, entries, values, filling.action.problems)

    def back_to_form(self) -> None:
        """Show the form again that led to the plan, where one did."""
        if self._filling is not None:
            self._show_form(self._filling)

    @on(FormPanel.Submitted)
    def _filled_in(self, submitted: FormPanel.Submitted) -> None:
        submitted.stop()
        filling = self._filling
        if filling is None:
            return
        self.context.filled[filling.form.key] = submitted.values
        if isinstance(submitted, FormPanel.Left):
            self._filling = None
            return
        self.query_one(FormPanel).close()
        self.propose(filling.action, filling.subjects, filling.action.answer_of(submitted.values))


def _entry(field: "Field", note: str) -> Entry:
    """A field as the panel has it."""
    from fargate_tui.fargate.run_draft import masked_pairs

    hint = " · ".join(part for part in (note, field.hint) if part)
    return Entry(field.id, field.label, field.choices, hint, masked_pairs if field.is_secret else None)
