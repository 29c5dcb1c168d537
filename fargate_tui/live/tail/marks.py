"""What stands between the lines: when tasks began and ended."""

from datetime import datetime
from typing import Final

from fargate_tui.fargate.logs.levels import Level
from fargate_tui.fargate.rows import TaskRow

SAMPLED: Final = "sampled: more than 500 lines a second; some are missing"
_LEVELS: Final[dict[str, Level]] = {"error": "error", "warn": "warn"}


def milliseconds(at: datetime) -> int:
    """Since 1970."""
    return int(at.timestamp() * 1000)


def name(task_id: str) -> str:
    """A task as people call it."""
    return task_id[:8]


def started(row: TaskRow) -> str:
    """The mark where a task has started."""
    return f"task {name(row.id)} started"


def stopped(row: TaskRow) -> tuple[str, Level]:
    """The mark where a task has stopped: how, and how bad that is."""
    why = row.finding.why
    code = next((code for code in row.exit_codes if code), None)
    exit_code = f"exit {code}" if code is not None else ""
    if not why:
        why = exit_code
    elif exit_code and "exit" not in why:
        why = f"{why} ({exit_code})"
    text = f"task {name(row.id)} stopped"
    return (f"{text}: {why}" if why else text), _LEVELS.get(row.finding.severity, "")
