"""Whatever happens, in whatever order: cursor and marks stay on their ARNs, and the terminal shows what is so."""

import asyncio
from collections.abc import Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.columns import tasks
from fargate_tui.columns.arrange import arrange
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.layout import lay_out
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.format import cut_middle, fit
from fargate_tui.widgets.resource_table import ResourceTable
from tests.widgets.rows import task
from tests.widgets.terminal_app import Clock, TerminalApp

HEIGHT = 9
WIDTH = 90
Step = tuple[str, object]

numbers = st.integers(0, 19)
steps = st.one_of(
    st.tuples(st.just("rows"), st.lists(numbers, max_size=20, unique=True)),
    st.tuples(st.just("change"), numbers),
    st.tuples(
        st.just("arrange"),
        st.builds(
            Arrangement,
            filter=st.sampled_from(["", "", "stopped", "!healthy", "web:3", "/0[1-9]/"]),
            sort=st.sampled_from(["", "age", "severity", "task", "nothing"]),
            descending=st.booleans(),
            problems_only=st.booleans(),
        ),
    ),
    st.tuples(st.just("move"), st.sampled_from([1, -1, 3, -20, 20])),
    st.tuples(st.just("page"), st.sampled_from([1, -1])),
    st.tuples(st.just("mark"), st.none()),
    st.tuples(st.just("stale"), st.booleans()),
    st.tuples(st.just("wide"), st.booleans()),
    st.tuples(st.just("sideways"), st.sampled_from([1, -1])),
    st.tuples(st.just("time"), st.sampled_from([1, 15, 4000])),
)


def act(table: ResourceTable[TaskRow], clock: Clock, step: Step) -> None:  # noqa: C901 -- a list of what can happen
    match step:
        case ("rows", list(wanted)):
            known = {row.id: row for row in table.rows}
            table.update_rows(tuple(known.get(task(n).id, task(n)) for n in wanted))
        case ("change", int(number)):
            rows = (
                msgspec.structs.replace(row, health="UNKNOWN") if row.id == task(number).id else row
                for row in table.rows
            )
            table.update_rows(tuple(rows))
        case ("arrange", Arrangement() as arrangement):
            table.arrangement = arrangement
        case ("move", int(by)):
            table.action_move(by)
        case ("page", int(pages)):
            table.action_page(pages)
        case ("mark", _):
            table.action_mark()
        case ("stale", bool(stale)):
            table.stale = stale
        case ("wide", bool(wide)):
            table.wide = wide
        case ("sideways", int(direction)):
            table.action_scroll_sideways(direction)
        case ("time", int(seconds)):
            clock.pass_(seconds=seconds)
            table.tick()


def naive(table: ResourceTable[TaskRow], clock: Clock) -> list[str]:
    """What the terminal has to show, drawn without regard to cost."""
    now, left, top = clock(), table.scroll_offset.x, table.scroll_offset.y
    rows = arrange(table.rows, table.arrangement, tasks.COLUMNS, now, key=lambda row: row.arn)
    layout = lay_out(tasks.COLUMNS, WIDTH - 1, wide=table.wide)
    lines = []
    for index, row in enumerate(rows[top : top + HEIGHT - 1], top):
        cells = []
        for slot in layout.slots:
            text = slot.column.text(row, now)
            cells.append(
                fit(cut_middle(text, slot.width) if slot.column.middle else text, slot.width, right=slot.column.right)
            )
        displaced = table.displaced and index == table.cursor_index
        gutter = "◆" if row.arn in table.marked else "!" if displaced else " "
        line, pinned = gutter + " ".join(cells), len("◆● 00000000 ")
        lines.append((line[:pinned] + line[pinned + left :])[: WIDTH - 1].rstrip())
    return lines + [""] * (HEIGHT - 1 - len(lines))


class Expected:
    """Where cursor and marks have to be, followed in the simplest way."""

    def __init__(self) -> None:
        self.cursor: str | None = None
        self.marks: set[str] = set()

    def before(self, table: ResourceTable[TaskRow], step: Step) -> None:
        row = table.cursor_row
        self.cursor = None if row is None else row.arn
        if step[0] == "mark" and row is not None:
            self.marks ^= {row.arn}

    def check(self, table: ResourceTable[TaskRow], step: Step) -> None:
        shown = [row.arn for row in table.shown]
        if step[0] == "rows":
            self.marks &= {row.arn for row in table.rows}
        assert table.marked == tuple(arn for arn in shown if arn in self.marks)
        assert (table.cursor_row is None) == (not shown)
        if step[0] in ("rows", "change", "stale", "wide", "time", "sideways") and self.cursor in shown:
            assert table.cursor_row is not None
            assert table.cursor_row.arn == self.cursor


async def play(script: Sequence[Step]) -> None:
    clock = Clock()
    table = ResourceTable(tasks.COLUMNS, lambda row: row.arn, now=clock)
    app = TerminalApp(table)
    expected = Expected()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        table.update_rows(tuple(task(number) for number in range(12)))
        await pilot.pause()
        for step in script:
            expected.before(table, step)
            act(table, clock, step)
            expected.check(table, step)
            await pilot.pause()
            painted = [line[: WIDTH - 1].rstrip() for line in app.lines()[1:]]
            assert painted == naive(table, clock), step
            cursor = table.cursor_index - table.scroll_offset.y
            if table.shown:
                assert 0 <= cursor < HEIGHT - 1, "the cursor is always seen"


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, max_size=12))
def test_cursor_marks_and_terminal_follow_the_rows(script: list[Step]) -> None:
    asyncio.run(play(script))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(numbers, min_size=1, max_size=20, unique=True),
    st.lists(numbers, max_size=20, unique=True),
    st.data(),
)
def test_the_neighbour_is_the_nearest_that_is_left(before: list[int], now: list[int], data: st.DataObject) -> None:
    from fargate_tui.widgets.place import neighbour

    index = data.draw(st.integers(0, len(before) - 1))
    names, places = [str(number) for number in before], {str(number): at for at, number in enumerate(now)}
    left = [at for at, name in enumerate(names) if name in places and at != index]
    found = neighbour(names, index, places)
    if not left:
        assert found == -1
    else:
        nearest = min(left, key=lambda at: (abs(at - index), at < index))
        assert found == places[names[nearest]]
