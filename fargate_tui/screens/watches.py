"""What is watched in this account, wherever one is."""

from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.columns.watches import COLUMNS
from fargate_tui.fargate.watching import WatchedRow
from fargate_tui.format import visible
from fargate_tui.live.difference import merge
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.loading import load_actions
from fargate_tui.widgets.lines import Line, Span

if TYPE_CHECKING:
    from fargate_tui.fargate.watching import Watched


class WatchesScreen(ArrangedScreen[WatchedRow]):
    """Every watched thing, the newest first, with what was told of it last. Opening one shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "watch", "end", id="watch.end", tooltip="watch it no longer"),
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "watches"
    kind = "watch"
    waiting = "nothing is watched"

    async def follow(self) -> None:
        """Take each that begins, ends or tells something."""
        await load_actions(self.context)
        known: dict[str, WatchedRow] = {}
        async with aclosing(self.context.watching.follow()) as changes:
            async for rows in changes:
                known = dict(merge(known, rows, lambda row: row.arn))
                self.latest = Snapshot(tuple(known.values()), self.context.now())
                self.table.placeholder = self.placeholder(self.latest)
                self.table.update_rows(self.latest.rows)
                self.show_problems()
                self.show_header()
                self.refresh_bindings()

    def refresh_now(self) -> None:
        """Nothing to ask: what is watched tells by itself."""

    @property
    def snapshot(self) -> None:
        """Nothing that ages: each tells when it changes."""
        return

    @property
    def nothing(self) -> str:
        """How to begin."""
        key = self.key("view.watch", "W")
        return f"nothing is watched · {key} on a service, deployments or a log search begins"

    def explanation(self, row: WatchedRow) -> Line:
        """Why AWS is not asked, else what was told last."""
        return super().explanation(row) or ((Span(visible(row.last), "muted"),) if row.last else ())

    def place_of(self, row: WatchedRow) -> Place | None:
        """Where it is shown."""
        wanted = self.context.watching.wanted(row.arn)
        if wanted is None:
            return None
        view = {"service": "tasks", "deployments": "deployments", "log": "logs"}[wanted.sort]
        return Place(
            view,  # type: ignore[arg-type]  # mypy does not know the values of a literal mapping
            cluster=wanted.cluster or None,
            service=wanted.service or None,
            task=wanted.task or None,
            container=wanted.container or None,
            deployment=wanted.deployment or None,
            group=wanted.group or None,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a watch."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    def watchables(self) -> "tuple[Watched, ...]":
        """The marked ones, or the one under the cursor."""
        found = (self.context.watching.wanted(row.arn) for row in self.table.chosen)
        return tuple(wanted for wanted in found if wanted is not None)

    @property
    def watches_nothing(self) -> str:
        """There is none."""
        return "nothing is watched"
