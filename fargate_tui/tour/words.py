"""What the panel of the tour says of a step, with the keys that are bound now."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from fargate_tui.keys.keymap import Keymap
from fargate_tui.screens.journey import View
from fargate_tui.tour.progress import Progress
from fargate_tui.tour.steps import Command, Key, Press, Step, Text
from fargate_tui.widgets.key_bar import Hint
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.tour_panel import Page

BACK, NEXT, END = Key("app.tour_back", "f2"), Key("app.tour_next", "f3"), Key("app.tour_end", "f4")
HISTORY_BACK: Final = Key("view.history_back", "left_square_bracket")
ONE_BACK: Final = Key("view.back", "escape")
TYPED: Final[frozenset[View]] = frozenset({"wizard", "query"})
"""Views into which is typed: a sign is no key there."""


def page(progress: Progress, steps: Sequence[Step], view: View, keymap: Keymap) -> Page:
    """The page of the present step, seen from a view."""
    step, last = steps[progress.number], len(steps) - 1
    if progress.is_last(steps):
        hints = _hints(keymap, (BACK, "back"), (END, "close"))
        return Page("tour", "", step.title, tuple(said_in(step, keymap)), (), hints)
    is_here = not step.views or view in step.views
    return Page(
        f"tour {progress.number + 1} of {last}",
        f"{progress.number + 1}/{last}",
        step.title,
        tuple(said_in(step, keymap)),
        tuple(pressed(step.presses, keymap)) if is_here else _way_back(view, keymap),
        _hints(keymap, (BACK, "back"), (NEXT, "skip"), (END, "end")),
    )


def pressed(presses: Iterable[Press], keymap: Keymap) -> Iterator[Span]:
    """``press l, then & and type heap ↵``."""
    yield Span("press ", "muted")
    for number, press in enumerate(presses):
        if number:
            yield Span(", then ", "muted")
        for at, each in enumerate(press):
            if isinstance(each, Text):
                yield Span(" and type ", "muted")
                yield Span(each.text, "" if each.is_free else "title")
            else:
                yield Span(f"{' ' if at else ''}")
                yield Span(_said(each, keymap), "key")


def said_in(step: Step, keymap: Keymap) -> Iterator[Span]:
    """The sentences of a step."""
    for each in step.words:
        if isinstance(each, Command):
            yield Span(keymap.command(each.word), "key")
        else:
            yield Span(each) if isinstance(each, str) else Span(_said(each, keymap), "key")


def _way_back(view: View, keymap: Keymap) -> Line:
    """What stands in place of keys that mean something else here."""
    back, skip = _said(ONE_BACK if view in TYPED else HISTORY_BACK, keymap), _said(NEXT, keymap)
    return (
        Span("not from here: ", "warn"),
        Span(back, "key"),
        Span(" goes back · "),
        Span(skip, "key"),
        Span(" skips"),
    )


def _hints(keymap: Keymap, *pairs: tuple[Key, str]) -> tuple[Hint, ...]:
    return tuple(Hint(_said(key, keymap), what) for key, what in pairs)


def _said(key: Key, keymap: Keymap) -> str:
    return keymap.said(key.id, key.usual)
