"""How far changes are, told at the bottom of every view."""

from contextlib import aclosing

from fargate_tui.fargate.runs import WRONG, Run
from fargate_tui.screens.changeable import ChangeableScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.loading import load_actions
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.plan_lines import run_line
from fargate_tui.widgets.run_bar import RunBar

TOLD = 20.0
"""Seconds that the end of a change stands on the screen."""
TOLD_WRONG = 120.0
"""The same where it went wrong."""


class RunTellingScreen(ChangeableScreen):
    """A view that follows what has been begun, and asks AWS anew when that changes something."""

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
            bar.tell(run_line(told[0], now, len(told) - 1, self.key), is_folded=told[0].state in WRONG)
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
        # Where the clock was put back it ended in the future: it is not to stand here until then.
        return 0 <= seconds < (TOLD_WRONG if run.state in WRONG else TOLD)
