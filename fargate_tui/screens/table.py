"""A view that is one table: it follows a watch and fills the table."""

from abc import abstractmethod
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from fargate_tui.fargate.errors import NotFound
from fargate_tui.format import age
from fargate_tui.live.snapshot import Change, Recalled, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.rows import Row

MOST_MARKS = 200
"""Marks of a view that are remembered."""


class TableScreen(ArrangedScreen[Row]):
    """A table that follows a watch."""

    @abstractmethod
    def listing(self) -> Watch[Row]:
        """The watch that this view follows."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.recalled: Recalled[Row] | None = None
        """The rows of an earlier run, while they stand for those that AWS has not sent yet."""
        self._marks_due = self.view_state.marks
        """What was marked last time and is not marked yet."""
        self._old_marks: frozenset[str] = frozenset(self.view_state.marks)
        """What was marked last time, until the person has taken note of it."""

    RECALLS: ClassVar[bool] = False
    """Whether its rows are kept from one run of the program to the next."""

    def on_mount(self) -> None:
        """Show what an earlier run has seen, until AWS has answered."""
        super().on_mount()
        if self.RECALLS:
            self._recall()

    def _recall(self) -> None:
        watch = self.listing()
        self.recalled = None if watch.snapshot.loaded else watch.recalled
        if self.recalled is not None:
            self.take(Change(watch.snapshot))

    async def follow(self) -> None:
        """Take each change of the watch."""
        async with aclosing(self.listing().follow()) as changes:
            async for change in changes:
                self.take(change)

    def take(self, change: Change[Row]) -> None:
        """Show the rows, how old they are, and what is missing from them."""
        arriving = not (self.latest.loaded and self.latest.complete)
        snapshot = self.latest = self._with_recalled(change.snapshot)
        table = self.table
        table.stale = snapshot.recalled_at is not None or (snapshot.error is not None and snapshot.loaded)
        table.placeholder = self.placeholder(snapshot)
        table.update_rows(self.joined(snapshot.rows), arriving=arriving)
        self._mark_again(snapshot)
        self.show_problems()
        self.show_header()

    def _with_recalled(self, snapshot: Snapshot[Row]) -> Snapshot[Row]:
        """What AWS has sent, over the rows of an earlier run until all of it is there."""
        is_answered = snapshot.loaded and snapshot.complete
        if self.recalled is None or is_answered or isinstance(snapshot.error, NotFound):
            self.recalled = None
            if snapshot.rows and is_answered:
                self.context.confirm(self.key_of(snapshot.rows[0]))
            return snapshot
        rows = {self.key_of(row): row for row in (*self.recalled.rows, *snapshot.rows)}
        return replace(snapshot, rows=tuple(rows.values()), at=None, recalled_at=self.recalled.at)

    def _mark_again(self, snapshot: Snapshot[Row]) -> None:
        """Mark what was marked last time, once its rows are there."""
        is_there = snapshot.recalled_at is not None or (snapshot.loaded and snapshot.complete)
        if self._marks_due and is_there:
            due, self._marks_due = self._marks_due, ()
            self.table.mark_all(due)

    @property
    def marks(self) -> tuple[str, ...]:
        """What is marked, and what was marked last time and has not been seen yet."""
        return tuple(sorted(self.table.all_marked.union(self._marks_due)))[:MOST_MARKS]

    @property
    def marked_when(self) -> str:
        """Whether all of what is marked was marked last time, and nobody has taken note of it yet."""
        return " (from last time)" if self._is_marked_of_old else ""

    @property
    def _is_marked_of_old(self) -> bool:
        marked = self.table.all_marked
        return bool(marked) and marked <= self._old_marks

    def hindrance(self) -> str:
        """Why nothing is to be changed: AWS has not answered; once, that rows are marked from last time."""
        if self.latest.recalled_at is not None:
            old = age(self.latest.recalled_at, self.context.now())
            return f"these {self.noun} are {old} old: nothing is changed on them before AWS has answered"
        if (words := super().hindrance()) or not self._is_marked_of_old:
            return words
        self._old_marks = frozenset()
        self.show_header()
        clear = "ctrl+\\ clears the marks"
        return f"{len(self.table.all_marked)} {self.noun} are marked from last time · once more goes to them · {clear}"

    def refresh_now(self) -> None:
        """Ask AWS now."""
        self.listing().refresh()
