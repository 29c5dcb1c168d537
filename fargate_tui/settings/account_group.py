"""Accounts that are looked at together: a table ``[accounts.NAME]`` of the settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Final

from fargate_tui.settings.told import Told

ENVIRONMENT: Final = "environment"
"""What the keys of the environment are called, which belong to no profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGroup:
    """Profiles, each in the same Regions."""

    profiles: Annotated[
        tuple[str, ...],
        Told("Profiles of the AWS config files, or patterns of their names, as prod-*; environment are its keys."),
    ]
    regions: Annotated[
        tuple[str, ...], Told("Regions of each of them; without any the one that it was used in last, else its own.")
    ] = ()


def like(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that are like a pattern, as those of ``[profiles.NAME]``."""
    return [name for name in names if fnmatchcase(name, pattern)]
