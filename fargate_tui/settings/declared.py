"""Every setting, declared once: its type, its default, a sentence, and where it may be set.

The settings file, the variables ``FARGATE_TUI_…``, the flags, ``fargate-tui config``, docs/settings.md and the JSON
schema are made from this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal

from fargate_tui.links import Link
from fargate_tui.settings.account_group import AccountGroup
from fargate_tui.settings.own_command import OwnCommand
from fargate_tui.settings.told import Told

HISTORY_DAYS: Final = 30
"""Days for which the flight recorder keeps what it has seen."""
JOURNAL_DAYS: Final = 365
"""Days for which the journal keeps what was changed from here."""


Colour = Literal["red", "yellow", "green", "blue", "magenta", "cyan"]
"""Colours that every terminal has, and every theme of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run."""

    start: Annotated[
        str,
        Told(
            "Where a start without a link begins: last, where one was; clusters; a link, as production/api; or the "
            "accounts of a group, as `accounts NAME`.",
            word="PLACE",
            of_profile=True,
        ),
    ] = "last"

    # -- which account ---------------------------------------------------------------------------------------------

    profile: Annotated[
        str | None,
        Told(
            "Profile of the AWS config files; without it AWS_PROFILE and the default decide, as in the AWS CLI.",
            example='"ops"',
            word="NAME",
        ),
    ] = None
    region: Annotated[
        str | None,
        Told(
            "AWS Region; without it AWS_REGION, AWS_DEFAULT_REGION and the profile decide.",
            example='"eu-west-1"',
            word="REGION",
            of_profile=True,
        ),
    ] = None
    endpoint_url: Annotated[
        str | None,
        Told(
            "Where every AWS service is asked instead of at AWS, for instance a local AWS.",
            example='"http://127.0.0.1:4566"',
            word="URL",
            of_profile=True,
        ),
    ] = None

    # -- guard rails -----------------------------------------------------------------------------------------------

    read_only: Annotated[
        bool,
        Told(
            "Refuse everything that would change something at AWS; `:unlock` lifts it for a while.",
            of_profile=True,
            guards=True,
        ),
    ] = False
    guarded: Annotated[
        bool,
        Told("Have every change confirmed by typing the name of what is changed.", of_profile=True, guards=True),
    ] = False
    unlock_minutes: Annotated[
        int,
        Told(
            "Minutes after which what `:unlock` has lifted is refused again.",
            low=1,
            high=1440,
            word="MINUTES",
            of_profile=True,
            guards=True,
        ),
    ] = 15
    label: Annotated[
        str | None,
        Told(
            "What the header calls the account, for instance PRODUCTION.",
            example='"PRODUCTION"',
            word="WORD",
            of_profile=True,
        ),
    ] = None
    colour: Annotated[
        Colour | None,
        Told("Colour of that label, so that one account is never taken for another.", example='"red"', of_profile=True),
    ] = None

    # -- what is asked of AWS, and billed --------------------------------------------------------------------------

    refresh: Annotated[
        float,
        Told(
            "Seconds between two rounds at least; more calm than this is kept by itself where nothing happens.",
            low=1,
            high=3600,
            word="SECONDS",
            of_profile=True,
        ),
    ] = 2.0
    metrics: Annotated[
        bool,
        Told("Ask for CPU and memory of the services on screen, once a minute; AWS bills each.", of_profile=True),
    ] = True
    live_tail: Annotated[
        bool,
        Told(
            "Follow logs by Live Tail, which AWS bills by the minute; without it they are asked for now and then.",
            of_profile=True,
        ),
    ] = True

    # -- the screen ------------------------------------------------------------------------------------------------

    theme: Annotated[
        str | None,
        Told(
            "Colours: fargate-dark, fargate-light, fargate-high-contrast, fargate-ansi, one of Textual's or your own; "
            "without it ANSI over SSH, else fargate-dark.",
            example='"fargate-light"',
            word="NAME",
        ),
    ] = None
    mouse: Annotated[
        bool | None,
        Told(
            "Listen to the mouse; without it yes, except over SSH, where each cell it crosses is traffic.",
            example="true",
        ),
    ] = None
    bell: Annotated[
        bool,
        Told("Ring, and notify where the terminal can, when a change has ended or what is watched has news."),
    ] = True
    notify: Annotated[
        Literal["osc9", "osc777", "both", "none"],
        Told("How the terminal is asked to notify: osc9, osc777, both, or none for the bell alone.", word="HOW"),
    ] = "osc9"
    title: Annotated[
        bool,
        Told("Say in the title of the terminal what has become of what is watched, until a key is pressed."),
    ] = True
    editor: Annotated[
        str | None,
        Told(
            "Command that edits task definitions and drafts; without it $VISUAL, $EDITOR, vi.",
            example='"nano"',
            word="COMMAND",
        ),
    ] = None
    pager: Annotated[
        str | None,
        Told("Command that pages through a text; without it $PAGER, less, more.", example='"less -R"', word="COMMAND"),
    ] = None
    log_lines: Annotated[
        int,
        Told("Log lines that one view holds; 100,000 are about 30 MiB.", low=1_000, high=1_000_000, word="LINES"),
    ] = 100_000

    # -- what is kept ----------------------------------------------------------------------------------------------

    history_days: Annotated[
        int,
        Told("Days for which what has stopped and failed is kept; 0 keeps nothing.", low=0, high=3650, word="DAYS"),
    ] = HISTORY_DAYS
    history_mib: Annotated[
        int,
        Told(
            "MiB that this may take: beyond that the oldest is forgotten before its time.",
            low=1,
            high=10_240,
            word="MIB",
        ),
    ] = 64

    journal_days: Annotated[
        int,
        Told(
            "Days for which the journal keeps what was changed from here; what was never answered is kept for good.",
            low=1,
            high=36_500,
            word="DAYS",
        ),
    ] = JOURNAL_DAYS

    # -- lists -----------------------------------------------------------------------------------------------------

    columns: Annotated[
        Mapping[str, tuple[str, ...]],
        Told("Columns of a list and their order, by the list's name.", example='services = ["service", "running"]'),
    ] = field(default_factory=dict)
    sort: Annotated[
        Mapping[str, str],
        Told("Column by which a list is sorted at first, with a minus for descending.", example='tasks = "-age"'),
    ] = field(default_factory=dict)
    keys: Annotated[
        Mapping[str, str],
        Told(
            "Keys by the id of what they do, several with commas between; `preset` names a choice of them.",
            example='"view.refresh" = "f5,r"',
        ),
    ] = field(default_factory=dict)
    commands: Annotated[
        Mapping[str, OwnCommand],
        Told(
            "Commands of your own, each a table with its name: run for what is under the cursor, by a key or by :NAME.",
            word="runbook",
            example="""key = "f8"
on = ["service"]
command = 'xdg-open "https://wiki.example.com/runbooks/$SERVICE"'
description = "open its runbook"
background = true
safe = true""",
        ),
    ] = field(default_factory=dict)
    accounts: Annotated[
        Mapping[str, AccountGroup],
        Told(
            "Groups of accounts that are looked at together, each a table with its name: `:accounts NAME`.",
            word="production",
            example="""profiles = ["prod-*", "payments"]
regions = ["eu-west-1", "us-east-1"]""",
        ),
    ] = field(default_factory=dict)

    # -- of the command line alone ---------------------------------------------------------------------------------

    cluster: str | None = None
    """The cluster to open at the start, by name or ARN."""
    service: str | None = None
    """The service of that cluster to open at the start, by name or ARN."""
    link: Link | None = None
    """What the command line names to be opened, with its view; cluster and service say the same without one."""
    tour: bool = False
    """Whether the guided tour begins by itself."""
    first_start: bool = False
    """Whether nothing was ever kept on this machine: who runs it may be new here."""
    memory: Path | None = None
    """The directory in which it is kept where one was; None keeps it until the program ends."""
    used: Path | None = None
    """The file in which it is kept which profiles and Regions were used last; None keeps it until the program ends."""
    demo: str | None = None
    """The scenario of the local AWS to start and to show; None asks AWS."""
    journal: Path | None = None
    """The file in which changes are kept; None keeps them until the program ends."""
    history: Path | None = None
    """The file of the flight recorder: what has ended and failed; None keeps it until the program ends."""
    drafts: Path | None = None
    """The directory in which task definitions are edited; None takes one of the runtime directory."""

    @property
    def state(self) -> Path | None:
        """The directory in which things are kept from one run to the next; None where nothing is."""
        return self.history.parent if self.history is not None else None
