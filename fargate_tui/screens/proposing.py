"""Plans: shown in the panel, confirmed there, carried out; and what takes back what was carried out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from textual import on, work

from fargate_tui.fargate.changes import Difference, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.runs import Run
from fargate_tui.screens.changeable import ChangeableScreen
from fargate_tui.screens.plan_lines import commands, draft_lines, plan_lines, title_line
from fargate_tui.screens.proposed import Draft, Filling, Proposed
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action

LEAVE = ("esc", "leave it")


class ProposingScreen(ChangeableScreen):
    """A view with a panel in which one thing at a time is proposed and confirmed."""

    _draft: Draft | None = None
    _filling: Filling | None = None
    _proposed: Proposed | None = None
    _offers: Mapping[str, Callable[[], object]] = {}

    @property
    def panel(self) -> PlanPanel:
        """The panel at the bottom."""
        return self.query_one(PlanPanel)

    @property
    def has_plan(self) -> bool:
        """Whether a plan is shown."""
        return self._proposed is not None

    @property
    def is_awaited(self) -> bool:
        """Whether the panel is still there and open for what is being asked.

        A view that is left loses its widgets before its workers are cancelled.
        """
        return any(panel.is_open for panel in self.query(PlanPanel))

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

    def withdraw(self) -> None:
        """Close the panel, whatever is offered in it."""
        self._close()

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
        elif self.context.settings.guarded and not plan.typed:
            from fargate_tui.actions.action import typed_for

            plan = msgspec.structs.replace(plan, typed=typed_for(proposed.subjects))
        self._proposed = replace(proposed, plan=plan)
        self.panel.show(self._proposal(self._proposed))

    def _proposal(self, proposed: Proposed) -> Proposal:
        plan, runs = proposed.plan, self.context.runs
        is_paced = self._action(plan.action).is_paced
        lines = plan_lines(plan, region=self.context.region, pace=proposed.pace, is_paced=is_paced)
        if runs.read_only:
            refused = f"read-only: nothing can be changed from here{self.way_out}"
            refusal: Line = (Span("  ▲ ", "warn"), Span(refused, "warn"))
            return Proposal((*lines, refusal), hints(("c", "copy the command"), ("esc", "close")))
        if not any(change.calls for change in plan.changes):
            return Proposal(lines, hints(("esc", "close")))
        others = [(other.key, other.words) for other in plan.alternatives] if not plan.typed else []
        pace = [("1-9", "at a time")] if is_paced and len(plan.changes) > 1 and not plan.typed else []
        tone = "bad" if plan.destroys else "busy"
        if plan.typed:
            return Proposal(lines, hints(LEAVE), plan.typed, tone)
        return Proposal(lines, hints(("y", "do it"), LEAVE, *others, *pace, ("c", "copy the command")), tone=tone)

    @on(PlanPanel.Pressed)
    def _pressed(self, pressed: PlanPanel.Pressed) -> None:
        pressed.stop()
        if (chosen := self._offers.get(pressed.key)) is not None:
            if not pressed.was_typed_ahead:
                self._close()
                chosen()
        elif pressed.key in ("escape", "backspace", "h", "left", "q"):
            self._close()
            self.back_to_form()
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

    def _show_draft(self) -> None:
        draft = self._draft
        assert draft is not None
        changed = [Difference(what="desired count", before=f"{n}", after=f"{draft.after(n)}") for n in draft.counts]
        title = draft.action.title(draft.subjects, draft.answer)
        lines = draft_lines(title, draft.subjects[0].cluster, draft.subjects, changed)
        self.panel.show(Proposal(lines, hints(("+ -", "more or fewer"), ("↵", "plan"), LEAVE)))

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

    def back_to_form(self) -> None:
        """Show the form again that led to the plan, where one did."""

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
