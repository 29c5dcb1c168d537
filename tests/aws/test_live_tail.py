"""Following logs live, from an AWS that streams what it is told to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web

from fargate_tui.aws import logs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.demo.logs.event_stream import event, exception
from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate

ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:"
CALLER = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn>"
    b"<UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
DENIED = "User: arn:aws:iam::1:user/me is not authorized to perform: logs:StartLiveTail on resource: x"
BEGUN = (event("initial-response", {}), event("sessionStart", {"sessionId": "s"}))


def update(*messages: str, sampled: bool = False) -> bytes:
    results = [
        {"logStreamName": "a/web/1", "logGroupIdentifier": "123456789012:/ecs/a", "message": message,
         "timestamp": at, "ingestionTime": at + 5}
        for at, message in enumerate(messages)
    ]  # fmt: skip
    return event("sessionUpdate", {"sessionMetadata": {"sampled": sampled}, "sessionResults": results})


@dataclass
class StreamingAws:
    """Streams frames, then holds the connection until it is told to let go or the client hangs up."""

    url: str = ""
    frames: tuple[bytes, ...] = BEGUN
    refusal: tuple[int, str, str] | None = None
    cut: bool = False
    """Hang up after the frames, in the middle of the body."""
    hold: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)
    identities: int = 0
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if "X-Amz-Target" not in request.headers:
            self.identities += 1
            return web.Response(body=CALLER, content_type="text/xml")
        self.asked.append(msgspec.json.decode(body))
        if self.refusal:
            status, code, message = self.refusal
            return web.json_response({"__type": code, "message": message}, status=status)
        response = web.StreamResponse(headers={"Content-Type": "application/vnd.amazon.eventstream"})
        await response.prepare(request)
        for frame in self.frames:
            await response.write(frame)
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
        elif self.hold:
            try:
                await asyncio.Event().wait()
            finally:
                self.hung_up.set()
        return response


@pytest.fixture
async def streaming(bare_machine: Path) -> AsyncIterator[StreamingAws]:
    aws = StreamingAws()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", aws.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    aws.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield aws
    await runner.cleanup()


@pytest.fixture
async def aws(streaming: StreamingAws, monkeypatch: pytest.MonkeyPatch, no_pause: None) -> AsyncIterator[Aws]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    connected = await connect(ConnectionSettings(region="eu-west-1", endpoint_url=streaming.url))
    yield connected
    await connected.close()


async def heard(aws: Aws) -> list[TailUpdate]:
    async with aclosing(aws.logs().live_tail(["/ecs/a"])) as tail:
        return [update async for update in tail]


async def test_a_session_begins_says_what_arrives_and_ends_with_its_time(aws: Aws, streaming: StreamingAws) -> None:
    over = exception("SessionTimeoutException", "three hours")
    streaming.frames = (*BEGUN, update("one", "two"), update(), update("three", sampled=True), over)

    updates = await heard(aws)

    assert [[line.message for line in one.events] for one in updates] == [[], ["one", "two"], [], ["three"]]
    assert [one.sampled for one in updates] == [False, False, False, True]
    assert updates[1].events[1] == LogEvent(at=1, stream="a/web/1", message="two", ingested_at=6, group="/ecs/a")


async def test_what_is_asked_and_who_asks_is_looked_up_once(aws: Aws, streaming: StreamingAws) -> None:
    streaming.frames = (*BEGUN, exception("SessionTimeoutException", ""))

    for groups in (["/ecs/a", f"{ARN}/ecs/b:*"], ["/ecs/c"]):
        _ = [one async for one in aws.logs().live_tail(groups, pattern="ERROR")]
    _ = [one async for one in aws.logs().live_tail(["/ecs/a"], streams=["s"])]
    _ = [one async for one in aws.logs().live_tail(["/ecs/a"], prefixes=["p/"])]

    assert streaming.asked == [
        {"logGroupIdentifiers": [f"{ARN}/ecs/a", f"{ARN}/ecs/b"], "logEventFilterPattern": "ERROR"},
        {"logGroupIdentifiers": [f"{ARN}/ecs/c"], "logEventFilterPattern": "ERROR"},
        {"logGroupIdentifiers": [f"{ARN}/ecs/a"], "logStreamNames": ["s"]},
        {"logGroupIdentifiers": [f"{ARN}/ecs/a"], "logStreamNamePrefixes": ["p/"]},
    ]
    assert streaming.identities == 1


async def test_closing_the_tail_hangs_up_at_once(aws: Aws, streaming: StreamingAws) -> None:
    async with aclosing(aws.logs().live_tail(["/ecs/a"])) as tail:
        assert await anext(tail) == TailUpdate()
        assert not streaming.hung_up.is_set()

    await asyncio.wait_for(streaming.hung_up.wait(), 10)


async def test_cancelling_whoever_follows_hangs_up_at_once(aws: Aws, streaming: StreamingAws) -> None:
    begun = asyncio.Event()

    async def follow() -> None:
        async with aclosing(aws.logs().live_tail(["/ecs/a"])) as tail:
            async for _ in tail:
                begun.set()

    following = asyncio.create_task(follow())
    await begun.wait()
    following.cancel()

    await asyncio.wait_for(streaming.hung_up.wait(), 10)
    assert (await asyncio.gather(following, return_exceptions=True))[0].__class__ is asyncio.CancelledError


async def test_a_connection_that_breaks_off_in_mid_stream(aws: Aws, streaming: StreamingAws) -> None:
    streaming.frames, streaming.cut = (*BEGUN, update("one")), True

    with pytest.raises(Unreachable, match=r"^cannot follow /ecs/a live: AWS closed the connection before the answer"):
        await heard(aws)


async def test_a_session_that_ends_without_a_word_is_lost(aws: Aws, streaming: StreamingAws) -> None:
    streaming.hold = False

    with pytest.raises(Unreachable, match=r"^cannot follow /ecs/a live: AWS closed the connection$"):
        await heard(aws)


async def test_silence_is_no_session(aws: Aws, streaming: StreamingAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "SILENCE", 0.01)

    with pytest.raises(Unreachable, match=r"^cannot follow /ecs/a live: nothing came for 0.01 seconds$"):
        await heard(aws)
    await asyncio.wait_for(streaming.hung_up.wait(), 10)


@pytest.mark.parametrize(
    "broken",
    [
        lambda frame: frame[:-1] + bytes([frame[-1] ^ 1]),
        lambda frame: frame[:9] + b"\xff" + frame[10:],
        lambda frame: b"<html><body>log in</body></html>" * 4,
    ],
)
async def test_frames_that_are_none(aws: Aws, streaming: StreamingAws, broken: Callable[[bytes], bytes]) -> None:
    streaming.frames = (*BEGUN, broken(update("one")))

    with pytest.raises(Unreachable, match=r"^cannot follow /ecs/a live: the answer was cut off or is not AWS's"):
        await heard(aws)


async def test_an_update_of_another_shape(aws: Aws, streaming: StreamingAws) -> None:
    streaming.frames = (*BEGUN, event("sessionUpdate", {"sessionResults": 7}))

    with pytest.raises(Unreachable, match=r"^cannot follow /ecs/a live: an update is not of AWS's shape"):
        await heard(aws)


async def test_text_that_is_no_text_and_news_of_later_years(aws: Aws, streaming: StreamingAws) -> None:
    bad = msgspec.Raw(b'{"sessionResults":[{"message":"half \\ud800"}]}')
    over = exception("SessionTimeoutException", "")
    streaming.frames = (*BEGUN, event("sessionPaused", {}), event("sessionUpdate", bad), over)

    (_, said) = await heard(aws)

    assert [one.message for one in said.events] == ["half �"]


@pytest.mark.parametrize(
    ("status", "code", "message", "kind", "why"),
    [
        (400, "AccessDeniedException", DENIED, NotAllowed, "logs:StartLiveTail is not allowed for me"),
        (400, "LimitExceededException", "Too many sessions.", Throttled, "too many sessions"),
        (400, "ResourceNotFoundException", "No group.", NotFound, "no group"),
        (400, "InvalidOperationException", "Not of this class.", Invalid, "not of this class"),
        (500, "ServiceUnavailableException", "Later.", Unreachable, "AWS has a fault of its own: later"),
    ],
)
async def test_a_session_that_is_refused(
    aws: Aws, streaming: StreamingAws, status: int, code: str, message: str, kind: type[AwsError], why: str
) -> None:
    streaming.refusal = status, code, message

    with pytest.raises(kind) as caught:
        await heard(aws)

    assert str(caught.value) == f"cannot follow /ecs/a live: {why}"


async def test_a_session_that_fails(aws: Aws, streaming: StreamingAws) -> None:
    streaming.frames = (*BEGUN, exception("SessionStreamingException", "An unknown error."))

    with pytest.raises(Unreachable, match="AWS has a fault of its own: an unknown error"):
        await heard(aws)


async def test_every_session_is_counted(aws: Aws, streaming: StreamingAws) -> None:
    streaming.frames = (*BEGUN, exception("SessionTimeoutException", ""))

    await heard(aws)

    told = {each.name: each.billed for each in aws.calls.by_operation()}
    assert told["GetCallerIdentity"] is None
    assert told["StartLiveTail"] is not None
    counted = {each.bucket: each.calls for each in aws.calls.by_operation()}
    assert counted == {"sts read": 1, "live tail": 1}
