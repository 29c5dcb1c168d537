"""The accounts that are looked at together: profiles in Regions, each marked or not."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from fargate_tui.columns.abroad import ACCOUNTS
from fargate_tui.columns.column import Column
from fargate_tui.fargate.abroad import AccountRow
from fargate_tui.fargate.errors import AwsError
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Jump, Switch
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable

ADD = "profile and Region:"
"""What stands before what is typed while another account is added."""
GROUP = "group:"
"""What stands before what is typed while a group is chosen."""


class AccountsScreen(ArrangedScreen[AccountRow]):
    """Marked ones are shown as one table by ``:services``; opening one goes to it, or with marks to that table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="accounts.add", tooltip="another Region of a profile: NAME REGION"),
        Binding("t", "choose_group", "group", id="accounts.group", tooltip="mark a group, as the settings name it"),
    ]

    COLUMNS: ClassVar[tuple[Column[AccountRow], ...]] = ACCOUNTS
    noun = "accounts"
    kind = "account"
    waiting = "reading the AWS config files…"

    async def follow(self) -> None:
        """Read what there is, once."""
        try:
            await self.context.atlas.learn_profiles()
        except AwsError as error:
            self.latest = Snapshot(error=error)
            self.show_problems()
            return
        self._show_all()

    def _show_all(self) -> None:
        atlas = self.context.atlas
        self.latest = Snapshot(atlas.rows(self.context), self.context.now())
        self.table.placeholder = self.placeholder(self.latest)
        self.table.update_rows(self.latest.rows)
        self.table.mark_all(row.arn for row in self.latest.rows if row.where in atlas.chosen)
        self.show_problems()
        self.show_header()

    def refresh_now(self) -> None:
        """Read the config files again."""
        self._follow_rows()

    @property
    def snapshot(self) -> None:
        """Nothing that ages."""
        return

    @property
    def nothing(self) -> str:
        """Where profiles come from."""
        return "no profile in the AWS config files · aws configure makes one"

    @staticmethod
    def finding_of(row: AccountRow) -> None:  # noqa: ARG004 - nothing is asked of AWS here
        """Nothing is known to be wrong."""
        return

    @staticmethod
    def id_of(row: AccountRow) -> str:
        """The profile."""
        return row.name

    def notes(self) -> tuple[str, ...]:
        """What marks are for."""
        space = self.key("table.mark", "space")
        hint = "↵ shows their services" if self.table.marked else f"{space} chooses several"
        return (hint, *super().notes())

    @on(ResourceTable.MarksChanged)
    def _choose(self) -> None:
        # A filter hides marks with their rows, and takes none of them away.
        shown, marked = {row.arn for row in self.table.shown}, set(self.table.marked)
        before = self.context.atlas.chosen
        self.context.atlas.choose(
            row for row in self.latest.rows if (row.arn in marked if row.arn in shown else row.where in before)
        )

    def action_open(self) -> None:
        """Show the services of the marked ones, or go to the one under the cursor."""
        row = self.table.cursor_row
        if self.context.atlas.chosen:
            self.post_message(Jump(Place("services-abroad")))
        elif row is not None:
            self.post_message(Switch(row.where))

    def action_add(self) -> None:
        """Ask for a profile and a Region."""
        self.query_one(Prompt).open(ADD)

    def action_choose_group(self) -> None:
        """Offer the groups of the settings."""
        self.query_one(Prompt).open(GROUP, complete=self.group_choices, listed=True, strict=True)

    @work(exclusive=True, group="accounts")
    async def _mark_group(self, name: str) -> None:
        for problem in await self.context.atlas.choose_group(name, self.context):
            self.notify(problem, severity="warning", markup=False)
        self.table.clear_marks()
        self._show_all()

    def typed(self, glyph: str, value: str) -> None:
        """Add what was typed, and mark it."""
        if glyph == GROUP:
            self._mark_group(value.strip())
        elif glyph != ADD:
            super().typed(glyph, value)
        elif value.strip():
            self._add(value.split())

    def _add(self, words: list[str]) -> None:
        atlas = self.context.atlas
        found = atlas.find(words[0])
        if isinstance(found, str):
            self.notify(found, severity="warning", markup=False)
            return
        for region in words[1:] or [""]:
            atlas.add(found, self.context, region.lower())
        self._show_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a profile; groups are of the settings."""
        if action == "choose_group":
            return bool(self.context.settings.accounts)
        return False if action in ("describe", "json", "problems") else super().check_action(action, parameters)
