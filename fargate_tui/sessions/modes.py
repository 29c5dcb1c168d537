"""What a program has switched on in the terminal, so that it can be switched off again after it."""

import re
import termios
from collections.abc import Iterator
from typing import Any, TypeAlias

Attributes: TypeAlias = list[Any]
"""As `termios.tcgetattr` has them: flags as numbers, then characters."""

_SWITCH = re.compile(rb"\x1b\[\?([0-9;]+)([hl])|\x1b\[([><])[0-9;]*u")
_UNFINISHED = re.compile(rb"\x1b(\[[?<>0-9;]{0,30})?$")
_SHOWN = frozenset({7, 25})
"""Modes that are on in a terminal at rest: lines wrap, the cursor is shown."""
_FULL = frozenset({47, 1047, 1049})
"""Modes in which a program has another screen, which is gone after it."""
_PRIVATE = frozenset(
    {1, 5, 6, 9, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 1047, 1049, 2004, 2026}
)
"""Modes that are off in a terminal at rest: other screens, mouse, focus, paste, application keys."""

# Colours, character set, keypad; and the whole screen scrolls again, without the cursor moving for it.
_ALWAYS = b"\x1b[0m\x1b(B\x0f\x1b>\x1b7\x1b[r\x1b8"


class Modes:
    """Reads what is written to a terminal, in pieces, and knows what has to be undone."""

    def __init__(self) -> None:
        self._on: dict[int, bool] = {}
        self._keyboards = 0
        self._rest = b""
        self.was_full = False
        """Whether it has had a screen of its own."""

    def read(self, written: bytes) -> None:
        """Take note of a piece."""
        text = self._rest + written
        for switch in _SWITCH.finditer(text):
            if switch[3]:
                self._keyboards = max(0, self._keyboards + (1 if switch[3] == b">" else -1))
            else:
                for mode in filter(None, switch[1].split(b";")):
                    self._on[int(mode)] = switch[2] == b"h"
                    self.was_full |= int(mode) in _FULL and switch[2] == b"h"
        cut = _UNFINISHED.search(text)
        self._rest = cut[0] if cut else b""

    def undo(self) -> bytes:
        """What brings the terminal back; a sequence that was never finished is ended first."""
        return (b"\x18" if self._rest else b"") + b"".join(self._switches()) + _ALWAYS

    def _switches(self) -> Iterator[bytes]:
        if self._keyboards:
            yield b"\x1b[<%du" % self._keyboards
        for mode, on in self._on.items():
            if mode in _SHOWN and not on:
                yield b"\x1b[?%dh" % mode
            elif mode in _PRIVATE and on:
                yield b"\x1b[?%dl" % mode


def sane(attributes: Attributes) -> Attributes:
    """The attributes of a terminal with what `stty sane` sees to: lines, echo, signals, newlines."""
    changed = list(attributes)
    changed[0] = changed[0] & ~(termios.IGNBRK | termios.INLCR | termios.IGNCR) | termios.ICRNL | termios.BRKINT
    changed[1] |= termios.OPOST | termios.ONLCR
    changed[3] &= ~termios.ECHONL
    changed[3] |= termios.ISIG | termios.ICANON | termios.IEXTEN | termios.ECHO | termios.ECHOE | termios.ECHOK
    return changed
