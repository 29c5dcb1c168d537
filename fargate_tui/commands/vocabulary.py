"""What can be said of rows in a condition: words that are declared once, and the members of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from fargate_tui.commands.members import Member

Row = TypeVar("Row")
Standing = Literal["met", "waiting", "never"]
COUNT: Final = "count"
"""Stands for the number of rows."""


class Verdict(NamedTuple):
    """Whether a condition holds, may still hold, or can hold no more."""

    standing: Standing
    why: str = ""
    """What stands in the way; empty where it holds."""


MET: Final = Verdict("met")


@dataclass(frozen=True, slots=True)
class Word(Generic[Row]):
    """A condition that has a name of its own."""

    name: str
    says: str
    """When a row meets it, for the documentation and the help."""
    judge: Callable[[Row], Verdict]
    needs_all: bool = False
    """Whether it cannot be told while anything is missing from the rows: what is not checked is not well."""


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[Row]):
    """What can be said of the rows of one listing."""

    noun: str
    """``service``."""
    words: tuple[Word[Row], ...]
    members: tuple[Member[Row], ...]
    """What a row is in JSON; texts and numbers of it can be compared."""
    name_of: Callable[[Row], str]
    """What a row is called in a sentence."""
    also: tuple[Member[Row], ...] = ()
    """What can be compared beside these, for instance one number of an object."""
    of_any: bool = False
    """Whether it is enough that one row is so, as of things that happen; else every one has to be."""

    def comparable(self) -> tuple[Member[Row], ...]:
        """The members that can be compared."""
        return (*(member for member in self.members if member.kind in ("text", "number", "truth")), *self.also)

    def choices(self) -> str:
        """All that a condition can be made of, in a sentence."""
        words = ", ".join(word.name for word in self.words)
        fields = ", ".join((COUNT, *(member.word or member.name for member in self.comparable())))
        return f"{f'words: {words}; ' if words else ''}fields to compare: {fields}"
