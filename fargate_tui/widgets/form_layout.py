"""The rows of a wizard's form: headings, fields, what is wrong with them, and what can be chosen. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fargate_tui.format import cell_width, cut, cut_middle, fit, visible
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_fields import FormField, Spot, is_taken, items
from fargate_tui.widgets.line_editor import LineEditor
from fargate_tui.widgets.lines import Line, Span, folds, harmless, part, plain

MOST_CHOICES = 8
"""Choices that are shown at once."""
LABEL = 22
"""Cells of the longest label that does not make all others stand further right."""
NONE = "—"
CHOICE = 7
"""Cells of a choice that are no letters: its marks, and the blanks around its two columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form."""

    line: Line
    spot: Spot | None = None
    """The field whose value stands in it."""
    is_chosen: bool = False
    """Whether it is the choice that enter takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the form is at a moment."""

    fields: Sequence[FormField]
    values: Sequence[str]
    at: Spot
    editor: LineEditor
    is_selected: bool = False
    """Whether the next key that is printed takes the place of all of it."""
    choices: Sequence[Candidate] | None = None
    """What can be chosen here; None while the list is closed."""
    chosen: int = -1


def rows(look: Look, width: int) -> list[Row]:
    """All rows, as wide as the form."""
    label = min(max((cell_width(each.label) for each in look.fields), default=0), LABEL)
    found: list[Row] = []
    for place, (field, value) in enumerate(zip(look.fields, look.values, strict=True)):
        if field.heading:
            found += [Row(()), Row((Span(f" {field.heading}", "muted"),))] if place else []
            found += [] if place else [Row((Span(f" {field.heading}", "muted"),))]
        found += _field(look, place, field, value, label, width)
    return found


def _field(look: Look, place: int, field: FormField, value: str, label: int, width: int) -> Iterator[Row]:
    is_here = place == look.at.field
    indent = label + 4
    for item, text in enumerate(items(field, value)):
        spot = Spot(place, item)
        name = field.label if item == 0 else ""
        mark = " ›" if spot == look.at else "  "
        tone = "title" if is_here else "key"
        start: Line = (Span(mark, "title"), Span(f" {fit(name, label)} ", tone))
        yield Row((*start, *_value(look, field, text, spot, width - indent)), spot)
        if spot == look.at:
            if words := _below(look, field, text, width - indent):
                yield from _folded((Span(words, "muted"),), indent, width)
            yield from _choices(look, field, text, indent, width)
    if is_here and field.help and look.choices is None:
        yield from _folded((Span(field.help, "muted"),), indent, width)
    for mark_line in field.marks if is_here else field.marks[:1]:
        yield from _folded(mark_line, indent, width)


def _folded(spans: Line, indent: int, width: int) -> Iterator[Row]:
    shown = harmless(spans)
    for start, end in folds(plain(shown), max(20, width - indent - 1)):
        yield Row((Span(" " * indent), *part(shown, start, end)))


def _value(look: Look, field: FormField, text: str, spot: Spot, room: int) -> Line:
    is_here = spot == look.at
    if field.kind == "choice":
        words = next((each.hint for each in field.choices if each.value == text), "")
        shown = f"‹ {text or NONE} ›" if is_here else text or NONE
        beside = () if is_here and not _has_room(shown, words, room) else _beside(shown, words, room)
        return (Span(cut(visible(shown), room), "title" if is_here else "value"), *beside)
    known = next((each.hint for each in field.choices if each.value == text), "") if field.kind == "text" else ""
    if is_here:
        hint = "" if look.editor.text else field.hint
        if look.is_selected and text:
            return (Span(cut(visible(text), room), "cursor"), *_beside(text, known, room))
        before, under, behind = look.editor.window(max(room - 1, 8))
        typed = (
            Span(visible(before), "title"),
            Span(visible(under), "cursor"),
            Span(visible(behind.rstrip()), "title"),
        )
        return (*typed, *_beside(" ", hint, room))
    if not text:
        return (Span(cut(field.hint, room), "muted"),) if spot.item == 0 else ()
    shown_text = cut_middle(visible(field.mask(text) if field.mask else text), room)
    return (Span(shown_text, "value"), *_beside(shown_text, known, room))


def _below(look: Look, field: FormField, text: str, room: int) -> str:
    """What the chosen one is, where there is not room for it beside it."""
    words = next((each.hint for each in field.choices if each.value == text), "") if field.kind == "choice" else ""
    return "" if look.choices is not None or _has_room(f"‹ {text or NONE} ›", words, room) else words


def _has_room(shown: str, words: str, room: int) -> bool:
    return cell_width(visible(shown)) + 2 + cell_width(visible(words)) <= room


def _beside(shown: str, words: str, room: int) -> Line:
    left = room - cell_width(visible(shown)) - 2
    return (Span(f"  {cut(visible(words), left)}", "muted"),) if words and left > 8 else ()


def _choices(look: Look, field: FormField, text: str, indent: int, width: int) -> Iterator[Row]:
    """The choices below their field: some around the chosen one, with what there is more."""
    found = look.choices
    if found is None:
        return
    if not found:
        yield from _folded((Span(field.note or "nothing fits what is typed", "muted"),), indent, width)
        return
    top = max(0, min(look.chosen - MOST_CHOICES // 2, len(found) - MOST_CHOICES))
    shown = found[top : top + MOST_CHOICES]
    # What a choice is decides between names that are cut in the middle: it gets what it needs, up to half of the row.
    room = width - indent - CHOICE
    words = min(max(cell_width(visible(each.hint)) for each in shown), room // 2)
    column = min(max(cell_width(visible(each.value)) for each in shown), max(12, room - words))
    for place, each in enumerate(shown, top):
        box = "✓" if is_taken(field, text, each) else " "
        start = f"{'›' if place == look.chosen else ' '} {box} {fit(cut_middle(visible(each.value), column), column)}  "
        room = width - indent - cell_width(start) - 1
        hint = Span(cut(visible(each.hint), room), "muted") if room > 4 else Span("")
        yield Row((Span(" " * indent), Span(start), hint), is_chosen=place == look.chosen)
    if len(found) > len(shown):
        more = f"  {top + 1}–{top + len(shown)} of {len(found):,}: type to narrow it down"
        yield from _folded((Span(more, "muted"),), indent, width)
    if field.note:
        yield from _folded((Span(field.note, "muted"),), indent, width)
