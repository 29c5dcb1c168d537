"""What a program leaves switched on in a terminal."""

import termios

import pytest

from fargate_tui.sessions.modes import Modes, sane


def undone(*pieces: bytes) -> bytes:
    modes = Modes()
    for piece in pieces:
        modes.read(piece)
    return modes.undo()


def test_what_is_on_is_switched_off_and_what_is_off_is_left_alone() -> None:
    assert b"\x1b[?1049l" in undone(b"\x1b[?1049h")
    assert b"1049" not in undone(b"\x1b[?1049hvim\x1b[?1049l")
    assert b"1049" not in undone(b"nothing")
    assert b"\x1b[?25h" in undone(b"\x1b[?25l")
    assert undone(b"\x1b[?1000;1006h").count(b"l") == 2
    assert b"777" not in undone(b"\x1b[?777h")


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_sequence_may_come_in_pieces(cut: int) -> None:
    whole = b"\x1b[?1049h"
    assert b"\x1b[?1049l" in undone(b"x" + whole[:cut], whole[cut:])


def test_one_that_was_never_finished_is_ended_first() -> None:
    assert undone(b"\x1b[?10").startswith(b"\x18")


def test_only_its_own_keyboards_are_taken_back() -> None:
    assert b"\x1b[<2u" in undone(b"\x1b[>1u\x1b[>5u")
    assert b"u" not in undone(b"\x1b[>1u\x1b[<u")


def test_sane_is_what_stty_makes_of_it() -> None:
    raw = [0, 0, 0, termios.ECHONL, 0, 0, []]
    found = sane(raw)
    assert found[3] & termios.ICANON
    assert found[3] & termios.ECHO
    assert found[3] & termios.ISIG
    assert not found[3] & termios.ECHONL
    assert found[1] & termios.OPOST
    assert found[0] & termios.ICRNL
    assert raw[3] == termios.ECHONL
