"""Every change that was made from here, and one of them in full."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.columns.journal import COLUMNS
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.journal import JournalEntry, JournalRow
from fargate_tui.format import visible
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.context import Context
from fargate_tui.screens.entry_lines import entry_lines
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.table import TableScreen
from fargate_tui.screens.text import TextScreen
from fargate_tui.screens.things import place_of_subject
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Pulse


class JournalScreen(TableScreen[JournalRow]):
    """The journal, newest first; it is read when something is written, and nothing is asked of AWS."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "take back", id="view.undo", tooltip="take back the change under the cursor"),
        Binding(
            "c", "copy('id')", "copy the id", show=False, id="row.copy_id", tooltip="copy the id: the aws command",
        ),
        Binding("t", "thing", "the thing", id="journal.thing", tooltip="go to the thing that was changed"),
        Binding("a", "everywhere", "all", id="journal.everywhere", tooltip="all accounts and Regions, or this one"),
    ]  # fmt: skip

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "changes"
    kind = "change"
    waiting = "reading the journal…"

    def listing(self) -> Watch[JournalRow]:
        """The entries of this account and Region, or of all."""
        return self.context.store.own.journal(self.context.runs.journal, everywhere=self.view_state.everywhere)

    async def follow(self) -> None:
        """Follow the entries, and read them again whenever something was written."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().follow())
            group.create_task(self._follow_writings())

    async def _follow_writings(self) -> None:
        watch = self.listing()
        async with aclosing(self.context.runs.journal.writings()) as writings:
            async for _ in writings:
                watch.refresh()

    def show_caller(self) -> None:
        """Show who is asking: only then it is known which entries are from here."""
        super().show_caller()
        self.refresh_now()

    @property
    def snapshot(self) -> None:
        """Nothing that ages: it is as it was written."""
        return

    def place_of(self, row: JournalRow) -> Place:
        """The entry in full."""
        return Place("entry", subject=("change", row.arn))

    @property
    def nothing(self) -> str:
        """What is said before the first change."""
        where = (
            ""
            if self.view_state.everywhere
            else f" in this account and Region · {self.key('journal.everywhere', 'a')} shows all"
        )
        return f"nothing was changed from here yet{where}"

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, and whose they are."""
        return (*super().notes(), *(("all accounts and Regions",) if self.view_state.everywhere else ()))

    def explanation(self, row: JournalRow) -> Line:
        """What went wrong, then the command, then the ARN of who it was."""
        severity = row.finding.severity
        why = f"{row.finding.why} · " if severity not in ("ok", "busy") and row.finding.why else ""
        # By its name, which the AWS CLI takes too: the end of the line says what is changed.
        arn = row.entry.subject.arn
        commands = " ; ".join(command.replace(arn, name_of(arn)) for command in row.entry.commands)
        return (
            Span(f"{GLYPHS[severity]} ", TONES[severity]),
            Span(visible(why)),
            Span("$ ", "key"),
            Span(visible(commands)),
            Span(visible(f"  by {row.entry.caller or 'somebody not known'}"), "muted"),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of an entry."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Show what takes the change under the cursor back."""
        row = self.table.cursor_row
        if row is not None:
            self.take_back(row.entry)

    def action_thing(self) -> None:
        """Go to what was changed."""
        row = self.table.cursor_row
        if row is None:
            return
        if row.elsewhere:
            self.notify(f"it is in {row.elsewhere}, not here", severity="warning", markup=False)
            return
        self.post_message(Descend(place_of_subject(row.entry.subject)))

    def action_everywhere(self) -> None:
        """Show the changes of all accounts and Regions, or of this one."""
        self.view_state = replace(self.view_state, everywhere=not self.view_state.everywhere)
        self.latest = Snapshot()
        self.show_header()
        self._follow_rows()


class EntryScreen(TextScreen):
    """One entry of the journal, in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "take back", id="view.undo", tooltip="take back this change"),
        Binding("c", "copy", "copy", id="text.copy", tooltip="copy the aws command"),
        Binding("t", "thing", "the thing", id="journal.thing", tooltip="go to the thing that was changed"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.subject is not None, "an entry has a number"
        self.number = int(place.subject[1])
        self.entry: JournalEntry | None = None

    async def follow(self) -> None:
        """Read it now, and whenever something was written."""
        async with aclosing(self.context.runs.journal.writings()) as writings:
            async for _ in writings:
                self._show(await self.context.runs.journal.entry(self.number))

    def _show(self, entry: JournalEntry | None) -> None:
        if entry is not None and entry == self.entry:
            return
        self.entry = entry
        trouble = self.context.runs.journal.trouble
        self.show_trouble(None, (trouble,) if trouble else ())
        self.text.show((line("the journal has no such entry", "muted"),) if entry is None else self._lines(entry))
        self.show_header()

    def _lines(self, entry: JournalEntry) -> tuple[Line, ...]:
        return entry_lines(entry, self.context.now(), self.key)

    def show_header(self) -> None:
        """Show where one is; what is written in the journal does not age."""
        super().show_header()
        self.query_one(Masthead).pulse = Pulse("", "", self.context.calls_per_minute())

    def refresh_now(self) -> None:
        """Read it again."""
        self.entry = None
        self._follow_rows()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Show what takes it back."""
        if self.entry is not None:
            self.take_back(self.entry)

    def action_copy(self) -> None:
        """Copy its commands."""
        if self.entry is not None:
            self.copy("\n".join(self.entry.commands), more=len(self.entry.commands) - 1)

    def action_thing(self) -> None:
        """Go to what was changed."""
        if self.entry is not None:
            self.post_message(Descend(place_of_subject(self.entry.subject)))
