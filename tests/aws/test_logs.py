"""Reading logs, from an AWS that answers as it is told to."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.fargate.errors import Invalid, NotFound, Unreachable
from fargate_tui.fargate.logs.records import LogEvent
from tests.aws.conftest import Reply, ScriptedAws

Page = dict[str, Any]


def page(*messages: str, token: str | None = None) -> Page:
    events = [
        {"logStreamName": "a/web/1", "timestamp": at, "message": message, "ingestionTime": at + 5, "eventId": str(at)}
        for at, message in enumerate(messages)
    ]
    answer: Page = {"events": events, "searchedLogStreams": []}
    return answer | ({"nextToken": token} if token else {})


async def read(aws: Aws, **chosen: Any) -> list[Sequence[LogEvent]]:
    return [events async for events in aws.logs().filter_events("/ecs/a", **{"start": 7, **chosen})]


def messages(pages: list[Sequence[LogEvent]]) -> list[list[str]]:
    return [[event.message for event in events] for events in pages]


async def test_every_page_is_read_and_empty_ones_are_skipped(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page(token="1"), page("one", token="2"), page(token="3"), page("two", "three"))

    assert messages(await read(aws)) == [["one"], ["two", "three"]]
    assert [asked.get("nextToken") for _, asked in scripted.asked] == [None, "1", "2", "3"]


async def test_events_become_records(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page("zero", "one"))

    ((_, event),) = await read(aws)

    assert event == LogEvent(at=1, stream="a/web/1", message="one", event_id="1", ingested_at=6, group="/ecs/a")


async def test_events_of_one_stream_share_its_name(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page("zero", "one"))

    ((first, second),) = await read(aws)

    assert first.stream is second.stream


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {}),
        ({"end": 9}, {"endTime": 9}),
        ({"end": 0}, {"endTime": 0}),
        ({"prefix": "a/web/"}, {"logStreamNamePrefix": "a/web/"}),
        ({"streams": ["a/web/1"]}, {"logStreamNames": ["a/web/1"]}),
        ({"pattern": "ERROR"}, {"filterPattern": "ERROR"}),
    ],
)
async def test_what_is_asked(aws: Aws, scripted: ScriptedAws, chosen: dict[str, Any], expected: Page) -> None:
    scripted.on("FilterLogEvents", page())

    assert await read(aws, **chosen) == []
    assert scripted.asked == [("FilterLogEvents", {"logGroupName": "/ecs/a", "startTime": 7, **expected})]


async def test_a_group_may_be_named_by_its_arn(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page("one"))
    arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/a"

    pages = [events async for events in aws.logs().filter_events(f"{arn}:*", start=0)]

    assert scripted.asked == [("FilterLogEvents", {"logGroupIdentifier": arn, "startTime": 0})]
    assert pages[0][0].group == "/ecs/a"


async def test_more_streams_than_fit_into_a_call(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page("one", token="1"), page("two"), page("three"))
    streams = [f"a/web/{number}" for number in range(130)]

    assert messages(await read(aws, streams=streams)) == [["one"], ["two"], ["three"]]
    assert [asked["logStreamNames"] for _, asked in scripted.asked] == [streams[:100], streams[:100], streams[100:]]


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        (b'"caf\xe9 \xff"', "caf� �"),
        (b'"half \\ud800 of it"', "half � of it"),
        (b'"half \\ud800\\u0041"', "half �A"),
        (b'"raw \x01\x1b[2J control"', "raw \x01\x1b[2J control"),
        (b'"whole \\ud83d\\ude00"', "whole \U0001f600"),
        (b'"nul \\u0000 nul"', "nul \x00 nul"),
    ],
)
async def test_text_that_is_no_text_never_raises(aws: Aws, scripted: ScriptedAws, raw: bytes, read_as: str) -> None:
    body = json.dumps(page("MESSAGE", "after")).encode().replace(b'"MESSAGE"', raw)
    scripted.on("FilterLogEvents", Reply(body))

    assert messages(await read(aws)) == [[read_as, "after"]]


async def test_a_page_that_is_cut_off_is_asked_for_again(aws: Aws, scripted: ScriptedAws) -> None:
    whole = json.dumps(page("one")).encode()
    scripted.on("FilterLogEvents", Reply(whole[:-9]), page("one"))

    assert messages(await read(aws)) == [["one"]]
    assert scripted.times("FilterLogEvents") == 2


async def test_a_group_that_is_gone_and_a_token_that_comes_twice(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on(
        "FilterLogEvents", scripted.error("ResourceNotFoundException", "The specified log group does not exist.")
    )
    with pytest.raises(NotFound, match=r"^cannot read log group /ecs/a: the specified log group does not exist$"):
        await read(aws)

    scripted.on("FilterLogEvents", page(token="1"))
    with pytest.raises(Invalid, match="AWS sent the same page token twice"):
        await read(aws)


async def test_groups_are_found_by_the_beginning_of_their_names(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on(
        "DescribeLogGroups",
        {"logGroups": [{"logGroupName": "/ecs/a"}], "nextToken": "1"},
        {"logGroups": [{"logGroupName": "/ecs/b"}, {"logGroupName": "/ecs/c"}]},
    )

    assert [names async for names in aws.logs().group_names("/ecs/")] == [("/ecs/a",), ("/ecs/b", "/ecs/c")]
    assert scripted.asked[1][1] == {"limit": 50, "logGroupNamePrefix": "/ecs/", "nextToken": "1"}


async def test_logs_of_another_region_are_asked_there(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", page())

    _ = [events async for events in aws.logs("us-west-2").filter_events("/ecs/a", start=0)]
    _ = [events async for events in aws.logs("eu-west-1").filter_events("/ecs/a", start=0)]

    regions = [headers["Authorization"].split("/")[2] for headers in scripted.headers]
    assert regions == ["us-west-2", "eu-west-1"]
    assert aws.logs("us-west-2") is aws.logs("us-west-2")
    assert aws.logs() is aws.logs("eu-west-1")
    assert aws.calls.per_minute() == 2


async def test_a_lost_connection(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("FilterLogEvents", scripted.reply(drop=True))

    with pytest.raises(Unreachable, match=r"^cannot read log group /ecs/a: "):
        await read(aws)
