"""The names of log groups, to complete what is typed."""

from collections.abc import Sequence

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.live.store import Store
from fargate_tui.widgets.choice_list import Candidate

MOST = 50
"""Names AWS tells at once: where there are so many there may be more, and the next characters are asked about."""


class GroupNames:
    """What is known of the names; it asks once for each beginning that may have others."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._asked: dict[str, bool] = {}
        """Prefixes that were asked about, and whether all their names are known."""
        self._problem: AwsError | None = None

    async def learn(self, store: Store, prefix: str) -> bool:
        """Ask for the names that begin so, unless they are known; whether anything is new."""
        if any(prefix == asked or (full and prefix.startswith(asked)) for asked, full in self._asked.items()):
            return False
        if isinstance(self._problem, NotAllowed):
            return False
        try:
            found = await store.logs.group_names(prefix)
        except AwsError as error:
            self._problem = error
            return True
        self._problem = None
        self._names.update(dict.fromkeys(found))
        self._asked[prefix] = len(found) < MOST
        return True

    def complete(self, typed: str, before: str = "") -> Sequence[Candidate]:
        """What the typed name could become, each behind ``before``; or why that is not known."""
        text = typed.strip().lower()
        starts = [name for name in self._names if name.lower().startswith(text)]
        holds = [name for name in self._names if text in name.lower() and name not in starts]
        if self._problem is not None and not starts:
            problem = self._problem
            why = f"{problem.action} is not allowed" if isinstance(problem, NotAllowed) else str(problem)
            return (Candidate(before + typed, f"{why} · a name typed in full is followed"),)
        return tuple(Candidate(before + name, "log group") for name in sorted(starts) + sorted(holds))[:MOST]
