from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.columns.column import Column
from fargate_tui.columns.layout import GAP, GUTTER, LEAST, lay_out
from fargate_tui.widgets.line_view import changed_spans


def column(number: int, width: int, *, grows: bool = False, wide_only: bool = False) -> Column[str]:
    title = "" if number == 0 else "C"
    return Column(
        id=f"c{number}", title=title, width=width, text=lambda row, _now: row, grows=grows, wide_only=wide_only
    )


shapes = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=8)


@given(shapes, st.integers(0, 7), st.integers(0, 200), st.booleans())
def test_columns_fill_the_line_or_can_be_scrolled_to(
    shape: list[tuple[int, bool]], growing: int, width: int, wide: bool
) -> None:
    columns = [
        column(number, cells, grows=number == growing, wide_only=narrow and number not in (0, growing))
        for number, (cells, narrow) in enumerate(shape)
    ]
    layout = lay_out(columns, width, wide=wide)
    shown = [slot.column for slot in layout.slots]
    assert shown == [one for one in columns if one in shown]
    if wide:
        assert shown == columns
    assert all(one.wide_only for one in columns if one not in shown)
    total = GUTTER + sum(slot.width + GAP for slot in layout.slots) - GAP
    assert layout.width >= width
    assert layout.width >= total
    assert total <= width or len(layout.stops) > 1
    if growing < len(columns) and total <= width:
        assert total == width, "the growing column takes what is left"
    for slot in layout.slots:
        assert slot.width == slot.column.width or slot.column.grows
        assert slot.width >= min(LEAST, slot.column.width)
    assert list(layout.stops) == sorted(set(layout.stops))
    assert layout.pinned <= width // 2


def test_columns_that_need_room_come_with_it_in_their_order() -> None:
    columns = [
        column(0, 1),
        column(1, 10),
        column(2, 10, wide_only=True),
        column(3, 5, wide_only=True),
        column(4, 20, grows=True),
    ]
    assert [len(lay_out(columns, width, wide=False).slots) for width in (30, 44, 45, 50, 51)] == [3, 3, 4, 4, 5]


def test_a_column_that_wants_room_to_spare_lets_narrower_ones_join_before_it() -> None:
    columns = [
        column(0, 1),
        column(1, 20, grows=True),
        replace(column(2, 10, wide_only=True), spare=15),
        column(3, 5, wide_only=True),
    ]
    shown = [[slot.column.id for slot in lay_out(columns, width, wide=False).slots] for width in (34, 49, 55)]
    assert shown == [["c0", "c1", "c3"], ["c0", "c1", "c2", "c3"], ["c0", "c1", "c2", "c3"]]


def test_only_what_differs_is_written() -> None:
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip

    red, blue = Style(color="red"), Style(color="blue")

    def strip(*parts: tuple[str, Style]) -> Strip:
        return Strip([Segment(*part) for part in parts])

    old = strip(("ab cd ", red), ("ef gh", blue))
    assert changed_spans(old, old) == []
    assert changed_spans(old, strip(("ab cd ", red), ("ef gh", blue))) == []
    assert changed_spans(old, strip(("ab", red), (" cd ", red), ("ef gh", blue))) == []
    assert changed_spans(old, strip(("ab xd ", red), ("ef gh", blue))) == [(3, 4)]
    assert changed_spans(old, strip(("ab xd ", red), ("ef xh", blue))) == [(3, 4), (9, 10)]
    assert changed_spans(old, strip(("ab cx ", red), ("ef xh", blue))) == [(4, 10)]
    assert changed_spans(old, strip(("ab cd ", blue), ("ef gh", blue))) == [(0, 6)]
    assert changed_spans(old, strip(("ab", red))) == [(0, 11)]


def test_a_line_is_not_cut_where_terminals_disagree_about_widths() -> None:
    from rich.segment import Segment
    from textual.strip import Strip

    old, new = (Strip([Segment(f"名前 of it: {number}")]) for number in (1, 2))
    assert changed_spans(old, new) == [(0, 13)]
    assert changed_spans(old, Strip([Segment("名前 of it: 1")])) == []
