"""How a person arranges a table: filter, problems only, sort, wide columns; and what is said of it."""

from dataclasses import replace

from textual import on

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.rows import Row, RowsScreen
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable


class ArrangingScreen(RowsScreen[Row]):
    """A table of rows that obeys the keys that arrange it, and says how it is arranged and why it is empty."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing from the rows, a sentence each."""
        return self.latest.gaps

    def placeholder(self, snapshot: Snapshot[Row]) -> str:
        """What stands in an empty table, and why it is empty."""
        if not snapshot.loaded:
            return self.unanswered(snapshot.error) if snapshot.error else self.waiting
        if snapshot.rows:
            arrangement = self.table.arrangement
            if arrangement.problems_only and not arrangement.filter:
                key = self.key("list.problems", "exclamation_mark")
                return f"no problems among {len(snapshot.rows):,} {self.noun} · {key} shows all"
            return f"nothing matches {arrangement.filter} · esc clears the filter"
        return self.nothing

    def unanswered(self, error: AwsError) -> str:
        """What can be done where the first answer is an error, which the notice tells."""
        if isinstance(error, NotFound):
            return "not in this account and Region · :clusters shows what there is"
        return f"no answer yet; {self.key('view.refresh', 'r')} asks again"

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        where = f" in {self.place.cluster}" if self.place.cluster else ""
        return f"no {self.noun}{where}"

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, the most important first."""
        table = self.table
        arrangement = table.arrangement
        notes = []
        if arrangement.filter:
            notes.append(f"/{arrangement.filter}")
        if arrangement.problems_only:
            notes.append("problems only")
        if table.marked:
            notes.append(f"{len(table.marked)} marked{self.marked_when}")
        if arrangement.sort:
            notes.append(f"sort: {arrangement.sort} {'↓' if arrangement.descending else '↑'}")
        if table.wide:
            notes.append("wide")
        return tuple(notes)

    @property
    def marked_when(self) -> str:
        """What is said of the marks, beside their number."""
        return ""

    def rearrange(self, arrangement: Arrangement) -> None:
        """Arrange the table anew and say so in the header."""
        table = self.table
        table.arrangement = arrangement
        table.placeholder = self.placeholder(self.latest)
        self.show_problems()
        self.show_header()
        self.refresh_bindings()

    def show_problems(self) -> None:
        """Say what is wrong with the filter, the answer, and what is missing from it."""
        problem = self.table.problem
        self.show_trouble(self.latest.error, ((problem,) if problem else ()) + self.gaps)

    @on(ResourceTable.MarksChanged)
    def _marks_changed(self) -> None:
        self.show_header()

    def action_back(self) -> None:
        """Clear the filter, or problems only, or go one step back."""
        arrangement = self.table.arrangement
        if arrangement.filter:
            self.rearrange(replace(arrangement, filter=""))
        elif arrangement.problems_only:
            self.rearrange(replace(arrangement, problems_only=False))
        else:
            super().action_back()

    def action_problems(self) -> None:
        """Show only problems, or all again."""
        arrangement = self.table.arrangement
        self.rearrange(replace(arrangement, problems_only=not arrangement.problems_only))

    def action_filter(self) -> None:
        """Ask for a filter."""
        self.query_one(Prompt).open("/", self.table.arrangement.filter)

    @on(Prompt.Changed)
    def _filter_typed(self, changed: Prompt.Changed) -> None:
        if changed.prompt.glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=changed.value))

    def typed(self, glyph: str, value: str) -> None:
        """Keep the filter that was typed."""
        if glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=value))

    @on(Prompt.Cancelled)
    def _filter_cancelled(self, cancelled: Prompt.Cancelled) -> None:
        if cancelled.prompt.glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=""))

    def action_sort(self) -> None:
        """Sort by the next column; after the last one, by none."""
        arrangement = self.table.arrangement
        ids = ["", *(column.id for column in self.columns if column.title)]
        following = ids[(ids.index(arrangement.sort) + 1) % len(ids)] if arrangement.sort in ids else ""
        self.rearrange(replace(arrangement, sort=following, descending=False))

    def action_sort_by(self, column: str) -> None:
        """Sort by a column; once more turns the order round."""
        arrangement = self.table.arrangement
        again = arrangement.sort == column
        self.rearrange(replace(arrangement, sort=column, descending=again and not arrangement.descending))

    def action_reverse(self) -> None:
        """Turn the order round."""
        arrangement = self.table.arrangement
        self.rearrange(replace(arrangement, descending=not arrangement.descending))

    def action_wide(self) -> None:
        """Show or hide the columns that need room."""
        self.table.wide = not self.table.wide
        self.show_header()

    def action_clear_marks(self) -> None:
        """Unmark everything."""
        self.table.clear_marks()
