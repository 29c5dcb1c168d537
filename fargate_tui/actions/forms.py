"""What is filled in where one answer is not enough, and the actions that ask for it."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from fargate_tui.actions.action import Action, Bench
from fargate_tui.fargate.changes import Subject


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is filled in."""

    id: str
    label: str
    choices: tuple[str, ...] = ()
    """What it can be; nothing where any text can be typed."""
    hint: str = ""
    """What may be typed, or what stands for nothing."""
    is_kept: bool = True
    """Whether what was typed last time stands there the next time."""
    is_secret: bool = False
    """Whether it holds ``NAME=value``, of which some values must not be seen over a shoulder."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a person fills in before there is a plan, where one answer is not enough."""

    key: str
    """For what it is filled in: what was typed is remembered by it, until the program ends."""
    fields: tuple[Field, ...]
    values: Mapping[str, str]
    """What stands there already, by field."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Where that is from, or what could not be found out, by field."""


class FormAction(Action):
    """An action for which several things are filled in before there is a plan."""

    @abstractmethod
    async def form(self, subject: Subject, bench: Bench) -> Form:
        """What is filled in first; raises `AwsError`."""

    @abstractmethod
    def problems(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """What is wrong with what was filled in, by field; pure, for it is asked at every key."""

    @abstractmethod
    def answer_of(self, values: Mapping[str, str]) -> str:
        """What was filled in, as one answer; never shown and never written down."""
