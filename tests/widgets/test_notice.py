from textual.widgets import Static

from fargate_tui.widgets.notice import Notice
from tests.widgets.terminal_app import TerminalApp

DENIED = "cannot describe target health: elasticloadbalancing:DescribeTargetHealth is not allowed for ops-readonly"


async def test_it_is_there_only_while_something_is_wrong() -> None:
    notice, rest = Notice(), Static("rest")
    rest.styles.height = "1fr"
    app = TerminalApp(rest, notice)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        assert not notice.display
        notice.text = "cannot list services: [b]ecs:ListServices\x1b[0m is not allowed"
        await pilot.pause()
        assert app.lines()[8:] == [" ✗ cannot list services: [b]ecs:ListServices␛[0m is not", "   allowed"]
        notice.text = ""
        await pilot.pause()
        assert not notice.display
        assert rest.size.height == 10


async def test_it_takes_three_lines_at_most_and_says_what_is_left_out() -> None:
    notice = Notice()
    app = TerminalApp(notice)
    async with app.run_test(size=(60, 10)) as pilot:
        notice.text = f"{DENIED}\nsecond\nthird\nfourth"
        await pilot.pause()
        assert notice.size.height == 3
        assert app.lines()[:4] == [
            " ✗ cannot describe target health:",
            "   elasticloadbalancing:DescribeTargetHealth is not allowed",
            "   for ops-readonly…",
            "",
        ]
        notice.text = "short"
        notice.tone = "warn"
        await pilot.pause()
        assert notice.size.height == 1
        assert app.lines()[:2] == [" ▲ short", ""]
        await pilot.resize_terminal(8, 10)
        await pilot.pause()
        assert app.lines()[:2] == [" ▲ shor", "   t"]


async def test_the_same_trouble_again_writes_nothing() -> None:
    notice = Notice()
    app = TerminalApp(notice)
    async with app.run_test(size=(60, 10)) as pilot:
        notice.text = DENIED
        await pilot.pause()
        app.cost()
        notice.text = str(DENIED)
        await pilot.pause()
        assert app.cost() == 0
