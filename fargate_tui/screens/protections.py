"""Joins task rows with their protection, so that a row stays the same object while neither has changed."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from fargate_tui.fargate.protection import Protection
from fargate_tui.fargate.rows import TaskRow


class Protections:
    """The protection that is known, and the rows that were made with it."""

    def __init__(self) -> None:
        self._known: Mapping[str, Protection] = {}
        self._joined: dict[str, tuple[TaskRow, Protection, TaskRow]] = {}

    def learn(self, found: Iterable[Protection]) -> None:
        """Take what is known now; only what is protected matters to a row."""
        self._known = {each.arn: each for each in found if each.is_protected}
        self._joined = {arn: joined for arn, joined in self._joined.items() if arn in self._known}

    def join(self, rows: Sequence[TaskRow]) -> Sequence[TaskRow]:
        """The rows, those of protected tasks with their protection."""
        return [self._join(row) for row in rows] if self._known else rows

    def _join(self, row: TaskRow) -> TaskRow:
        protection = self._known.get(row.arn)
        if protection is None or row.is_stopped:
            return row
        known = self._joined.get(row.arn)
        if known is not None and known[0] is row and known[1] is protection:
            return known[2]
        joined = msgspec.structs.replace(row, is_protected=True, protected_until=protection.until)
        self._joined[row.arn] = (row, protection, joined)
        return joined
