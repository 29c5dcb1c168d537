"""Telling who looks elsewhere; nothing that AWS sends can begin or end a sequence."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.notifying import (
    BRING_TITLE_BACK,
    KEEP_TITLE,
    QUIET,
    SOON,
    Notification,
    Notifier,
    osc9,
    osc777,
    titled,
)

HOSTILE = "a\x1b]0;pwned\a\x9c\x9d9;x\x07\n\r\x00\u202e;4;1;50"
anything = st.text(st.characters(codec=None)) | st.just(HOSTILE)


@given(anything, anything)
def test_a_sequence_holds_no_control_character_but_its_own(name: str, text: str) -> None:
    for sequence in (osc9(text, {}), osc777(name, text, {}), titled(text)):
        body = re.fullmatch(r"\x1b\](.*)\a", sequence, re.DOTALL)
        assert body is not None
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", body[1]), sequence


@given(anything)
def test_a_title_of_777_cannot_be_ended_by_a_semicolon(name: str) -> None:
    assert osc777(name, "x", {}).count(";") == 3


def test_a_text_that_begins_as_a_command_of_conemu_is_none() -> None:
    assert osc9("4;1;50", {}) == "\x1b]9;4,1;50\a"


def test_tmux_is_sent_a_notification_wrapped_too() -> None:
    plain = osc9("x", {})
    wrapped = plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"
    assert osc9("x", {"TMUX": "/tmp/tmux"}) == wrapped
    assert osc9("x", {"TERM": "tmux-256color", "SSH_CONNECTION": "1.2.3.4"}) == wrapped


def test_what_is_too_long_is_cut() -> None:
    assert len(osc9("x" * 10_000, {})) < 300


class Terminal:
    """Takes what is written, and holds what is to be done later until a test lets time pass."""

    def __init__(self, *, rings: bool = True, by: Notification = "osc9", in_title: bool = False) -> None:
        self.written: list[str] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.notifier = Notifier(
            self.written.append,
            lambda: self.written.append("\a"),
            lambda seconds, then: self.later.append((seconds, then)),
            {},
            rings=rings,
            by=by,
            in_title=in_title,
        )

    def passes(self) -> float:
        """Let the time pass that was asked for; returns how long that is."""
        ((seconds, then),) = self.later
        self.later.clear()
        then()
        return seconds


@pytest.mark.parametrize(
    ("by", "sequences"), [("osc9", ["]9;"]), ("osc777", ["]777;"]), ("both", ["]9;", "]777;"]), ("none", [])]
)
def test_it_is_told_as_the_settings_want(by: Notification, sequences: list[str]) -> None:
    terminal = Terminal(by=by)
    terminal.notifier.tell("prod/api", "steady")
    assert terminal.passes() == SOON
    assert terminal.written[0] == "\a"
    assert [each[1 : each.index(";") + 1] for each in terminal.written[1:]] == sequences


def test_without_a_bell_nothing_is_gathered() -> None:
    terminal = Terminal(rings=False)
    terminal.notifier.tell("prod/api", "steady")
    assert not terminal.later


def test_the_title_is_kept_once_counts_and_is_brought_back_once() -> None:
    terminal = Terminal(rings=False, in_title=True)
    terminal.notifier.tell("prod/api", "rolling")
    terminal.notifier.tell("prod/api", "steady")
    assert terminal.written == [KEEP_TITLE + titled("prod/api: rolling"), titled("(2) prod/api: steady")]
    terminal.notifier.seen()
    terminal.notifier.seen()
    assert terminal.written[2:] == ["\x1b]2;fargate-tui\a" + BRING_TITLE_BACK]
    terminal.notifier.tell("prod/api", "failing")
    assert terminal.written[3] == KEEP_TITLE + titled("prod/api: failing")


@given(anything)
def test_a_title_says_whose_it_is_however_long(text: str) -> None:
    assert titled(text).endswith(" · fargate-tui\a")
    assert len(titled(text)) <= 85


def test_what_comes_at_once_is_told_once_and_what_follows_a_while_later() -> None:
    terminal = Terminal()
    terminal.notifier.tell("prod/api", "rolling: 1 task failed")
    terminal.notifier.tell("prod/web", "short")
    terminal.notifier.tell("prod/api", "crash loop")
    assert not terminal.written
    assert terminal.passes() == SOON
    assert terminal.written == ["\a", osc9("fargate-tui: 2 news · prod/api: crash loop · prod/web: short", {})]
    terminal.notifier.tell("prod/web", "1 task failed")
    terminal.notifier.tell("prod/web", "steady")
    assert terminal.passes() == QUIET
    assert terminal.written[2:] == ["\a", osc9("prod/web: steady", {})]
    terminal.passes()
    assert not terminal.later
    assert len(terminal.written) == 4


def test_what_comes_while_another_program_has_the_terminal_is_told_afterwards() -> None:
    terminal = Terminal(in_title=True)
    terminal.notifier.go_away()
    terminal.notifier.tell("prod/api", "failing")
    terminal.passes()
    terminal.notifier.tell("prod/web", "steady")
    terminal.passes()
    assert not terminal.written
    terminal.notifier.come_back()
    terminal.passes()
    assert terminal.written == ["\a", osc9("fargate-tui: 2 news · prod/web: steady · prod/api: failing", {})]
