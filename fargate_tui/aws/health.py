"""What AWS Health has announced for the account; it answers only accounts with a support plan that has this API."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.evidence import DESCRIBE_EVENTS
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.records import HealthEvent

PAGE = 100
HOME = "us-east-1"
HOME_IN_CHINA = "cn-northwest-1"


class _Event(msgspec.Struct, rename="camel"):
    event_type_code: str = ""
    event_type_category: str = ""
    region: str = ""
    start_time: datetime | None = None
    end_time: datetime | None = None
    status_code: str = ""


class _Events(msgspec.Struct, rename="camel"):
    events: tuple[_Event, ...] = ()


class Health:
    """The events of an account."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def events(self, services: Sequence[str], region: str, since: datetime) -> tuple[HealthEvent, ...]:
        """The newest 100 events of services in a Region that were not over before ``since``; raises `AwsError`."""
        said = await self._clients.ask(
            DESCRIBE_EVENTS,
            _Events,
            "ask AWS Health",
            filter={"services": list(services), "regions": [region], "lastUpdatedTimes": [{"from": since}]},
            maxResults=PAGE,
        )
        return tuple(
            HealthEvent(
                code=each.event_type_code,
                category=each.event_type_category,
                start=each.start_time,
                end=each.end_time,
                status=each.status_code,
            )
            for each in said.events
        )


def home_of(region: str) -> str:
    """The Region whose endpoint serves AWS Health to a connection."""
    return {"aws": HOME, "aws-cn": HOME_IN_CHINA}.get(of_region(region).name, region)
