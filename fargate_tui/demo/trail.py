"""CloudTrail: who changed what. Changes only, and at once, where AWS takes some minutes to tell."""

import json
import re
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from fargate_tui.demo.ecs.wire import Json, Members, epoch
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

KEPT = 3000
"""Events; AWS keeps those of 90 days."""
_PAGE = 50
_READS = ("List", "Describe", "Get", "Search", "Lookup", "Discover", "Batch", "Simulate", "Filter", "Start", "Poll")
_SOURCES = {"monitoring": "monitoring", "application-autoscaling": "autoscaling"}
_NAMING = ("service", "serviceName", "task", "cluster", "taskDefinition", "family", "RoleName", "NatGatewayId")
"""Members of requests that name what is changed."""
_SHOWN = frozenset({"ecs", "ec2", "elasticloadbalancing", "iam"})
"""Services whose requests hold nothing that a trail must not."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change somebody made."""

    id: str
    at: datetime
    source: str
    name: str
    who: str
    account: str
    region: str
    request: Mapping[str, object]

    @property
    def resources(self) -> list[str]:
        """The names and ARNs of what was changed."""
        return [value for name in _NAMING if isinstance(value := self.request.get(name), str)]

    def wire(self) -> Json:
        """As LookupEvents shows it."""
        return {
            "EventId": self.id,
            "EventName": self.name,
            "EventTime": epoch(self.at),
            "EventSource": self.source,
            "ReadOnly": "false",
            "Username": self.who,
            "Resources": [{"ResourceName": name} for name in self.resources],
            "CloudTrailEvent": json.dumps(self._record()),
        }

    def _record(self) -> Json:
        user = {
            "type": "IAMUser", "arn": f"arn:aws:iam::{self.account}:user/{self.who}", "accountId": self.account,
            "userName": self.who,
        }  # fmt: skip
        return {
            "eventVersion": "1.11", "userIdentity": user, "eventTime": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "eventSource": self.source, "eventName": self.name, "awsRegion": self.region,
            "sourceIPAddress": "198.51.100.23", "userAgent": "aws-cli/2.31.18", "requestParameters": self.request,
            "responseElements": None, "eventID": self.id, "readOnly": False, "eventType": "AwsApiCall",
            "managementEvent": True, "recipientAccountId": self.account, "eventCategory": "Management",
        }  # fmt: skip


class Trail:
    """The changes of a region, newest last."""

    def __init__(self, account: str, region: str, now: Callable[[], datetime]) -> None:
        self._account = account
        self._region = region
        self._now = now
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._count = 0

    def note(
        self, service: str, operation: str, who: str, request: Mapping[str, object], at: datetime | None = None
    ) -> None:
        """Keep a change; what only reads is not kept."""
        if operation.startswith(_READS):
            return
        self._count += 1
        identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self._region}/{self._count}"))
        source = f"{_SOURCES.get(service, service)}.amazonaws.com"
        shown = request if service in _SHOWN else {}
        self._events.append(
            Event(identity, at or self._now(), source, operation, who, self._account, self._region, shown)
        )

    def answer(self, call: Call, request: Request) -> Answer:
        """LookupEvents; anything else is refused."""
        if call.operation != "LookupEvents":
            text = f"{call.action} is not available in the local AWS"
            return refusal(call, "UnsupportedOperationException", text)
        asked = Members(msgspec.json.decode(request.body or b"{}", type=Json))
        token = asked.text("NextToken") or "0"
        if not re.fullmatch(r"\d{1,6}", token):
            return refusal(call, "InvalidNextTokenException", "Invalid token")
        most = asked.number("MaxResults") or _PAGE
        if not 1 <= most <= _PAGE:
            return refusal(call, "InvalidMaxResultsException", "MaxResults must be between 1 and 50.")
        found = self._found(asked)
        start, end = int(token), int(token) + most
        more = {"NextToken": str(end)} if end < len(found) else {}
        return json_answer({"Events": [event.wire() for event in found[start:end]], **more})

    def _found(self, asked: Members) -> list[Event]:
        first, last = asked.real("StartTime"), asked.real("EndTime")
        since = datetime.fromtimestamp(first, UTC) if first is not None else None
        until = datetime.fromtimestamp(last, UTC) if last is not None else None
        wanted = [(one.text("AttributeKey"), one.text("AttributeValue")) for one in asked.each("LookupAttributes")]
        # events staged for the past were noted out of order; of those of one moment the last one comes first
        events = sorted(self._events, key=lambda event: event.at)
        events.reverse()
        return [
            event
            for event in events
            if (since is None or event.at >= since)
            and (until is None or event.at <= until)
            and all(_matches(event, key, value) for key, value in wanted)
        ]


def _matches(event: Event, key: str | None, value: str | None) -> bool:
    match key:
        case "EventName":
            return event.name == value
        case "Username":
            return event.who == value
        case "EventSource":
            return event.source == value
        case "EventId":
            return event.id == value
        case "ResourceName":
            return value is not None and any(
                value == one or value.rpartition("/")[2] == one.rpartition("/")[2] for one in event.resources
            )
        case "ReadOnly":
            return value == "false"
    return False
