"""CloudWatch Logs of one region: groups are moto's, streams and their lines are ours."""

import time
from collections.abc import AsyncGenerator, Callable, Mapping

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.faults import Faults
from fargate_tui.demo.logs import reading
from fargate_tui.demo.logs.insights.queries import Queries, check
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.live_tail import LiveTail, Session
from fargate_tui.demo.logs.patterns import BadPattern, matcher
from fargate_tui.demo.logs.requests import (
    Filter,
    Get,
    LogsError,
    OfGroup,
    OfQuery,
    OfStream,
    Put,
    Results,
    StartQuery,
    Streams,
    Tail,
    invalid,
    no_such_group,
    no_such_stream,
    read,
)
from fargate_tui.demo.moto_thread import Moto, MotoThread, Refused
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_TARGET = "Logs_20140328"
_OF_QUERIES = frozenset({"StartQuery", "GetQueryResults", "StopQuery"})
_SESSIONS = 15
"""Live Tail sessions that an account may have at a time."""

Json = dict[str, object]


class CloudWatchLogs:
    """Answers requests to CloudWatch Logs."""

    def __init__(self, region: str, lines: LogLines, moto: MotoThread, clock: HeldClock, faults: Faults) -> None:
        self.sessions = 0
        """Live Tail sessions that are open."""
        self._region = region
        self._lines = lines
        self._moto = moto
        self._clock = clock
        self._faults = faults
        self._own: Mapping[str, Callable[[bytes], tuple[OfGroup, Callable[[], Json]]]] = {
            "FilterLogEvents": self._filter,
            "GetLogEvents": self._get,
            "DescribeLogStreams": self._streams,
            "PutLogEvents": self._put,
            "CreateLogStream": self._create_stream,
            "DeleteLogStream": self._delete_stream,
        }
        self._began = time.monotonic(), clock.now()
        self.queries = Queries(lines, self._elapsed)
        """Logs Insights."""

    async def answer(self, call: Call, request: Request) -> Answer:
        """Answer one request, other than StartLiveTail."""
        await self._announce()
        try:
            if call.operation in _OF_QUERIES:
                return json_answer(await self._query(call.operation, request.body))
            own = self._own.get(call.operation)
            if own is None:
                return await self._through_moto(call, request)
            asked, reply = own(request.body)
            await self._look_up(asked.group)
            return json_answer(reply())
        except LogsError as error:
            return _refused(call, error)

    async def live_tail(self, call: Call, request: Request) -> Answer | AsyncGenerator[bytes, None]:
        """The frames of a Live Tail session, or the answer to one that cannot be."""
        await self._announce()
        try:
            session = _session(read(request.body, Tail))
            for group in session.groups:
                await self._look_up(group)
        except LogsError as error:
            return refusal(call, error.code, error.message)
        if self.sessions >= _SESSIONS:
            message = f"You have reached the maximum number of {_SESSIONS} concurrent Live Tail sessions."
            return refusal(call, "LimitExceededException", message)
        return self._counted(LiveTail(self._lines, self._clock, self._faults, call, session))

    async def _counted(self, tail: LiveTail) -> AsyncGenerator[bytes, None]:
        self.sessions += 1
        try:
            async for frame in tail.frames():
                yield frame
        finally:
            self.sessions -= 1

    # --- queries ------------------------------------------------------------------------------------------------

    async def _query(self, operation: str, body: bytes) -> Json:
        if operation == "GetQueryResults":
            return self.queries.results(read(body, Results))
        if operation == "StopQuery":
            return self.queries.stop(read(body, OfQuery))
        asked = read(body, StartQuery)
        check(asked)
        for group in asked.groups:
            await self._look_up(group)
        return self.queries.start(asked)

    def _elapsed(self) -> float:
        """Seconds of the world, and those by which a held clock was pushed, which goes on by nothing else."""
        world, clock = self._began
        pushed = 0.0 if not self._clock.is_held else (self._clock.now() - clock).total_seconds()
        return time.monotonic() - world + pushed

    # --- groups -------------------------------------------------------------------------------------------------

    async def _announce(self) -> None:
        """Tell moto of groups that were written to and that it may not know."""
        if not (fresh := self._lines.unannounced()):
            return

        def tell(moto: Moto) -> None:
            for group in fresh:
                _create_group(moto, self._region, group)

        await self._moto.run(tell)

    async def _look_up(self, group: str) -> None:
        """Make sure that a group exists; raises LogsError."""
        if self._lines.knows(group):
            return

        def look(moto: Moto) -> bool:
            named = {"logGroupNamePrefix": group}
            found = moto.json(self._region, "logs", f"{_TARGET}.DescribeLogGroups", named)["logGroups"]
            return any(one["logGroupName"] == group for one in found)

        try:
            exists = await self._moto.run(look)
        except Refused as error:
            raise invalid(str(error)) from error
        if not exists:
            raise no_such_group()
        self._lines.create(group)

    async def _through_moto(self, call: Call, request: Request) -> Answer:
        answer = await self._moto.run(lambda moto: moto.ask(request))
        if answer.status < 300 and call.operation in ("CreateLogGroup", "DeleteLogGroup"):
            group = read(request.body, OfGroup).group
            (self._lines.create if call.operation == "CreateLogGroup" else self._lines.delete)(group)
        return answer

    # --- streams ------------------------------------------------------------------------------------------------

    def _filter(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, Filter)
        return asked, lambda: reading.filter_events(self._lines, asked)

    def _get(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, Get)
        return asked, lambda: reading.get_events(self._lines, asked)

    def _streams(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, Streams)
        arn = f"arn:aws:logs:{self._region}:{self._lines.account}:log-group:{asked.group}"
        return asked, lambda: reading.describe_streams(self._lines, asked, arn)

    def _put(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, Put)

        def put() -> Json:
            stream = self._lines.streams(asked.group).get(asked.log_stream_name)
            if stream is None:
                raise no_such_stream()
            stream.put(((line.timestamp, line.message) for line in asked.log_events), self._lines.now())
            return {"nextSequenceToken": f"{self._lines.now():056}"}

        return asked, put

    def _create_stream(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, OfStream)

        def create() -> Json:
            if not self._lines.create_stream(asked.group, asked.log_stream_name):
                message = "The specified log stream already exists"
                raise LogsError("ResourceAlreadyExistsException", message)
            return {}

        return asked, create

    def _delete_stream(self, body: bytes) -> tuple[OfGroup, Callable[[], Json]]:
        asked = read(body, OfStream)

        def delete() -> Json:
            if not self._lines.drop_stream(asked.group, asked.log_stream_name):
                raise no_such_stream()
            return {}

        return asked, delete


def _refused(call: Call, error: LogsError) -> Answer:
    if not error.members:
        return refusal(call, error.code, error.message)
    return json_answer({"__type": error.code, "message": error.message, **error.members}, 400)


def _session(asked: Tail) -> Session:
    """The session that is asked for; raises LogsError."""
    names, prefixes, groups = asked.log_stream_names, asked.log_stream_name_prefixes, asked.log_group_identifiers
    if not 1 <= len(groups) <= 10:
        raise invalid("logGroupIdentifiers has 1 to 10 members.")
    if not all(one.startswith("arn:") and not one.endswith("*") for one in groups):
        raise invalid("Log groups are named by their ARNs, without an asterisk at the end.")
    if (names or prefixes) and len(groups) > 1:
        raise invalid("Log streams can be chosen in one log group only.")
    if (names and prefixes) or max(len(names), len(prefixes)) > 100:
        raise invalid("Either logStreamNames or logStreamNamePrefixes can be given, at most 100.")
    try:
        return Session(asked, matcher(asked.log_event_filter_pattern) if asked.log_event_filter_pattern else None)
    except BadPattern as error:
        raise invalid(str(error)) from error


def _create_group(moto: Moto, region: str, group: str) -> None:
    try:
        moto.json(region, "logs", f"{_TARGET}.CreateLogGroup", {"logGroupName": group})
    except Refused:
        # it exists already
        return
