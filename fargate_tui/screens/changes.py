"""What is being changed, and was in this session: every step of every run."""

from contextlib import aclosing
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from fargate_tui.columns.changes import COLUMNS
from fargate_tui.fargate.changes import CREATING
from fargate_tui.fargate.runs import ENDED, WRONG, Run, StepRow, step_rows
from fargate_tui.live.difference import merge
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.things import place_of_subject
from fargate_tui.widgets.lines import Span, line
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints


class ChangesScreen(ArrangedScreen[StepRow]):
    """The runs of this session, the newest first, step by step; opening one shows the thing that is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "refresh_now", "resume", id="run.resume", tooltip="resume a run that has stopped"),
        Binding("x", "leave_run", "leave", id="run.leave", tooltip="leave a run: AWS goes on with what was sent"),
        Binding("u", "undo", "take back", id="view.undo", tooltip="take back the change under the cursor"),
        Binding("J", "journal", "journal", id="run.journal", tooltip="the entry of the journal"),
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "changes"
    kind = "change"
    waiting = "nothing was changed in this session · :journal shows those before"

    _leaving: str | None = None
    """The run that is about to be left."""

    async def follow(self) -> None:
        """Take each step further."""
        known: dict[str, StepRow] = {}
        async with aclosing(self.context.runs.follow()) as changes:
            async for runs in changes:
                known = dict(merge(known, step_rows(runs), lambda row: row.arn))
                trouble = self.context.runs.journal.trouble
                self.latest = Snapshot(tuple(known.values()), self.context.now(), gaps=(trouble,) if trouble else ())
                self.table.placeholder = self.placeholder(self.latest)
                self.table.update_rows(self.latest.rows)
                self.show_problems()
                self.show_header()
                self.refresh_bindings()

    def refresh_now(self) -> None:
        """Nothing to ask: the runs tell by themselves."""

    @property
    def snapshot(self) -> None:
        """Nothing that ages: each step tells when it is further."""
        return

    @property
    def nothing(self) -> str:
        """What is said before the first change."""
        return self.waiting

    def place_of(self, row: StepRow) -> Place:
        """The thing that is changed."""
        return place_of_subject(row.subject)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a step."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    def _run(self) -> Run | None:
        """The run under the cursor."""
        row = self.table.cursor_row
        return None if row is None else next((run for run in self.context.runs.runs if run.arn == row.run), None)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_refresh_now(self) -> None:
        """Go on with a run that has stopped."""
        run = self._run()
        if run is None:
            return
        if run.is_going and any(step.state in WRONG for step in run.steps):
            going = next((step.change.subject.name for step in run.steps if step.state not in ENDED), "")
            self.notify(f"{going} is still followed: resume it once that has ended", markup=False)
            return
        if run.is_going or not any(step.state in WRONG for step in run.steps):
            self.notify(f"{run.plan.title} has not stopped: nothing is to be resumed", markup=False)
            return
        self.context.runs.resume(run.arn)

    def action_leave_run(self) -> None:
        """Ask whether a run is to be left."""
        run = self._run()
        if run is None:
            return
        if not run.is_going:
            self.notify(f"{run.plan.title} is under way no longer", markup=False)
            return
        self._leaving = run.arn
        waiting = sum(step.state == "waiting" for step in run.steps)
        lines = [
            line(f"leave: {run.plan.title}", "title"),
            (Span("  · ", "muted"), Span("what was sent goes on at AWS; it is only followed no longer")),
        ]
        if waiting:
            lines.append((Span("  · ", "muted"), Span(f"{waiting:,} of {len(run.steps):,} are not begun any more")))
        self.panel.show(Proposal(tuple(lines), hints(("y", "leave it"), ("esc", "follow it"))))

    @on(PlanPanel.Pressed)
    def _answered_leaving(self, pressed: PlanPanel.Pressed) -> None:
        leaving = self._leaving
        if leaving is None:
            return
        if pressed.key == "y" and not pressed.was_typed_ahead:
            self._close()
            self.context.runs.leave(leaving)

    def _close(self) -> None:
        self._leaving = None
        super()._close()

    def action_undo(self) -> None:
        """Show what takes the change under the cursor back, a creation as a whole; else the last one."""
        row, run = self.table.cursor_row, self._run()
        if row is None or run is None or not row.entry:
            super().action_undo()
        elif run.plan.action.startswith(CREATING):
            self._undo(*(step.entry for step in reversed(run.steps) if step.entry and step.state == "done"))
        else:
            self._undo(row.entry)

    @work(exclusive=True, group="entry")
    async def _undo(self, *numbers: int) -> None:
        found = [await self.context.runs.journal.entry(number) for number in numbers]
        entries = [entry for entry in found if entry is not None]
        open_ones = [entry for entry in entries if entry.can_be_undone] or entries[:1]
        if open_ones:
            self.take_back(*open_ones)

    def action_journal(self) -> None:
        """Show the entry of the journal."""
        row = self.table.cursor_row
        if row is not None and row.entry:
            self.post_message(Descend(Place("entry", subject=("change", str(row.entry)))))
