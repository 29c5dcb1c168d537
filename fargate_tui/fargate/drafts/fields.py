"""What a wizard asks: the steps, their fields, and what a field can be."""

from typing import Literal

from fargate_tui.fargate.records import Record

Kind = Literal["text", "choice", "many", "list"]
"""text: anything; choice: one of its choices; many: several words with blanks between; list: one item a line."""

OfferKind = Literal[
    "alarms",
    "certificates",
    "clusters",
    "families",
    "file-systems",
    "image-tags",
    "listeners",
    "load-balancers",
    "log-groups",
    "parameters",
    "references",
    "repositories",
    "revisions",
    "roles",
    "secrets",
    "security-groups",
    "services",
    "subnets",
    "target-groups",
    "vpcs",
]

ON, OFF = "on", "off"


class Choice(Record, frozen=True, kw_only=True):
    """Something that a field can be."""

    value: str
    words: str = ""
    """What stands beside it: a price, a zone, what it is for."""


class Offer(Record, frozen=True, kw_only=True):
    """What AWS can complete a field with."""

    kind: OfferKind
    of: str = ""
    """What it belongs to: a VPC for subnets and security groups, a repository for tags, a balancer for listeners,
    the principal a role has to trust (``ecs-tasks.amazonaws.com``), a family for revisions, a cluster for services."""


class Field(Record, frozen=True, kw_only=True):
    """Something that is filled in; its value is always the text that was typed."""

    id: str
    """Where it stands in the draft: ``family``, ``containers.0.image``."""
    label: str
    kind: Kind = "text"
    choices: tuple[Choice, ...] = ()
    """For ``choice`` all it can be, for the others what is offered without asking AWS."""
    offer: Offer | None = None
    hint: str = ""
    """What may be typed, or what stands for nothing; shown where the field is empty."""
    help: str = ""
    """A sentence on what it means, with units."""
    heading: str = ""
    """What stands above it, where a group of fields begins."""
    is_secret: bool = False
    """Whether it holds ``NAME=value``, of which some values are neither shown nor kept."""


class Step(Record, frozen=True, kw_only=True):
    """One page of a wizard."""

    id: str
    """``task``, ``containers.0``."""
    title: str
    fields: tuple[Field, ...]
    adds: str = ""
    """What another one of can be added after this page ("container"); empty where nothing can."""
    is_removable: bool = False


def flag(id_: str, label: str, *, help: str = "", heading: str = "") -> Field:  # noqa: A002 - as the field has it
    """A field that is on or off."""
    choices = (Choice(value=OFF), Choice(value=ON))
    return Field(id=id_, label=label, kind="choice", choices=choices, help=help, heading=heading)


def words(text: str) -> tuple[str, ...]:
    """What stands between blanks and commas."""
    return tuple(text.replace(",", " ").split())


def lines(text: str) -> tuple[str, ...]:
    """The items of a list, without those that are empty."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
