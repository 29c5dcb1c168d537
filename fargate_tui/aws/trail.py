"""Who called AWS: CloudTrail keeps 90 days of calls that change something, and has them after some minutes."""

from datetime import datetime

import msgspec

from fargate_tui.aws.causes import LOOKUP_EVENTS
from fargate_tui.aws.clients import Clients
from fargate_tui.fargate.records import RecordedCall

PAGE = 50


class _Resource(msgspec.Struct, rename="pascal"):
    resource_name: str = ""


class _Event(msgspec.Struct, rename="pascal"):
    event_time: datetime
    event_name: str = ""
    username: str = ""
    resources: tuple[_Resource, ...] = ()


class _Events(msgspec.Struct, rename="pascal"):
    events: tuple[_Event, ...] = ()


class Trail:
    """The history of calls of one Region; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def recorded_calls(self, operation: str, start: datetime, end: datetime) -> tuple[RecordedCall, ...]:
        """The calls of an operation within a span, the newest 50, newest first."""
        said = await self._clients.ask(
            LOOKUP_EVENTS,
            _Events,
            f"look up who called {operation}",
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": operation}],
            StartTime=start,
            EndTime=end,
            MaxResults=PAGE,
        )
        return tuple(
            RecordedCall(
                at=each.event_time,
                name=each.event_name,
                by=each.username,
                about=tuple(one.resource_name for one in each.resources if one.resource_name),
            )
            for each in said.events
        )
