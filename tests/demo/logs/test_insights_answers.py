"""Logs Insights of the local AWS, as an ordinary SDK sees it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

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
    return int(datetime.fromisoformat(time).astimezone(UTC).timestamp())


@pytest.fixture
def group(logs: Any, request: pytest.FixtureRequest, now: int) -> Iterator[str]:
    name = f"/test/{request.node.name}".replace("[", "/").replace("]", "")[:200]
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="web/api/1")
    said = [{"timestamp": (now - at) * 1000, "message": f"line {at} of \x1b[2J 10"} for at in range(9, -1, -1)]
    logs.put_log_events(logGroupName=name, logStreamName="web/api/1", logEvents=said)
    yield name
    logs.delete_log_group(logGroupName=name)


def started(logs: Any, group: str, now: int, query: str = "stats count(*) as n", **asked: Any) -> str:
    asked = {"logGroupIdentifiers": [group], "startTime": now - 60, "endTime": now, **asked}
    return str(logs.start_query(queryString=query, **asked)["queryId"])


def results(logs: Any, query: str) -> Json:
    answer: Json = logs.get_query_results(queryId=query)
    raw = {name: member for name, member in answer.items() if name != "ResponseMetadata"}
    assert differences("logs", "GetQueryResults", raw) == []
    return answer


def refused(ask: Callable[..., object], **asked: object) -> Json:
    with pytest.raises(ClientError) as caught:
        ask(**asked)
    response: Json = caught.value.response
    return response


def test_a_query_goes_on_as_the_clock_is_pushed(own_local_aws: LocalAws, logs: Any, group: str, now: int) -> None:
    query = started(logs, group, now)
    assert results(logs, query)["status"] in ("Scheduled", "Running")
    own_local_aws.advance(60)
    done = results(logs, query)
    assert done["status"] == "Complete"
    assert done["results"] == [[{"field": "n", "value": "10"}]]
    assert done["statistics"] == {
        "recordsMatched": 10.0, "recordsScanned": 10.0, "bytesScanned": 10 * (len("line 1 of \x1b[2J 10") + 26.0),
        "estimatedRecordsSkipped": 0.0, "estimatedBytesSkipped": 0.0, "logGroupsScanned": 1.0,
    }  # fmt: skip


def test_only_the_range_is_scanned_both_ends_included(own_local_aws: LocalAws, logs: Any, group: str, now: int) -> None:
    query = started(logs, group, now, startTime=now - 5, endTime=now - 3)
    own_local_aws.advance(60)
    assert results(logs, query)["results"] == [[{"field": "n", "value": "3"}]]


def test_results_come_in_pages(own_local_aws: LocalAws, logs: Any, group: str, now: int) -> None:
    query = started(logs, group, now, "fields @message", limit=7)
    own_local_aws.advance(60)
    first = logs.get_query_results(queryId=query, maxItems=5)
    second = logs.get_query_results(queryId=query, maxItems=5, nextToken=first["nextToken"])
    assert [len(first["results"]), len(second["results"])] == [5, 2]
    assert "nextToken" not in second


def test_a_query_is_stopped_once(logs: Any, group: str, now: int) -> None:
    query = started(logs, group, now)
    assert logs.stop_query(queryId=query)["success"] is True
    assert results(logs, query)["status"] == "Cancelled"
    assert refused(logs.stop_query, queryId=query)["Error"]["Code"] == "InvalidParameterException"


def test_a_malformed_query_is_told_with_its_place(logs: Any, group: str, now: int) -> None:
    said = refused(
        logs.start_query, logGroupName=group, startTime=now - 60, endTime=now, queryString="fields a | filtr b"
    )
    assert said["Error"]["Code"] == "MalformedQueryException"
    assert said["queryCompileError"] == {
        "location": {"startCharOffset": 11, "endCharOffset": 16},
        "message": "unexpected symbol found filtr at line 1 and position 11",
    }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"logGroupNames": ["/a"], "logGroupName": "/a"}, "InvalidParameterException"),
        ({}, "InvalidParameterException"),
        ({"logGroupNames": [f"/{number}" for number in range(51)]}, "InvalidParameterException"),
        ({"logGroupName": "/nowhere"}, "ResourceNotFoundException"),
        ({"logGroupName": "/nowhere", "queryLanguage": "SQL"}, "InvalidParameterException"),
    ],
)
def test_what_aws_refuses_is_refused(logs: Any, now: int, asked: Json, code: str) -> None:
    said = refused(logs.start_query, startTime=now - 60, endTime=now, queryString="limit 1", **asked)
    assert said["Error"]["Code"] == code


def test_a_query_that_is_not_known(logs: Any) -> None:
    for ask in (logs.get_query_results, logs.stop_query):
        assert refused(ask, queryId="nobody")["Error"]["Code"] == "ResourceNotFoundException"


def test_faults_strike_queries_too(own_local_aws: LocalAws, logs: Any, group: str, now: int) -> None:
    own_local_aws.fault("access_denied", service="logs", operation="StartQuery")
    said = refused(logs.start_query, logGroupName=group, startTime=now - 60, endTime=now, queryString="limit 1")
    assert "not authorized to perform: logs:StartQuery" in said["Error"]["Message"]
    own_local_aws.clear_faults()
    own_local_aws.fault("limit_exceeded", service="logs", operation="StartQuery")
    said = refused(logs.start_query, logGroupName=group, startTime=now - 60, endTime=now, queryString="limit 1")
    assert said["Error"]["Code"] == "LimitExceededException"
