"""How updates are written to the terminal: only the cells that changed, and no colour said twice.

Textual 8.2 writes a changed span from its widget's left edge on, and every segment with all its colours and a reset
behind it (`_compositor.py`, `ChopsUpdate.render_segments`): 345 bytes for a row of which ten cells had changed, where
this writes 150. Over a slow line a byte is what a key waits for.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip


class Pen(NamedTuple):
    """How a terminal draws what it is sent next, in the codes of SGR."""

    attributes: frozenset[str] = frozenset()
    fore: str = ""
    """``38;2;214;221;230``; empty for the terminal's own colour."""
    back: str = ""


PLAIN = Pen()
_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""Underline, reverse, strike, double underline, overline."""
_OPERANDS = {"2": 3, "5": 1}
"""How many numbers follow ``38;2`` and ``38;5``."""


class FrugalUpdate(CompositorUpdate):
    """An update of Textual's, written with fewer bytes to the same effect."""

    def __init__(self, update: ChopsUpdate | LayoutUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What is sent to the terminal; the pen is plain before and after."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        parts: list[str] = []
        pen, line = PLAIN, -1
        for x, y, strip in _pieces(self._update):
            parts.append(f"\x1b[{x + 1}G" if y == line else f"\x1b[{y + 1};{x + 1}H")
            line = y
            for text, style, control in strip:
                if control or not text:
                    continue
                wanted = pen_of(style, colours) if style is not None else PLAIN
                if text.isspace():
                    wanted = for_blanks(pen, wanted)
                parts += (change(pen, wanted), text)
                pen = wanted
        parts.append(change(pen, PLAIN))
        return "".join(parts)


def frugal(update: RenderableType | None) -> RenderableType | None:
    """The same update to the same effect; what is no update of the screen stays what it is."""
    if not isinstance(update, ChopsUpdate | LayoutUpdate):
        return update
    # `App._display` takes an update for a renderable, and never renders it through Rich.
    return cast("RenderableType", FrugalUpdate(update))


def _pieces(update: ChopsUpdate | LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Column, line and content of each stretch that has to be written."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield update.region.x, y, Strip.join(strips)
        return
    for y, first, last in update.spans:
        for end, (start, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            left, right = max(start, first), min(end, last)
            if strip is not None and left < right:
                yield left, y, strip.crop(left - start, right - start)


@lru_cache(4096)
def pen_of(style: Style, colours: ColorSystem) -> Pen:
    """The pen that draws a style; links are not written."""
    escape = style.update_link(None).render(" ", color_system=colours).partition(" ")[0]
    codes = iter(escape.removeprefix("\x1b[").removesuffix("m").split(";") if escape else ())
    attributes, fore, back = [], "", ""
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes)
            colour = ";".join((code, kind, *(next(codes) for _ in range(_OPERANDS[kind]))))
        else:
            colour = code
        tens = int(code) // 10
        if tens in (3, 9):
            fore = colour
        elif tens in (4, 10):
            back = colour
        else:
            attributes.append(code)
    # Said explicitly, the terminal's own colours are what a plain pen draws with.
    return Pen(frozenset(attributes), "" if fore == "39" else fore, "" if back == "49" else back)


def for_blanks(pen: Pen, wanted: Pen) -> Pen:
    """The pen for blank cells, of which only the background is seen."""
    if (pen.attributes | wanted.attributes) & _SEEN_ON_BLANKS:
        return wanted
    return pen._replace(back=wanted.back)


@lru_cache(4096)
def change(before: Pen, after: Pen) -> str:
    """What turns one pen into the other."""
    if before == after:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    codes = []
    if not before.attributes <= after.attributes:
        codes.append("0")
        before = PLAIN
    codes += sorted(after.attributes - before.attributes)
    if before.fore != after.fore:
        codes.append(after.fore or "39")
    if before.back != after.back:
        codes.append(after.back or "49")
    return f"\x1b[{';'.join(codes)}m"
