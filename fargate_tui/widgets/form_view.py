"""The page of a wizard as it looks: fields, what can be chosen below, and what is wrong beside each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_fields import FormField, Spot, items, matching
from fargate_tui.widgets.form_layout import Look, Row, rows
from fargate_tui.widgets.line_editor import LineEditor
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import harmless

AFTER: Final = 3
"""Rows that are kept in sight below the field with the cursor."""


class FormView(LineView):
    """Shows the fields of a page, and where the cursor is among them; a subclass takes the keys."""

    DEFAULT_CSS = """
    FormView {
        height: 1fr;
        & > .form-view--cursor { background: $foreground; color: $background; }
        & > .form-view--chosen {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
        &:ansi > .form-view--cursor, &:nocolor > .form-view--cursor { text-style: reverse; }
        &:nocolor > .form-view--chosen { background: $foreground; color: $background; }
        &:ansi:nocolor > .form-view--chosen { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"form-view--cursor", "form-view--chosen"}

    class Opened(Message):
        """The choices of a field are looked at: they may have to be asked for."""

        def __init__(self, form: "FormView", field: str) -> None:
            super().__init__()
            self.form, self.field = form, field

        @property
        def control(self) -> "FormView":
            """The form."""
            return self.form

    class Entered(Opened):
        """The cursor has come into a field."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._fields: tuple[FormField, ...] = ()
        self._values: list[str] = []
        self._at = Spot()
        self._editor = LineEditor()
        self._is_selected = False
        self._chosen = -1
        self._is_open = False
        self._is_typing = False
        """Whether the choices have come of typing, and not of enter."""
        self._top = 0
        self._rows: list[Row] = []

    # -- what it holds -------------------------------------------------------------------------------------------------

    @property
    def field(self) -> FormField | None:
        """The field with the cursor; None on a page without fields."""
        return self._fields[self._at.field] if self._fields else None

    @property
    def is_choosing(self) -> bool:
        """Whether the choices are open."""
        return self._is_open

    def show(self, fields: Sequence[FormField], values: Sequence[str], at: str = "") -> None:
        """Show a page, the cursor in the field of this id, else in the first."""
        self._fields, self._values, self._top = tuple(fields), list(values), 0
        self._is_open = False
        place = next((place for place, each in enumerate(fields) if each.id == at), 0)
        self._go_to(Spot(place))

    def update_fields(self, fields: Sequence[FormField], values: Sequence[str]) -> None:
        """The same page with what has come meanwhile; the cursor stays in its field, and what is typed stays."""
        here = self.field
        old = self._values[self._at.field] if self._fields else ""
        self._fields, self._values = tuple(fields), list(values)
        place = next((place for place, each in enumerate(fields) if here is not None and each.id == here.id), None)
        if place is None:
            self._is_open = False
            self._go_to(Spot(min(self._at.field, max(0, len(fields) - 1))))
            return
        self._at = replace(self._at, field=place)
        if self._values[place] != old:
            self._edit_here()
            # What was emptied here and is proposed again would else be typed behind.
            self._is_selected |= not old and fields[place].kind in ("text", "many")
        self._draw()

    def _edit_here(self) -> None:
        if not self._fields:
            return
        texts = items(self._fields[self._at.field], self._values[self._at.field])
        self._at = replace(self._at, item=min(self._at.item, len(texts) - 1))
        text = texts[self._at.item]
        self._editor = LineEditor(text, len(text))
        field = self._fields[self._at.field]
        self._is_selected = field.kind == "text" and field.is_proposed and bool(text)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._draw()

    def _draw(self) -> None:
        if not self.size.width:
            return
        found = self._matching() if self._is_open and self._fields else None
        look = Look(self._fields, self._values, self._at, self._editor, self._is_selected, found, self._chosen)
        self._rows = rows(look, self.size.width)
        self._follow()
        self.repaint_changes()

    def _matching(self) -> list[Candidate]:
        return matching(self._fields[self._at.field], self._editor.text, is_typing=self._is_typing)

    def _follow(self) -> None:
        """Keep the field with the cursor in sight, and some of what stands below it."""
        height = self.size.height
        here = next((y for y, row in enumerate(self._rows) if row.spot == self._at), 0)
        last = here
        while last + 1 < len(self._rows) and self._rows[last + 1].spot is None and last - here < height - 2:
            last += 1
        wanted = min(max(last, here + AFTER), len(self._rows) - 1)
        above = here - 1 if here and self._rows[here - 1].spot is None else here
        self._top = max(0, min(max(self._top, wanted - height + 1), above))

    def draw_line(self, y: int) -> Strip:
        """A row of the form."""
        place = self._top + y
        if place >= len(self._rows):
            return blank(self.size.width, self.rich_style)
        row = self._rows[place]
        chosen = self.get_component_rich_style("form-view--chosen") if row.is_chosen else None
        segments = [Segment(text, chosen or self._style(tone)) for text, tone in harmless(row.line) if text]
        return Strip(segments).crop_extend(0, self.size.width, chosen or self.rich_style)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style("form-view--cursor") if tone == "cursor" else self.style_of(tone)

    def _go_to(self, spot: Spot) -> None:
        is_other = spot.field != self._at.field
        self._at = spot
        self._edit_here()
        self._draw()
        if self._fields and (is_other or spot.item == 0):
            self.post_message(self.Entered(self, self._fields[spot.field].id))
