"""The two lines at the top: where you are, how fresh it is."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import account, age, cell_width, count, cut, visible
from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.lines import Line, Span

PRODUCT = "fargate"
COLOURS = ("plain", "red", "yellow", "green", "blue", "magenta", "cyan")
"""Of the label of an account."""
LABEL = "masthead--"
"""How their component classes begin."""
SLACK = 5.0
"""Seconds that a round may take before the data counts as old."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks AWS, where."""

    profile: str = ""
    account: str = ""
    """Twelve digits as AWS writes them."""
    region: str = ""
    name: str = ""
    """The user or role."""
    flags: tuple[str, ...] = ()
    """READ-ONLY, DEMO, …"""
    is_certain: bool = True
    """Whether AWS has answered there; grey until it has."""
    label: str = ""
    """What the person calls the account: PRODUCTION."""
    colour: str = ""
    """The colour of that, one of the terminal's own."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How fresh the data is, and what it costs to ask."""

    liveness: str = ""
    """``● live 2s``; make it with `liveness`."""
    tone: str = ""
    calls: int | None = None
    """Calls to AWS in the last minute."""
    problems: int | None = None
    """None while that is not known."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Where you are, and how what is listed there is arranged."""

    path: tuple[str, ...] = ()
    count: str = ""
    """How many there are: ``12``, ``3 of 12``."""
    notes: tuple[str, ...] = ()
    """The most important first: ``/api``, ``sort: age ↓``, ``stopped: shown``, ``2 marked``."""


class Freshness(Protocol):
    """What liveness is read from; a `live.snapshot.Snapshot` is one."""

    @property
    def rows(self) -> Sized: ...  # noqa: D102
    @property
    def at(self) -> datetime | None: ...  # noqa: D102
    @property
    def error(self) -> Exception | None: ...  # noqa: D102
    @property
    def complete(self) -> bool: ...  # noqa: D102
    @property
    def every(self) -> float | None: ...  # noqa: D102
    @property
    def recalled_at(self) -> datetime | None: ...  # noqa: D102


def liveness(fresh: Freshness | None, now: datetime) -> tuple[str, str]:
    """How fresh what is shown is, in a word or two, and their tone.

    ``● live 2s`` is asked every two seconds; ``◔ loading 3,200`` while pages arrive, with an age where the next does
    not come; ``◌ 40s old`` when no answer has come for too long; ``✗ throttled · 40s old`` when the last question
    failed; ``‖ resting · 3m old`` when nobody asks. Rows of an earlier run are ``◌ 3h old`` until AWS has answered.
    """
    if fresh is None:
        return "", ""
    since = fresh.at or fresh.recalled_at
    old = "" if since is None else f" · {age(since, now)} old"
    if fresh.error is not None:
        return f"✗ {_words(type(fresh.error).__name__)}{old}", "bad"
    if fresh.at is None and fresh.recalled_at is not None:
        return f"◌ {age(fresh.recalled_at, now)} old", "warn"
    if fresh.at is None or not fresh.complete:
        stalled = fresh.at is not None and (now - fresh.at).total_seconds() > SLACK
        loading = f"◔ loading {count(len(fresh.rows))}" if len(fresh.rows) else "◔ loading"
        return (loading + old, "warn") if stalled else (loading, "busy")
    if fresh.every is None:
        return f"‖ resting{old}", "muted"
    if (now - fresh.at).total_seconds() > 2 * fresh.every + SLACK:
        return f"◌ {age(fresh.at, now)} old", "warn"
    return f"● live {max(1, round(fresh.every))}s", "good"


class Masthead(LineView):
    """Two lines that never wrap and drop what matters least when there is no room."""

    DEFAULT_CSS = """
    Masthead {
        height: 2;
        background: $panel;
        & > .line-view--title { color: $text-primary; }
        & > .masthead--plain { text-style: bold reverse; }
        & > .masthead--red { background: ansi_red; color: ansi_bright_white; text-style: bold; }
        & > .masthead--yellow { background: ansi_yellow; color: ansi_black; text-style: bold; }
        & > .masthead--green { background: ansi_green; color: ansi_black; text-style: bold; }
        & > .masthead--blue { background: ansi_blue; color: ansi_bright_white; text-style: bold; }
        & > .masthead--magenta { background: ansi_magenta; color: ansi_bright_white; text-style: bold; }
        & > .masthead--cyan { background: ansi_cyan; color: ansi_black; text-style: bold; }
        &:nocolor > .masthead--red, &:nocolor > .masthead--yellow, &:nocolor > .masthead--green,
        &:nocolor > .masthead--blue, &:nocolor > .masthead--magenta, &:nocolor > .masthead--cyan {
            text-style: bold reverse;
        }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"{LABEL}{colour}" for colour in COLOURS}
    """``masthead--plain``, ``-red``, …: the label of the account."""

    caller: reactive[Caller] = reactive(Caller(), init=False, repaint=False)
    """Who asks AWS, where."""
    pulse: reactive[Pulse] = reactive(Pulse(), init=False, repaint=False)
    """How fresh the data is."""
    trail: reactive[Trail] = reactive(Trail(), init=False, repaint=False)
    """Where you are."""

    def watch_caller(self) -> None:
        """Write what has changed."""
        self.repaint_changes()

    def watch_pulse(self) -> None:
        """Write what has changed."""
        self.repaint_changes()

    def watch_trail(self) -> None:
        """Write what has changed."""
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:
        """One whole line, its right half at the right edge."""
        width = self.size.width
        left, right = first_line(self.caller, self.pulse, width) if y == 0 else second_line(self.trail, width)
        spans = (*left, Span(" " * max(0, width - _width(left) - _width(right))), *right)
        line = Strip([Segment(text, self._style_of(tone)) for text, tone in spans if text])
        return line.crop_extend(0, width, self.rich_style)

    def _style_of(self, tone: str) -> Style:
        return self.get_component_rich_style(tone) if tone.startswith(LABEL) else self.style_of(tone)


class _Part(NamedTuple):
    """A piece of the first line, with how much it matters; the least is dropped first."""

    span: Span
    weight: int
    right: bool = False


def first_line(caller: Caller, pulse: Pulse, width: int) -> tuple[Line, Line]:
    """The left and the right half of the first line, cut down to `width` cells."""
    tone = "" if caller.is_certain else "muted"
    parts = [
        _Part(Span(PRODUCT, "title"), 3),
        _Part(Span(f" {visible(caller.label)} " if caller.label else "", f"{LABEL}{caller.colour or 'plain'}"), 11),
        _Part(Span(visible(caller.profile), tone), 7),
        _Part(Span(account(caller.account), tone), 5),
        _Part(Span(visible(caller.region), tone), 6),
        _Part(Span(visible(caller.name), "muted"), 2),
        *(_Part(Span(visible(flag), "warn"), 8, right=True) for flag in caller.flags),
        _Part(Span(pulse.liveness, pulse.tone), 10, right=True),
        _Part(Span("" if pulse.calls is None else f"⇄ {count(pulse.calls)}/min", "muted"), 1, right=True),
        _Part(Span(*_problems(pulse.problems)), 9, right=True),
    ]
    parts = [part for part in parts if part.span.text]
    while parts and _width(_joined(parts)) > width and len(parts) > 1:
        parts.remove(min(parts, key=lambda part: part.weight))
    left = _spaced([part.span for part in parts if not part.right], " ")
    right = _spaced([part.span for part in parts if part.right], "   ")
    return ((Span(" "), *left), (*right, Span(" ")))


def second_line(trail: Trail, width: int) -> tuple[Line, Line]:
    """The path and how the list is arranged, cut down to `width` cells: notes go first, then the path's beginning."""
    notes = [visible(note) for note in trail.notes]
    path = [visible(name) for name in trail.path]
    here = f" ({trail.count})" if trail.count else ""

    def needed() -> int:
        return 2 + cell_width(" › ".join(path) + here) + (3 + cell_width("  ·  ".join(notes)) if notes else 0)

    while len(notes) > 1 and needed() > width:
        notes.pop()
    while len(path) > 1 and path[:-1] != ["…"] and needed() > width:
        path[: 2 if path[0] == "…" else 1] = ["…"]
    if needed() > width and notes:
        notes[0] = cut(notes[0], max(8, width - 5 - cell_width(" › ".join(path) + here)))
    *ancestors, last = path or [""]
    before = "".join(f"{name} › " for name in ancestors)
    left = (Span(" "), Span(before, "muted"), Span(last, "title"), Span(here))
    return left, (Span("  ·  ".join(notes), "muted"), Span(" "))


def _problems(problems: int | None) -> tuple[str, str]:
    if not problems:
        return "", ""
    return f"▲ {count(problems)} {'problem' if problems == 1 else 'problems'}", "warn"


def _joined(parts: Sequence[_Part]) -> Line:
    left = _spaced([part.span for part in parts if not part.right], " ")
    right = _spaced([part.span for part in parts if part.right], "   ")
    return (*left, *right, Span(" " * 4))


def _spaced(spans: Sequence[Span], gap: str) -> Line:
    """The spans with gaps between them, each gap in the tone of what stands before it: one colour change fewer.

    A label has its colour to itself.
    """
    if not spans:
        return ()
    *ahead, last = spans
    line: list[Span] = []
    for span in ahead:
        blank = "  " if span.text == PRODUCT else gap
        has_colour = span.tone.startswith(LABEL)
        line += [span, Span(blank)] if has_colour else [Span(span.text + blank, span.tone)]
    return (*line, last)


def _width(spans: Line) -> int:
    return sum(cell_width(span.text) for span in spans)


def _words(name: str) -> str:
    """``CredentialsExpired`` as ``credentials expired``."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
