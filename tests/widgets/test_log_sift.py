"""What is shown is the naive filter of what was appended, whatever comes when."""

from collections.abc import Callable
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.logs.filters import LineFilter, wanted
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_held import HeldLines
from fargate_tui.widgets.log_sift import Sift, repeats, sift_in_slices
from tests.widgets.log_lines import log_line, mark, texts_of

WORDS = ("alpha", "beta", "beta at 03:12:04", "beta at 03:12:05.120", "GAMMA alpha")

moments = st.integers(0, 40)
kinds = st.sampled_from(("line", "line", "line", "line", "mark"))
batches = st.lists(
    st.lists(st.tuples(moments, st.sampled_from(WORDS), kinds, st.sampled_from("xy")), max_size=8), max_size=8
)


def made(batch: list[tuple[int, str, str, str]]) -> list[LogLine]:
    return [
        mark(text, at) if kind == "mark" else log_line(text, at, task_id=task, container="api")
        for at, text, kind, task in batch
    ]


def sift_of(keep: str, drop: str, search: str, *, collapsed: bool) -> Sift:
    words = LineFilter((wanted(keep),) if keep else (), (wanted(drop),) if drop else ())
    return Sift(words, wanted(search) if search else None, collapsed=collapsed)


def naive(lines: list[LogLine], keep: str, drop: str) -> list[LogLine]:
    def passes(line: LogLine) -> bool:
        text = line.text.casefold()
        return line.kind == "mark" or (keep in text and not (drop and drop in text))

    return [line for line in sorted(lines, key=lambda line: line.key) if passes(line)]


@given(
    batches,
    st.sampled_from(("", "alpha", "beta")),
    st.sampled_from(("", "gamma", "beta")),
    st.sampled_from(("", "alpha", "12")),
    st.booleans(),
    st.integers(3, 60),
)
def test_what_is_shown_is_the_naive_filter_of_what_is_held(
    batches: list[list[tuple[int, str, str, str]]], keep: str, drop: str, search: str, collapsed: bool, most: int
) -> None:
    held = HeldLines(most)
    held.begin(sift_of(keep, drop, search, collapsed=collapsed))
    everything: list[LogLine] = []
    for batch in batches:
        lines = made(batch)
        everything += lines
        held.add(lines)
        assert len(held.ring.lines) <= most
    assert len(held.ring.lines) + held.ring.dropped == len(everything)
    sift = held.sift
    assert sift.kept == naive(list(held.ring.lines), keep, drop)
    assert sift.found == ([line for line in sift.kept if search in line.text.casefold()] if search else [])
    entries = [(sift.line(at), sift.count(at), sift.last_line(at)) for at in range(len(sift))]
    assert entries == naive_entries(sift.kept, collapsed=collapsed)
    for entry, (first, _, last) in enumerate(entries):
        assert sift.entry_of(first) == entry == sift.entry_of(last)
    for below, line in enumerate(reversed(sift.kept)):
        assert sift.lines_after(line) == below


def naive_entries(kept: list[LogLine], *, collapsed: bool) -> list[tuple[LogLine, int, LogLine]]:
    if not collapsed:
        return [(line, 1, line) for line in kept]
    runs: list[list[LogLine]] = []
    for line in kept:
        if runs and repeats(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [(run[0], len(run), run[-1]) for run in runs]


@given(batches)
def test_lines_are_held_in_the_order_of_their_keys(batches: list[list[tuple[int, str, str, str]]]) -> None:
    held = HeldLines(1000)
    everything = [line for batch in batches for line in made(batch)]
    for line in everything[::-1]:
        held.add([line])
    assert held.ring.lines == sorted(everything, key=lambda line: line.key)


async def test_lines_that_come_while_a_filter_goes_over_the_others_are_filtered_too() -> None:
    held = HeldLines(3000)
    held.add([log_line(f"{'odd' if number % 2 else 'even'} {number}", number * 10) for number in range(2000)])
    assert not held.begin(sift_of("odd", "", "9", collapsed=False))
    assert held.sifting
    assert len(held.sift.kept) == 2000, "the former view stands until then"
    sifting = held.finish()
    sifting.send(None)  # the first slice
    held.add([log_line("even and late", 55), log_line("odd and late", 57), log_line("odd and new", 30_000)])
    held.add([log_line("odd filler", 40_000 + number) for number in range(1200)])
    assert held.ring.dropped > 0
    for _ in iter(lambda: held.sifting, False):
        step(sifting.send)
    assert held.sift.kept == naive(list(held.ring.lines), "odd", "")
    assert "even and late" not in texts_of(held.sift.kept)


def step(send: Callable[[None], object]) -> None:
    try:
        send(None)
    except StopIteration:
        return


async def test_a_slice_gives_the_loop_its_turn() -> None:
    turns = 0
    sifting = sift_in_slices(sift := Sift(LineFilter((wanted("1"),))), [log_line(str(n)) for n in range(600)])
    while True:
        try:
            sifting.send(None)
        except StopIteration:
            break
        turns += 1
    assert turns > 1
    assert len(sift.kept) == sum("1" in str(n) for n in range(600))


def test_repeats_are_told_by_all_but_their_times() -> None:
    same = [
        ("GET /health 200", "GET /health 200"),
        ("2026-11-23T03:12:04.123Z GET /health", "2026-11-23T03:12:09Z GET /health"),
        ("2026/11/23 03:12:04 up", "2026/11/24 04:00:00 up"),
    ]
    other = [("GET /health 200", "GET /health 500"), ("took 12 ms", "took 13 ms"), ("", "x")]
    assert all(repeats(log_line(one), log_line(two)) for one, two in same)
    assert not any(repeats(log_line(one), log_line(two)) for one, two in other)
    assert not repeats(log_line("a", task_id="x"), log_line("a", task_id="y"))
    assert not repeats(log_line("a", container="x"), log_line("a", container="y"))
    assert not repeats(mark("a"), mark("a")), "marks are never folded"


def test_pruning_in_the_middle_of_repeats_keeps_their_number() -> None:
    held = HeldLines(10)
    held.begin(Sift(collapsed=True))
    held.add([log_line("same", number) for number in range(10)])
    assert (len(held.sift), held.sift.count(0)) == (1, 10)
    held.add([log_line("same", 11), log_line("new", 12)])
    assert [held.sift.count(entry) for entry in range(len(held.sift))] == [
        len(list(run)) for _, run in groupby(texts_of(held.ring.lines))
    ]
