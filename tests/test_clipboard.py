"""The way to the clipboard."""

import base64
import re

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.clipboard import osc52


@given(st.text(st.characters(codec="utf-8")))
def test_a_plain_terminal_is_sent_the_text_once(text: str) -> None:
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\a", osc52(text, {}))
    assert found is not None
    assert base64.b64decode(found[1]).decode() == text


def test_tmux_is_sent_it_plain_and_wrapped() -> None:
    plain = osc52("x", {})
    assert osc52("x", {"TMUX": "/tmp/tmux"}) == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"


def test_screen_is_sent_it_plain_and_wrapped() -> None:
    plain = osc52("x", {})
    assert osc52("x", {"TERM": "screen.xterm-256color"}) == plain + "\x1bP" + plain + "\x1b\\"
