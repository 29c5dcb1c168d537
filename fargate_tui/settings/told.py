"""What is told of a setting beside its type."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What a setting is, beside its type."""

    sentence: str
    example: str = ""
    """A value in TOML; empty where the default is one."""
    word: str = ""
    """What ``--help`` calls its value; of a table of tables, what an example calls one."""
    of_profile: bool = False
    """Whether it may be set for one profile too."""
    guards: bool = False
    """Whether nothing may be changed where it is mistaken."""
    low: int | None = None
    """The smallest number it may be."""
    high: int | None = None
