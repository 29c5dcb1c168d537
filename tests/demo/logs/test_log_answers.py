"""CloudWatch Logs of the local AWS, as an ordinary SDK sees it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from tests.demo.shapes import differences
from tests.local_aws import LocalAws

Json = dict[str, Any]


@pytest.fixture
def logs(own_local_aws: LocalAws) -> Any:
    return own_local_aws.client("logs")


@pytest.fixture
def now(own_local_aws: LocalAws) -> int:
    time: str = own_local_aws.control("clock")["now"]
    return round(datetime.fromisoformat(time).astimezone(UTC).timestamp() * 1000)


@pytest.fixture
def group(logs: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"/test/{request.node.name}".replace("[", "/").replace("]", "")[:200]
    logs.create_log_group(logGroupName=name)
    yield name
    logs.delete_log_group(logGroupName=name)


def put(logs: Any, group: str, stream: str, events: list[tuple[int, str]]) -> None:
    logs.create_log_stream(logGroupName=group, logStreamName=stream)
    written = [{"timestamp": at, "message": message} for at, message in events]
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=written)


def shaped(operation: str, answer: Json) -> Json:
    """The answer, held against botocore's shape."""
    raw = {name: member for name, member in answer.items() if name != "ResponseMetadata"}
    assert differences("logs", operation, raw) == []
    return answer


def all_pages(ask: Callable[..., Json], **asked: object) -> list[Json]:
    pages = [ask(**asked)]
    while token := pages[-1].get("nextToken"):
        pages.append(ask(**asked, nextToken=token))
    return pages


def refused(ask: Callable[..., object], **asked: object) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        ask(**asked)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_pages_of_several_streams_hold_every_event_once_in_order_of_time(logs: Any, group: str, now: int) -> None:
    for stream in range(5):
        put(logs, group, f"p/{stream}", [(now + at // 3, f"{stream} {at}") for at in range(100)])
    pages = all_pages(logs.filter_log_events, logGroupName=group, limit=77)
    found = [event for page in pages for event in shaped("FilterLogEvents", page)["events"]]
    assert [len(page["events"]) for page in pages] == [77] * 6 + [38]
    assert sorted(event["message"] for event in found) == sorted(f"{s} {at}" for s in range(5) for at in range(100))
    assert [event["timestamp"] for event in found] == sorted(event["timestamp"] for event in found)
    assert len({event["eventId"] for event in found}) == 500
    newest_first = all_pages(logs.filter_log_events, logGroupName=group, limit=77, startTime=now, startFromHead=False)
    assert [event for page in newest_first for event in page["events"]] == found[::-1]


def test_a_pattern_that_seldom_matches_has_empty_pages(logs: Any, group: str, now: int) -> None:
    events = [(now + at, "needle" if at == 14_000 else "hay") for at in range(15_000)]
    put(logs, group, "p/1", events[:10_000])
    logs.put_log_events(
        logGroupName=group,
        logStreamName="p/1",
        logEvents=[{"timestamp": at, "message": message} for at, message in events[10_000:]],
    )
    pages = all_pages(logs.filter_log_events, logGroupName=group, filterPattern="needle")
    assert [len(page["events"]) for page in pages] == [0, 1]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {"a/web/1", "a/web/2", "b/web/1"}),
        ({"logStreamNamePrefix": "a/web/"}, {"a/web/1", "a/web/2"}),
        ({"logStreamNames": ["a/web/2", "b/web/1"]}, {"a/web/2", "b/web/1"}),
        ({"startTime": 10}, {"a/web/2", "b/web/1"}),
        ({"endTime": 10}, {"a/web/1", "a/web/2"}),
        ({"filterPattern": "one"}, {"a/web/1"}),
    ],
)
def test_events_are_chosen(logs: Any, group: str, now: int, chosen: dict[str, Any], expected: set[str]) -> None:
    for stream, at, message in (("a/web/1", 0, "one"), ("a/web/2", 10, "two"), ("b/web/1", 20, "three")):
        put(logs, group, stream, [(now + at, message)])
    times = {name: now + value for name, value in chosen.items() if name.endswith("Time")}
    (page,) = all_pages(logs.filter_log_events, logGroupName=group, **chosen | times)
    assert {event["logStreamName"] for event in page["events"]} == expected


def test_one_stream_is_read_forwards_and_backwards(logs: Any, group: str, now: int) -> None:
    put(logs, group, "p/1", [(now, f"{at}") for at in range(10)])

    def ask(**asked: object) -> Json:
        return shaped("GetLogEvents", logs.get_log_events(logGroupName=group, logStreamName="p/1", limit=4, **asked))

    def said(answer: Json) -> str:
        return "".join(event["message"] for event in answer["events"])

    newest = ask()
    older = ask(nextToken=newest["nextBackwardToken"])
    oldest = ask(nextToken=older["nextBackwardToken"])
    assert [said(one) for one in (newest, older, oldest)] == ["6789", "2345", "01"]
    first = ask(startFromHead=True)
    assert said(first) == "0123"
    end = ask(nextToken=newest["nextForwardToken"], startFromHead=True)
    assert (said(end), end["nextForwardToken"]) == ("", newest["nextForwardToken"])
    logs.put_log_events(logGroupName=group, logStreamName="p/1", logEvents=[{"timestamp": now + 1, "message": "new"}])
    assert said(ask(nextToken=end["nextForwardToken"], startFromHead=True)) == "new"


def test_streams_are_described(logs: Any, group: str, now: int) -> None:
    for number in range(60):
        put(logs, group, f"p/{number:02}", [(now - number, "x")])
    by_name = all_pages(logs.describe_log_streams, logGroupName=group)
    assert [len(shaped("DescribeLogStreams", page)["logStreams"]) for page in by_name] == [50, 10]
    newest = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True, limit=2)
    assert [stream["logStreamName"] for stream in newest["logStreams"]] == ["p/00", "p/01"]
    assert newest["logStreams"][0]["lastEventTimestamp"] == now


def test_hostile_messages_come_back_as_they_were(logs: Any, group: str, now: int) -> None:
    hostile = ["\x1b[2J\x00\u202e[bold]", "x" * 300_000, "\U0001f468‍\U0001f469"]
    put(logs, group, "p/1", [(now, message) for message in hostile])
    (page,) = all_pages(logs.filter_log_events, logGroupName=group)
    assert [event["message"] for event in page["events"]] == hostile


def test_what_is_not_there_is_refused_in_awss_words(logs: Any, group: str) -> None:
    missing = ("ResourceNotFoundException", "The specified log group does not exist.")
    no_stream = ("ResourceNotFoundException", "The specified log stream does not exist.")
    assert refused(logs.filter_log_events, logGroupName="/nope") == missing
    assert refused(logs.describe_log_streams, logGroupName="/nope") == missing
    assert refused(logs.get_log_events, logGroupName=group, logStreamName="nope") == no_stream
    written = [{"timestamp": 1, "message": "x"}]
    assert refused(logs.put_log_events, logGroupName=group, logStreamName="nope", logEvents=written) == no_stream
    assert refused(logs.delete_log_stream, logGroupName=group, logStreamName="nope") == no_stream


@pytest.mark.parametrize(
    "asked",
    [
        {"logStreamNames": ["a"], "logStreamNamePrefix": "b"},
        {"limit": 10_001},
        {"startTime": 10, "endTime": 9},
        {"startFromHead": False},
        {"filterPattern": "{ nonsense }"},
        {"nextToken": "nonsense"},
    ],
)
def test_what_aws_refuses_is_refused(logs: Any, group: str, asked: dict[str, Any]) -> None:
    assert refused(logs.filter_log_events, logGroupName=group, **asked)[0] in {
        "InvalidParameterException", "ParamValidationError",
    }  # fmt: skip


def test_streams_come_and_go(logs: Any, group: str) -> None:
    logs.create_log_stream(logGroupName=group, logStreamName="p/1")
    again = refused(logs.create_log_stream, logGroupName=group, logStreamName="p/1")
    assert again[0] == "ResourceAlreadyExistsException"
    logs.delete_log_stream(logGroupName=group, logStreamName="p/1")
    assert logs.describe_log_streams(logGroupName=group)["logStreams"] == []


def test_services_speak_in_their_own_manner(local_aws: LocalAws) -> None:
    def said(service: str) -> list[str]:
        events = local_aws.client("logs").filter_log_events(logGroupName=f"/ecs/{service}")["events"]
        return [event["message"] for event in events]

    checkout = [msgspec.json.decode(line) for line in said("checkout-api")]
    assert {line["level"] for line in checkout} >= {"info", "warn", "error"}
    assert any("request_id" in line for line in checkout)
    search = said("search")
    assert any(line.startswith("Caused by: java.net") for line in search)
    at = search.index("Caused by: java.net.SocketTimeoutException: Read timed out")
    assert search[at - 1].startswith("\tat ")
    assert "Traceback (most recent call last):" in said("accounts")
    assert any("\x1b[" in line for line in said("storefront"))
    assert any(line.startswith("level=info svc=email-sender") for line in said("email-sender"))
