"""What the program itself has asked, changed and seen: to follow it asks nothing of AWS."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.common import Common
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.fargate.journal import JournalRow
    from fargate_tui.fargate.past import PastRow
    from fargate_tui.fargate.requests import RequestRow
    from fargate_tui.live.history import Journal
    from fargate_tui.live.past import PastScope
    from fargate_tui.live.source import Source


class OwnRecords:
    """Watches of requests, of the journal and of the history."""

    def __init__(
        self, shelf: Shelf, common: Common, recorder: Recorder, caller: Callable[[], CallerIdentity | None]
    ) -> None:
        self._shelf = shelf
        self._common = common
        self._recorder = recorder
        self._caller = caller

    def requests(self) -> "Watch[RequestRow]":
        """What has been asked of AWS since the connection was opened."""

        def source() -> "Source[RequestRow]":
            from fargate_tui.live.requests import Requests

            return Requests(self._common.connection)

        return self._shelf.keep(("requests",), lambda: self._shelf.watch("requests", source()))

    def journal(self, journal: "Journal", *, everywhere: bool = False) -> "Watch[JournalRow]":
        """What was changed from here, in this account and Region or in all."""

        def source() -> "Source[JournalRow]":
            from fargate_tui.live.journal_entries import Entries

            return Entries(journal, self._caller, everywhere=everywhere)

        return self._shelf.keep(("journal", everywhere), lambda: self._shelf.watch("the journal", source()))

    def past(self, scope: "PastScope") -> "Watch[PastRow]":
        """What was seen to end and to fail, as far back as it is kept."""

        def source() -> "Source[PastRow]":
            from fargate_tui.live.past import Past

            return Past(scope, self._recorder, self._caller, self._common.clock)

        return self._shelf.keep(("past", scope), lambda: self._shelf.watch("the history", source()))
