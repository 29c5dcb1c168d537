"""Which theme a terminal gets."""

import pytest

from fargate_tui.themes import NAMES, choose


def test_ssh_gets_the_terminals_own_colours() -> None:
    assert choose(None, remote=True) == "fargate-ansi"
    assert choose(None, remote=False) == "fargate-dark"


def test_a_wish_is_granted() -> None:
    assert choose("fargate-light", remote=True) == "fargate-light"
    assert all(choose(name, remote=False) == name for name in NAMES)


def test_an_unknown_theme_is_said_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"nonsense.*fargate-dark"):
        choose("nonsense", remote=False)
