"""Reaches the desktop's clipboard through the terminal, over SSH and inside tmux and screen."""

import base64
from collections.abc import Mapping


def osc52(text: str, environment: Mapping[str, str]) -> str:
    """The sequence that asks the terminal to take ``text`` into its clipboard.

    tmux and screen keep such a sequence for themselves, so inside them it is sent a second time, wrapped so that they
    pass it on (tmux: where its option allow-passthrough is on; without it, its set-clipboard option takes the first).
    """
    return passed_on(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a", environment)


def passed_on(sequence: str, environment: Mapping[str, str]) -> str:
    """A sequence, a second time in the wrapping in which tmux or screen passes it on.

    Over SSH only TERM comes along. ``screen`` may be either of them: of the two only GNU screen would show the other's
    wrapping as text.
    """
    if environment.get("TMUX") or environment.get("TERM", "").startswith("tmux"):
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("TERM", "").startswith("screen"):
        return sequence + f"\x1bP{sequence}\x1b\\"
    return sequence
