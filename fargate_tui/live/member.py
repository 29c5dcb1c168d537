"""A task that a squad knows: its row, and how closely it has to be watched."""

from datetime import datetime, timedelta
from typing import Final

from fargate_tui.fargate.records import Task
from fargate_tui.fargate.rows import Finding, TaskRow

YOUNG: Final = timedelta(minutes=2)
"""How long after its start a task is watched closely: its health is still being found out."""


class Member:
    """One task; slots, for there may be 10,000."""

    __slots__ = ("described_at", "ended_at", "interface_id", "is_changing", "is_steady", "own", "row")

    def __init__(self, row: TaskRow) -> None:
        self.row = row
        self.own: Finding = row.finding
        """Its finding without its targets."""
        self.interface_id = ""
        """Empty once its public address is known."""
        self.described_at = 0.0
        self.is_steady = False
        """Whether it need not be described each round."""
        self.is_changing = False
        """Whether it is on its way up or down."""
        self.ended_at: float | None = None
        """When it was seen stopped after it had been seen alive."""

    def judge(self, task: Task, now: datetime) -> None:
        """Say how closely the task has to be watched from now on."""
        if self.row.is_stopped:
            self.is_changing, self.is_steady = False, True
            return
        self.is_changing = not (task.last_status == "RUNNING" and task.desired_status == "RUNNING")
        is_young = task.started_at is not None and now - task.started_at < YOUNG
        self.is_steady = not self.is_changing and not is_young and self.row.health in ("", "HEALTHY")
