"""Handing the terminal over: which key is taken for the answer once a program has ended."""

import os
import threading
from collections.abc import Iterator

import pytest

from fargate_tui.fargate.sessions import Command
from fargate_tui.sessions import relay as relaying
from fargate_tui.sessions.relay import Child, Ended, relay

FAILS = Child(Command(argv=("/bin/sh", "-c", "exit 3")), "── a shell\n", "the shell")
SECONDS = 5.0


class Person:
    """Somebody at a terminal, who presses keys at given moments."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hands, self.terminal = os.openpty()
        self.taken: list[bytes] = []
        """What was read of it."""
        self.monkeypatch = monkeypatch
        read = relaying._read
        monkeypatch.setattr(relaying, "_read", lambda source: self._takes(source, read(source)))

    def _takes(self, source: int, data: bytes) -> bytes:
        if source == self.terminal:
            self.taken.append(data)
        return data

    def presses_when_asked(self, key: bytes) -> None:
        """Press a key the moment it is asked for, before anything else is done."""
        write = relaying._write

        def written(target: int, data: bytes) -> None:
            write(target, data)
            if b"press a key to go back" in data:
                os.write(self.hands, key)

        self.monkeypatch.setattr(relaying, "_write", written)

    def presses_too_early(self, key: bytes) -> None:
        """Press a key when the program has just ended."""
        stays = relaying._stays

        def pressed(child: Child, ended: Ended, *, was_full: bool) -> bool:
            os.write(self.hands, key)
            return stays(child, ended, was_full=was_full)

        self.monkeypatch.setattr(relaying, "_stays", pressed)

    def runs(self, child: Child) -> Ended:
        """How it ended."""
        ended: list[Ended] = []
        thread = threading.Thread(target=lambda: ended.append(relay(child, self.terminal, self.terminal)), daemon=True)
        thread.start()
        thread.join(SECONDS)
        assert ended, "it waits for a key"
        return ended[0]


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    person = Person(monkeypatch)
    yield person
    os.close(person.hands)
    os.close(person.terminal)


def test_a_key_is_taken_that_is_pressed_the_moment_it_is_asked_for(person: Person) -> None:
    person.presses_when_asked(b"x")
    assert person.runs(FAILS).status == 3


def test_a_key_that_was_meant_for_the_program_is_not_the_answer(person: Person) -> None:
    person.presses_too_early(b"q")
    person.presses_when_asked(b"x")
    person.runs(FAILS)
    assert person.taken == [b"x"]
