"""The drafts that were left: opened again, or thrown away."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.columns.drafts import COLUMNS
from fargate_tui.fargate.kept_wizards import DraftRow
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.widgets.lines import Span, line
from fargate_tui.widgets.plan_panel import Proposal, hints


class DraftsScreen(ArrangedScreen[DraftRow]):
    """What was filled into wizards and not created, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "throw_away", "throw away", id="draft.throw_away", tooltip="remove the draft from this disk"),
    ]

    COLUMNS = COLUMNS
    noun = "drafts"
    kind = "draft"
    waiting = "reading the drafts…"

    async def follow(self) -> None:
        """Read what is kept."""
        kept = await asyncio.to_thread(self.context.draft_book.all)
        rows = tuple(
            DraftRow(
                arn=each.id,
                kind=each.kind,
                name=each.name,
                at=each.at,
                account=each.account,
                region=each.region,
                written_at=each.written_at,
            )
            for each in kept
        )
        self.latest = Snapshot(rows, self.context.now())
        self.table.placeholder = self.placeholder(self.latest)
        self.table.update_rows(rows)
        trouble = self.context.draft_book.trouble
        self.show_trouble(None, (trouble,) if trouble else ())
        self.show_header()
        self.refresh_bindings()

    def refresh_now(self) -> None:
        """Read them again."""
        self._follow_rows()

    @property
    def snapshot(self) -> None:
        """Nothing that ages by itself: they are on this disk."""
        return

    @property
    def nothing(self) -> str:
        """How one begins."""
        return f"no draft was left · {self.key('list.new', 'n')} on a list begins one"

    def place_of(self, row: DraftRow) -> Place:
        """The wizard, where it was left."""
        return Place("wizard", subject=(row.kind, row.arn))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a draft."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    def action_throw_away(self) -> None:
        """Ask before the draft under the cursor is removed."""
        row = self.table.cursor_row
        if row is None:
            return
        what = f"{row.kind.replace('-', ' ')} {row.name}".strip()
        lines = ((Span(f"throw away the draft of {what}?", "title"),), line("  nothing at AWS is changed", "muted"))
        keys = hints(("y", "throw it away"), ("esc", "keep it"))
        self.offer(Proposal(lines, keys, tone="bad"), {"y": lambda: self._throw_away(row.arn)})

    @work(group="drafts")
    async def _throw_away(self, draft_id: str) -> None:
        await self.context.draft_keeper.throw_away(draft_id)
        self._follow_rows()
