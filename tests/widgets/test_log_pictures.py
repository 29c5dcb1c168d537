"""How logs, plots and the rate of errors look. After a change: look at the new pictures, then `make snapshots`."""

from collections.abc import Callable
from datetime import UTC, timedelta
from math import sin
from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.widgets.error_rate import ErrorRate
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.plot import Plot
from fargate_tui.widgets.plot_curves import Curve, Event
from tests.widgets.log_lines import API, WORKER, log_line, mark
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

SnapCompare = Callable[..., bool]
TEXTS = (
    ("GET /api/orders/17 200 12 ms", "", API, "api"),
    ('{"level":"info","msg":"order placed","order":17,"user":"ann","ms":12.5}', "info", WORKER, "worker"),
    ('{"level":"error","msg":"cannot reach [payments]: timed out","order":18,"attempt":3}', "error", WORKER, "worker"),
    ("level=warn msg=\"queue is long\" depth=812 oldest=42s", "warn", WORKER, "worker"),
    ("DEBUG cache miss for key user:ann", "debug", API, "api"),
    ("Traceback (most recent call last):\n  File \"a.py\", line 1\nValueError: no order", "error", API, "api"),
    ("hostile \x1b[31mred\x1b[0m \u202etxt.exe and 日本語 and a tab\there", "", API, "envoy"),
    ("GET /health 200", "", API, "envoy"),
    ("GET /health 200", "", API, "envoy"),
    ("GET /health 200", "", API, "envoy"),
)  # fmt: skip


def lines() -> list[Any]:
    found = [
        log_line(text, 60_000 * place, level=level, task_id=task, container=container)
        for place, (text, level, task, container) in enumerate(TEXTS)
    ]
    stopped = mark("task 99ff00aa stopped: exit 137, api was killed at 512 MiB", 300_001, level="error")
    return [*found, stopped, mark("joined task 5c5c5c5c", 400_000)]


async def fill(pilot: Pilot[None]) -> None:
    view = pilot.app.query_one(LogView)
    view.times = "utc"
    view.append(lines())
    pilot.app.query_one(ErrorRate).append(lines())
    view.focus()
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    while pilot.app.query_one(LogView).filtering:
        await pilot.pause()


def logs(**look: Any) -> TerminalApp:
    view = LogView(now=Clock())
    view.styles.height = "1fr"
    return TerminalApp(ErrorRate(now=Clock()), view, **look)


@pytest.mark.parametrize("size", [(120, 16), (80, 16)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_logs(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(logs(), terminal_size=size, run_before=fill)


async def search_and_fold(pilot: Pilot[None]) -> None:
    await fill(pilot)
    view = pilot.app.query_one(LogView)
    view.wrap = view.collapsed = True
    view.fields = ("order",)
    view.search("order")
    await settle(pilot)
    await pilot.press("enter", "k")


@pytest.mark.parametrize("theme", ["fargate-dark", "fargate-light", "ansi-dark", "no colour"])
def test_search_wrap_fields_and_cursor(snap_compare: SnapCompare, theme: str) -> None:
    app = logs(no_color=True) if theme == "no colour" else logs(theme=theme)
    assert snap_compare(app, terminal_size=(80, 20), run_before=search_and_fold)


def plotted(**look: Any) -> TerminalApp:
    return TerminalApp(Plot("CPU", unit="%", high=100, zone=UTC), **look)


async def draw(pilot: Pilot[None]) -> None:
    plot = pilot.app.query_one(Plot)
    times = [NOW - timedelta(minutes=180 - minute) for minute in range(180) if not 60 < minute < 75]
    load = [40 + 30 * sin(place / 15) for place in range(len(times))]
    peak = [min(100.0, value + 15 + place * 7 % 11) for place, value in enumerate(load)]
    plot.show(
        [Curve("average", times, load), Curve("maximum", times, peak)],
        NOW - timedelta(hours=3),
        NOW,
        events=[Event(NOW - timedelta(minutes=30), "deployed :7")],
    )
    plot.cursor = NOW - timedelta(minutes=90)
    await pilot.pause()


@pytest.mark.parametrize("theme", ["fargate-dark", "fargate-light", "fargate-ansi"])
def test_plot(snap_compare: SnapCompare, theme: str) -> None:
    assert snap_compare(plotted(theme=theme), terminal_size=(120, 17), run_before=draw)


def test_plot_without_colour(snap_compare: SnapCompare) -> None:
    assert snap_compare(plotted(no_color=True), terminal_size=(80, 12), run_before=draw)
