"""What a command of one's own has said beside the screen."""

from contextlib import aclosing
from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.screens.command_lines import output_lines
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.loading import load_actions
from fargate_tui.screens.paging import Lines
from fargate_tui.screens.text import TextScreen
from fargate_tui.sessions.own_commands import Beside
from fargate_tui.widgets.lines import line
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail


class OutputScreen(TextScreen):
    """One run, at first the newest; it grows while the command runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("less_than_sign", "step(-1)", "older", id="output.older", tooltip="the run before"),
        Binding("greater_than_sign", "step(1)", "newer", id="output.newer", tooltip="the run after"),
        Binding("S", "stop", "stop", id="output.stop", tooltip="end the command"),
        Binding("c", "copy", "copy", id="text.copy", tooltip="copy all that it has said"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.run: Beside | None = None

    async def follow(self) -> None:
        """Show how each run begins and ends."""
        await load_actions(self.context)
        async with aclosing(self.context.own_commands.follow()) as changes:
            async for runs in changes:
                if self.run is None and runs:
                    self.run = runs[-1]
                self._show()

    def _show(self) -> None:
        if self.run is None:
            said = "no command of yours has run beside the screen yet: docs/plug-in-commands.md tells how"
            self.text.show((line(said, "muted"),))
        else:
            self.text.show(tuple(output_lines(self.run, self.key("view.pager", "vertical_line"))))
        self.query_one(Masthead).pulse = Pulse("", "muted", self.context.calls_per_minute())
        self.show_header()
        self.refresh_bindings()

    def tick(self) -> None:
        """Show what has been said meanwhile."""
        if self.run is not None and self.run.ended is None:
            self._show()

    def refresh_now(self) -> None:
        """Show what has been said up to now."""
        self._show()

    @property
    def trail(self) -> Trail:
        """Which run of how many."""
        runs = self.context.own_commands.runs
        at = f"{runs.index(self.run) + 1} of {len(runs)}" if self.run in runs else ""
        return Trail(self.place.path, at, (self.found,) if self.found else ())

    def paged(self) -> Lines | None:
        """All that is kept of what it has said."""
        run = self.run
        return (lambda: run.gathered.lines) if run is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to end what runs."""
        if action == "stop":
            return self.run is not None and self.run.ended is None
        return super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to another run."""
        runs = self.context.own_commands.runs
        if self.run in runs:
            self.run = runs[max(0, min(runs.index(self.run) + by, len(runs) - 1))]
            self._show()

    async def action_stop(self) -> None:
        """End the command."""
        if self.run is not None:
            await self.context.own_commands.stop(self.run)

    def action_copy(self) -> None:
        """Copy all that it has said."""
        if self.run is not None:
            text = "\n".join(self.run.gathered.lines)
            self.app.copy_to_clipboard(text)
            self.notify(f"sent {len(text):,} characters to the clipboard", markup=False)
