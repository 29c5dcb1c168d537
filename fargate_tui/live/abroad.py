"""Several accounts as one listing: one that does not answer leaves the others standing."""

from collections.abc import Mapping
from typing import Generic

from fargate_tui.fargate.abroad import Abroad, Thing
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.live.difference import merge
from fargate_tui.live.snapshot import Snapshot


class Gathered(Generic[Thing]):
    """What each account has said last, as one snapshot."""

    def __init__(self, names: Mapping[Whereabouts, str]) -> None:
        """``names`` are those of the profiles, in the order of the accounts."""
        self._names = names
        self._parts: dict[Whereabouts, Snapshot[Thing]] = {}
        self._rows: dict[Whereabouts, dict[str, Abroad[Thing]]] = {where: {} for where in names}

    def take(self, where: Whereabouts, part: Snapshot[Thing]) -> Snapshot[Abroad[Thing]]:
        """Take what one of them says now; rows that are the same stay the same objects."""
        rows = (Abroad(row, where, self._names[where]) for row in part.rows)
        self._rows[where] = merge(self._rows[where], rows, lambda row: row.arn)
        self._parts[where] = part
        return self._now()

    @property
    def errors(self) -> tuple[AwsError, ...]:
        """Why some of them do not answer."""
        return tuple(part.error for part in self._parts.values() if part.error is not None)

    def _now(self) -> Snapshot[Abroad[Thing]]:
        parts = self._parts.values()
        errors = self.errors
        is_whole = all(part.complete or part.error is not None for part in parts)
        return Snapshot(
            rows=tuple(row for rows in self._rows.values() for row in rows.values()),
            at=min((part.at for part in parts if part.at is not None), default=None),
            error=errors[0] if len(errors) == len(self._names) else None,
            gaps=tuple(gap for where, part in self._parts.items() for gap in self._gaps(where, part)),
            complete=is_whole and len(parts) == len(self._names),
            every=max((part.every for part in parts if part.every is not None), default=None),
        )

    def _gaps(self, where: Whereabouts, part: Snapshot[Thing]) -> tuple[str, ...]:
        """What one of them cannot say, each with its name before it."""
        whose = f"{self._names[where]} {where.region or ''}".strip()
        said = (*((str(part.error),) if part.error is not None else ()), *part.gaps)
        return tuple(f"{whose}: {gap}" for gap in said)
