"""What closes a page over a view and what else it can, for the line above it."""

from collections.abc import Mapping
from typing import Final

from textual.screen import Screen

CLOSES: Final = "esc closes"
"""Whatever else was chosen: escape stays the way out."""


def page_keys(screen: Screen[None], does: Mapping[str, str] | None = None) -> tuple[str]:
    """``c copies · esc closes``: what its bindings do, by their ids, with the keys that they have now."""
    wanted = does or {}
    keys: dict[str, str] = {}
    for active in screen.active_bindings.values():
        name = active.binding.id or ""
        if name in wanted:
            keys.setdefault(name, screen.app.get_key_display(active.binding))
    return (" · ".join((*(f"{key} {wanted[name]}" for name, key in keys.items()), CLOSES)),)
