"""What containers write, kept until somebody asks CloudWatch Logs for it."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec

from fargate_tui.demo.moto_thread import Moto, Refused
from fargate_tui.demo.wire import Answer, Call, Request

_LINES = 5000
"""Kept of one stream until they are asked for; the oldest go first."""
_STREAMS = 1000
"""Kept of one group until they are asked for; a crash loop makes a new one every minute."""
_BATCH = 1000
_TARGET = "Logs_20140328"

Pending = Mapping[str, Mapping[str, Sequence[tuple[int, str]]]]


class LogLines:
    """Implements ``ports.Logs``: lines wait here, by group and stream; what nobody reads costs moto nothing."""

    def __init__(self) -> None:
        self._pending: dict[str, dict[str, deque[tuple[int, str]]]] = {}
        self._announced: set[str] = set()

    def write(self, group: str, stream: str, at: datetime, lines: Sequence[str]) -> None:
        """Append lines to a stream, which is made where it does not exist."""
        streams = self._pending.setdefault(group, {})
        if stream not in streams and len(streams) >= _STREAMS:
            del streams[next(iter(streams))]
        kept = streams.setdefault(stream, deque(maxlen=_LINES))
        moment = int(at.timestamp() * 1000)
        kept.extend((moment, line) for line in lines)

    def take(self, groups: Iterable[str]) -> Pending:
        """What waits for these groups, which is then no longer kept here."""
        return {group: self._pending.pop(group) for group in groups if group in self._pending}

    def unannounced(self) -> frozenset[str]:
        """Groups that were written to and that CloudWatch Logs has not been told of."""
        fresh = frozenset(self._pending.keys() - self._announced)
        self._announced |= fresh
        return fresh


def answer_logs(call: Call, request: Request, lines: LogLines) -> Callable[[Moto], Answer]:
    """The job that answers a request to CloudWatch Logs after handing over the lines it may be about."""
    fresh, pending = lines.unannounced(), lines.take(_groups_named(request.body))

    def answer(moto: Moto) -> Answer:
        for group in fresh:
            _tolerate(moto, call.region, "CreateLogGroup", {"logGroupName": group})
        for group, streams in pending.items():
            for stream, events in streams.items():
                _hand_over(moto, call.region, group, stream, events)
        return moto.ask(request)

    return answer


def _groups_named(body: bytes) -> list[str]:
    """Names of log groups anywhere in a request's members, ARNs reduced to names."""
    try:
        members: dict[str, Any] = msgspec.json.decode(body)
        values = [value for key, value in members.items() if key.startswith("logGroup")]
    except (msgspec.DecodeError, AttributeError):
        return []
    names = [name for value in values for name in (value if isinstance(value, list) else [value])]
    return [_group_name(name) for name in names if isinstance(name, str)]


def _group_name(name: str) -> str:
    return name.partition(":log-group:")[2].removesuffix(":*") if name.startswith("arn:") else name


def _hand_over(moto: Moto, region: str, group: str, stream: str, events: Sequence[tuple[int, str]]) -> None:
    named = {"logGroupName": group, "logStreamName": stream}
    _tolerate(moto, region, "CreateLogStream", named)
    rest = iter(events)
    while batch := list(islice(rest, _BATCH)):
        written = [{"timestamp": moment, "message": message} for moment, message in batch]
        _tolerate(moto, region, "PutLogEvents", named | {"logEvents": written})


def _tolerate(moto: Moto, region: str, operation: str, members: Mapping[str, object]) -> None:
    """Ask, and accept a refusal: the group may exist already, or may have been deleted on purpose."""
    try:
        moto.json(region, "logs", f"{_TARGET}.{operation}", members)
    except Refused:
        return
