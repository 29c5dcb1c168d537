"""The columns of a task's containers."""

from fargate_tui.columns.column import Column
from fargate_tui.fargate.images import without_registry
from fargate_tui.fargate.records import Container
from fargate_tui.format import visible

NONE = "—"


def _glyph(container: Container) -> str:
    return {"good": "●", "busy": "◐", "bad": "✗"}.get(_tone(container), "○")


def _tone(container: Container) -> str:
    if container.last_status == "STOPPED":
        return "muted" if container.exit_code == 0 else "bad"
    if container.health_status == "UNHEALTHY":
        return "bad"
    return "good" if container.last_status == "RUNNING" else "busy"


def _health_tone(container: Container) -> str:
    return "bad" if container.health_status == "UNHEALTHY" else ""


def _exit(container: Container) -> str:
    return NONE if container.exit_code is None else str(container.exit_code)


def _limit(container: Container) -> str:
    soft, hard = container.memory_reservation, container.memory
    if soft and hard:
        return visible(f"{soft}/{hard}")
    return visible(hard or soft or NONE)


def _why(container: Container) -> str:
    """Why it ended, in AWS's words; what it runs where there is no reason."""
    return visible(container.reason or without_registry(container.image or NONE))


COLUMNS: tuple[Column[Container], ...] = (
    Column("sign", "", 1, lambda row, _: _glyph(row), _tone),
    Column("container", "CONTAINER", 20, lambda row, _: visible(row.name or NONE), middle=True),
    Column("status", "STATUS", 8, lambda row, _: visible(row.last_status or NONE), _tone),
    Column("health", "HEALTH", 9, lambda row, _: visible(row.health_status or NONE).lower(), _health_tone),
    Column(
        "exit", "EXIT", 4, lambda row, _: _exit(row), _tone, right=True, help="— where it has not ended or never ran"
    ),
    Column("why", "WHY / IMAGE", 26, lambda row, _: _why(row), grows=True, help="why it ended, else what it runs"),
    Column(
        "cpu",
        "CPU",
        5,
        lambda row, _: visible(row.cpu or NONE),
        right=True,
        wide_only=True,
        help="share, in vCPU units",
    ),
    Column("memory", "MEM", 9, lambda row, _: _limit(row), right=True, wide_only=True, help="reserved/limit, MiB"),
    Column("digest", "DIGEST", 19, lambda row, _: visible(row.image_digest or NONE)[:19], wide_only=True),
)
