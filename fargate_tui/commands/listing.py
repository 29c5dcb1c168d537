"""A listing without the screen: told once, followed, or waited upon."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Final, Generic, Literal, TypeVar

from fargate_tui.columns.arrange import arrange
from fargate_tui.columns.column import Column
from fargate_tui.commands.asked import Asked
from fargate_tui.commands.members import as_line, as_object, moment
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import DONE, FAILED, passes, within
from fargate_tui.commands.tables import Table
from fargate_tui.commands.targets import in_words
from fargate_tui.commands.vocabulary import Verdict, Vocabulary
from fargate_tui.fargate.errors import AwsError
from fargate_tui.live.clock import Clock
from fargate_tui.live.watch import Watch

Row = TypeVar("Row")
Happening = Literal["listed", "added", "changed", "gone"]
_SIGNS: Final[dict[Happening, str]] = {"listed": " ", "added": "+", "changed": "~", "gone": "-"}


@dataclass(frozen=True, slots=True)
class View(Generic[Row]):
    """What is known at a moment."""

    rows: tuple[Row, ...]
    gaps: tuple[str, ...] = ()
    error: AwsError | None = None
    is_whole: bool = True
    """Whether a round has been completed."""
    is_partial: bool = False
    """Whether a part of it was not answered."""


Views = Callable[[], AsyncGenerator[View[Row], None]]
"""Begins to look; closed with `aclosing`."""


async def views_of(watch: Watch[Row]) -> AsyncGenerator[View[Row], None]:
    """What a watch tells."""
    async with aclosing(watch.follow()) as changes:
        async for change in changes:
            now = change.snapshot
            yield View(now.rows, now.gaps, now.error, now.loaded and now.complete, now.is_partial)


class Listing(Generic[Row]):
    """One listing, as it was asked for."""

    def __init__(
        self, columns: Sequence[Column[Row]], words: Vocabulary[Row], asked: Asked[Row], output: Output, clock: Clock
    ) -> None:
        self._columns = columns
        self._words = words
        self._asked = asked
        self._output = output
        self._clock = clock
        self._shown: dict[str, Row] | None = None
        self._verdict = Verdict("waiting")
        self._troubled = ""
        self._is_partial = False
        self._answered = asyncio.Event()
        self._table: Table[Row] | None = None

    async def tell(self, views: Views[Row]) -> int:
        """Do as asked; the exit status. Raises AwsError where AWS cannot be asked."""
        if self._asked.until is None:
            await self._look(views)
            return FAILED if self._is_partial else DONE
        rows = await within(self._clock, self._asked.patience, self._look(views), self._answered)
        return self._met(rows) if rows is not None else self._too_late()

    async def _look(self, views: Views[Row]) -> Sequence[Row]:
        """Look until it is done; the rows as they are then."""
        async with aclosing(views()) as seen:
            async for view in seen:
                self._trouble(view)
                if view.is_whole and (view.error is None or self._shown is not None):
                    for gap in view.gaps:
                        self._output.note(gap)
                    rows = self._arranged(view.rows)
                    if self._take(rows, view):
                        return rows
                if view.is_whole or view.error is not None:
                    self._answered.set()
        raise AssertionError("a watch ends only when it is closed")

    def _trouble(self, view: View[Row]) -> None:
        """End where waiting mends nothing, or where a single answer was wanted; else say it and go on."""
        said, self._troubled = self._troubled, str(view.error or "")
        if view.error is None:
            if said:
                self._output.fail("AWS answers again")
            return
        if not passes(view.error) or (self._shown is None and self._asked.until is None):
            raise view.error
        if said != self._troubled:
            self._output.fail(f"{view.error}; trying again")

    def _take(self, rows: Sequence[Row], view: View[Row]) -> bool:
        """Tell what is new; whether it is done."""
        until = self._asked.until
        if self._asked.follow:
            self._tell_changes(rows)
        elif until is None:
            self._tell_all(rows)
            self._is_partial = view.is_partial
            return True
        self._shown = {key(row): row for row in rows}
        if until is None or view.error is not None:
            return False
        before, self._verdict = self._verdict, until.judge(rows, view.gaps, is_partial=view.is_partial)
        if self._verdict.standing == "waiting" and self._verdict != before and self._output.is_watched:
            self._output.fail(f"waiting: {self._verdict.why}")
        return self._verdict.standing != "waiting"

    def _met(self, rows: Sequence[Row]) -> int:
        if not self._asked.follow:
            self._tell_all(rows)
        if self._verdict.standing == "met":
            return DONE
        assert self._asked.until is not None
        self._output.fail(f'"{self._asked.until.text}" can hold no more: {self._verdict.why}')
        return FAILED

    def _too_late(self) -> int:
        assert self._asked.until is not None
        if not self._asked.follow and self._shown is not None:
            self._tell_all(tuple(self._shown.values()))
        patience = in_words(self._asked.patience)
        why = self._verdict.why if self._shown is not None else self._troubled
        self._output.fail(f'"{self._asked.until.text}" did not hold within {patience}: {why}')
        return FAILED

    def _arranged(self, rows: Sequence[Row]) -> list[Row]:
        return arrange(rows, self._asked.arrangement, self._columns, self._clock.now(), key=key)

    def _tell_all(self, rows: Sequence[Row]) -> None:
        if self._asked.json:
            objects = [as_line(as_object(row, self._words.members)) for row in rows]
            self._output.write("[" + ",\n ".join(objects) + "]")
            return
        now = self._clock.now()
        table = self._lay_out(rows, now, self._output.width)
        lines = [table.line(row, now, self._output.toned) for row in rows]
        if rows or self._output.is_terminal:
            self._output.write(table.header(), *lines)

    def _tell_changes(self, rows: Sequence[Row]) -> None:
        now = self._clock.now()
        news = [told for told in _news(self._shown, rows) if self._asked.tells_gone or told[0] != "gone"]
        if self._asked.json:
            self._output.write(*(self._object(what, row, now) for what, row in news))
            return
        lines = []
        if self._table is None:
            room = self._output.width
            self._table = self._lay_out(rows, now, None if room is None else room - _FRONT)
            lines.append(" " * _FRONT + self._table.header())
        lines += (
            f"{now:%H:%M:%S} {_SIGNS[what]} {self._table.line(row, now, self._output.toned)}" for what, row in news
        )
        if lines:
            self._output.write(*lines)

    def _object(self, what: Happening, row: Row, now: datetime) -> str:
        return as_line(
            {"change": what, "seenAt": moment(now.replace(microsecond=0)), **as_object(row, self._words.members)}
        )

    def _lay_out(self, rows: Sequence[Row], now: datetime, width: int | None) -> Table[Row]:
        return Table(self._columns, rows, now, width=width, wide=self._asked.wide)


_FRONT: Final = len("03:12:00 + ")


def key(row: object) -> str:
    """What tells a row from all others."""
    return str(attrgetter("arn")(row))


def _news(before: dict[str, Row] | None, rows: Sequence[Row]) -> "list[tuple[Happening, Row]]":
    """What differs from what was told before."""
    if before is None:
        return [("listed", row) for row in rows]
    now = {key(row): row for row in rows}
    news: list[tuple[Happening, Row]] = [("gone", row) for name, row in before.items() if name not in now]
    for name, row in now.items():
        if name not in before:
            news.append(("added", row))
        elif before[name] is not row and before[name] != row:
            news.append(("changed", row))
    return news


def joined(view: View[Row], rows: Sequence[Row], gaps: Sequence[str]) -> View[Row]:
    """The same view with more in its rows, and with what is missing there."""
    return replace(view, rows=tuple(rows), gaps=(*view.gaps, *gaps))
