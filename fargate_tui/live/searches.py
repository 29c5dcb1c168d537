"""The reverse look-ups of a session, each text once."""

from collections.abc import Callable, Iterator

from fargate_tui.fargate.finds import EVERYWHERE, FoundRow, sought
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.search import Search
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch


class Searches:
    """Hands out searches; the same text is always the same search."""

    def __init__(
        self, shelf: Shelf, clock: Clock, recorder: Recorder, caller: Callable[[], CallerIdentity | None]
    ) -> None:
        self._shelf = shelf
        self._clock = clock
        self._recorder = recorder
        self._caller = caller
        self._searches: dict[str, Search] = {}

    def search(self, text: str) -> tuple[Search, Watch[FoundRow]]:
        """Which task or service a text is; it is asked once, and again when it is refreshed.

        It is searched in the Region, or in all of them where ``everywhere`` stands behind it.
        """
        search = self._searches.get(text)
        if search is None:
            search = self._searches[text] = self._of(text)
        return search, self._shelf.asking(("find", text), f"search for {text}", lambda: search)

    def _of(self, text: str) -> Search:
        everywhere = text.endswith(EVERYWHERE)
        what = sought(text.removesuffix(EVERYWHERE))
        return Search(what, self._known, self._recorder, self._caller, self._clock, everywhere=everywhere)

    def _known(self) -> Iterator[ClusterRow | ServiceRow | TaskRow]:
        yield from self._shelf.known(ClusterRow)
        yield from self._shelf.known(ServiceRow)
        yield from self._shelf.known(TaskRow)
