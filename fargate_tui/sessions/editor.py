"""The editor of a person's choice, as a program to be run in the terminal."""

import os
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

AT_LINE: Final = frozenset({"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "jmacs", "joe", "ne"})
"""Editors that begin at a line where they are told ``+12``."""


def editor_of(environment: Mapping[str, str], setting: str | None = None) -> tuple[str, ...]:
    """The editor of a person's choice as a command: the setting, $VISUAL, $EDITOR, else vi.

    Raises ValueError for open quotes.
    """
    named = {f"${name}": environment.get(name, "") for name in ("VISUAL", "EDITOR")}
    for name, words in {"the setting editor": setting or "", **named}.items():
        try:
            command = shlex.split(words)
        except ValueError as error:
            raise ValueError(f"{name} cannot be understood: {str(error).lower()}") from None
        if command:
            return tuple(command)
    return ("vi",)


def editing(editor: Sequence[str], path: str, line: int = 0) -> tuple[str, ...]:
    """The command that edits a file, at a line where the editor is known to understand that."""
    knows = os.path.basename(editor[0]) in AT_LINE  # noqa: PTH119 - a command, no path of ours
    return (*editor, *((f"+{line}",) if line and knows else ()), path)
