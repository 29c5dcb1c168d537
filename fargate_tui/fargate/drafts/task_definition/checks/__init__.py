"""The preflight checks of a task definition (fargate.md §13.1, and the limits of §2)."""

from typing import Final

from fargate_tui.fargate.drafts.checks import Check
from fargate_tui.fargate.drafts.task_definition.checks.size import SIZE_CHECKS
from fargate_tui.fargate.drafts.task_definition.judged import Judged

TASK_DEFINITION_CHECKS: Final[tuple[Check[Judged], ...]] = (*SIZE_CHECKS,)
