"""StartLiveTail: a stream that says every second what arrived (fargate.md §9.2)."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import timedelta

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.faults import Faults, Kind
from fargate_tui.demo.logs.event_stream import event, exception
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.patterns import Matches
from fargate_tui.demo.logs.requests import Tail, group_name
from fargate_tui.demo.logs.streams import Event, Stream
from fargate_tui.demo.wire import Call

LONGEST = timedelta(hours=3)
MOST = 500
"""Events of one update; of more a sample is sent."""
_SECOND = 1.0
_IN_MID_STREAM = frozenset(
    {Kind.LATENCY, Kind.DROPPED_CONNECTION, Kind.SESSION_TIMEOUT, Kind.SESSION_STREAMING_FAILURE}
)

Json = dict[str, object]


class Dropped(Exception):
    """The connection is to be cut without a word."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a session was asked for."""

    asked: Tail
    matches: Matches | None

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups."""
        return tuple(group_name(one) for one in self.asked.log_group_identifiers)

    def wants(self, stream: Stream) -> bool:
        """Whether the lines of a stream are sent."""
        names, prefixes = self.asked.log_stream_names, self.asked.log_stream_name_prefixes
        if names:
            return stream.name in names
        return not prefixes or stream.name.startswith(prefixes)


class LiveTail:
    """One session. Its seconds are the world's, and those by which a held clock is pushed."""

    def __init__(self, lines: LogLines, clock: HeldClock, faults: Faults, call: Call, session: Session) -> None:
        self._lines = lines
        self._clock = clock
        self._faults = faults
        self._call = call
        self._session = session
        self._heard = self._counts()
        """How many lines of each stream were sent, or were there before the session."""
        self._ends = clock.now() + LONGEST

    async def frames(self) -> AsyncGenerator[bytes, None]:
        """The messages of the stream, to its end after three hours; raises Dropped."""
        yield event("initial-response", {})
        yield event("sessionStart", self._start())
        while True:
            await self._second()
            ended = await self._suffer()
            if ended is not None:
                yield ended
                return
            yield event("sessionUpdate", self._update())

    def _start(self) -> Json:
        asked = self._session.asked
        return {
            "requestId": str(uuid.uuid4()),
            "sessionId": str(uuid.uuid4()),
            "logGroupIdentifiers": [f"{self._lines.account}:{group}" for group in self._session.groups],
            "logStreamNames": list(asked.log_stream_names),
            "logStreamNamePrefixes": list(asked.log_stream_name_prefixes),
            "logEventFilterPattern": asked.log_event_filter_pattern,
        }

    async def _second(self) -> None:
        """Wait for a second of the world, or until a held clock is pushed by one."""
        pushed = asyncio.Event()
        held = self._clock.is_held
        appointment = self._clock.at(self._clock.now() + timedelta(seconds=_SECOND), pushed.set) if held else None
        try:
            async with asyncio.timeout(_SECOND):
                await pushed.wait()
        except TimeoutError:
            return
        finally:
            self._clock.cancel(appointment)

    async def _suffer(self) -> bytes | None:
        """What ends the session now: its age, or a fault."""
        for fault in self._faults.strike(self._call, _IN_MID_STREAM):
            match fault.kind:
                case Kind.LATENCY:
                    await asyncio.sleep(fault.seconds)
                case Kind.DROPPED_CONNECTION:
                    raise Dropped
                case Kind.SESSION_TIMEOUT:
                    return _timeout()
                case _:
                    return exception("SessionStreamingException", "An unknown error occurred during the session.")
        return _timeout() if self._clock.now() >= self._ends else None

    def _counts(self) -> dict[Stream, int]:
        now = self._lines.now()
        return {stream: stream.count(now) for _, stream in self._streams()}

    def _streams(self) -> Iterator[tuple[str, Stream]]:
        """The streams that are listened to, with their groups."""
        for group in self._session.groups:
            yield from (
                (group, stream) for stream in self._lines.streams(group).values() if self._session.wants(stream)
            )

    def _update(self) -> Json:
        """What arrived since the last one."""
        arrived = sorted(self._arrived(), key=lambda found: found[1].ingested)
        self._heard = self._counts()
        sampled = len(arrived) > MOST
        if sampled:
            arrived = [arrived[at * len(arrived) // MOST] for at in range(MOST)]
        return {
            "sessionMetadata": {"sampled": sampled},
            "sessionResults": [_result(f"{self._lines.account}:{group}", one) for group, one in arrived],
        }

    def _arrived(self) -> Iterator[tuple[str, Event]]:
        now, matches = self._lines.now(), self._session.matches
        for group, stream in self._streams():
            for one in stream.arrived(self._heard.get(stream, 0), now):
                if matches is None or matches(one.message):
                    yield group, one


def _timeout() -> bytes:
    return exception("SessionTimeoutException", "The session has reached its maximum duration of 3 hours.")


def _result(log: str, one: Event) -> Json:
    return {
        "logStreamName": one.stream,
        "logGroupIdentifier": log,
        "message": one.message,
        "timestamp": one.at,
        "ingestionTime": one.ingested,
    }
