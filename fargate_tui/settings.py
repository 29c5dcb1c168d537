"""What a person can set: one typed declaration, filled in by the command line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

HISTORY_DAYS: Final = 30
"""Days for which the flight recorder keeps what it has seen."""

HISTORY_BYTES: Final = 64 * 2**20
"""How large its file may grow."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run."""

    profile: str | None = None
    """The profile of the AWS config files; None leaves the choice to AWS_PROFILE and the default, as in the AWS CLI."""
    region: str | None = None
    """The Region; None leaves it to AWS_REGION, AWS_DEFAULT_REGION and the profile."""
    endpoint_url: str | None = None
    """Where every AWS service is asked instead of at AWS, for instance a local AWS."""
    cluster: str | None = None
    """The cluster to open at the start, by name or ARN."""
    service: str | None = None
    """The service of that cluster to open at the start, by name or ARN."""
    demo: str | None = None
    """The scenario of the local AWS to start and to show; None asks AWS."""
    theme: str | None = None
    """A Textual theme by name; None follows the terminal: ANSI colours over SSH, else our own."""
    read_only: bool = False
    """Whether nothing may be changed at AWS; refused where calls are made, whoever asks."""
    guarded: bool = False
    """Whether every change is confirmed by typing the name of what is changed."""
    bell: bool = True
    """Whether the terminal rings, and notifies where it can (OSC 9), when a change has ended."""
    journal: Path | None = None
    """The file in which changes are kept; None keeps them until the program ends."""
    history: Path | None = None
    """The file of the flight recorder: what has ended and failed; None keeps it until the program ends."""
    history_days: int = HISTORY_DAYS
    """Days for which that is kept; 0 keeps nothing."""
    history_bytes: int = HISTORY_BYTES
    """Bytes that file may have: beyond that the oldest is forgotten before its time."""
    drafts: Path | None = None
    """The directory in which task definitions are edited; None takes one of the runtime directory."""
    metrics: bool = True
    """Whether metrics of what is on screen are asked for, once a minute; AWS bills each."""
    mouse: bool | None = None
    """Whether the mouse is listened to; None means yes, except over SSH, where each cell it crosses is traffic."""
