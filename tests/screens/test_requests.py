"""The requests screen: what was asked, what it takes from the account, what is billed."""

import pytest

from fargate_tui.columns.requests import latency, share
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.widgets.resource_table import ResourceTable
from tests.screens.person import sitting
from tests.screens.world import believable


async def test_what_was_asked_and_what_is_billed() -> None:
    async with sitting(believable()) as person:
        await person.go("requests")
        asked = person.aws.asked.total()
        assert person.path == "requests"
        assert "billed: about $0.014" in person.header
        assert person.names[:2] == ["ListClusters", "DescribeClusters"]
        assert person.says(r"GetMetricData .* 1,440 metrics +\$0\.014")
        assert "▲ 2 problems" in person.header
        assert "describe" not in person.hints
        await person.wait(10)
        assert person.aws.asked.total() == asked


async def test_the_row_under_the_cursor_says_what_its_cells_have_no_room_for() -> None:
    async with sitting(believable(), size=(80, 24)) as person:
        await person.go("requests")
        assert "cluster read: burst 50, then 20/s for the account" in person.text
        await person.press("!")
        assert person.names == ["DescribeServices", "DescribeScalingActivities"]
        assert person.says("throttled 2 times in the last 5 minutes")
        await person.press("j")
        assert person.says("cannot read scaling activities")
        await person.press("escape", "G")
        assert person.says("1,440 metrics, about [$]0.014; AWS bills [$]0.01 per 1,000 metrics")


@pytest.mark.parametrize("key", ["d", "y", "enter", "right", "l"])
async def test_nothing_lies_behind_a_row(key: str) -> None:
    async with sitting(believable()) as person:
        await person.go("requests")
        await person.press(key)
        assert person.path == "requests"


def test_latencies_and_shares_are_short_and_never_nothing() -> None:
    assert [latency(seconds) for seconds in (None, 0.0004, 0.034, 0.9994, 0.9996, 12.34)] == [
        "—", "0ms", "34ms", "999ms", "1.0s", "12.3s",
    ]  # fmt: skip
    assert [share(fraction) for fraction in (0, 0.0001, 0.01, 0.256)] == ["0 %", "<1 %", "1 %", "26 %"]


async def test_a_covered_view_paints_no_ages() -> None:
    async with sitting(believable(), cluster="production") as person:
        covered = person.app.screen_stack[0]
        assert isinstance(covered, FrameScreen)
        await person.go("requests")
        await person.wait(3600)
        table = covered.query_one(ResourceTable)
        covered._tick()
        assert not table._repaint_regions
