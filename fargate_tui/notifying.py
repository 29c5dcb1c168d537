"""Tells somebody who looks elsewhere: rings, notifies through the terminal, and says it in the terminal's title.

Everything is made harmless first: what AWS sends must not be able to end a sequence and to begin another one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from fargate_tui.clipboard import passed_on
from fargate_tui.format import visible

Notification = Literal["osc9", "osc777", "both", "none"]

LONGEST: Final = 240
"""Characters of a notification."""
LONGEST_TITLE: Final = 80
SOON: Final = 1.0
"""Seconds before a notification: a deployment that completes is told by its watch, and as the change that is done."""
QUIET: Final = 5.0
"""Seconds until the next one: a cluster that fails rings once for all of it."""
KEEP_TITLE: Final = "\x1b[22;2t"
BRING_TITLE_BACK: Final = "\x1b[23;2t"
"""Of xterm and most others; those that know neither keep the title until the shell sets its own."""
NAME: Final = "fargate-tui"
AFTER: Final = f" · {NAME}"
"""How a title ends that tells something."""

Told = tuple[str, str]
"""A name, and what is told of it."""


def osc9(text: str, environment: Mapping[str, str]) -> str:
    """The sequence that asks the terminal to show a notification; those that know none ignore it."""
    # ConEmu and Windows Terminal take a number and a semicolon for a command: 4 draws a progress bar.
    said = re.sub(r"^(\d+);", r"\1,", _harmless(text, LONGEST))
    return passed_on(f"\x1b]9;{said}\a", environment)


def osc777(title: str, text: str, environment: Mapping[str, str]) -> str:
    """The same with a title of its own, as urxvt, foot and Ghostty know it; a semicolon would end the title."""
    name = _harmless(title, LONGEST_TITLE).replace(";", ",")
    return passed_on(f"\x1b]777;notify;{name};{_harmless(text, LONGEST)}\a", environment)


def titled(text: str) -> str:
    """The sequence that sets the title of the window; tmux and screen take it for that of their own window."""
    return f"\x1b]2;{_harmless(text, LONGEST_TITLE - len(AFTER))}{AFTER}\a"


def _harmless(text: str, longest: int) -> str:
    # C1 controls are seen to by `visible` too: 0x9c ends a sequence in terminals that take eight bits.
    shown = visible(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


class Notifier:
    """Writes to the terminal as the settings want it; what comes while another program has it is told afterwards.

    What comes at about the same time is told as one: nobody wants to be rung for twenty times.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        ring: Callable[[], None],
        after: Callable[[float, Callable[[], None]], object],
        environment: Mapping[str, str],
        *,
        rings: bool,
        by: Notification,
        in_title: bool,
    ) -> None:
        """``after`` calls something after so many seconds."""
        self._write = write
        self._ring = ring
        self._after = after
        self._environment = environment
        self._rings = rings
        self._by = by
        self._in_title = in_title
        self._unseen = 0
        self._is_away = False
        self._is_gathering = False
        self._gathered: list[Told] = []

    def tell(self, name: str, words: str) -> None:
        """Tell that something has become of a thing, in the title too."""
        if not self._is_away:
            self._entitle(f"{name}: {words}")
        self.call(name, words)

    def call(self, name: str, words: str) -> None:
        """Ring and notify alone, together with what comes at about the same time."""
        if self._rings:
            self._gathered.append((name, words))
            self._gather(SOON)

    def seen(self) -> None:
        """Bring the title back: somebody is there, or the program ends."""
        if self._unseen:
            self._unseen = 0
            self._write(f"\x1b]2;{NAME}\a{BRING_TITLE_BACK}")

    def go_away(self) -> None:
        """Write nothing while another program has the terminal."""
        self.seen()
        self._is_away = True

    def come_back(self) -> None:
        """Tell what came meanwhile."""
        self._is_away = False
        if self._gathered:
            self._gather(SOON)

    def _gather(self, seconds: float) -> None:
        """Tell in a while what has come until then, unless that is going to be done already."""
        if not self._is_gathering:
            self._is_gathering = True
            self._after(seconds, self._call)

    def _call(self) -> None:
        self._is_gathering = False
        if self._is_away or not self._gathered:
            return
        name, words = together(self._gathered)
        self._gathered.clear()
        self._ring()
        if self._by in ("osc9", "both"):
            self._write(osc9(f"{name}: {words}", self._environment))
        if self._by in ("osc777", "both"):
            self._write(osc777(name, words, self._environment))
        self._gather(QUIET)

    def _entitle(self, text: str) -> None:
        if not self._in_title:
            return
        kept = "" if self._unseen else KEEP_TITLE
        self._unseen += 1
        count = f"({self._unseen}) " if self._unseen > 1 else ""
        self._write(kept + titled(f"{count}{text}"))


def together(told: Sequence[Told]) -> Told:
    """Several things as one: of each name the last, those that came last first, for what is too long is cut."""
    if len(told) == 1:
        return told[0]
    last: dict[str, str] = {}
    for name, words in reversed(told):
        last.setdefault(name, words)
    if len(last) == 1:
        return told[-1]
    return NAME, f"{len(last)} news · " + " · ".join(f"{name}: {words}" for name, words in last.items())
