"""Following and the unseen counter, against a model that only knows a list."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.logs.lines import LineKey, LogLine
from fargate_tui.widgets.log_view import LogView
from tests.widgets.log_lines import log_line
from tests.widgets.terminal_app import Clock

PAGE = 7
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 12)),
        st.tuples(st.just("late"), st.integers(0, 100)),
        st.tuples(st.just("scroll"), st.integers(-9, 9).filter(bool)),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("pause"), st.just(0)),
    ),
    max_size=30,
)


class Model:
    """What a person expects: all lines in order, the one at the top, and the newest that was ever on the screen."""

    def __init__(self) -> None:
        self.keys: list[LineKey] = []
        self.top = 0
        self.following = True
        self.seen: LineKey = 0

    @property
    def last_top(self) -> int:
        return max(0, len(self.keys) - PAGE)

    def add(self, lines: list[LogLine]) -> None:
        at_top = self.keys[self.top] if self.keys else None
        self.keys = sorted([*self.keys, *(line.key for line in lines)])
        if not self.following and at_top is not None:
            self.top = min(self.keys.index(at_top), self.last_top)

    def scroll(self, by: int) -> None:
        self.top = max(0, min(self.top + by, self.last_top))
        self.following = by > 0 and self.top == self.last_top

    def look(self) -> list[LineKey]:
        if self.following:
            self.top = self.last_top
        shown = self.keys[self.top : self.top + PAGE]
        self.seen = max([self.seen, *shown])
        return shown

    @property
    def unseen(self) -> int:
        return sum(key > self.seen for key in self.keys)


@settings(deadline=None)
@given(steps)
async def test_what_is_on_the_screen_and_what_is_not(steps: list[tuple[str, int]]) -> None:
    view, model = LogView(now=Clock()), Model()
    view._page.window.page = PAGE
    newest = 0
    for what, number in steps:
        if what == "append":
            fresh = [log_line("x", newest + step) for step in range(1, number + 1)]
            newest += number
        else:
            fresh = [log_line("late", newest * number // 100)] if what == "late" else []
        view.append(fresh)
        if fresh:
            model.add(fresh)
        if what == "scroll":
            view.action_move(number)
            model.scroll(number)
        elif what == "end":
            view.action_follow()
            model.following = True
        elif what == "pause":
            view.following = model.following = False
        assert [view.shown[entry].key for entry, _ in view._page.rows] == model.look()
        assert (view.following, view.unseen) == (model.following, model.unseen)
