"""Keys as terminals send them, as Textual calls them, and as people write and read them."""

from difflib import get_close_matches
from typing import Final

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys, _character_to_key, format_key

SIGNS: Final = {"enter": "↵", "escape": "esc"}
"""What we show where Textual shows something else."""
WORDS: Final = {
    "esc": "escape", "↵": "enter", "return": "enter", "pgdn": "pagedown", "pgup": "pageup", "del": "delete",
    "ins": "insert", "⌫": "backspace", "←": "left", "→": "right", "↑": "up", "↓": "down", "backtab": "shift+tab",
}  # fmt: skip
"""What people write for keys, besides Textual's own names."""
SAME: Final = {
    "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+@",
}  # fmt: skip
"""Keys that a terminal cannot tell from others."""
_SENT: Final = frozenset(
    key.value for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple) for key in keys if key != Keys.Ignore
)
"""Every key without a character that some terminal has a sequence for."""


PAIRS: Final = {
    "service.scale_up": "service.scale_down",
    "history.shorter": "history.longer",
    "metrics.shorter": "metrics.longer",
    "plot.left": "plot.right",
}
"""Ids that are shown with the key of another beside their own, by the id of that one."""


class NoKey(ValueError):
    """What was written is no key that can be typed; the text says why, and what to write."""


def shown(key: str) -> str:
    """A key, by Textual's name, in a few cells: ``^n``, ``ctrl+→``, ``esc``, ``?``."""
    *modifiers, name = key.split("+")
    sign = _sign(name)
    if modifiers == ["ctrl"] and len(sign) == 1 and sign.isascii():
        return f"^{sign}"
    return "+".join((*modifiers, sign))


def written(key: str) -> str:
    """The same as it stands in documentation, and in settings: ``ctrl+n``."""
    *modifiers, name = key.split("+")
    return "+".join((*modifiers, _sign(name)))


def _sign(name: str) -> str:
    return SIGNS.get(name) or format_key(name)


def read(text: str) -> str:
    """Textual's name of a key as a person writes it; raises `NoKey`."""
    text = text.strip()
    if not text:
        raise NoKey("no key is named")
    if len(text) > 1 and text.startswith("^"):
        text = f"ctrl+{text[1:]}"
    *modifiers, name = text.split("+") if text.rstrip("+") == text else [*text[:-1].rstrip("+").split("+"), "+"]
    modifiers = [modifier.strip().lower() for modifier in modifiers if modifier]
    name = name.strip()
    key = WORDS.get(name.lower(), name) if len(name) > 1 else WORDS.get(name) or _character_to_key(name)
    if modifiers == ["shift"] and len(name) == 1 and name not in WORDS:
        if name.isalpha():
            return name.upper()
        raise NoKey(f"{text}: a terminal sends what shift makes of {name}: write that")
    whole = "+".join((*modifiers, key.lower() if len(key) > 1 or modifiers else key))
    _judge(text, whole)
    return whole


def _judge(text: str, key: str) -> None:
    """Raise `NoKey` for what cannot be typed in a terminal."""
    if key in SAME:
        raise NoKey(f"{text} is the same as {written(SAME[key])} to a terminal")
    if key in _SENT or _is_printed(key):
        return
    if any(modifier in key.split("+")[:-1] for modifier in ("alt", "super", "cmd", "meta", "hyper")):
        raise NoKey(f"{text}: few terminals send alt, and none cmd or super: take ctrl, shift or a plain key")
    near = get_close_matches(key, sorted({*_SENT, *WORDS}), 1, 0.7)
    raise NoKey(f"{text} is no key that a terminal sends" + (f"; {near[0]}?" if near else ""))


def _is_printed(key: str) -> bool:
    """Whether a key stands for one character; its sign is that character then."""
    sign = format_key(key)
    return "+" not in key and len(sign) == 1 and sign.isprintable() and key not in ("left", "right", "up", "down")
