"""Updates written with fewer bytes leave the terminal as Textual's own would."""

from itertools import pairwise

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from fargate_tui.frugal import PLAIN, FrugalUpdate, Pen, change, frugal, pen_of

WIDTH, HEIGHT = 20, 3
CONSOLE = Console(force_terminal=True, color_system="truecolor")
STYLES = (
    Style(color="#d6dde6", bgcolor="#0d1117"),
    Style(color="#eccc81", bgcolor="#0d1117"),
    Style(color="#eccc81", bgcolor="#1b2330", bold=True),
    Style(color="red", reverse=True),
    Style(color="bright_blue", bgcolor="bright_black", underline=True),
    Style(color="color(200)", dim=True),
    Style(color="default", bgcolor="default"),
    Style(),
)
SEGMENTS = st.tuples(st.sampled_from(["ab", "  ", " c ", "名", "●x", "       "]), st.sampled_from(STYLES))


@st.composite
def lines(draw: st.DrawFn, width: int) -> Strip:
    """A line of exactly so many cells."""
    strip = Strip([Segment(text, style) for text, style in draw(st.lists(SEGMENTS, max_size=8))])
    return strip.crop_extend(0, width, draw(st.sampled_from(STYLES)))


@st.composite
def screens(draw: st.DrawFn) -> tuple[list[dict[int, Strip | None]], list[list[int]]]:
    """Every line in one or two pieces, with where each ends."""
    cut = draw(st.integers(1, WIDTH))
    edges = [0, WIDTH] if cut == WIDTH else [0, cut, WIDTH]
    pieces: list[dict[int, Strip | None]] = [
        {start: draw(lines(end - start)) for start, end in pairwise(edges)} for _ in range(HEIGHT)
    ]
    return pieces, [edges[1:]] * HEIGHT


def shown(*updates: CompositorUpdate) -> list[tuple[object, ...]]:
    """Every cell of a terminal that was sent the updates; of a blank only what is seen."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    for update in updates:
        stream.feed(update.render_segments(CONSOLE))
    cells = (screen.buffer[y][x] for y in range(HEIGHT) for x in range(WIDTH))
    return [
        cell._replace(fg="", bold=False) if cell.data == " " and not (cell.reverse or cell.underscore) else cell
        for cell in cells
    ]


def whole(pieces: list[dict[int, Strip | None]]) -> LayoutUpdate:
    return LayoutUpdate([[s for s in line.values() if s] for line in pieces], Region(0, 0, WIDTH, HEIGHT))


@given(screens())
def test_a_whole_screen_looks_the_same(screen: tuple[list[dict[int, Strip | None]], list[list[int]]]) -> None:
    update = whole(screen[0])
    assert shown(FrugalUpdate(update)) == shown(update)


@given(screens(), screens(), st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.integers(1, WIDTH))
def test_a_written_span_changes_those_cells_and_no_others(
    before: tuple[list[dict[int, Strip | None]], list[list[int]]],
    after: tuple[list[dict[int, Strip | None]], list[list[int]]],
    y: int,
    start: int,
    length: int,
) -> None:
    if any("名" in strip.text for line in (*before[0], *after[0]) for strip in line.values() if strip):
        return  # a line with wide characters is written whole
    end = min(start + length, WIDTH)
    update = ChopsUpdate(after[0], [(y, start, end)], after[1])
    was, now = shown(whole(before[0])), shown(whole(after[0]))
    cells = slice(y * WIDTH + start, y * WIDTH + end)
    was[cells] = now[cells]
    assert shown(FrugalUpdate(whole(before[0])), FrugalUpdate(update)) == was


@given(screens())
def test_it_costs_no_more_than_textuals_own(screen: tuple[list[dict[int, Strip | None]], list[list[int]]]) -> None:
    update = whole(screen[0])
    frugally = FrugalUpdate(update).render_segments(CONSOLE)
    assert len(frugally) <= len(update.render_segments(CONSOLE)) + HEIGHT * len("\x1b[1;20H")


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        (Pen(), Pen(), ""),
        (Pen(fore="31"), Pen(fore="31", back="44"), "\x1b[44m"),
        (Pen(fore="31", back="44"), Pen(fore="31"), "\x1b[49m"),
        (Pen(frozenset("1"), "31"), Pen(fore="31"), "\x1b[0;31m"),
        (Pen(fore="31"), Pen(frozenset("1"), "31"), "\x1b[1m"),
        (Pen(frozenset("1"), "31"), PLAIN, "\x1b[m"),
    ],
)
def test_only_what_differs_between_two_pens_is_said(before: Pen, after: Pen, written: str) -> None:
    assert change(before, after) == written


def test_the_pen_of_a_style() -> None:
    style = Style(color="#010203", bgcolor="color(200)", bold=True, link="https://example.com")
    assert pen_of(style, ColorSystem.TRUECOLOR) == Pen(frozenset("1"), "38;2;1;2;3", "48;5;200")
    assert pen_of(Style(color="default", bgcolor="default"), ColorSystem.TRUECOLOR) == PLAIN
    assert pen_of(Style(), ColorSystem.TRUECOLOR) == PLAIN


def test_what_is_no_update_stays_as_it_is() -> None:
    assert frugal("text") == "text"
    assert frugal(None) is None
