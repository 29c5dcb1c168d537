"""Writes docs/preflight.md: every check of the wizards, made from the declarations."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from fargate_tui.fargate.drafts.checks import Check
from fargate_tui.fargate.drafts.cluster import CLUSTER_CHECKS
from fargate_tui.fargate.drafts.run_task_checks import RUN_CHECKS
from fargate_tui.fargate.drafts.service.balancer_checks import BALANCER_CHECKS
from fargate_tui.fargate.drafts.service.definition_checks import DEFINITION_CHECKS
from fargate_tui.fargate.drafts.service.network_checks import NETWORK_CHECKS
from fargate_tui.fargate.drafts.service.origin import CLONE_CHECKS
from fargate_tui.fargate.drafts.service.service_checks import SERVICE_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks import TASK_DEFINITION_CHECKS

PARTS: Final[tuple[tuple[str, Sequence[Check[Any]]], ...]] = (
    ("A task definition", TASK_DEFINITION_CHECKS),
    ("A revision that is chosen for a service or a task", DEFINITION_CHECKS),
    ("Network", NETWORK_CHECKS),
    ("Load balancer", BALANCER_CHECKS),
    ("Service", SERVICE_CHECKS),
    ("A clone of a service", CLONE_CHECKS),
    ("A cluster", CLUSTER_CHECKS),
    ("A task by itself", RUN_CHECKS),
)

_ABOUT: Final = """\
# What is checked before anything is created

Made from the declarations in `fargate_tui/fargate/drafts/` by `make docs`. The numbers are those of the fact sheet that
this project is built on (`shared/facts/fargate.md` §13); what has none there has a letter.

- **BLOCK**: AWS refuses it, or the tasks can never become healthy. Nothing is created while one is open.
- **WARN**: it works badly, or costs more. **INFO**: good to know.

Where a check may not ask AWS, or gets no answer, it says *not checked* with the IAM action that is missing, and is
never taken for well. A check for which nothing is asked looks at what is filled in alone.
"""


def wizards_page() -> str:
    """The page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _ABOUT
    for title, checks in PARTS:
        yield from (f"## {title}", "", "| | level | makes sure that | asks AWS by |", "|---|---|---|---|")
        for check in sorted(checks, key=lambda each: each.number):
            asks = ", ".join(f"`{action}`" for action in check.probe) or "—"
            yield f"| {check.number} | {check.level} | {check.title} | {asks} |"
        yield ""
