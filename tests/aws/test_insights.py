"""Running queries, from an AWS that answers as it is told to."""

from datetime import UTC, datetime

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.fargate.errors import Invalid, MalformedQuery, NotAllowed, NotFound, Throttled
from fargate_tui.fargate.logs.insights import QueryResults, QueryRow, QueryStatistics
from tests.aws.conftest import Reply, ScriptedAws

START, END = datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


async def start(aws: Aws, query: str = "limit 1") -> str:
    return await aws.insights().start(["/ecs/a", "arn:aws:logs:eu-west-1:1:log-group:/ecs/b:*"], query, START, END)


async def test_a_query_is_started_over_names_and_arns(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("StartQuery", {"queryId": "q-1"})

    assert await start(aws, "fields @message") == "q-1"
    assert scripted.asked == [
        (
            "StartQuery",
            {
                "logGroupIdentifiers": ["/ecs/a", "arn:aws:logs:eu-west-1:1:log-group:/ecs/b"],
                "queryString": "fields @message",
                "startTime": int(START.timestamp()),
                "endTime": int(END.timestamp()),
                "limit": 10_000,
            },
        )
    ]


async def test_results_become_records_with_the_pointer_apart(aws: Aws, scripted: ScriptedAws) -> None:
    row = [{"field": "@message", "value": "hallo \x1b[2J"}, {"field": "x"}, {"field": "@ptr", "value": "p"}]
    statistics = {"recordsMatched": 1.0, "recordsScanned": 20.0, "bytesScanned": 999.0, "logGroupsScanned": 2.0}
    scripted.on("GetQueryResults", {"status": "Running", "results": [row, []], "statistics": statistics})

    found = await aws.insights().results("q-1")

    assert found == QueryResults(
        status="Running",
        rows=(
            QueryRow(number=0, fields=(("@message", "hallo \x1b[2J"), ("x", "")), ptr="p"),
            QueryRow(number=1),
        ),
        statistics=QueryStatistics(records_matched=1, records_scanned=20, bytes_scanned=999, log_groups_scanned=2),
    )
    assert not found.is_over


async def test_each_byte_that_is_scanned_is_billed_once(aws: Aws, scripted: ScriptedAws) -> None:
    for query, scanned in (("q-1", 1e6), ("q-1", 5e6), ("q-2", 2e6), ("q-1", 5e6)):
        scripted.on("GetQueryResults", {"status": "Running", "statistics": {"bytesScanned": scanned}})
        await aws.insights().results(query)
    (billed,) = (each.billed for each in aws.calls.by_operation() if each.billed is not None)
    assert (billed.amount, billed.unit) == (7, "MB")


async def test_ten_thousand_rows_keep_their_order(aws: Aws, scripted: ScriptedAws) -> None:
    rows = [[{"field": "n", "value": str(number)}] for number in range(10_000)]
    scripted.on("GetQueryResults", {"status": "Complete", "results": rows})

    found = (await aws.insights().results("q-1")).rows

    assert [row.number for row in found] == list(range(10_000))
    assert all(row.value("n") == str(row.number) for row in found)


@pytest.mark.parametrize(
    ("status", "is_over"),
    [("Scheduled", False), ("Complete", True), ("Failed", True), ("Timeout", True), ("Something new", True)],
)
async def test_a_query_that_says_little(aws: Aws, scripted: ScriptedAws, status: str, is_over: bool) -> None:
    scripted.on("GetQueryResults", {"status": status})

    assert (await aws.insights().results("q-1")).is_over is is_over


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"queryCompileError": {"location": {"startCharOffset": 11, "endCharOffset": 16}, "message": "BAD"}}, (11, 16)),
        ({"queryCompileError": {"location": {"startCharOffset": 11}}, "message": "x"}, (11, 11)),
        ({"message": "unexpected symbol found filtr at line 1 and position 11"}, (11, 11)),
        ({"message": "no idea"}, (None, 0)),
    ],
)
async def test_where_a_query_is_wrong(
    aws: Aws, scripted: ScriptedAws, members: dict[str, object], place: tuple[int | None, int]
) -> None:
    import json

    scripted.on("StartQuery", Reply(json.dumps({"__type": "MalformedQueryException", **members}).encode(), status=400))

    with pytest.raises(MalformedQuery, match=r"^cannot run the query: ") as caught:
        await start(aws)
    assert (caught.value.start, caught.value.end) == place
    assert isinstance(caught.value, Invalid)


async def test_other_refusals(aws: Aws, scripted: ScriptedAws) -> None:
    denied = "User: arn:aws:iam::1:user/ops is not authorized to perform: logs:StartQuery on resource: x"
    for code, message, kind, words in (
        ("AccessDeniedException", denied, NotAllowed, "logs:StartQuery is not allowed for ops"),
        ("LimitExceededException", "Too many queries.", Throttled, "too many queries"),
        ("ResourceNotFoundException", "Log group does not exist.", NotFound, "log group does not exist"),
    ):
        scripted.on("StartQuery", scripted.error(code, message))
        with pytest.raises(kind, match=f"^cannot run the query: {words}"):
            await start(aws)


async def test_stopping_what_has_ended_is_no_error(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("StopQuery", {"success": True}, scripted.error("InvalidParameterException", "It is not running."))

    await aws.insights().stop("q-1")
    await aws.insights().stop("q-1")

    assert scripted.asked == [("StopQuery", {"queryId": "q-1"})] * 2


async def test_another_region_is_asked_there(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("StartQuery", {"queryId": "q-1"})

    await aws.insights("us-west-2").start(["/ecs/a"], "limit 1", START, END)

    assert "/us-west-2/logs/" in scripted.headers[0]["Authorization"]
