"""The journal as a listing like any other: read when it is opened, and whenever something was written."""

from collections.abc import Callable, Iterator
from typing import Final

from fargate_tui.fargate.journal import JournalRow, journal_row
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.history import Journal
from fargate_tui.live.source import Reading, Show

SELDOM: Final = 86_400.0
"""Seconds after which it is read though nothing was written from here: another fargate-tui may have written."""


class Entries:
    """Reads the entries of this account and Region, or those of all; asks nothing of AWS."""

    def __init__(self, journal: Journal, caller: Callable[[], CallerIdentity | None], *, everywhere: bool) -> None:
        self._journal = journal
        self._caller = caller
        self._everywhere = everywhere

    async def ask(self, show: Show[JournalRow]) -> Reading[JournalRow]:  # noqa: ARG002 - all rows are there at once
        """The newest entries, newest first."""
        caller = self._caller()
        of = (caller.account, caller.region) if caller and not self._everywhere else ()
        entries = await self._journal.entries(*of)
        rows = [journal_row(entry, caller) for entry in entries]
        return Reading(rows, calls=0, gaps=tuple(self._gaps(caller)), at_least=SELDOM)

    def _gaps(self, caller: CallerIdentity | None) -> Iterator[str]:
        if self._journal.trouble:
            yield self._journal.trouble
        if self._journal.unread:
            yield f"entries that another version has written and this one cannot read: {self._journal.unread:,}"
        if caller is None and not self._everywhere:
            yield "who is asking is not known yet: changes of all accounts and Regions are shown"
