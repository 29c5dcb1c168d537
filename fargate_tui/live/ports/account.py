"""What is measured, recorded and charged in an account."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.records import Alarm, HealthEvent, ListPrices, RecordedCall, ServiceQuota


class Metrics(Protocol):
    """CloudWatch metrics."""

    async def get_data(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> Mapping[str, Series]:
        """The series by query id, in as few requests as there can be (500 queries each)."""

    def alarms(self, names: Sequence[str] = ()) -> AsyncGenerator[tuple[Alarm, ...], None]:
        """All alarms, or those of these names that there are, all pages as they come."""


class Trail(Protocol):
    """CloudTrail."""

    async def recorded_calls(self, operation: str, start: datetime, end: datetime) -> tuple[RecordedCall, ...]:
        """The calls of an operation within a span, the newest 50, newest first."""


class Events(Protocol):
    """EventBridge."""

    async def targets(self, rule: str) -> tuple[str, ...]:
        """Ids of the targets of a rule; NotFound where there is no such rule."""


class Health(Protocol):
    """AWS Health."""

    async def events(self, services: Sequence[str], region: str, since: datetime) -> tuple[HealthEvent, ...]:
        """The newest 100 events of services in a Region that were not over before ``since``."""


class Quotas(Protocol):
    """Service Quotas."""

    async def quota(self, code: str, service: str = "fargate") -> ServiceQuota:
        """A quota as it holds for the account; NotFound where there is no such quota."""


class Prices(Protocol):
    """AWS's price list."""

    async def rates(self, region: str) -> ListPrices:
        """What Fargate costs on demand in a Region."""
