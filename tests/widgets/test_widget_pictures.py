"""How the widgets look. After a change: look at the new pictures, then `make snapshots`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.columns import clusters, services, tasks
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.lines import line, pair
from fargate_tui.widgets.masthead import Caller, Masthead, Pulse, Trail
from fargate_tui.widgets.notice import Notice
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.text_view import TextView
from fargate_tui.widgets.waterfall import Bar, Waterfall
from tests.widgets.rows import task
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

SnapCompare = Callable[..., bool]
SERVICES = (
    ServiceRow(
        arn="a:1",
        name="scorekeep",
        cluster="default",
        finding=Finding(severity="ok", word="steady"),
        desired=2,
        running=2,
        task_definition="scorekeep:7",
        launch="FARGATE",
        last_event="has reached a steady state.",
        last_event_at=NOW - timedelta(hours=3),
        created_at=NOW - timedelta(days=40),
    ),
    ServiceRow(
        arn="a:2",
        name="payments-api-with-a-name-that-is-far-too-long-for-a-column",
        cluster="production",
        finding=Finding(severity="error", word="crash loop", why="5 tasks in 10 min ended with exit code 1"),
        desired=3,
        running=1,
        pending=2,
        task_definition="payments:12",
        launch="SPOT 3 : FARGATE 1",
        last_event_at=NOW - timedelta(seconds=30),
        created_at=NOW - timedelta(days=2),
    ),
    ServiceRow(
        arn="a:3",
        name="日本語サービス",
        cluster="production",
        finding=Finding(severity="busy", word="rolling", why=":4 → :5"),
        desired=4,
        running=4,
        pending=1,
        task_definition="web:5",
        launch="FARGATE",
        last_event_at=NOW - timedelta(minutes=2),
    ),
    ServiceRow(arn="a:4", name="night-batch", cluster="batch", finding=Finding(severity="info", word="idle")),
)
CLUSTERS = (
    ClusterRow(
        arn="c:1", name="default", finding=Finding(severity="ok", word="steady"), services=1, running=2, problems=0
    ),
    ClusterRow(
        arn="c:2",
        name="production",
        services=11,
        running=1204,
        pending=3,
        problems=5,
        providers=("FARGATE", "FARGATE_SPOT"),
        finding=Finding(severity="error", word="failing", why="5 of 11 services have a problem"),
        container_insights="enhanced",
    ),
    ClusterRow(arn="c:3", name="batch", finding=Finding(severity="info", word="idle")),
)


def frame(middle: Any, **look: Any) -> TerminalApp:
    return TerminalApp(Masthead(), middle, Notice(), KeyBar(), Prompt(), **look)


def head(app: TerminalApp) -> None:
    masthead = app.query_one(Masthead)
    masthead.caller = Caller("prod", "123456789012", "ap-northeast-1", "ops-admin", ("READ-ONLY",))
    masthead.pulse = Pulse("● live 2s", "good", 14, 3)
    masthead.trail = Trail(("default", "scorekeep", "tasks"), "200", ("/api", "sort: age ↓", "stopped: shown"))


def task_table(**look: Any) -> TerminalApp:
    return frame(ResourceTable(tasks.COLUMNS, lambda row: row.arn, now=Clock()), **look)


async def fill_tasks(pilot: Pilot[None]) -> None:
    """A table with a mark, and the cursor where its own row has just vanished."""
    app = pilot.app
    assert isinstance(app, TerminalApp)
    head(app)
    table = app.query_one(ResourceTable)
    table.update_rows(tuple(task(number) for number in range(200)))
    table.arrangement = Arrangement(sort="task")
    await pilot.press("j", "space", "j", "j")


async def displace(pilot: Pilot[None]) -> None:
    await fill_tasks(pilot)
    table = pilot.app.query_one(ResourceTable)
    table.update_rows([row for row in table.rows if row is not table.cursor_row])
    pilot.app.query_one(
        Notice
    ).text = "cannot describe target health: elasticloadbalancing:DescribeTargetHealth is not allowed for ops-readonly"
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 10)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_tasks(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(task_table(), terminal_size=size, run_before=fill_tasks)


@pytest.mark.parametrize("theme", ["fargate-light", "ansi-dark", "textual-light"])
def test_themes(snap_compare: SnapCompare, theme: str) -> None:
    assert snap_compare(task_table(theme=theme), terminal_size=(80, 24), run_before=displace)


def test_without_colour(snap_compare: SnapCompare) -> None:
    assert snap_compare(task_table(no_color=True), terminal_size=(80, 24), run_before=displace)


def test_a_vanished_row(snap_compare: SnapCompare) -> None:
    assert snap_compare(task_table(), terminal_size=(80, 24), run_before=displace)


def test_stale_and_wide(snap_compare: SnapCompare) -> None:
    async def go_stale(pilot: Pilot[None]) -> None:
        await fill_tasks(pilot)
        table = pilot.app.query_one(ResourceTable)
        table.stale = table.wide = True
        await pilot.press("right")

    assert snap_compare(task_table(), terminal_size=(80, 24), run_before=go_stale)


@pytest.mark.parametrize("width", [80, 120, 180])
@pytest.mark.parametrize("name", ["services", "clusters"])
def test_other_lists(snap_compare: SnapCompare, width: int, name: str) -> None:
    columns: Any = services.COLUMNS if name == "services" else clusters.COLUMNS
    rows: Any = SERVICES if name == "services" else CLUSTERS
    table: ResourceTable[Any] = ResourceTable(columns, lambda row: row.arn, now=Clock())

    async def fill(pilot: Pilot[None]) -> None:
        table.update_rows(rows)
        await pilot.pause()

    assert snap_compare(TerminalApp(table), terminal_size=(width, 7), run_before=fill)


@pytest.mark.parametrize("theme", ["fargate-dark", "fargate-light"])
def test_text_and_waterfall(snap_compare: SnapCompare, theme: str) -> None:
    view, waterfall = TextView(), Waterfall(now=Clock())

    async def fill(pilot: Pilot[None]) -> None:
        start = NOW - timedelta(days=2)
        waterfall.show(
            (
                Bar("network", start, start + timedelta(seconds=9), "busy"),
                Bar("pull", start + timedelta(seconds=9), start + timedelta(seconds=51), "busy", "412 MiB"),
                Bar("start", start + timedelta(seconds=51), start + timedelta(seconds=53), "busy"),
                Bar("running", start + timedelta(seconds=53), None, "good"),
            )
        )
        text = json_lines({"tasks": [{"lastStatus": "RUNNING", "cpu": 256, "health": None}], "failures": []})
        view.show((line("task 4f1c0a9e", "title"), pair("cluster", "default"), (), *text))
        view.search("a")
        await pilot.pause()

    assert snap_compare(TerminalApp(waterfall, view, theme=theme), terminal_size=(80, 20), run_before=fill)


def test_going_somewhere(snap_compare: SnapCompare) -> None:
    async def ask(pilot: Pilot[None]) -> None:
        await fill_tasks(pilot)
        found = (
            Candidate("services", "of default"),
            Candidate("service-quotas", "of the account"),
            Candidate("standalone"),
        )
        pilot.app.query_one(Prompt).open(
            ":", complete=lambda typed: [one for one in found if one.value.startswith(typed)]
        )
        await pilot.press("s", "e", "down", "down")

    assert snap_compare(task_table(), terminal_size=(80, 24), run_before=ask)
