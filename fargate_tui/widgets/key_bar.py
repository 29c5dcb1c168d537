"""The line at the bottom: the keys that work now."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.strip import Strip

from fargate_tui.format import cell_width
from fargate_tui.widgets.line_view import LineView

HELP = "help"
"""The description of the key that is always shown."""
BACK = "back"
"""The description of the keys that lead back, whether the screen has them or the widget with the focus."""
WAY_BACK = "view.back"
"""The id of the screen's."""
OWN = "command."
"""How the ids of the person's own commands begin: they stand first of a view's."""
GAP = "  "


class Hint(NamedTuple):
    """A key and what it does."""

    key: str
    what: str
    enabled: bool = True

    @property
    def width(self) -> int:
        """Cells, without the gap."""
        return cell_width(self.key) + 1 + cell_width(self.what)


class KeyBar(LineView):
    """The keys that work now, read from the active bindings in their order, ``? help`` always among them.

    Textual's Footer mounts a widget for each key, and lays out the screen whenever one changes.
    """

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $panel;
        & > .line-view--key { text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._hints: tuple[Hint, ...] = ()

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is not self.screen:
            return
        hints: dict[tuple[str, str], Hint] = {}
        for _, binding, enabled, _ in special_first(screen):
            if binding.show and binding.description:
                hint = Hint(self.app.get_key_display(binding), binding.description, enabled)
                # Two nodes may offer the same key for the same thing: the table opens, and so does its screen.
                hints.setdefault((hint.key, hint.what), hint)
        self._hints = _one_key_each(tuple(hints.values()))
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        """The keys that fit."""
        segments = [Segment(" ", self.rich_style)]
        for number, hint in enumerate(fitting(self._hints, self.size.width - 2)):
            gap = GAP if number else ""
            key, what = ("key", "") if hint.enabled else ("muted", "muted")
            segments.append(Segment(gap + hint.key, self.style_of(key)))
            segments.append(Segment(" " + hint.what, self.style_of(what)))
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)


def special_first(screen: Screen[Any]) -> list[ActiveBinding]:
    """The active bindings: those of the focused widget, then those of the screen, of its own class before its bases.

    What is special to a view is what it is opened for; how to go back is known.
    """
    order = [name for cls in type(screen).__mro__ for name in _declared(cls)]
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(order))}

    def rank(active: ActiveBinding) -> int:
        if (active.binding.id or "").startswith(OWN):
            return -1
        if active.binding.description == BACK:
            return ranks.get(WAY_BACK, len(ranks))
        return ranks.get(active.binding.id, len(ranks)) if active.node is screen else -1

    return sorted(screen.active_bindings.values(), key=rank)


def _declared(cls: type) -> list[str | None]:
    return [binding.id for binding in cls.__dict__.get("BINDINGS", ()) if isinstance(binding, Binding)]


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The first hints that fit `width` cells, and help at the end whatever happens."""
    last = [hint for hint in hints if hint.what == HELP]
    room = width - sum(hint.width for hint in last)
    shown = []
    for hint in hints:
        if hint.what == HELP:
            continue
        room -= hint.width + len(GAP)
        if room < 0:
            break
        shown.append(hint)
    return shown + last


def _one_key_each(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """What can be done with several keys, with the first of them only."""
    first: dict[str, Hint] = {}
    for hint in hints:
        first.setdefault(hint.what, hint)
    return tuple(first.values())
