"""How far a change is stands in one line; why it went wrong is read to its end."""

from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.lines import Span
from fargate_tui.widgets.run_bar import RunBar
from fargate_tui.widgets.text_view import TextView
from tests.widgets.terminal_app import TerminalApp

REFUSED = (
    Span(" ✗ ", "bad"),
    Span("scale scorekeep", "title"),
    Span("  cannot update service scorekeep: not allowed for assumed-role/ops-readonly/somebody@example.com"),
    Span(" · missing: ecs:UpdateService"),
    Span("   2 cockpit · :changes", "muted"),
)


async def test_what_went_wrong_is_told_to_its_end() -> None:
    bar, view = RunBar(), TextView()
    app = TerminalApp(view, bar, KeyBar())
    async with app.run_test(size=(80, 24)) as pilot:
        bar.tell(REFUSED)
        await pilot.pause()
        assert bar.size.height == 1
        bar.tell(REFUSED, is_folded=True)
        await pilot.pause()
        assert bar.size.height == 3
        told = app.lines()[-4:-1]
        assert told[0].startswith(" ✗ scale scorekeep")
        assert all(line.startswith("   ") for line in told[1:])
        assert "missing: ecs:UpdateService" in " ".join(line.strip() for line in told)
        assert told[-1].endswith(":changes")
        bar.tell(())
        await pilot.pause()
        assert not bar.display
        assert view.size.height == 23


async def test_more_than_three_lines_say_that_there_is_more() -> None:
    bar = RunBar()
    app = TerminalApp(TextView(), bar, KeyBar())
    async with app.run_test(size=(60, 24)) as pilot:
        bar.tell((Span(" ✗ ", "bad"), Span("word " * 100)), is_folded=True)
        await pilot.pause()
        assert bar.size.height == 3
        assert app.lines()[-2].endswith("…")
        bar.tell((Span("\x1b[31m[red]\n" * 3),), is_folded=True)
        await pilot.pause()
        assert "[red]" in app.lines()[-2]
