"""All keys of a view, made from its bindings."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen, Screen

from fargate_tui.columns.column import Column
from fargate_tui.fargate.error_help import PAGE, section_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.format import MARK
from fargate_tui.keys.keymap import Keymap
from fargate_tui.screens.page_keys import page_keys
from fargate_tui.widgets.key_bar import special_first
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView

GROUPS = {
    "form": "the page",
    "wizard": "the wizard",
    "review": "the review",
    "view": "getting around",
    "row": "the thing under the cursor",
    "service": "the thing under the cursor",
    "task": "the thing under the cursor",
    "task_definition": "the thing under the cursor",
    "revision": "the thing under the cursor",
    "cluster": "the thing under the cursor",
    "container": "the thing under the cursor",
    "scaling": "the thing under the cursor",
    "network": "the thing under the cursor",
    "permissions": "the thing under the cursor",
    "forward": "the thing under the cursor",
    "watch": "the thing under the cursor",
    "journal": "the thing under the cursor",
    "run": "the thing under the cursor",
    "draft": "the thing under the cursor",
    "command": "your own commands",
    "tasks": "the list",
    "revisions": "the list",
    "history": "the list",
    "events": "the list",
    "find": "the list",
    "accounts": "the list",
    "list": "the list",
    "sort": "sorting; once more turns the order round",
    "query": "the query",
    "logs": "the lines",
    "log": "the lines",
    "metrics": "the plots",
    "plots": "the plots",
    "plot": "the plots",
    "text": "the text",
    "report": "the text",
    "output": "the text",
    "table": "moving",
    "whoami": "the account",
    "app": "the program",
}
"""What the first word of a binding's id means to a person, in the order of the help."""

SIGNS: tuple[Line, ...] = (
    (Span("● ", "good"), Span("as it should be")),
    (Span("◐ ", "busy"), Span("changing as asked: starting, rolling, draining")),
    (Span("▲ ", "warn"), Span("look at it soon")),
    (Span("✗ ", "bad"), Span("look at it now")),
    (Span("○ ", "muted"), Span("at rest: desired 0, ended as planned")),
)
CLOCKS: tuple[Line, ...] = (
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
    def of(
        cls,
        screen: Screen[None],
        columns: Sequence[Column[Any]],
        *,
        read_only: bool = False,
        trouble: AwsError | None = None,
        keymap: Keymap = Keymap(),  # noqa: B008 - it is frozen
    ) -> Self:
        """The help of a screen that shows these columns, and ``trouble`` in its notice."""
        meanings = [*trouble_lines(trouble), line("signs", "title"), *legend(screen)]
        meanings += [(), line("more", "title"), *more_lines(keymap)]
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
        self.query_one(Masthead).trail = Trail(("help",), "", page_keys(self, {"help.next_part": "the other part"}))
        for name, lines in (("#keys", self._keys), ("#meanings", self._meanings)):
            text = self.query_one(name, TextView)
            text.wrap = True
            text.show(lines)


def key_lines(screen: Screen[None], *, read_only: bool = False) -> Iterator[Line]:
    """The keys that work on a screen, by group, each once; those that change something say so where nothing may be."""
    groups: dict[str, list[Line]] = {title: [] for title in GROUPS.values()}
    seen: dict[str, list[str]] = {}
    told: dict[str, Binding] = {}
    for active in special_first(screen):
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


def legend(screen: Screen[None]) -> Iterator[Line]:
    """What the signs mean, with the key that watches as it is on this screen."""
    yield from SIGNS
    watch = (each for each in special_first(screen) if each.binding.id == "view.watch")
    keys = dict.fromkeys(screen.app.get_key_display(each.binding) for each in watch)
    ways = ", ".join((*keys, ":watches"))
    yield (Span(f"{MARK} ", "key"), Span(f"watched: you are told what becomes of it ({ways})"))
    yield ()
    yield from CLOCKS


def _changes(binding: Binding) -> bool:
    """Whether it begins to change something at AWS."""
    is_own = binding.action.startswith("own(") and binding.action.endswith("False)")  # not declared to be safe
    return is_own or binding.action.startswith("act(") or binding.action == "undo"


def meaning(binding: Binding) -> str:
    """What a key does, in the words of the key bar and, where those are too few, more of them."""
    name, more = binding.description, binding.tooltip
    if not more or not name:
        return more or name
    return more if re.search(rf"\b{re.escape(name)}\b", more) else f"{name}: {more}"


def trouble_lines(trouble: AwsError | None) -> Iterator[Line]:
    """What went wrong, what that means, and what can be done."""
    if trouble is None:
        return
    section = section_of(trouble)
    yield (Span("✗ ", "bad"), Span(section.where, "title"))
    yield line(section.means)
    yield from ((Span("→ ", "key"), Span(step.replace("`", ""))) for step in section.steps)
    yield line(f"{PAGE}#{section.anchor}", "muted")
    yield ()


def more_lines(keymap: Keymap) -> Iterator[Line]:
    """Where else one learns to get around."""
    yield (Span(f"  {keymap.command('tour'):<10} ", "key"), Span("shows around, in two minutes"))
    yield (Span(f"  {keymap.command('keys'):<10} ", "key"), Span("every key of every view, to be chosen"))


def column_lines(columns: Sequence[Column[Any]]) -> Iterator[Line]:
    """What the columns mean, and what to type to filter by them."""
    for column in columns:
        if column.title:
            yield (Span(f"  {column.title:<17}", "key"), Span(f"{column.id + ':…':<12}", "muted"), Span(column.help))
