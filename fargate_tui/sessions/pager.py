"""The pager of a person's choice: a program in the terminal that reads a text through a pipe, never from a file."""

import shlex
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Final

from fargate_tui.fargate.sessions import Command
from fargate_tui.sessions.relay import Child

AT_ONCE: Final = 1000
"""Lines that go into one piece: a line at a time would be a system call each."""
USUAL: Final = (("less", "-R"), ("more",))
"""What is taken where nobody has chosen, the first that is there."""


def pager_of(environment: Mapping[str, str], setting: str | None = None) -> tuple[str, ...]:
    """The pager of a person's choice as a command: the setting, $PAGER, else less, else more.

    Raises ValueError, with a sentence, for open quotes and for a program that is not there.
    """
    path = environment.get("PATH")
    for name, words in {"the setting pager": setting or "", "$PAGER": environment.get("PAGER", "")}.items():
        try:
            command = shlex.split(words)
        except ValueError as error:
            raise ValueError(f"{name} cannot be understood: {str(error).lower()}") from None
        if command and shutil.which(command[0], path=path) is None:
            raise ValueError(f"there is no program {command[0]!r}, which {name} names")
        if command:
            return tuple(command)
    found = next((command for command in USUAL if shutil.which(command[0], path=path)), None)
    if found is None:
        raise ValueError("there is neither less nor more: name a pager in the setting pager, or in $PAGER")
    return found


def paging(pager: tuple[str, ...], title: str, lines: Callable[[], Iterable[str]]) -> Child:
    """The pager as a program to be run in the terminal; ``lines`` are made in a thread, without their ends."""
    command = Command(argv=pager)
    return Child(command, f"── {title}\n", pager[0], stays="unless full", fed=partial(_pieces, lines))


def _pieces(lines: Callable[[], Iterable[str]]) -> Iterator[bytes]:
    made = iter(lines())
    while piece := "".join(f"{line}\n" for line in islice(made, AT_ONCE)):
        yield piece.encode("utf-8", "replace")
