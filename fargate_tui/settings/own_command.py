"""A command of one's own: a table ``[commands.NAME]`` of the settings."""

from dataclasses import dataclass
from typing import Annotated

from fargate_tui.fargate.pointable import Of
from fargate_tui.settings.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCommand:
    """A program of the person's, run for what is under the cursor.

    What it is about comes in variables of its environment, and never as a part of its text.
    """

    command: Annotated[
        str | tuple[str, ...],
        Told("A line for sh -c, or a list of a program and its arguments, in which nothing is expanded."),
    ]
    on: Annotated[
        tuple[Of, ...], Told("What it is for: cluster, service, task, container, task-definition, event, log.")
    ]
    key: Annotated[str, Told("Its key; without one it is typed after a colon.")] = ""
    description: Annotated[str, Told("What it does, for the help.")] = ""
    background: Annotated[
        bool, Told("Run beside the screen, its output gathered, instead of in the terminal in its place.")
    ] = False
    confirm: Annotated[
        bool | None,
        Told("Show the command and its variables, and ask, before it is run; without it unless it is safe."),
    ] = None
    safe: Annotated[
        bool, Told("Changes nothing: may be run in read-only mode, and is not written into the journal.")
    ] = False

    @property
    def asks(self) -> bool:
        """Whether it is confirmed before it is run."""
        return not self.safe if self.confirm is None else self.confirm
