"""FilterLogEvents, GetLogEvents and DescribeLogStreams, out of the streams."""

import base64
import binascii
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.patterns import BadPattern, Matches, matcher
from fargate_tui.demo.logs.requests import Filter, Get, Streams, invalid, no_such_stream
from fargate_tui.demo.logs.streams import Event, Stream

Json = dict[str, object]
Place = tuple[int, str, int]
"""Where a page ended: moment, stream and number of its last event."""

_PAGE = 10_000
"""Events of a page, and events that are looked at for one: a page of a pattern that seldom matches may be empty."""
_PAGE_BYTES = 1 << 20
_OVERHEAD = 26
"""Bytes that AWS counts for each event besides its message."""
_NEWEST_FIRST_FROM = 1_704_067_200_000
"""2024-01-01, milliseconds."""
_STREAMS = 100
_ALWAYS = 1 << 60


def filter_events(lines: LogLines, asked: Filter) -> Json:
    """A page of FilterLogEvents; raises LogsError."""
    _check(asked)
    matches = _matcher(asked.filter_pattern)
    streams = lines.streams(asked.group)
    chosen = [stream for stream in streams.values() if _is_wanted(stream, asked)]
    end = _ALWAYS if asked.end_time is None else asked.end_time + 1
    after = None if asked.next_token is None else _place(asked.next_token)
    events = _ascending(lines, chosen, asked.start_time, end, after)
    if not asked.start_from_head:
        events = _descending(lines, chosen, asked.start_time, end, after)
    page, last = _page(events, matches, asked.limit)
    answer: Json = {"events": [_filtered(event) for event in page], "searchedLogStreams": []}
    return answer | ({"nextToken": _token(last)} if last else {})


def get_events(lines: LogLines, asked: Get) -> Json:
    """A page of GetLogEvents; raises LogsError."""
    if not 1 <= asked.limit <= _PAGE:
        raise invalid("limit is a number from 1 to 10000")
    stream = lines.streams(asked.group).get(asked.log_stream_name)
    if stream is None:
        raise no_such_stream()
    end = _ALWAYS if asked.end_time is None else asked.end_time
    events = stream.between(asked.start_time, end, lines.now())
    low, high = _window(events, asked)
    return {
        "events": [
            {"timestamp": one.at, "message": one.message, "ingestionTime": one.ingested} for one in events[low:high]
        ],
        "nextForwardToken": f"f/{_gap(events, high)}",
        "nextBackwardToken": f"b/{_gap(events, low)}",
    }


def describe_streams(lines: LogLines, asked: Streams, arn: str) -> Json:
    """A page of DescribeLogStreams; ``arn`` is the group's. Raises LogsError."""
    if not 1 <= asked.limit <= 50:
        raise invalid("limit is a number from 1 to 50")
    if asked.order_by == "LastEventTime" and asked.log_stream_name_prefix:
        raise invalid("Cannot order by LastEventTime with a logStreamNamePrefix.")
    now = lines.now()
    found = [one for name, one in lines.streams(asked.group).items() if name.startswith(asked.log_stream_name_prefix)]
    found.sort(key=lambda stream: stream.name)
    if asked.order_by == "LastEventTime":
        found.sort(key=lambda stream: last.at if (last := stream.last(now)) else 0)
    if asked.descending:
        found.reverse()
    start = 0 if asked.next_token is None else _number(asked.next_token)
    page = found[start : start + asked.limit]
    answer: Json = {"logStreams": [_described(stream, arn, now) for stream in page]}
    more = start + asked.limit < len(found)
    return answer | ({"nextToken": str(start + asked.limit)} if more else {})


def _check(asked: Filter) -> None:
    if asked.log_stream_names and asked.log_stream_name_prefix:
        raise invalid("logStreamNamePrefix and logStreamNames cannot both be given.")
    if len(asked.log_stream_names) > _STREAMS:
        raise invalid("logStreamNames has at most 100 members.")
    if not 1 <= asked.limit <= _PAGE:
        raise invalid("limit is a number from 1 to 10000")
    if asked.end_time is not None and asked.end_time < asked.start_time:
        raise invalid("endTime is before startTime.")
    if not asked.start_from_head and asked.start_time < _NEWEST_FIRST_FROM:
        raise invalid("startFromHead may be false only with a startTime of 2024-01-01 or later.")


def _is_wanted(stream: Stream, asked: Filter) -> bool:
    if asked.log_stream_names:
        return stream.name in asked.log_stream_names
    return stream.name.startswith(asked.log_stream_name_prefix)


def _matcher(pattern: str) -> Matches | None:
    if not pattern:
        return None
    try:
        return matcher(pattern)
    except BadPattern as error:
        raise invalid(str(error)) from error


def _ascending(lines: LogLines, chosen: Sequence[Stream], start: int, end: int, after: Place | None) -> Iterator[Event]:
    for event in lines.merged(chosen, start if after is None else max(start, after[0]), end):
        if after is None or event[:3] > after:
            yield event


def _descending(
    lines: LogLines, chosen: Sequence[Stream], start: int, end: int, after: Place | None
) -> Iterator[Event]:
    found = list(lines.merged(chosen, start, end if after is None else min(end, after[0] + 1)))
    return (event for event in reversed(found) if after is None or event[:3] < after)


def _page(events: Iterable[Event], matches: Matches | None, limit: int) -> tuple[list[Event], Event | None]:
    """The events that match, and the last one looked at where there are more."""
    page: list[Event] = []
    size, looked_at, last = 0, 0, None
    for event in events:
        if looked_at >= _PAGE or len(page) >= limit or size >= _PAGE_BYTES:
            return page, last
        looked_at, last = looked_at + 1, event
        if matches is None or matches(event.message):
            page.append(event)
            size += len(event.message) + _OVERHEAD
    return page, None


def _filtered(event: Event) -> Json:
    return {
        "logStreamName": event.stream,
        "timestamp": event.at,
        "message": event.message,
        "ingestionTime": event.ingested,
        "eventId": f"{event.at:014}{zlib.crc32(event.stream.encode()):010}{event.number:032}",
    }


def _window(events: Sequence[Event], asked: Get) -> tuple[int, int]:
    """From and to which event a page of GetLogEvents goes."""
    if asked.next_token is None:
        low = 0 if asked.start_from_head else max(0, len(events) - asked.limit)
        return low, min(len(events), low + asked.limit)
    direction, _, token = asked.next_token.partition("/")
    at, _, number = _place(token)
    gap = bisect_left(events, (at, asked.log_stream_name, number))
    if direction == "f":
        return gap, min(len(events), gap + asked.limit)
    return max(0, gap - asked.limit), gap


def _gap(events: Sequence[Event], at: int) -> str:
    """The token of the gap before ``events[at]``: at the end of a stream it is the same again and again."""
    if at < len(events):
        return _encode((events[at].at, "", events[at].number))
    return _encode((events[-1].at, "", events[-1].number + 1) if events else (0, "", 0))


def _described(stream: Stream, arn: str, now: int) -> Json:
    events = stream.between(0, _ALWAYS, now)
    described: Json = {
        "logStreamName": stream.name,
        "creationTime": stream.created,
        "arn": f"{arn}:log-stream:{stream.name}",
        "storedBytes": 0,
    }
    if not events:
        return described
    return described | {
        "firstEventTimestamp": events[0].at,
        "lastEventTimestamp": events[-1].at,
        "lastIngestionTime": events[-1].ingested,
        "uploadSequenceToken": f"{events[-1].number:056}",
    }


def _token(event: Event) -> str:
    return _encode((event.at, event.stream, event.number))


def _encode(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _place(token: str) -> Place:
    try:
        place: Place = msgspec.json.decode(base64.urlsafe_b64decode(token), type=Place)
    except (binascii.Error, msgspec.DecodeError, ValueError) as error:
        raise invalid("The specified nextToken is invalid.") from error
    return place


def _number(token: str) -> int:
    if not token.isdecimal():
        raise invalid("The specified nextToken is invalid.")
    return int(token)
