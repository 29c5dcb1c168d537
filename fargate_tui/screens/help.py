"""All keys of a view, made from its bindings."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen, Screen

from fargate_tui.columns.column import Column
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView

GROUPS = {
    "view": "getting around",
    "row": "the thing under the cursor",
    "service": "the thing under the cursor",
    "task": "the thing under the cursor",
    "task_definition": "the thing under the cursor",
    "cluster": "the thing under the cursor",
    "container": "the thing under the cursor",
    "tasks": "the list",
    "list": "the list",
    "sort": "sorting; once more turns the order round",
    "query": "the query",
    "logs": "the lines",
    "log": "the lines",
    "metrics": "the plots",
    "plots": "the plots",
    "plot": "the plots",
    "text": "the text",
    "table": "moving",
    "app": "the program",
}
"""What the first word of a binding's id means to a person, in the order of the help."""

LEGEND: tuple[Line, ...] = (
    (Span("● ", "good"), Span("as it should be")),
    (Span("◐ ", "busy"), Span("changing as asked: starting, rolling, draining")),
    (Span("▲ ", "warn"), Span("look at it soon")),
    (Span("✗ ", "bad"), Span("look at it now")),
    (Span("○ ", "muted"), Span("at rest: desired 0, ended as planned")),
    (),
    line("live 2s: AWS is asked every 2 s; 45s old: the last answer is that old, and grey"),
    line("⇄ 14/min: about so many calls to AWS a minute"),
)


class HelpScreen(ModalScreen[None]):
    """Every key that works in the view below, and what its columns and signs mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,question_mark,enter", "dismiss", "close", id="help.close"),
        Binding("tab", "app.focus_next", "other part", id="help.next_part"),
    ]
    AUTO_FOCUS = "#keys"
    # Textual 8.2 declares it as of the instance
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012

    def __init__(self, keys: Sequence[Line], meanings: Sequence[Line]) -> None:
        super().__init__()
        self._keys = tuple(keys)
        self._meanings = tuple(meanings)

    @classmethod
    def of(cls, screen: Screen[None], columns: Sequence[Column[Any]], *, read_only: bool = False) -> Self:
        """The help of a screen that shows these columns."""
        meanings = [line("signs", "title"), *LEGEND]
        if columns:
            meanings += [(), line("columns, and how to filter by them", "title"), *column_lines(columns)]
        return cls(tuple(key_lines(screen, read_only=read_only)), meanings)

    def compose(self) -> ComposeResult:
        """The keys, and what is on the screen; beside each other where there is room."""
        yield Masthead()
        with Container(id="help"):
            yield TextView(id="keys")
            yield TextView(id="meanings")

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(Masthead).trail = Trail(("help",), "", ("tab the other part · esc, q or ? closes",))
        for name, lines in (("#keys", self._keys), ("#meanings", self._meanings)):
            text = self.query_one(name, TextView)
            text.wrap = True
            text.show(lines)


def key_lines(screen: Screen[None], *, read_only: bool = False) -> Iterator[Line]:
    """The keys that work on a screen, by group, each once; those that change something say so where nothing may be."""
    groups: dict[str, list[Line]] = {title: [] for title in GROUPS.values()}
    seen: dict[str, list[str]] = {}
    told: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.description:
            continue
        seen.setdefault(binding.id, []).append(screen.app.get_key_display(binding))
        told[binding.id] = binding
    for name, binding in told.items():
        title = GROUPS.get(name.split(".")[0], "other")
        keys = " ".join(dict.fromkeys(seen[name]))
        what = meaning(binding)
        refused = " · read-only: only planned" if read_only and _changes(binding) else ""
        groups.setdefault(title, []).append((Span(f"  {keys:<14} ", "key"), Span(f"{what}{refused}")))
    first = True
    for title, lines in groups.items():
        if not lines:
            continue
        if not first:
            yield ()
        first = False
        yield line(title, "title")
        yield from lines


def _changes(binding: Binding) -> bool:
    """Whether it begins to change something at AWS."""
    return binding.action.startswith("act(") or binding.action == "undo"


def meaning(binding: Binding) -> str:
    """What a key does, in the words of the key bar and, where those are too few, more of them."""
    name, more = binding.description, binding.tooltip
    if not more or not name:
        return more or name
    return more if re.search(rf"\b{re.escape(name)}\b", more) else f"{name}: {more}"


def column_lines(columns: Sequence[Column[Any]]) -> Iterator[Line]:
    """What the columns mean, and what to type to filter by them."""
    for column in columns:
        if column.title:
            yield (Span(f"  {column.title:<17}", "key"), Span(f"{column.id + ':…':<12}", "muted"), Span(column.help))
