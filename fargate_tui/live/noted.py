"""What was seen and is not written yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from fargate_tui.fargate.records import Deployment, Service, ServiceEvent, Task

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis import Diagnosis
    from fargate_tui.fargate.kept import KeptEvent, KeptTask


@dataclass(slots=True)
class Noted:
    """Notes of one batch: each task once, its newest note."""

    tasks: dict[str, tuple[Task, datetime]] = field(default_factory=dict)
    services: list[tuple[Service, tuple[ServiceEvent, ...], tuple[Deployment, ...], datetime]] = field(
        default_factory=list
    )
    still_known: dict[str, datetime] = field(default_factory=dict)
    diagnoses: "dict[str, Diagnosis]" = field(default_factory=dict)
    captured: "list[KeptTask]" = field(default_factory=list)
    captured_events: "list[KeptEvent]" = field(default_factory=list)

    def __bool__(self) -> bool:
        captured = self.captured or self.captured_events
        return bool(self.tasks or self.services or self.still_known or self.diagnoses or captured)
