"""StartLiveTail of the local AWS, as an ordinary SDK sees it: a true event stream."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from botocore.session import Session
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import HTTPError

from fargate_tui.demo.logs.event_stream import event
from tests.demo.shapes import differences
from tests.local_aws import ACCESS_KEY, REGION, SECRET_KEY, LocalAws

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:"
Json = dict[str, Any]


@pytest.fixture
def logs(own_local_aws: LocalAws) -> Iterator[Any]:
    """A client that takes the endpoint as it is, as one has to on the loopback."""
    client = Session().create_client(
        "logs",
        endpoint_url=own_local_aws.url,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()


@pytest.fixture
def group(logs: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"/live/{request.node.name}".replace("[", "/").replace("]", "")
    logs.create_log_group(logGroupName=name)
    for stream in ("a/web/1", "b/web/1"):
        logs.create_log_stream(logGroupName=name, logStreamName=stream)
    yield name
    logs.delete_log_group(logGroupName=name)


class Tail:
    """A session whose seconds are pushed."""

    def __init__(self, aws: LocalAws, logs: Any, *groups: str, **asked: object) -> None:
        self._aws = aws
        self._logs = logs
        self._now = 0
        named = [ARN + group for group in groups]
        self._stream = logs.start_live_tail(logGroupIdentifiers=named, **asked)["responseStream"]
        self._events = iter(self._stream)
        (self.started,) = [member for name, member in next(self._events).items() if name == "sessionStart"]

    def put(self, group: str, stream: str, *messages: str) -> None:
        lines = [{"timestamp": 1_795_400_000_000 + at, "message": message} for at, message in enumerate(messages)]
        self._logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=lines)

    def update(self) -> Json:
        """Push the clock by a second, and read what is said then."""
        self._aws.advance(1)
        said: Json = next(self._events)
        assert differences("logs", "StartLiveTail", {"responseStream": said}) == []
        update: Json = said["sessionUpdate"]
        return update

    def heard(self) -> list[str]:
        """What is said next: the world's seconds bring empty updates in between."""
        while not (update := self.update())["sessionResults"]:
            pass
        return [result["message"] for result in update["sessionResults"]]

    def close(self) -> None:
        self._stream.close()


@pytest.fixture
def tail(own_local_aws: LocalAws, logs: Any, group: str) -> Iterator[Tail]:
    opened = Tail(own_local_aws, logs, group)
    yield opened
    opened.close()


def test_a_session_says_what_it_was_asked_and_then_what_arrives(tail: Tail, group: str) -> None:
    assert tail.started["logGroupIdentifiers"] == [f"123456789012:{group}"]
    assert tail.update() == {"sessionMetadata": {"sampled": False}, "sessionResults": []}
    tail.put(group, "a/web/1", "one", "two")
    assert tail.heard() == ["one", "two"]
    tail.put(group, "b/web/1", "three")
    assert tail.heard() == ["three"]


def test_more_than_500_lines_of_a_second_are_sampled(tail: Tail, group: str) -> None:
    tail.put(group, "a/web/1", *(str(number) for number in range(1_200)))
    while not (update := tail.update())["sessionResults"]:
        pass
    numbers = [int(result["message"]) for result in update["sessionResults"]]
    assert update["sessionMetadata"]["sampled"] is True
    assert len(numbers) == 500
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"logStreamNames": ["b/web/1"]}, ["b wanted", "b other"]),
        ({"logStreamNamePrefixes": ["a/"]}, ["a wanted", "a other"]),
        ({"logEventFilterPattern": "wanted"}, ["a wanted", "b wanted"]),
    ],
)
def test_streams_and_lines_are_chosen(
    own_local_aws: LocalAws, logs: Any, group: str, asked: dict[str, Any], expected: list[str]
) -> None:
    tail = Tail(own_local_aws, logs, group, **asked)
    for stream in ("a", "b"):
        tail.put(group, f"{stream}/web/1", f"{stream} wanted", f"{stream} other")
    heard: list[str] = []
    while len(heard) < len(expected):
        heard += tail.heard()
    assert heard == expected
    tail.close()


def test_a_session_ends_after_three_hours(own_local_aws: LocalAws, tail: Tail) -> None:
    own_local_aws.advance(3 * 3600)
    with pytest.raises(EventStreamError, match=r"SessionTimeoutException.*maximum duration"):
        tail.heard()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("session_timeout", "SessionTimeoutException"), ("session_streaming_failure", "SessionStreamingException")],
)
def test_a_session_ends_on_order(own_local_aws: LocalAws, tail: Tail, kind: str, code: str) -> None:
    own_local_aws.fault(kind, operation="StartLiveTail", count=1)
    with pytest.raises(EventStreamError, match=code):
        tail.heard()


def test_a_connection_is_cut_in_mid_stream_on_order(own_local_aws: LocalAws, tail: Tail) -> None:
    tail.update()
    own_local_aws.fault("dropped_connection", operation="StartLiveTail", count=1)
    with pytest.raises(HTTPError):
        tail.heard()


def test_what_ends_sessions_refuses_none(own_local_aws: LocalAws, logs: Any, group: str) -> None:
    own_local_aws.fault("session_timeout", operation="StartLiveTail")
    tail = Tail(own_local_aws, logs, group)
    with pytest.raises(EventStreamError, match="SessionTimeoutException"):
        tail.heard()
    tail.close()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("access_denied", "AccessDeniedException"),
        ("limit_exceeded", "LimitExceededException"),
        ("invalid_operation", "InvalidOperationException"),
        ("throttling", "ThrottlingException"),
    ],
)
def test_a_session_is_refused_on_order(own_local_aws: LocalAws, logs: Any, group: str, kind: str, code: str) -> None:
    own_local_aws.fault(kind, operation="StartLiveTail")
    with pytest.raises(ClientError, match=code):
        logs.start_live_tail(logGroupIdentifiers=[ARN + group])


@pytest.mark.parametrize(
    "asked",
    [
        {"logGroupIdentifiers": ["/name/not/arn"]},
        {"logGroupIdentifiers": [f"{ARN}x:*"]},
        {"logGroupIdentifiers": [f"{ARN}{number}" for number in range(11)]},
        {"logGroupIdentifiers": [f"{ARN}1", f"{ARN}2"], "logStreamNames": ["a"]},
        {"logGroupIdentifiers": [f"{ARN}1"], "logStreamNames": ["a"], "logStreamNamePrefixes": ["b"]},
        {"logGroupIdentifiers": [f"{ARN}1"], "logEventFilterPattern": "{ nonsense }"},
    ],
)
def test_what_aws_refuses_is_refused(own_local_aws: LocalAws, asked: dict[str, Any]) -> None:
    status, body = own_local_aws.raw("logs", "Logs_20140328.StartLiveTail", asked)
    assert (status, body["__type"]) == (400, "InvalidParameterException")


def test_a_group_that_is_not_there(logs: Any) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.start_live_tail(logGroupIdentifiers=[f"{ARN}/nope"])


def test_an_account_has_15_sessions_and_those_hung_up_do_not_count(
    own_local_aws: LocalAws, logs: Any, group: str
) -> None:
    tails = [Tail(own_local_aws, logs, group) for _ in range(15 - own_local_aws.control()["live_tail_sessions"])]
    with pytest.raises(ClientError, match="LimitExceededException"):
        logs.start_live_tail(logGroupIdentifiers=[ARN + group])
    for tail in tails:
        tail.close()
    while own_local_aws.control()["live_tail_sessions"]:
        own_local_aws.advance(1)
    Tail(own_local_aws, logs, group).close()


@given(st.text(max_size=200))
def test_botocore_reads_our_frames(message: str) -> None:
    from botocore.eventstream import EventStreamBuffer

    buffer = EventStreamBuffer()
    buffer.add_data(event("sessionUpdate", {"message": message}) * 2)
    first, second = list(buffer)
    assert first.headers == second.headers
    assert first.headers[":event-type"] == "sessionUpdate"
    assert first.payload == second.payload
