"""Asking the log groups by Logs Insights."""

import json
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from fargate_tui.fargate.errors import MalformedQuery, NotAllowed, Throttled
from fargate_tui.fargate.logs.insights import READY, QueryResults, QueryRow, QueryStatistics
from fargate_tui.screens.query_row import QueryRowScreen
from fargate_tui.widgets.query_editor import QueryEditor
from tests.live.small_aws import ECS, SmallAws, cluster, service, task
from tests.live.tailing import container, definition
from tests.screens.person import Person, sitting

HOSTILE = "\x1b[2J[bold red]x[/] \u202egnp.exe"
ROWS = (
    {"@timestamp": "2026-11-23 03:11:59.100", "@message": '{"level":"error","msg":"payment refused","ms":480}'},
    {"@timestamp": "2026-11-23 03:11:50.000", "@message": HOSTILE, "took": "9"},
    {"@timestamp": "2026-11-23 03:11:40.000", "@message": "GET /cart 502", "took": "48"},
)


def results(status: str, rows: Sequence[dict[str, str]] = ROWS, scanned: float = 12_345_678) -> QueryResults:
    return QueryResults(
        status=status,
        rows=tuple(QueryRow(number=at, fields=tuple(row.items()), ptr=f"ptr-{at}") for at, row in enumerate(rows)),
        statistics=QueryStatistics(
            records_matched=len(rows), records_scanned=4_567, bytes_scanned=scanned, log_groups_scanned=1
        ),
    )


def account(*answers: QueryResults) -> SmallAws:
    aws = SmallAws()
    web = service("web", task_definition=f"{ECS}task-definition/web:7")
    aws.put(cluster("prod", active_services_count=1), web, task(1), definition())
    aws.answers = list(answers) or [results("Complete")]
    return aws


def editor(person: Person) -> QueryEditor:
    return person.app.screen.query_one(QueryEditor)


async def asking(person: Person) -> None:
    """Go to the query view of the service."""
    await person.go("query")
    await person.wait(1)


async def test_a_query_runs_only_when_it_is_told_to_and_shows_what_it_found() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        assert person.path == "prod › web › query"
        assert editor(person).text == READY[0].text
        assert person.says("newest errors · ↵ runs it, billed by what it scans: the last 1h of /ecs/web")
        assert not person.aws.queries
        await person.press("enter")
        await person.wait(1)
        (query,) = person.aws.queries
        assert (query.groups, query.text, query.region) == (("/ecs/web",), READY[0].text, "eu-west-1")
        assert (query.end - query.start).total_seconds() == 3600
        assert person.says(r"● complete · 3 rows · 12.3 MB scanned, billed · 3 of 4,567 lines match")
        assert person.says("payment refused")
        assert "3 rows" in person.header
        assert person.table.has_focus


async def test_hostile_lines_are_shown_harmless() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        assert "␛[2J[bold red]x[/]" in person.text
        assert not {"\x1b", "\u202e"} & set(person.text)


async def test_progress_is_shown_and_esc_cancels_at_aws() -> None:
    async with sitting(account(results("Running", ROWS[:1])), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        assert person.says("◔ running · 1 row · esc cancels · 12.3 MB scanned")
        assert "running, billed" in person.header
        await person.press("escape")
        await person.wait(0.1)
        assert person.aws.queries[0].is_stopped
        assert person.says("○ cancelled · 1 row")
        assert person.says("payment refused"), "what was found until then stays"
        assert person.path == "prod › web › query"
        await person.press("escape")
        assert person.path == "prod › web › tasks"


async def test_leaving_stops_it_at_aws_but_help_and_a_row_do_not() -> None:
    async with sitting(account(results("Running")), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        await person.press("?")
        await person.press("q", "enter")
        assert isinstance(person.app.screen, QueryRowScreen)
        assert not person.aws.queries[0].is_stopped
        await person.press("q")
        await person.go("clusters")
        await person.wait(0.1)
        assert person.aws.queries[0].is_stopped


async def test_quitting_stops_it_at_aws() -> None:
    aws = account(results("Running"))
    async with sitting(aws, cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
    assert aws.queries[0].is_stopped


async def test_a_malformed_query_shows_where_it_is_wrong_and_keeps_what_was_typed() -> None:
    aws = account()
    aws.errors["StartQuery"] = MalformedQuery("run the query", "unexpected symbol found filtr", start=9, end=14)
    async with sitting(aws, cluster="prod", service="web") as person:
        await asking(person)
        editor(person).text = "fields a|filtr b"
        await person.press("enter")
        await person.wait(1)
        assert editor(person).text == "fields a|filtr b"
        assert editor(person).has_focus
        assert editor(person).cursor_location == (0, 9)
        at = next(number for number, line in enumerate(person.lines) if line.strip() == "^^^^^")
        assert person.lines[at - 1].index("filtr") == person.lines[at].index("^")
        assert "cannot run the query: unexpected symbol found filtr" in person.notice
        del aws.errors["StartQuery"]
        await person.press("delete", "enter")
        await person.wait(1)
        assert person.says("● complete")
        assert not person.notice


async def test_a_missing_permission_is_named_and_the_view_goes_on() -> None:
    aws = account()
    aws.errors["StartQuery"] = NotAllowed("run the query", "logs:StartQuery is not allowed", action="logs:StartQuery")
    async with sitting(aws, cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        assert "logs:StartQuery is not allowed" in person.notice
        assert person.says("no row was read, which does not mean that there is none")
        del aws.errors["StartQuery"]
        await person.press("r")
        await person.wait(1)
        assert person.says("● complete")


async def test_throttled_on_the_way_it_is_said_and_goes_on() -> None:
    async with sitting(account(results("Running"), results("Complete")), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(0.6)
        person.aws.errors["GetQueryResults"] = Throttled("read the results of the query", "AWS asks to slow down")
        await person.wait(1)
        assert "slow down" in person.notice
        assert person.says("payment refused")
        person.aws.errors.clear()
        await person.wait(10)
        assert person.says("● complete")
        assert not person.notice


async def test_no_row_is_said_with_range_and_groups() -> None:
    async with sitting(account(results("Complete", ())), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        assert person.says("no line matches in the last 1h of /ecs/web · > looks further back")
        person.aws.answers = [QueryResults(status="Complete")]
        await person.press(">", "r")
        await person.wait(1)
        assert person.says("nothing was written in the last 6h to /ecs/web")
        query = person.aws.queries[-1]
        assert (query.end - query.start).total_seconds() == 6 * 3600


async def test_rows_without_any_of_the_fields_are_counted() -> None:
    async with sitting(account(results("Complete", ({}, {}))), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        assert person.says("row 1 2")


async def test_tab_brings_ready_queries_and_up_what_was_asked_before() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("tab")
        assert editor(person).text == READY[1].text
        assert person.says("errors per 5 minutes · ↵ runs it")
        await person.press("shift+tab", "shift+tab")
        assert editor(person).text == READY[-1].text
        editor(person).text = "limit 3"
        await person.press("enter")
        await person.wait(1)
        await person.press("e", "tab", "enter")
        await person.wait(1)
        await person.press("e")
        while editor(person).text != "limit 3":
            await person.press("up")
        assert [query.text for query in person.aws.queries] == ["limit 3", READY[0].text]


async def test_rows_are_sorted_filtered_copied_and_opened() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        await person.press("o", "o", "o")
        assert [row.value("took") for row in person.table.shown] == ["9", "48", None]
        await person.press("O")
        assert [row.value("took") for row in person.table.shown] == ["48", "9", None]
        await person.press("/")
        await person.type("took:48")
        await person.press("enter")
        assert len(person.table.shown) == 1
        await person.press("c")
        assert person.app.clipboard == "GET /cart 502"
        await person.press("escape", "G", "k", "k", "g", "enter")
        assert isinstance(person.app.screen, QueryRowScreen)
        await person.press("q")
        assert person.path == "prod › web › query"


async def test_a_row_is_shown_in_full_with_its_json() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        await person.press("enter")
        assert person.says('@timestamp 2026-11-23 03:11:59.100 @message { "level": "error", "msg": "payment refused"')
        await person.press("c", "q")
        assert person.app.clipboard == ROWS[0]["@message"]


async def test_rows_are_saved_as_a_table_and_as_json_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        for _ in range(2):
            await person.press("ctrl+s")
            await person.done("save")
        saved = sorted((tmp_path / "fargate-tui" / "saved").iterdir())
        assert [path.suffix for path in saved] == [".csv", ".jsonl", ".csv", ".jsonl"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in saved} == {0o600}
        lines = [json.loads(line) for line in saved[-1].read_text().splitlines()]
        assert lines == list(ROWS)
        assert saved[0].read_text().splitlines()[0] == "timestamp,message,took"
        assert any(str(saved[0]) in told for told in person.told)


async def test_log_groups_are_chosen_by_hand_in_another_region_too() -> None:
    aws = account()
    aws.groups = {"/ecs/web", "/ecs/cart"}
    async with sitting(aws, cluster="prod", service="web") as person:
        await asking(person)
        await person.press("escape", "L")
        await person.wait(0.1)
        await person.press("ctrl+u")
        await person.type("us-west-2:/ecs/cart /ecs/web us-west-2:/ecs/other")
        await person.press("enter")
        assert "2 log groups" in person.header
        await person.press("r")
        await person.wait(1)
        assert (aws.queries[0].region, aws.queries[0].groups) == ("us-west-2", ("/ecs/cart", "/ecs/other"))


async def test_groups_of_several_regions_are_never_mixed_and_it_is_said() -> None:
    aws = account()
    elsewhere = container("proxy", "/ecs/proxy", **{"awslogs-region": "us-west-2"})
    aws.put(definition(container(), container("side", "/ecs/side"), elsewhere))
    async with sitting(aws, cluster="prod", service="web") as person:
        await asking(person)
        assert "1 more log group in us-west-2: a query is of one Region" in person.notice
        await person.press("enter")
        await person.wait(1)
        assert (aws.queries[0].region, aws.queries[0].groups) == ("eu-west-1", ("/ecs/side", "/ecs/web"))


async def test_without_a_cluster_groups_are_chosen_first() -> None:
    async with sitting(account()) as person:
        await person.go("all query")
        await person.press("enter")
        await person.wait(1)
        assert not person.aws.queries
        assert any("no log group to ask" in told for told in person.told)
        await person.press("L")
        await person.type("/ecs/web")
        await person.press("enter", "r")
        await person.wait(1)
        assert person.aws.queries[0].groups == ("/ecs/web",)


async def test_the_query_of_a_task_looks_at_its_streams_only() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await person.press("enter")
        await person.wait(1)
        await asking(person)
        assert editor(person).text.startswith('filter @logStream like "00000000000000000000000000000001" | ')


async def test_i_in_the_logs_leads_to_the_query_of_the_same_place() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await person.go("logs")
        await person.wait(1)
        await person.press("i")
        await person.wait(1)
        assert person.path == "prod › web › query"
        assert person.says("of /ecs/web")


async def test_what_was_found_last_is_there_again_for_it_was_paid_for() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await asking(person)
        await person.press("enter")
        await person.wait(1)
        await person.press("escape")
        await asking(person)
        assert person.says("payment refused")
        assert person.says("● complete · 3 rows")
        assert len(person.aws.queries) == 1


async def test_it_waits_for_the_log_groups_and_then_runs() -> None:
    aws = account()
    aws.errors["DescribeServices prod"] = aws.errors["ListTasks prod"] = Throttled("list tasks", "slow down")
    async with sitting(aws, cluster="prod", service="web") as person:
        await person.go("query")
        await person.press("enter")
        assert person.says("looking for log groups, then it runs · esc cancels")
        aws.errors.clear()
        await person.wait(60)
        assert len(aws.queries) == 1
