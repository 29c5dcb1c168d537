"""The page of a wizard: fields to fill in, with what can be chosen below, and what is wrong beside each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from fargate_tui.widgets.form_fields import FormField, items, spots, taking
from fargate_tui.widgets.form_view import FormView
from fargate_tui.widgets.line_editor import LineEditor

Take = Callable[[str, str], None]
"""Takes a field's id and its new value."""


EDITING: Final = frozenset(
    ("left", "right", "home", "end", "backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+w")
)
"""Keys with which a line is edited."""


class WizardForm(FormView, can_focus=True):
    """Shows fields; what can be typed is typed into them, and every other key may mean something to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "choose, or next", show=False, id="form.take", tooltip="choices, then the next field"),
        Binding("down", "step(1)", "next field", show=False, id="form.next", tooltip="next field, or next choice"),
        Binding("up", "step(-1)", "field before", show=False, id="form.before", tooltip="field or choice before"),
        Binding("tab", "leap(1)", "next field", show=False, id="form.leap", tooltip="next field, choices or not"),
        Binding("shift+tab", "leap(-1)", "field before", show=False, id="form.leap_back"),
        Binding("right", "cycle(1)", "next choice", show=False, id="form.cycle"),
        Binding("left", "cycle(-1)", "choice before", show=False, id="form.cycle_back"),
        Binding("space", "open", "choices", show=False, id="form.choices", tooltip="all that can be chosen"),
        Binding("ctrl+u", "clear", "clear", show=False, id="form.clear", tooltip="clear what stands before the cursor"),
        Binding(
            "escape,ctrl+g", "leave", "back", id="form.leave", tooltip="close the choices, or leave; the draft is kept"
        ),
    ]

    class Left(Message):
        """Esc was pressed."""

    class Finished(Message):
        """Enter was pressed in the last field."""

    def __init__(self, take: Take, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        """``take`` is told each answer at once, and may show the page anew: a message would cost a second paint."""
        super().__init__(id=id, classes=classes)
        self._take_answer = take

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        if self._fields and self._is_typed(event.key, event.character) and self._change(event):
            event.stop()
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is typed, and means nothing to the screen: h would leave the page."""
        return bool(self._fields) and self._is_typed(key, character)

    def _is_typed(self, key: str, character: str | None) -> bool:
        is_printed = character is not None and character.isprintable()
        if self._is_choice:
            return (is_printed and key != "space") or key in ("backspace", "delete")
        return is_printed or key in EDITING

    @property
    def _is_choice(self) -> bool:
        return self.field is not None and self.field.kind == "choice"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what means something in the field with the cursor."""
        if action in ("cycle", "open"):
            return self._is_choice
        if action == "clear":
            return bool(self._fields) and not self._is_choice
        if action in ("take", "step", "leap", "leave"):
            return bool(self._fields)
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Close the choices, or leave the page."""
        if self._is_open:
            self._close()
        else:
            self.post_message(self.Left())

    def action_take(self) -> None:
        """Take what is chosen, show what can be, or go on."""
        field = self._fields[self._at.field]
        if self._is_open:
            self._take_chosen(field)
        elif field.choices or field.note:
            self._open()
        elif field.kind == "list" and self._editor.text:
            self._add_item()
        else:
            self._next()

    def action_open(self) -> None:
        """Show what can be chosen."""
        self._open()

    def action_clear(self) -> None:
        """Clear what stands before the cursor."""
        self._is_selected = False
        editor = self._editor.press("ctrl+u")
        assert editor is not None
        self._edit(editor, was_emptied=not editor.text)

    def _take_chosen(self, field: FormField) -> None:
        found = self._matching()
        if not 0 <= self._chosen < len(found):
            self._close()
            self._next()
            return
        text = taking(field, self._editor.text, found[self._chosen])
        self._is_selected = False
        self._editor = LineEditor(text, len(text))
        self._answer(text)
        if field.kind == "many":
            self._draw()
        else:
            self._close()
            self._next() if field.kind != "list" else self._add_item()

    def _open(self) -> None:
        field = self._fields[self._at.field]
        self._is_open = True
        present = self._editor.text
        self._is_typing = False
        found = self._matching()
        self._chosen = next((place for place, each in enumerate(found) if each.value == present), 0 if found else -1)
        self.post_message(self.Opened(self, field.id))
        self._draw()

    def _close(self) -> None:
        self._is_open, self._chosen = False, -1
        self._draw()

    def action_step(self, by: int) -> None:
        """To another choice where they are open, else to another field."""
        if not self._is_open:
            self.action_leap(by)
            return
        number = len(self._matching())
        self._chosen = max(0, min(self._chosen + by, number - 1)) if number else -1
        self._draw()

    def action_leap(self, by: int) -> None:
        """To another field, or another item of a list."""
        found = spots(self._fields, self._values)
        place = found.index(self._at) + by
        self._is_open, self._chosen = False, -1
        self._go_to(found[place % len(found)])

    def action_cycle(self, by: int) -> None:
        """To another one of the choices of a field, without opening them."""
        field = self._fields[self._at.field]
        values = [each.value for each in field.choices]
        present = self._values[self._at.field]
        place = values.index(present) + by if present in values else 0
        if values:
            self._edit(LineEditor(values[place % len(values)]))

    def _next(self) -> None:
        found = spots(self._fields, self._values)
        place = found.index(self._at) + 1
        if place < len(found):
            self._go_to(found[place])
        else:
            self.post_message(self.Finished())

    def _change(self, event: events.Key) -> bool:
        """Take a key that is typed; whether it is not for a binding after all."""
        field = self._fields[self._at.field]
        if field.kind == "choice":
            return True
        if event.key == "backspace" and field.kind == "list" and not self._editor.text and self._at.item:
            self._drop_item()
            return True
        printed = event.character if event.is_printable and event.character else ""
        if self._is_selected and (printed or event.key in ("backspace", "delete")):
            self._editor = LineEditor()
        self._is_selected = False
        editor = self._editor.insert(printed) if printed else self._editor.press(event.key)
        if editor is None:
            return False
        self._edit(editor, was_emptied=not editor.text)
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self._fields or self._fields[self._at.field].kind == "choice":
            return
        if self._fields[self._at.field].kind == "list" and "\n" in event.text.strip():
            self._paste_items(event.text)
        else:
            editor = LineEditor() if self._is_selected else self._editor
            self._is_selected = False
            self._edit(editor.insert(event.text.strip()))

    def _paste_items(self, text: str) -> None:
        """Several lines become several items."""
        more = [line.strip() for line in text.splitlines() if line.strip()]
        texts = [each for each in items(self._fields[self._at.field], self._values[self._at.field]) if each]
        self._put_items([*texts, *more], len(texts) + len(more) - 1)

    # -- editing -------------------------------------------------------------------------------------------------------

    def _edit(self, editor: LineEditor, *, was_emptied: bool = False) -> None:
        is_other = was_emptied or editor.text != self._editor.text
        self._editor = editor
        if not is_other:
            self._draw()
            return
        field = self._fields[self._at.field]
        if field.kind != "choice":
            # While one types, what fits is offered, and enter takes what was typed until one is gone to.
            self._is_typing = True
            self._is_open, self._chosen = bool(editor.text and field.choices and self._matching()), -1
        self._answer(editor.text)

    def _answer(self, text: str) -> None:
        field = self._fields[self._at.field]
        texts = items(field, self._values[self._at.field])
        texts[self._at.item] = text
        self._tell("\n".join(texts))

    def _tell(self, value: str) -> None:
        """Keep an answer, and tell it."""
        self._values[self._at.field] = value
        self._take_answer(self._fields[self._at.field].id, value)
        self._draw()

    def _add_item(self) -> None:
        field = self._fields[self._at.field]
        texts = items(field, self._values[self._at.field])
        self._put_items([*texts[: self._at.item + 1], "", *texts[self._at.item + 1 :]], self._at.item + 1)

    def _drop_item(self) -> None:
        texts = items(self._fields[self._at.field], self._values[self._at.field])
        self._put_items([*texts[: self._at.item], *texts[self._at.item + 1 :]], self._at.item - 1)

    def _put_items(self, texts: Sequence[str], item: int) -> None:
        self._is_open, self._chosen = False, -1
        self._values[self._at.field] = "\n".join(texts)
        self._at = replace(self._at, item=item)
        self._edit_here()
        self._tell(self._values[self._at.field])
