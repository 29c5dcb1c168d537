"""Joins service rows with their metrics, so that a row stays the same object while neither has changed."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from fargate_tui.fargate.metrics import ServiceMetrics
from fargate_tui.fargate.rows import ServiceRow


class Loads:
    """The metrics that are known, and the rows that were made with them."""

    def __init__(self) -> None:
        self._metrics: Mapping[tuple[str, str], ServiceMetrics] = {}
        self._joined: dict[str, tuple[ServiceRow, ServiceMetrics, ServiceRow]] = {}

    def learn(self, metrics: Iterable[ServiceMetrics]) -> None:
        """Take the newest metrics; what is not among them is no longer known."""
        self._metrics = {(each.cluster, each.name): each for each in metrics}

    def join(self, rows: Sequence[ServiceRow]) -> tuple[ServiceRow, ...]:
        """The rows with their metrics, as far as these are known."""
        return tuple(map(self._join, rows))

    def _join(self, row: ServiceRow) -> ServiceRow:
        metrics = self._metrics.get((row.cluster, row.name))
        if metrics is None or metrics.cpu_average is None:
            return row
        known = self._joined.get(row.arn)
        if known is not None and known[0] is row and known[1] is metrics:
            return known[2]
        joined = msgspec.structs.replace(row, metrics=metrics)
        self._joined[row.arn] = (row, metrics, joined)
        return joined
