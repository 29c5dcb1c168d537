from datetime import datetime

import msgspec
import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.strip import Strip

from fargate_tui.columns import tasks
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.layout import Layout
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.widgets.lines import Span
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.table_paint import Look, Palette, paint_row
from tests.widgets.rows import task
from tests.widgets.terminal_app import Clock, TerminalApp

MouseScroll = MouseScrollDown | MouseScrollUp
SIZE = (120, 36)
ROWS = tuple(task(number) for number in range(200))


class Board:
    """A table in an app, with the messages it has posted."""

    def __init__(self, rows: tuple[TaskRow, ...] = ROWS, **options: object) -> None:
        self.clock = Clock()
        self.table = ResourceTable(tasks.COLUMNS, lambda row: row.arn, now=self.clock, **options)  # type: ignore[arg-type]
        self.app = TerminalApp(self.table)
        self.first = rows
        self.messages: list[object] = []

    def hook(self, message: object) -> None:
        ours = isinstance(message, ResourceTable.Highlighted | ResourceTable.Opened | ResourceTable.MarksChanged)
        if ours and not any(message is seen for seen in self.messages):  # it comes by at each node it bubbles through
            self.messages.append(message)

    async def start(self, pilot: Pilot[None]) -> None:
        self.table.focus()
        self.table.update_rows(self.first)
        await pilot.pause()
        self.app.cost()

    @property
    def cursor(self) -> str:
        assert self.table.cursor_row is not None
        return self.table.cursor_row.id[:8]

    def displaced(self) -> bool:
        return self.table.displaced

    def chosen(self) -> tuple[TaskRow, ...]:
        return self.table.chosen

    def marked(self) -> tuple[str, ...]:
        return self.table.marked

    def line_of(self, number: int) -> int:
        """The line of the terminal on which a task stands; -1 for none."""
        return next((y for y, line in enumerate(self.app.lines()) if f"{number:08x}" in line), -1)


def replaced(rows: tuple[TaskRow, ...], number: int, **members: object) -> tuple[TaskRow, ...]:
    return tuple(msgspec.structs.replace(row, **members) if n == number else row for n, row in enumerate(rows))


async def test_it_shows_what_it_is_given() -> None:
    board = Board(ROWS[:3])
    why = "OOM: container api was killed at 512 MiB (e…"
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        assert board.app.lines()[:5] == [
            "   TASK     STATUS       HEALTH    TARGET    AZ  PRIVATE IP      REV   AGE WHY",
            " ● 00000000 RUNNING      healthy   healthy   1a  10.0.0.0        :0     0s",
            " ● 00000001 RUNNING      healthy   healthy   1a  10.0.0.1        :1     7m",
            " ✗ 00000002 STOPPED      healthy   healthy   1a  10.0.0.2        :2     2m " + why,
            "",
        ]


async def test_a_column_makes_room_until_a_row_has_something_to_show_there() -> None:
    board = Board((task(0, public_ip=""), task(1, public_ip=None)))
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        assert "PUBLIC IP" not in board.app.lines()[0]
        board.table.wide = True
        await pilot.pause()
        board.table.wide = False
        board.table.update_rows([task(0, public_ip="54.12.8.3"), task(1)])
        await pilot.pause()
        assert "PUBLIC IP" in board.app.lines()[0]
        assert "54.12.8.3" in board.app.lines()[1]
        board.table.update_rows([task(0), task(1)])
        await pilot.pause()
        assert "PUBLIC IP" in board.app.lines()[0], "a column that came stays"


async def test_other_columns_come_with_their_rows_and_no_row_is_painted_without() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.show_columns((), ())
        await pilot.pause()
        assert board.table.shown == []
        board.table.show_columns(tasks.COLUMNS[:3], ROWS[:5])
        board.table.arrangement = Arrangement(sort=tasks.COLUMNS[1].id)
        await pilot.pause()
        assert len(board.table.shown) == 5
        assert board.line_of(0) >= 0


async def test_a_cursor_move_writes_two_lines() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press("j")
        assert board.cursor == "00000001"
        assert 0 < board.app.cost() <= 700


async def test_a_cursor_move_dirties_two_lines() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.action_move(1)
        assert board.app.dirty_lines(board.table) == [1, 2]


async def test_a_changed_row_dirties_its_line() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.update_rows(replaced(ROWS, 7, last_status="STOPPING"))
        assert board.app.dirty_lines(board.table) == [8]
        await pilot.pause()
        assert 0 < board.app.cost() <= 400
        assert "STOPPING" in board.app.lines()[8]


async def test_what_looks_the_same_writes_nothing() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.update_rows(ROWS)
        board.table.update_rows(tuple(msgspec.structs.replace(row, exit_codes=(1,)) for row in ROWS))
        board.table.update_rows(replaced(tuple(board.table.rows), 150, last_status="STOPPED"))
        board.clock.pass_(seconds=1)
        board.table.tick()
        await pilot.pause()
        assert board.app.cost() == 0


async def test_a_tick_writes_the_ages_that_changed() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.clock.pass_(seconds=10)
        board.table.tick()
        assert board.app.dirty_lines(board.table) == [1]
        await pilot.pause()
        assert " 10s" in board.app.lines()[1]


async def test_only_visible_rows_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []

    def painted(row: TaskRow, layout: Layout[TaskRow], now: datetime, look: Look, palette: Palette) -> Strip:
        drawn.append(row)
        return paint_row(row, layout, now, look, palette)

    monkeypatch.setattr("fargate_tui.widgets.table_rows.paint_row", painted)
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        assert 0 < len(drawn) <= 2 * SIZE[1]
        drawn.clear()
        await pilot.press("j", "k", "j", "k")
        assert len(drawn) <= 2, "lines that were drawn before come from the cache"


async def test_the_view_jumps_half_a_page_at_the_edge() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press(*"j" * 34)
        assert board.line_of(0) == 1
        await pilot.press("j")
        assert board.line_of(35) == 18
        await pilot.press("G")
        assert board.cursor == "000000c7"
        assert board.line_of(199) == 35
        await pilot.press("g")
        assert board.line_of(0) == 1


async def test_pages_move_cursor_and_view_alike() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press("j", "ctrl+f")
        assert board.line_of(35) == 2
        assert board.cursor == f"{35:08x}"
        await pilot.press("pageup")
        assert board.cursor == "00000001"
        assert board.line_of(1) == 2


async def test_the_cursor_stays_on_its_arn_and_its_line() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press("ctrl+f", "j", "j")
        line = board.line_of(36)
        board.table.update_rows((task(500), task(501), *ROWS))
        await pilot.pause()
        assert board.cursor == f"{36:08x}"
        assert board.line_of(36) == line


async def test_at_the_top_new_rows_are_seen() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.update_rows((task(500), *ROWS))
        await pilot.pause()
        assert board.line_of(500) == 1
        assert board.cursor == "00000000"


async def test_a_vanished_row_hands_the_cursor_to_its_neighbour_visibly() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press("j", "j")
        assert not board.displaced()
        board.table.update_rows(ROWS[:2] + ROWS[3:])
        await pilot.pause()
        assert board.cursor == "00000003"
        assert board.displaced()
        assert board.app.lines()[3].startswith("!◐ 00000003")
        board.table.update_rows(ROWS)
        await pilot.pause()
        assert board.cursor == "00000003", "a row that comes back does not take the cursor"
        await pilot.press("j")
        assert not board.displaced()
        assert not any(line.startswith("!") for line in board.app.lines())


async def test_clearing_a_filter_gives_the_cursor_back() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        await pilot.press("j")
        board.table.arrangement = Arrangement(filter="unhealthy")
        assert board.cursor == "00000004"
        assert not board.displaced()
        board.table.arrangement = Arrangement()
        assert board.cursor == "00000001"


async def test_a_row_can_be_selected_before_it_comes() -> None:
    board = Board(())
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        assert not board.table.select(task(150).arn)
        board.table.update_rows(ROWS[:100])
        assert board.cursor == "00000000"
        board.table.update_rows(ROWS)
        assert board.cursor == f"{150:08x}"
        assert board.table.select(task(3).arn)
        assert board.cursor == "00000003"


async def test_marks_hold_on_to_arns() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE, message_hook=board.hook) as pilot:
        await board.start(pilot)
        await pilot.press("space", "j", "space")
        assert board.marked() == (ROWS[0].arn, ROWS[2].arn)
        assert board.app.lines()[1].startswith("◆● 00000000")
        board.table.update_rows(ROWS[::-1])
        assert board.marked() == (ROWS[2].arn, ROWS[0].arn)
        assert board.chosen() == (ROWS[2], ROWS[0])
        board.table.arrangement = Arrangement(problems_only=True)
        assert board.marked() == (ROWS[2].arn,), "nothing is done to what cannot be seen"
        board.table.arrangement = Arrangement()
        board.table.update_rows(ROWS[1:])
        assert board.marked() == (ROWS[2].arn,)
        board.table.clear_marks()
        assert list(board.chosen()) == [board.table.cursor_row]
        await pilot.pause()
        last = [message for message in board.messages if isinstance(message, ResourceTable.MarksChanged)][-1]
        assert (last.marked, last.control) == ((), board.table)


async def test_messages_say_where_the_cursor_is() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE, message_hook=board.hook) as pilot:
        await board.start(pilot)
        await pilot.press("j", "enter")
        changed = replaced(ROWS, 1, last_status="STOPPED")
        board.table.update_rows(changed)
        board.table.update_rows(())
        await pilot.pause()
        seen = [(type(message).__name__, message.row) for message in board.messages]  # type: ignore[attr-defined]
        assert seen[:3] == [("Highlighted", ROWS[0]), ("Highlighted", ROWS[1]), ("Opened", ROWS[1])]
        assert seen[-1] == ("Highlighted", None)
        assert board.table.cursor_row is None
        await pilot.press("enter", "space", "j", "G")
        assert [type(message).__name__ for message in board.messages].count("Opened") == 1


async def test_the_mouse_selects_opens_and_scrolls_but_never_hovers() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE, message_hook=board.hook) as pilot:
        await board.start(pilot)
        await pilot.click(board.table, offset=(10, 5))
        assert board.cursor == "00000004"
        await pilot.click(board.table, offset=(10, 0))
        assert board.cursor == "00000004"
        board.app.cost()
        await pilot.hover(board.table, offset=(10, 9))
        await pilot.pause()
        assert board.app.cost() == 0
        await pilot.double_click(board.table, offset=(10, 7))
        assert [message.row for message in board.messages if isinstance(message, ResourceTable.Opened)] == [ROWS[6]]
        board.table.post_message(_wheel(board.table, MouseScrollDown))
        await pilot.pause()
        assert board.line_of(3) == 1
        board.table.post_message(_wheel(board.table, MouseScrollUp))
        await pilot.pause()
        assert board.line_of(0) == 1


def _wheel(table: ResourceTable[TaskRow], kind: type[MouseScroll]) -> MouseScroll:
    return kind(table, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False)


async def test_an_empty_table_says_why() -> None:
    board = Board((), placeholder="asking AWS…")
    async with board.app.run_test(size=(40, 6)) as pilot:
        await board.start(pilot)
        assert board.app.lines()[2] == "   asking AWS…"
        board.table.placeholder = "no tasks in production · and this is too long for the line"
        await pilot.pause()
        assert board.app.lines()[2] == "   no tasks in production · and this i…"
        board.table.update_rows(ROWS[:1])
        await pilot.pause()
        assert "00000000" in board.app.lines()[1]
        assert board.app.lines()[2] == ""


async def test_wide_columns_scroll_sideways_and_arrows_are_free_otherwise() -> None:
    board = Board()
    async with board.app.run_test(size=(80, 24)) as pilot:
        await board.start(pilot)
        assert board.table.check_action("scroll_sideways", (1,)) is False
        assert "PRIVATE IP" not in board.app.lines()[0]
        board.table.wide = True
        await pilot.pause()
        assert "PRIVATE IP" in board.app.lines()[0]
        assert board.table.check_action("scroll_sideways", (1,)) is True
        await pilot.press("right", "right", "right", "right", "right", "right")
        assert board.app.lines()[0].rstrip().endswith("WHY")
        assert board.app.lines()[3].startswith(" ✗ 00000002 "), "a row keeps its name"
        assert "OOM: container api" in board.app.lines()[3]
        board.table.wide = False
        await pilot.pause()
        assert board.app.lines()[0].startswith("   TASK ")


async def test_a_filter_says_what_it_does_not_understand() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        assert board.table.problem == ""
        board.table.arrangement = Arrangement(filter="/[/")
        assert board.table.problem.startswith("/[/ is not a regular expression")
        assert len(board.table.shown) == len(ROWS)


async def test_the_sorted_column_has_an_arrow() -> None:
    board = Board()
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.arrangement = Arrangement(sort="age", descending=True)
        await pilot.pause()
        assert " AGE↓ WHY" in board.app.lines()[0]
        assert board.cursor == "00000000"


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (40, 10), (80, 24), (300, 3)])
async def test_no_size_is_too_small(size: tuple[int, int]) -> None:
    board = Board()
    async with board.app.run_test(size=size) as pilot:
        await board.start(pilot)
        await pilot.press("j", "ctrl+f", "G", "k", "space", "right")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert board.table.cursor_row in ROWS


async def test_names_are_data() -> None:
    name = "[red]b[/] \x1b[31m\u202edlo\u200b 日本👍" + "x" * 255
    board = Board((task(1, id=name[:8] + "!", group=name, finding=msgspec.structs.replace(task(4).finding, why=name)),))
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        line = board.app.lines()[1]
        assert "[red]b[/] ␛[31m�dlo� 日" in line.replace("日 本", "日本")
        assert line.endswith("…")


async def test_while_a_list_arrives_a_cursor_nobody_moved_stays_at_its_top() -> None:
    board = Board((task(5), task(6)))
    async with board.app.run_test(size=SIZE) as pilot:
        await board.start(pilot)
        board.table.update_rows([task(1), task(2), task(5), task(6)], arriving=True)
        assert board.cursor == "00000001"
        await pilot.press("j")
        board.table.update_rows([task(0), task(1), task(2), task(5), task(6)], arriving=True)
        assert board.cursor == "00000002", "what a person has chosen stays chosen"
        board.table.update_rows([task(9), task(0), task(1), task(2)])
        assert board.cursor == "00000002"


async def test_the_last_row_can_be_seen_above_the_explanation() -> None:
    board = Board(ROWS[:40], explain=lambda row: (Span(f"about {row.id[:8]}"),))
    async with board.app.run_test(size=(120, 24)) as pilot:
        await board.start(pilot)
        await pilot.press("G")
        await pilot.pause()
        assert board.cursor == f"{39:08x}"
        assert board.line_of(39) == 22, "the last row, right above the line that explains it"
        assert board.app.lines()[23].strip() == f"about {39:08x}"


async def test_a_row_that_moves_to_the_end_is_followed_above_the_explanation() -> None:
    board = Board(ROWS[:23], explain=lambda row: (Span(f"about {row.id[:8]}"),))
    async with board.app.run_test(size=(120, 24)) as pilot:
        await board.start(pilot)
        board.table.update_rows((*ROWS[1:23], ROWS[0]))
        await pilot.pause()
        assert board.cursor == f"{0:08x}"
        assert board.line_of(0) == 22
