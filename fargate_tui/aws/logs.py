"""What containers wrote, and what they write now (fargate.md §9)."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing

import msgspec

from fargate_tui.aws import decoding
from fargate_tui.aws.batches import batches
from fargate_tui.aws.capturing import DESCRIBE_RESOURCE_POLICIES
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.event_stream import Message
from fargate_tui.aws.reading import DESCRIBE_LOG_GROUPS, FILTER_LOG_EVENTS, GET_LOG_EVENTS, START_LIVE_TAIL
from fargate_tui.aws.sts import Sts
from fargate_tui.fargate.errors import Invalid, NotFound, Unreachable
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate
from fargate_tui.fargate.records import LogGroup

STREAMS_PER_CALL = 100
GROUPS_PER_PAGE = 50
SILENCE = 15.0
"""Seconds. A session that is alive sends an update every second, be it an empty one."""
_THREE_HOURS_ARE_OVER = "SessionTimeoutException"
_DOING = "follow {} live"


class _Event(msgspec.Struct, rename="camel", gc=False):
    message: str = ""
    timestamp: int = 0
    log_stream_name: str = ""
    log_group_identifier: str = ""
    event_id: str = ""
    ingestion_time: int = 0


class _Events(msgspec.Struct, rename="camel"):
    events: list[_Event] = []
    next_token: str | None = None


class _Metadata(msgspec.Struct, rename="camel"):
    sampled: bool = False


class _Update(msgspec.Struct, rename="camel"):
    session_metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    session_results: list[_Event] = []


class _Group(msgspec.Struct, rename="camel"):
    log_group_name: str
    arn: str = ""
    retention_in_days: int | None = None


class _Groups(msgspec.Struct, rename="camel"):
    log_groups: tuple[_Group, ...] = ()
    next_token: str | None = None

    @property
    def arns(self) -> tuple[str, ...]:
        """The names, which is what Logs takes."""
        return tuple(group.log_group_name for group in self.log_groups)


class _Policy(msgspec.Struct, rename="camel"):
    policy_name: str = ""


class _Policies(msgspec.Struct, rename="camel"):
    resource_policies: tuple[_Policy, ...] = ()


class Logs:
    """CloudWatch Logs of one Region. Leave a generator early through `contextlib.aclosing`."""

    def __init__(self, clients: Clients, sts: Sts) -> None:
        self._clients = clients
        self._sts = sts
        self._arn_prefix = ""

    async def filter_events(
        self,
        group: str,
        *,
        streams: Sequence[str] = (),
        prefix: str = "",
        start: int,
        end: int | None = None,
        pattern: str = "",
    ) -> AsyncGenerator[tuple[LogEvent, ...], None]:
        """The events from ``start`` to ``end`` (milliseconds), every page as it comes, empty ones skipped.

        ``group`` is a name or an ARN; ``streams`` exclude ``prefix``, and beyond 100 of them the events of the next
        100 follow. Raises `AwsError`.
        """
        asked = _asked(group) | {"startTime": start}
        asked |= {"endTime": end} if end is not None else {}
        asked |= {"logStreamNamePrefix": prefix} if prefix else {}
        asked |= {"filterPattern": pattern} if pattern else {}
        for some in batches(streams, STREAMS_PER_CALL) if streams else (None,):
            chosen = {"logStreamNames": some} if some else {}
            async with aclosing(self._pages(group, asked | chosen)) as pages:
                async for page in pages:
                    yield page

    async def last_events(self, group: str, stream: str, limit: int) -> tuple[LogEvent, ...]:
        """The newest events of one stream, the oldest of them first; raises `AwsError`.

        `NotFound` where there is no such group, or nothing was ever written to the stream.
        """
        got = await self._clients.ask(
            GET_LOG_EVENTS,
            _Events,
            f"read log group {_name(group)}",
            **_asked(group),
            logStreamName=stream,
            limit=limit,
            startFromHead=False,
        )
        for each in got.events:
            each.log_stream_name = stream
        return _records(got.events, _name(group))

    async def live_tail(
        self, groups: Sequence[str], *, streams: Sequence[str] = (), prefixes: Sequence[str] = (), pattern: str = ""
    ) -> AsyncGenerator[TailUpdate, None]:
        """A Live Tail session over at most 10 groups (names or ARNs); ``streams`` or ``prefixes`` only with one.

        Its first update, which is empty, says that it has begun; it ends after three hours. It is billed by the
        minute: closing the generator ends it at once. Raises `AwsError`: `Throttled` too where the account has all
        the sessions it may have, `Unreachable` where it breaks off.
        """
        doing = _DOING.format(", ".join(_name(group) for group in groups))
        asked: dict[str, object] = {"logGroupIdentifiers": [await self._arn(group) for group in groups]}
        asked |= {"logStreamNames": list(streams)} if streams else {}
        asked |= {"logStreamNamePrefixes": list(prefixes)} if prefixes else {}
        asked |= {"logEventFilterPattern": pattern} if pattern else {}
        following = self._clients.follow(START_LIVE_TAIL, doing, SILENCE, frozenset({_THREE_HOURS_ARE_OVER}), **asked)
        async with aclosing(following) as messages:
            async for message in messages:
                if update := _update(message, doing):
                    yield update

    def group_names(self, prefix: str) -> AsyncGenerator[tuple[str, ...], None]:
        """The names of the log groups that begin with ``prefix``, page by page; raises `AwsError`."""
        named = {"logGroupNamePrefix": prefix} if prefix else {}
        return self._clients.pages(DESCRIBE_LOG_GROUPS, _Groups, "list log groups", limit=GROUPS_PER_PAGE, **named)

    async def group(self, name: str) -> LogGroup:
        """A log group by its name; raises `AwsError`, `NotFound` where there is none."""
        doing = f"find log group {name}"
        # The name itself comes first among those that begin with it.
        said = await self._clients.ask(DESCRIBE_LOG_GROUPS, _Groups, doing, logGroupNamePrefix=name, limit=1)
        for each in said.log_groups:
            if each.log_group_name == name:
                return LogGroup(name=name, arn=each.arn.removesuffix(":*"), retention=each.retention_in_days)
        raise NotFound(doing, "it does not exist")

    async def resource_policies(self) -> tuple[str, ...]:
        """Names of the policies that let services write into log groups, 10 at most; raises `AwsError`."""
        doing = "list who may write into log groups"
        said = await self._clients.ask(DESCRIBE_RESOURCE_POLICIES, _Policies, doing)
        return tuple(each.policy_name for each in said.resource_policies)

    async def _pages(self, group: str, asked: dict[str, object]) -> AsyncGenerator[tuple[LogEvent, ...], None]:
        doing, name = f"read log group {_name(group)}", _name(group)
        token: str | None = None
        while True:
            more = {"nextToken": token} if token else {}
            got = await self._clients.ask(FILTER_LOG_EVENTS, _Events, doing, **asked, **more)
            if got.events:
                yield _records(got.events, name)
            if not got.next_token:
                return
            if got.next_token == token:
                raise Invalid(doing, "AWS sent the same page token twice")
            token = got.next_token

    async def _arn(self, group: str) -> str:
        """The ARN of a group, which is all that Live Tail takes."""
        if group.startswith("arn:"):
            return group.removesuffix(":*")
        if not self._arn_prefix:
            who = await self._sts.caller_identity()
            partition = who.arn.split(":")[1]
            self._arn_prefix = f"arn:{partition}:logs:{self._clients.origin.region}:{who.account}:log-group:"
        return self._arn_prefix + group


def _asked(group: str) -> dict[str, object]:
    arn = group.startswith("arn:")
    return {"logGroupIdentifier": group.removesuffix(":*")} if arn else {"logGroupName": group}


def _name(group: str) -> str:
    """The name of a group that is given by name, by ARN, or as ``account:name``."""
    if group.startswith("arn:"):
        return group.partition(":log-group:")[2].removesuffix(":*")
    return group.rpartition(":")[2]


def _records(events: Iterable[_Event], group: str) -> tuple[LogEvent, ...]:
    return tuple(_of(events, group))


def _of(events: Iterable[_Event], group: str) -> Iterator[LogEvent]:
    """Records that share their streams' names: a page has 10,000 events of a few dozen streams."""
    names: dict[str, str] = {}
    shared = names.setdefault
    for event in events:
        yield LogEvent(
            at=event.timestamp,
            stream=shared(event.log_stream_name, event.log_stream_name),
            message=event.message,
            event_id=event.event_id,
            ingested_at=event.ingestion_time,
            group=group or shared(event.log_group_identifier, _name(event.log_group_identifier)),
        )


def _update(message: Message, doing: str) -> TailUpdate | None:
    """The update in a message; None in one that says something else."""
    if message.name == "sessionStart":
        return TailUpdate()
    if message.name != "sessionUpdate":
        return None
    try:
        said = decoding.decode(message.payload, _Update)
    except ValueError as error:
        raise Unreachable(doing, "an update is not of AWS's shape") from error
    return TailUpdate(events=_records(said.session_results, ""), sampled=said.session_metadata.sampled)
