"""The preflight checks of a task definition: P01 to P18 of fargate.md §13.1, and the limits of §2."""

from typing import Final

from fargate_tui.fargate.drafts.checks import Check
from fargate_tui.fargate.drafts.task_definition.checks.containers import CONTAINER_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.foreign import FOREIGN_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.limits import LIMIT_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.logs import LOG_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.roles import ROLE_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.size import SIZE_CHECKS
from fargate_tui.fargate.drafts.task_definition.checks.stored import STORED_CHECKS
from fargate_tui.fargate.drafts.task_definition.judged import Judged

TASK_DEFINITION_CHECKS: Final[tuple[Check[Judged], ...]] = (
    *LIMIT_CHECKS,
    *SIZE_CHECKS,
    *CONTAINER_CHECKS,
    *FOREIGN_CHECKS,
    *LOG_CHECKS,
    *ROLE_CHECKS,
    *STORED_CHECKS,
)
