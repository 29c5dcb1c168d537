"""Every operation that is answered."""

from fargate_tui.demo.ecs.operations import (
    account_settings,
    capacity_providers,
    clusters,
    execute_command,
    express,
    service_deployments,
    services,
    tags,
    task_definitions,
    task_protection,
    tasks,
)
from fargate_tui.demo.ecs.plane import Operations

OPERATIONS: Operations = {
    **clusters.OPERATIONS,
    **capacity_providers.OPERATIONS,
    **task_definitions.OPERATIONS,
    **services.OPERATIONS,
    **service_deployments.OPERATIONS,
    **express.OPERATIONS,
    **tasks.OPERATIONS,
    **execute_command.OPERATIONS,
    **task_protection.OPERATIONS,
    **tags.OPERATIONS,
    **account_settings.OPERATIONS,
}
"""Every operation that is answered, by its name."""
