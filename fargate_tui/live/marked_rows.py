"""Marks the rows of watched services, so that a row stays the same object while nothing has changed."""

from collections.abc import Callable, Sequence

import msgspec

from fargate_tui.fargate.rows import ServiceRow


class MarkedRows:
    """The rows that were made with a mark."""

    def __init__(self) -> None:
        self._marked: dict[str, tuple[ServiceRow, ServiceRow]] = {}

    def join(self, rows: Sequence[ServiceRow], is_watched: Callable[[ServiceRow], bool]) -> tuple[ServiceRow, ...]:
        """The rows, with a mark where they are watched."""
        return tuple(self._mark(row) if is_watched(row) else row for row in rows)

    def _mark(self, row: ServiceRow) -> ServiceRow:
        known = self._marked.get(row.arn)
        if known is not None and known[0] is row:
            return known[1]
        marked = msgspec.structs.replace(row, is_watched=True)
        self._marked[row.arn] = (row, marked)
        return marked
