"""The ports of this machine that lead into containers."""

from contextlib import aclosing
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.columns.forwards import COLUMNS
from fargate_tui.fargate.forwards import ForwardRow
from fargate_tui.live.difference import merge
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.things import place_of_subject


class ForwardsScreen(ArrangedScreen[ForwardRow]):
    """Every forward of this session, the newest first; those that have ended say why. Opening one shows its task."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "stop", "stop", id="forward.stop", tooltip="stop the forward under the cursor"),
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "forwards"
    kind = "forward"
    waiting = "no port is forwarded"

    async def follow(self) -> None:
        """Take each that begins, listens or ends."""
        known: dict[str, ForwardRow] = {}
        async with aclosing(self.context.forwards.follow()) as changes:
            async for rows in changes:
                known = dict(merge(known, rows, lambda row: row.arn))
                self.latest = Snapshot(tuple(known.values()), self.context.now())
                self.table.placeholder = self.placeholder(self.latest)
                self.table.update_rows(self.latest.rows)
                self.show_problems()
                self.show_header()
                self.refresh_bindings()

    def refresh_now(self) -> None:
        """Nothing to ask: the forwards tell by themselves."""

    @property
    def snapshot(self) -> None:
        """Nothing that ages: each forward tells when it changes."""
        return

    @property
    def nothing(self) -> str:
        """How to begin."""
        return f"no port is forwarded · {self.key('container.forward', 'F')} on a task or a container begins one"

    def place_of(self, row: ForwardRow) -> Place:
        """The task."""
        return place_of_subject(row.subject)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a forward."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop the forward under the cursor."""
        row = self.table.cursor_row
        if row is not None:
            self._stop(row.arn)

    @work(group="stop a forward")
    async def _stop(self, session: str) -> None:
        forwards = self.context.forwards
        found = next((each for each in forwards.open if each.session == session), None)
        if found is None:
            self.notify("it has ended already", markup=False)
            return
        await forwards.stop(found)
