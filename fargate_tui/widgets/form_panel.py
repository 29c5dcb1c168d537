"""The panel at the bottom in which several things are filled in, with what is wrong beside each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from fargate_tui.format import cell_width, cut, visible
from fargate_tui.widgets.docked import Docked
from fargate_tui.widgets.key_bar import GAP
from fargate_tui.widgets.line_editor import LineEditor
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span, harmless
from fargate_tui.widgets.plan_panel import EDGE, ROWS_LEFT

Check = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From what is filled in to what is wrong with it, by field."""
NONE = "—"
AROUND = 2
"""Lines that are no field: the title, and the keys."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field as the panel has it."""

    id: str
    label: str
    choices: tuple[str, ...] = ()
    """What it can be; nothing where any text can be typed."""
    hint: str = ""
    """Beside it while the cursor is in it, or nothing else."""
    mask: Callable[[str], str] | None = None
    """What is shown of it while the cursor is elsewhere; None for all."""


class FormPanel(LineView, Docked, can_focus=True):
    """Shows fields and takes every key: ↑↓ and tab go from one to another, ←→ choose, anything else is typed."""

    DEFAULT_CSS = """
    FormPanel {
        height: auto;
        display: none;
        background: $panel;
        & > .form-panel--cursor { background: $foreground; color: $panel; }
        &:ansi > .form-panel--cursor, &:nocolor > .form-panel--cursor { text-style: reverse; }
        & > .line-view--key { text-style: bold; }
        &.-open { display: block; }
    }
    """
    COMPONENT_CLASSES = {"form-panel--cursor"}  # noqa: RUF012 -- as Textual has it

    class Submitted(Message):
        """Enter was pressed and nothing is wrong."""

        def __init__(self, panel: "FormPanel", values: Mapping[str, str]) -> None:
            super().__init__()
            self.panel = panel
            self.values = values

        @property
        def control(self) -> "FormPanel":
            """The panel."""
            return self.panel

    class Left(Submitted):
        """Esc was pressed; the panel is closed, and what was filled in is told so that it is kept."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._title: Line = ()
        self._entries: tuple[Entry, ...] = ()
        self._values: dict[str, str] = {}
        self._problems: Mapping[str, str] = {}
        self._check: Check = lambda _values: {}
        self._at = 0
        self._top = 0
        self._editor = LineEditor()

    @property
    def values(self) -> Mapping[str, str]:
        """What is filled in, by field."""
        return dict(self._values)

    def show(self, title: Line, entries: tuple[Entry, ...], values: Mapping[str, str], check: Check) -> None:
        """Show the fields and take the keys, the cursor in the first one that has a problem."""
        self._title, self._entries, self._values, self._check = title, entries, dict(values), check
        self._problems = check(self._values)
        self._top = 0
        self.appear()
        self._go_to(next((place for place, each in enumerate(entries) if each.id in self._problems), 0))
        self.refresh(layout=True)
        self.focus(scroll_visible=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each field, but some of the view behind it stay."""
        return min(
            len(self._entries) + AROUND,
            max(5, viewport.height - ROWS_LEFT - self.rows_told(container, viewport, width)),
        )

    def on_resize(self) -> None:
        """Keep the field with the cursor in view."""
        self._go_to(self._at)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def draw_line(self, y: int) -> Strip:
        """The title, a field, or the keys."""
        width, rows = self.size.width, self.size.height
        if y >= rows:
            return blank(width, self.rich_style)
        edge = Segment(EDGE, self.style_of("busy"))
        if y == 0:
            spans: Line = (Span(" "), *self._title)
        elif y == rows - 1:
            spans = self._keys()
        else:
            place = self._top + y - 1
            spans = self._field(place, width - 1) if place < len(self._entries) else ()
        segments = [Segment(text, self._style(tone)) for text, tone in harmless(spans) if text]
        return Strip([edge, *segments]).crop_extend(0, width, self.rich_style)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style("form-panel--cursor") if tone == "cursor" else self.style_of(tone)

    def _field(self, place: int, width: int) -> Line:
        entry, is_here = self._entries[place], place == self._at
        label = max(cell_width(each.label) for each in self._entries)
        is_wrong = entry.id in self._problems
        room = width - label - 5
        # What may be typed gets what the value leaves; what is wrong half the line where that is too little.
        left = room - cell_width(self._values[entry.id]) - 6
        beside = cut(self._beside(entry, is_here), max(left, room // 2 if is_wrong else 0))
        spans = self._value(entry, is_here, room - (cell_width(beside) + 4 if beside else 0))
        mark = Span("  ✗ " if is_wrong else "  ", "bad" if is_wrong else "muted")
        return (
            Span(" ›" if is_here else "  ", "title"),
            Span(f"{entry.label:<{label}} ", "key"),
            *spans,
            *((mark, Span(beside, mark.tone)) if beside else ()),
        )

    def _beside(self, entry: Entry, is_here: bool) -> str:
        is_empty = not self._values[entry.id]
        return visible(self._problems.get(entry.id, entry.hint if is_here or is_empty else ""))

    def _value(self, entry: Entry, is_here: bool, room: int) -> Line:
        value = self._values[entry.id]
        if entry.choices:
            shown = f"‹ {value or NONE} ›" if is_here else value
            return (Span(cut(visible(shown), room), "title" if is_here else "value"),)
        if not is_here:
            shown = entry.mask(value) if entry.mask else value
            return (Span(cut(visible(shown), room), "value"),)
        before, under, behind = self._editor.window(max(room - 1, 8))
        return (Span(before, "title"), Span(under, "cursor"), Span(behind.rstrip(), "title"))

    def _keys(self) -> Line:
        is_choice = bool(self._entries[self._at].choices)
        pairs = [("↵", "plan"), ("↑↓", "field"), *([("←→", "choose")] if is_choice else [("ctrl+u", "clear")])]
        pairs.append(("esc", "leave it, kept"))
        number = len(self._problems)
        wrong = (Span(f"✗ {number} to put right{GAP}", "bad"),) if number else ()
        return (Span(" "), *wrong, *(part for key, what in pairs for part in (Span(key, "key"), Span(f" {what}{GAP}"))))

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        match event.key:
            case "escape" | "ctrl+g":
                self.close()
                self.post_message(self.Left(self, self.values))
            case "enter":
                self._submit()
            case "up" | "shift+tab":
                self._go_to((self._at - 1) % len(self._entries))
            case "down" | "tab":
                self._go_to((self._at + 1) % len(self._entries))
            case _:
                self._change(event)

    def _submit(self) -> None:
        wrong = next((place for place, each in enumerate(self._entries) if each.id in self._problems), None)
        if wrong is None:
            self.post_message(self.Submitted(self, self.values))
        else:
            self._go_to(wrong)

    def _change(self, event: events.Key) -> None:
        entry = self._entries[self._at]
        if entry.choices:
            steps = {"left": -1, "right": 1, "space": 1}
            if event.key in steps:
                present = self._values[entry.id]
                place = entry.choices.index(present) if present in entry.choices else -1
                self._take(entry.choices[(place + steps[event.key]) % len(entry.choices)])
            return
        printed = event.character if event.is_printable and event.character else ""
        self._edit(self._editor.insert(printed) if printed else self._editor.press(event.key))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self._entries[self._at].choices:
            self._edit(self._editor.insert(event.text.strip()))

    def _edit(self, editor: LineEditor | None) -> None:
        if editor is not None:
            self._editor = editor
            self._take(editor.text)

    def _take(self, value: str) -> None:
        self._values[self._entries[self._at].id] = value
        self._problems = self._check(self._values)
        self.repaint_changes()

    def _go_to(self, place: int) -> None:
        if not self._entries:
            return
        self._at = place
        value = self._values[self._entries[place].id]
        self._editor = LineEditor(value, len(value))
        rows = max(self.size.height - AROUND, 1)
        if self.size.height:
            self._top = max(0, min(max(self._top, place - rows + 1), place, len(self._entries) - rows))
        self.repaint_changes()
