"""Which tasks a listing is about."""

from dataclasses import dataclass
from typing import Literal

from fargate_tui.fargate.arns import name_of

Show = Literal["running", "stopped", "both"]
"""By what ECS wants of the tasks; a task that is on its way down counts as running until it has stopped."""


@dataclass(frozen=True, slots=True)
class TaskScope:
    """The tasks of a service, of a cluster or of everything, by where they stand."""

    cluster: str | None = None
    """Name or ARN; None for all clusters."""
    service: str | None = None
    """Name or ARN of a service of that cluster; None for all tasks."""
    standalone_only: bool = False
    """Only tasks that no service keeps."""
    show: Show = "running"

    def named(self) -> "TaskScope":
        """The same with names in place of ARNs."""
        return TaskScope(
            cluster=name_of(self.cluster) if self.cluster is not None else None,
            service=name_of(self.service) if self.service is not None else None,
            standalone_only=self.standalone_only,
            show=self.show,
        )
