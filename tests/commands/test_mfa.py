"""MFA codes are asked for on a terminal, unseen, and nowhere else."""

import asyncio
import os
import pty
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from fargate_tui.commands.mfa import terminal_ask
from fargate_tui.fargate.accounts import MfaQuestion
from fargate_tui.live.ports.profiles import Ask

QUESTION = MfaQuestion(profile="ops", role_arn="arn:aws:iam::1:role/ops", mfa_serial="arn:aws:iam::1:mfa/phone")


@dataclass
class Terminal:
    """A terminal: the person's end of it, and who asks there."""

    keyboard: int
    ask: Ask


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r") as typed, os.fdopen(os.dup(theirs), "w") as shown:
        ask = terminal_ask(typed, shown)
        assert ask is not None
        yield Terminal(ours, ask)
    os.close(ours)


async def said(terminal: Terminal, what: str) -> str:
    """What stands on the terminal, once it says so."""
    text = ""
    while what not in text:
        text += (await asyncio.to_thread(os.read, terminal.keyboard, 1024)).decode()
    return text


def is_seen(terminal: Terminal) -> bool:
    """Whether what is typed stands on the terminal."""
    return bool(termios.tcgetattr(terminal.keyboard)[3] & termios.ECHO)


async def test_a_code_is_typed_unseen(terminal: Terminal) -> None:
    asking = asyncio.ensure_future(terminal.ask(QUESTION))
    shown = await said(terminal, "for profile ops: ")
    assert not is_seen(terminal)
    os.write(terminal.keyboard, b"123456\n")

    assert await asking == "123456"
    shown += await said(terminal, "\n")
    assert shown == "MFA code of phone for profile ops: \r\n"
    assert is_seen(terminal)


async def test_what_aws_said_of_the_last_one_stands_before(terminal: Terminal) -> None:
    again = msgspec.structs.replace(QUESTION, attempt=2, why="it was used before")
    asking = asyncio.ensure_future(terminal.ask(again))

    assert (await said(terminal, "for profile ops: ")).startswith("it was used before\r\nMFA code of phone")
    os.write(terminal.keyboard, b"123456\n")
    await asking


@pytest.mark.parametrize("nothing", [b"\n", b"\x04"], ids=["an empty line", "ctrl+d"])
async def test_who_gives_none_is_not_asked_again(terminal: Terminal, nothing: bytes) -> None:
    asking = asyncio.ensure_future(terminal.ask(QUESTION))
    await said(terminal, "for profile ops: ")
    os.write(terminal.keyboard, nothing)

    assert await asking is None
    assert await terminal.ask(QUESTION) is None


async def test_the_terminal_is_as_it_was_after_an_interruption(terminal: Terminal) -> None:
    asking = asyncio.ensure_future(terminal.ask(QUESTION))
    await said(terminal, "for profile ops: ")
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert is_seen(terminal)


def test_a_script_is_not_asked(tmp_path: Path) -> None:
    with (tmp_path / "input").open("w+") as piped:
        assert terminal_ask(piped, piped) is None
