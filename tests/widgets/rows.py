"""Rows for tables under test."""

from datetime import timedelta

from fargate_tui.fargate.rows import Finding, Severity, TaskRow
from tests.widgets.terminal_app import NOW

FINDINGS: tuple[tuple[Severity, str, str], ...] = (
    ("ok", "running", ""),
    ("ok", "running", ""),
    ("error", "stopped", "OOM: container api was killed at 512 MiB (exit 137)"),
    ("busy", "pending", ""),
    ("warn", "unhealthy", "target: health checks failed with 502"),
)


def task(number: int, **members: object) -> TaskRow:
    """The task with this number; its ARN and id are made from it."""
    severity, word, why = FINDINGS[number % len(FINDINGS)]
    identity = f"{number:08x}" + "0" * 24
    stopped = severity == "error"
    defaults: dict[str, object] = {
        "arn": f"arn:aws:ecs:ap-northeast-1:123456789012:task/production/{identity}",
        "id": identity,
        "cluster": "production",
        "finding": Finding(severity=severity, word=word, why=why),
        "group": "service:web",
        "last_status": {"error": "STOPPED", "busy": "PENDING"}.get(severity, "RUNNING"),
        "health": "UNHEALTHY" if severity == "warn" else "HEALTHY",
        "target": "healthy",
        "availability_zone": "ap-northeast-1a",
        "private_ip": f"10.0.{number // 250}.{number % 250}",
        "public_ip": "",
        "task_definition": f"web:{number % 7}",
        "started_at": NOW - timedelta(minutes=7 * number),
        "stopped_at": NOW - timedelta(minutes=number) if stopped else None,
    }
    return TaskRow(**{**defaults, **members})  # type: ignore[arg-type]
