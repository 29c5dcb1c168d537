"""A table of rows: what a row is called, where it leads, and how it is looked at."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from textual import on

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.rows import Finding
from fargate_tui.format import visible
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.journey import Place
from fargate_tui.screens.late_keys import LateKeysScreen
from fargate_tui.screens.navigation import Descend
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from fargate_tui.fargate.things import Thing

Row = TypeVar("Row")


class RowsScreen(LateKeysScreen, Generic[Row]):
    """A view of rows of one kind; a subclass says what they are."""

    latest: Snapshot[Row]
    """What is shown."""
    kind: ClassVar[str]
    """What a row is to the describe and JSON views: cluster, service, task or task-definition."""
    noun: ClassVar[str]
    """What the rows are, in the plural."""
    waiting: ClassVar[str] = "asking AWS…"
    """What stands in the table until the first answer."""

    @property
    def table(self) -> ResourceTable[Row]:
        """The table."""
        return self.query_one(ResourceTable)

    def is_early(self, key: str) -> bool:
        """Whether a key means nothing to the table, but may once the actions are bound."""
        return not self._bound.is_set() and self.focused is self.table and key not in self.active_bindings

    def place_of(self, row: Row) -> Place | None:  # noqa: ARG002 - not every row leads anywhere
        """Where opening a row leads."""
        return None

    @property
    def pointed(self) -> Place | None:
        """Where the row under the cursor leads."""
        row = self.table.cursor_row
        return None if row is None else self.place_of(row)

    def logs_of(self, row: Row) -> Place | None:  # noqa: ARG002 - most rows say nothing
        """Where what a row says is followed."""
        return None

    def subject_of(self, row: Row) -> Place:
        """The place of a row as far as describe and JSON are concerned; their view is filled in."""
        return replace(self.place, subject=(self.kind, self.key_of(row)))

    @staticmethod
    def key_of(row: Any) -> str:
        """The ARN of a row."""
        return str(row.arn)

    @staticmethod
    def id_of(row: Any) -> str:
        """What a person calls the row."""
        return str(row.name)

    @staticmethod
    def finding_of(row: Any) -> Finding | None:
        """What follows from the row, for the count of problems."""
        finding = row.finding
        return finding if isinstance(finding, Finding) else None

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The marked rows, or the one under the cursor, if they are of this kind and can be changed from here."""
        if self.latest.recalled_at is not None:
            return ()
        if kind != self.kind or kind not in self.ACTS_ON:
            return ()
        rows = self.table.chosen
        return tuple(
            Subject(kind=kind, arn=self.key_of(row), name=self.name_of(row), cluster=getattr(row, "cluster", ""))
            for row in rows
        )

    def near(self) -> "tuple[Thing, ...]":
        """The marked rows, or the one under the cursor."""
        from fargate_tui.fargate.things import thing_of

        found = map(thing_of, self.table.chosen)
        return tuple(thing for thing in found if thing is not None)

    def name_of(self, row: Any) -> str:
        """What a change calls the row."""
        return self.id_of(row)

    def explanation(self, row: Any) -> Line:
        """Why the row under the cursor is as it is, in full."""
        finding = self.finding_of(row)
        if finding is None or not finding.why:
            return ()
        return (Span(f"{GLYPHS[finding.severity]} ", TONES[finding.severity]), Span(visible(finding.why)))

    @on(ResourceTable.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Go into the row under the cursor."""
        row = self.table.cursor_row
        place = None if row is None else self.place_of(row)
        if place is not None:
            self.post_message(Descend(place))

    def action_logs(self) -> None:
        """Follow what the row under the cursor says."""
        row = self.table.cursor_row
        place = None if row is None else self.logs_of(row)
        if place is not None:
            self.post_message(Descend(place))

    def action_describe(self) -> None:
        """Show everything about the row, readable."""
        self._look("describe")

    def action_json(self) -> None:
        """Show everything about the row as AWS sent it."""
        self._look("json")

    def _look(self, view: Literal["describe", "json"]) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Descend(replace(self.subject_of(row), view=view)))

    def action_copy(self, what: str) -> None:
        """Copy the id or the ARN of the marked rows, or of the one under the cursor."""
        chosen = self.table.chosen
        if not chosen:
            return
        texts = [self.key_of(row) if what == "arn" else self.id_of(row) for row in chosen]
        self.copy("\n".join(texts), more=len(texts) - 1)
