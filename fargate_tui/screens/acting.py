"""How a person changes something from a view: asked, planned, confirmed, and told how far it is."""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec
from textual import on, work
from textual.screen import Screen

from fargate_tui.fargate.changes import Difference, Kind, Plan, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.runs import WRONG, Run
from fargate_tui.format import visible
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.plan_lines import commands, draft_lines, plan_lines, run_line, title_line
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_panel import Entry, FormPanel
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.run_bar import RunBar

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action, Choice, Question
    from fargate_tui.actions.forms import Field, Form, FormAction

CATALOGUE = "fargate_tui.actions.catalogue"
"""All actions."""
EQUIPMENT = "fargate_tui.equipment"
"""Loaded after the first rows: all actions, and what carries them out, cost 50 ms."""
PATIENCE = 3.0
"""Seconds in which the first rows may come before that."""
TOLD = 20.0
"""Seconds that the end of a change stands on the screen."""
TOLD_WRONG = 120.0
"""The same where it went wrong."""
LEAVE = ("esc", "leave it")


@dataclass(frozen=True, slots=True)
class Draft:
    """A number that is put together with ``+`` and ``-``."""

    action: "Action"
    subjects: tuple[Subject, ...]
    counts: tuple[int, ...]
    """What the view says they are."""
    more: int = 0

    @property
    def answer(self) -> str:
        """What the keys have asked for: a count of one thing, so many more or fewer of several."""
        return str(self.after(self.counts[0])) if len(self.counts) == 1 else f"{self.more:+d}"

    def after(self, count: int) -> int:
        """What becomes of a count."""
        return max(count + self.more, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open in the prompt."""

    action: "Action"
    question: "Question"
    subjects: tuple[Subject, ...]
    glyph: str


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that is being filled in, or was for the plan on the screen."""

    action: "FormAction"
    subjects: tuple[Subject, ...]
    form: "Form"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that is on the screen."""

    plan: Plan
    subjects: tuple[Subject, ...]
    pace: int = 1


async def load_actions(context: Context) -> None:
    """Load everything with which things are changed, once the first view is filled; at once where that has been done.

    It goes into a thread; beside the AWS SDK, which a thread loads too, it would keep the first rows back.
    """
    if EQUIPMENT in sys.modules:
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(context.shown.wait(), PATIENCE)
    await asyncio.to_thread(import_module, EQUIPMENT)


class ActingScreen(Screen[None]):
    """A view from which things can be changed. The things are fixed, by their ARNs, when the key is pressed."""

    place: Place
    context: Context

    _draft: Draft | None = None
    _asked: Asked | None = None
    _filling: Filling | None = None
    _proposed: Proposed | None = None
    _choices: "tuple[Choice, ...]" = ()
    _offers: Mapping[str, Callable[[], object]] = {}

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:  # noqa: ARG002 - most views show nothing to change
        """The things of a kind that a key pressed now is about: the marked ones, or the one under the cursor."""
        return ()

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002
        """How many tasks a service is to run, as the view says; None where it does not."""
        return None

    def refresh_now(self) -> None:
        """Ask AWS now for what is shown."""

    def bind_actions(self) -> None:
        """Take the keys of what can be changed from here, where the view is older than the actions."""

    def is_early(self, key: str) -> bool:  # noqa: ARG002 - most views have all their keys at once
        """Whether a key means nothing here, but may once the actions are bound."""
        return False

    async def acts(self) -> None:
        """Wait until the actions are bound; they are loaded now."""

    @staticmethod
    def _action(name: str) -> "Action":
        from fargate_tui.actions.catalogue import ALL

        return ALL[name]

    @property
    def panel(self) -> PlanPanel:
        """The panel at the bottom."""
        return self.query_one(PlanPanel)

    @property
    def is_awaited(self) -> bool:
        """Whether the panel is still there and open for what is being asked.

        A view that is left loses its widgets before its workers are cancelled.
        """
        return any(panel.is_open for panel in self.query(PlanPanel))

    # -- asking --------------------------------------------------------------------------------------------------------

    def action_act(self, name: str, answer: str = "") -> None:
        """Begin to change what is under the cursor, or all that is marked."""
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

    def _show_draft(self) -> None:
        draft = self._draft
        assert draft is not None
        changed = [Difference(what="desired count", before=f"{n}", after=f"{draft.after(n)}") for n in draft.counts]
        title = draft.action.title(draft.subjects, draft.answer)
        lines = draft_lines(title, draft.subjects[0].cluster, draft.subjects, changed)
        self.panel.show(Proposal(lines, hints(("+ -", "more or fewer"), ("↵", "plan"), LEAVE)))

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

    # -- filling in ----------------------------------------------------------------------------------------------------

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

    # -- planning ------------------------------------------------------------------------------------------------------

    def propose(self, action: "Action", subjects: tuple[Subject, ...], answer: str) -> None:
        """Plan it and show the plan."""
        self._plan(action, subjects, answer)
        self._show_waiting(title_line(action.title(subjects, answer), subjects[0].cluster))

    def _show_waiting(self, title: Line) -> None:
        self._draft, self._proposed, self._offers = None, None, {}
        self.panel.show(Proposal((title, line("  asking AWS…", "muted")), hints(LEAVE)))

    def offer(self, proposal: Proposal, keys: Mapping[str, Callable[[], object]]) -> None:
        """Show something in the panel, and what its keys do; each closes it."""
        self._draft, self._proposed, self._offers = None, None, keys
        self.panel.show(proposal)

    @work(exclusive=True, group="plan")
    async def _plan(self, action: "Action", subjects: tuple[Subject, ...], answer: str) -> None:
        try:
            plan = await self.context.runs.plan(action.id, subjects, answer)
        except AwsError as error:
            self._show_refusal(action.title(subjects, answer), error)
            return
        self._show_plan(Proposed(plan, subjects))

    def _show_refusal(self, title: str, error: AwsError) -> None:
        if self.is_awaited:
            lines = (title_line(title, ""), (Span("  ✗ ", "bad"), Span(str(error))))
            self.panel.show(Proposal(lines, hints(("esc", "close")), tone="bad"))

    def _show_plan(self, proposed: Proposed) -> None:
        if not self.is_awaited:
            return
        plan = proposed.plan
        if self.context.runs.read_only:
            # Nothing is confirmed there: every key means what it says, c copies.
            plan = msgspec.structs.replace(plan, typed="")
        elif self.context.guarded and not plan.typed:
            from fargate_tui.actions.action import typed_for

            plan = msgspec.structs.replace(plan, typed=typed_for(proposed.subjects))
        self._proposed = replace(proposed, plan=plan)
        self.panel.show(self._proposal(self._proposed))

    def _proposal(self, proposed: Proposed) -> Proposal:
        plan, runs = proposed.plan, self.context.runs
        is_paced = self._action(plan.action).is_paced
        lines = plan_lines(plan, region=self.context.region, pace=proposed.pace, is_paced=is_paced)
        if runs.read_only:
            refusal: Line = (Span("  ▲ ", "warn"), Span("read-only: nothing can be changed from here", "warn"))
            return Proposal((*lines, refusal), hints(("c", "copy the command"), ("esc", "close")))
        if not any(change.calls for change in plan.changes):
            return Proposal(lines, hints(("esc", "close")))
        others = [(other.key, other.words) for other in plan.alternatives] if not plan.typed else []
        pace = [("1-9", "at a time")] if is_paced and len(plan.changes) > 1 and not plan.typed else []
        tone = "bad" if plan.destroys else "busy"
        if plan.typed:
            return Proposal(lines, hints(LEAVE), plan.typed, tone)
        return Proposal(lines, hints(("y", "do it"), LEAVE, *others, *pace, ("c", "copy the command")), tone=tone)

    # -- confirming ----------------------------------------------------------------------------------------------------

    @on(PlanPanel.Pressed)
    def _pressed(self, pressed: PlanPanel.Pressed) -> None:
        pressed.stop()
        if pressed.key in ("escape", "backspace", "h", "left", "q"):
            self._close()
            if self._filling is not None:
                self._show_form(self._filling)
        elif (chosen := self._offers.get(pressed.key)) is not None:
            if not pressed.was_typed_ahead:
                self._close()
                chosen()
        elif self._draft is not None:
            self._change_draft(self._draft, pressed.key)
        elif self._proposed is not None and not pressed.was_typed_ahead:
            self._decide(self._proposed, pressed.key)

    def _change_draft(self, draft: Draft, key: str) -> None:
        if key == "enter":
            self.propose(draft.action, draft.subjects, draft.answer)
        elif key in ("plus", "minus"):
            self._draft = replace(draft, more=draft.more + (1 if key == "plus" else -1))
            self._show_draft()

    def _decide(self, proposed: Proposed, key: str) -> None:
        plan = proposed.plan
        other = next((other for other in plan.alternatives if other.key == key), None)
        if key == "c" and not plan.typed:
            self.copy(commands(plan, region=self.context.region))
        elif self.context.runs.read_only or plan.typed:
            return
        elif key == "y" and any(change.calls for change in plan.changes):
            self._carry_out(proposed)
        elif other is not None:
            self.propose(self._action(plan.action), proposed.subjects, other.answer)
        elif key.isdigit() and key != "0" and self._action(plan.action).is_paced and len(plan.changes) > 1:
            self._show_plan(replace(proposed, pace=int(key)))

    @on(PlanPanel.Confirmed)
    def _confirmed(self, confirmed: PlanPanel.Confirmed) -> None:
        confirmed.stop()
        if self._proposed is not None and not self.context.runs.read_only:
            self._carry_out(self._proposed)

    def _carry_out(self, proposed: Proposed) -> None:
        self._close()
        self._filling = None
        self.started(self.context.runs.start(proposed.plan, pace=proposed.pace))

    def started(self, run: Run) -> None:
        """Take note of what has been begun from here."""

    def _close(self) -> None:
        self._draft, self._proposed, self._offers = None, None, {}
        self.workers.cancel_group(self, "plan")
        self.panel.close()

    def copy(self, text: str, more: int = 0) -> None:
        """Send text to the terminal's clipboard and say so; whether the terminal took it cannot be known."""
        self.app.copy_to_clipboard(text)
        first = visible(text.partition("\n")[0])
        self.notify(f"sent to the clipboard: {first}" + (f" and {more} more" if more else ""), markup=False)

    # -- taking back ---------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Show what takes the last change back."""
        self._filling = None
        self._plan_undo()
        self._show_waiting(line("take back the last change", "title"))

    def take_back(self, *entries: JournalEntry) -> None:
        """Show what takes changes back, in their order."""
        self._filling = None
        self._plan_undo(*entries)
        self._show_waiting(line(f"take back: {entries[0].title}", "title"))

    @work(exclusive=True, group="plan")
    async def _plan_undo(self, *chosen: JournalEntry) -> None:
        runs = self.context.runs
        try:
            plan = await runs.plan_undo(*(chosen or await runs.last_undoable()))
        except AwsError as error:
            self._show_refusal(f"take back: {chosen[0].title}" if chosen else "take back the last change", error)
            return
        self._show_plan(Proposed(plan, tuple(change.subject for change in plan.changes)))

    # -- telling -------------------------------------------------------------------------------------------------------

    async def follow_runs(self) -> None:
        """Tell how far changes are, and ask AWS when one has been accepted."""
        await load_actions(self.context)
        self.bind_actions()
        seen: dict[str, str] = {}
        async with aclosing(self.context.runs.follow()) as changes:
            async for runs in changes:
                self.show_runs()
                self._tell_of_the_journal()
                states = {run.arn: f"{[step.state for step in run.steps]}" for run in runs}
                if seen and states != seen:
                    self.refresh_now()
                seen = states or {"": ""}

    def _tell_of_the_journal(self) -> None:
        """Say once that changes are not kept: who changes something is to know it there and then."""
        trouble = self.context.runs.journal.trouble
        if trouble and trouble != self.context.told_trouble:
            self.context.told_trouble = trouble
            self.notify(trouble, severity="warning", markup=False)

    def show_runs(self) -> None:
        """Tell of the newest change that is under way, or has just ended."""
        now = self.context.now()
        told = [run for run in self.context.runs.runs if self._is_told(run)]
        bar = self.query_one(RunBar)
        if told:
            bar.tell(run_line(told[0], now, len(told) - 1), is_folded=told[0].state in WRONG)
        else:
            bar.tell(())

    def action_run_logs(self) -> None:
        """Follow what the task says that was started last from here."""
        made = next((run.made for run in self.context.runs.runs if run.made), ())
        if not made:
            self.notify("no task was run from here yet", severity="warning", markup=False)
            return
        self.post_message(Descend(Place("logs", cluster=made[0].cluster, task=made[0].arn)))

    def _is_told(self, run: Run) -> bool:
        if run.is_going or run.ended_at is None:
            return True
        seconds = (self.context.now() - run.ended_at).total_seconds()
        return seconds < (TOLD_WRONG if run.state in WRONG else TOLD)


def _entry(field: "Field", note: str) -> Entry:
    """A field as the panel has it."""
    from fargate_tui.fargate.run_draft import masked_pairs

    hint = " · ".join(part for part in (note, field.hint) if part)
    return Entry(field.id, field.label, field.choices, hint, masked_pairs if field.is_secret else None)
