"""The one screen of all wizards: a draft is filled in, reviewed and created."""

from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.fargate.changes import CREATING
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.runs import WRONG, Run, Step
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place, View
from fargate_tui.screens.navigation import Jump
from fargate_tui.screens.proposed import Proposed
from fargate_tui.screens.proposing import LEAVE
from fargate_tui.screens.wizards.by_hand import ByHandScreen
from fargate_tui.screens.wizards.creating_lines import creating_lines, door_of, question_lines
from fargate_tui.screens.wizards.form_entries import by_weight
from fargate_tui.widgets.lines import Span
from fargate_tui.widgets.plan_panel import Proposal, hints

MADE: Final = frozenset({"done", "going", "no answer"})
"""States of steps whose things are there, or may be: their names are not taken by somebody else."""


class WizardScreen(ByHandScreen):
    """A wizard whose draft can be created, thing by thing; the first failure stops it, and it can go on from there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "create", "create", id="wizard.create", tooltip="plan it; y creates it then"),
        Binding("a", "go_on", "go on", id="wizard.go_on", tooltip="go on with what failed and what still waits"),
        Binding("e", "correct", "correct", id="wizard.correct", tooltip="back to the pages, what exists stays"),
        Binding("x", "take_back", "take back", id="wizard.take_back", tooltip="delete what was made, newest first"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._run = ""
        """The number of the run that creates it; empty while nothing does."""
        self._earlier: tuple[str, ...] = ()
        """The runs before it that failed, and were corrected."""
        self._back = ""
        """The number of the run that takes back what was made."""
        self._address = ("", "")
        """Where what was made is reached: AWS's address, and that on this machine."""
        self._door = ""
        """How an address begins: by the protocol of the listener."""

    @property
    def run_of_it(self) -> Run | None:
        """The creation, once it was begun."""
        return self._numbered(self._run)

    def _numbered(self, number: str) -> Run | None:
        return next((run for run in self.context.runs.runs if run.arn == number), None) if number else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the creation as it is."""
        run = self.run_of_it
        if action == "create":
            return self.is_reviewing and run is None
        if action in ("go_on", "correct", "take_back"):
            back = self._numbered(self._back)
            is_back = back is not None and (action == "go_on" or back.state not in WRONG)
            return run is not None and run.state in WRONG and not is_back
        if run is not None and action in ("page", "form", "add", "remove", "next_problem", "by_hand"):
            return False
        return super().check_action(action, parameters)

    def refresh_now(self) -> None:
        """Ask AWS again, but not at every step of what is being created."""
        if self.run_of_it is None:
            super().refresh_now()

    # -- creating ------------------------------------------------------------------------------------------------------

    def action_create(self) -> None:
        """Plan it, or go to what keeps it from being created."""
        drafting = self.drafting
        if drafting is None:
            return
        blocking = [each for each in by_weight(drafting.findings) if each.blocks]
        if blocking:
            self.notify(f"not yet: {blocking[0].words}", severity="warning", markup=False)
            if blocking[0].field:
                self.go_to_field(blocking[0].field)
            return
        if any(each.verdict == "asking" and each.level == "BLOCK" for each in drafting.findings):
            self.notify("not yet: AWS is still being asked whether it can work", severity="warning", markup=False)
            return
        from fargate_tui.actions.creating.plan import creation_plan

        creations = self.creations()
        self._door = door_of(creations)
        plan = creation_plan(f"create {drafting.draft.noun} {drafting.draft.name}".strip(), creations)
        self.panel.appear()
        self._show_plan(Proposed(plan, tuple(change.subject for change in plan.changes)))

    def _proposal(self, proposed: Proposed) -> Proposal:
        """What is confirmed, in a few lines: all of it stands in the review, and its commands behind ``tab``."""
        plan = proposed.plan
        if not plan.action.startswith(CREATING):
            return super()._proposal(proposed)
        lines = tuple(question_lines(plan, self.key, is_read_only=self.context.runs.read_only))
        if self.context.runs.read_only:
            return Proposal(lines, hints(("esc", "close")))
        if plan.typed:
            return Proposal(lines, hints(LEAVE), plan.typed)
        return Proposal(lines, hints(("y", "create it"), LEAVE))

    def started(self, run: Run) -> None:
        """Show how far it is from now on."""
        super().started(run)
        if run.plan.action.startswith(CREATING):
            self._run = run.arn
        elif self._run:
            self._back = run.arn
        self.show_review()
        self.refresh_bindings()

    def show_review(self) -> None:
        """Show the review, or how far the creation is."""
        run = self.run_of_it
        if run is None:
            super().show_review()
            return
        self.review.show(tuple(creating_lines(run, self.context.now(), self._address[0])))

    def show_runs(self) -> None:
        """Tell how far changes are; here at length."""
        super().show_runs()
        run = self.run_of_it
        if run is None or self.drafting is None:
            return
        if self.drafting.owns(step.change.subject.arn for step in run.steps if step.state in MADE):
            self._write()
        self.show_review()
        self.refresh_bindings()
        back = self._numbered(self._back)
        if back is not None and back.state == "done":
            self._after_taking_back()
        elif run.state == "done" and not self._is_thrown_away:
            self._is_thrown_away = True
            self._arrive()

    @work(group="arrive")
    async def _arrive(self) -> None:
        """Remove the draft, and go where what was made can be watched."""
        await self.context.draft_keeper.throw_away(self.draft_id)
        # the security groups that were made are not in what was read before
        self.context.store.common.forget_networks()
        run, drafting = self.run_of_it, self.drafting
        assert run is not None
        assert drafting is not None
        balancer = next((s.change.subject for s in run.steps if s.change.subject.kind == "load-balancer"), None)
        if balancer is not None:
            try:
                self._address = await self._address_of(balancer.name)
            except AwsError as error:
                self.notify(f"the address is not known: {error}", severity="warning", markup=False)
        if not self.query("#review"):
            # The program was left meanwhile.
            return
        self.show_review()
        made = self._made_at(run)
        if self._address[0]:
            self.context.reached_at[made.cluster or "", made.service or ""] = self._address
        self.post_message(Jump(made))

    async def _address_of(self, balancer: str) -> tuple[str, str]:
        """The address of a load balancer, and where it is on this machine if AWS is too; raises `AwsError`."""
        async with self.context.store.use() as aws:
            name = (await aws.elb.balancer_named(balancer)).dns_name
        here = (await self.context.local_addresses()).get(name, "")
        return f"{self._door}{name}", here

    def _made_at(self, run: Run) -> Place:
        """Where what was made is watched."""
        subject = run.steps[-1].change.subject
        named = {step.change.subject.kind: step.change.subject for step in run.steps}
        if "service" in named:
            return Place("deployments", cluster=named["service"].cluster, service=named["service"].name)
        made = next((each for each in run.made if each.kind == subject.kind), subject)
        if made.kind == "task":
            return Place("task", cluster=made.cluster, task=made.arn)
        if made.kind == "task-definition":
            view: View = "task-definition" if ":" in made.name else "task-definitions"
            return Place(view, task_definition=made.name)
        return Place("services", cluster=subject.name)

    # -- after a failure -----------------------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """Go on with what failed and what still waits."""
        self.context.runs.resume(self._run)

    def action_correct(self) -> None:
        """Back to the first page; what exists by now stays."""
        self._earlier, self._run, self._back = (*self._earlier, self._run), "", ""
        if self.drafting is not None:
            super().refresh_now()
            self.drafting.put(self.drafting.wizard.go_to(self.drafting.wizard.places[0]))
            self._show_page()

    def action_take_back(self) -> None:
        """Show what deletes what was made."""
        if self._back:
            self.context.runs.resume(self._back)
            return
        steps = self._steps()
        self._take_all_back(tuple(step.entry for step in steps if step.entry))
        self._show_waiting((Span("what takes it back is looked for…", "muted"),))

    def _steps(self) -> tuple[Step, ...]:
        """All that was begun for this draft, the oldest first."""
        runs = (self._numbered(each) for each in (*self._earlier, self._run))
        return tuple(step for run in runs if run is not None for step in run.steps)

    def _after_taking_back(self) -> None:
        """Show the review again: nothing that was made is there any more."""
        drafting = self.drafting
        assert drafting is not None
        drafting.disowns(step.change.subject.arn for step in self._steps())
        self._earlier, self._run, self._back = (), "", ""
        self.notify("what was made is taken back; the draft is kept", markup=False)
        super().refresh_now()
        self._show_page()
        self._write()

    @work(exclusive=True, group="plan")
    async def _take_all_back(self, numbers: tuple[int, ...]) -> None:
        runs = self.context.runs
        try:
            found = [await runs.journal.entry(number) for number in reversed(numbers)]
            entries = [entry for entry in found if entry is not None and entry.can_be_undone]
            if not entries:
                raise Invalid("take back what was made", "nothing was made by it")
            plan = await runs.plan_undo(*entries)
        except AwsError as error:
            self._show_refusal("take back what was made", error)
            return
        self._show_plan(Proposed(plan, tuple(change.subject for change in plan.changes)))
