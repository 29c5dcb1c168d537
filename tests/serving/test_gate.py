"""Who is let in, as rules."""

import pytest

from fargate_tui.serving.gate import Gate, is_here, is_own


def token_of(gate: Gate) -> str:
    return gate.address(1).partition("token=")[2]


def test_the_token_holds_once_and_what_it_was_exchanged_for_holds_on() -> None:
    gate = Gate()
    token = token_of(gate)
    assert gate.exchange("another") is None
    shown = gate.exchange(token)
    assert shown is not None
    assert shown != token
    assert gate.exchange(token) is None
    assert gate.knows(shown)
    assert gate.knows(shown)


@pytest.mark.parametrize("shown", [None, "", "another", "é"])
def test_nothing_else_is_known(shown: str | None) -> None:
    gate = Gate()
    gate.exchange(token_of(gate))
    assert not gate.knows(shown)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9000", "LOCALHOST", "[::1]:80", "127.0.0.1"])
def test_this_machine(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "", "[::1", "127.0.0.1@evil.example", "0.0.0.0"]
)
def test_other_names(host: str) -> None:
    assert not is_here(host)


def test_an_origin_is_that_of_the_page_with_its_port() -> None:
    assert is_own("http://127.0.0.1:8000", "127.0.0.1:8000")
    assert not any(
        is_own(each, "127.0.0.1:8000") for each in (None, "null", "http://127.0.0.1:1", "http://localhost:8000")
    )
