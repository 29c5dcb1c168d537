"""The settings file: where it is, and what was read from it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from fargate_tui.settings.declarations import PREFIX

PROFILES: Final = "profiles"
"""The table of what is set for single profiles."""
CONFIG: Final = f"{PREFIX}CONFIG"
"""The variable that names another settings file."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong with a setting."""

    what: str
    """What is wrong, and what to do."""
    where: str = ""
    """``config.toml line 7``, or the variable."""
    guards: bool = False
    """Whether it may have been meant to keep something from being changed."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given, and where."""

    value: object
    where: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as it was read; empty where there is none."""

    path: Path
    exists: bool = False
    values: Mapping[str, Given] = field(default_factory=dict)
    profiles: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    """By the profile's name, or a pattern of names."""
    mistakes: tuple[Mistake, ...] = ()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    """Where its tables and keys stand."""

    def where(self, *path: str) -> str:
        """The file and the line of a key, as a person finds it."""
        line = line_of(self.lines, path)
        return f"{self.path.name} line {line}" if line else self.path.name

    def of_profile(self, profile: str) -> dict[str, Given]:
        """What is set for a profile: patterns in their order, its own name last."""
        found: dict[str, Given] = {}
        for name, values in sorted(self.profiles.items(), key=lambda item: item[0] == profile):
            if fnmatchcase(profile, name):
                found.update(values)
        return found


def settings_path() -> Path:
    """$FARGATE_TUI_CONFIG, else config.toml in $XDG_CONFIG_HOME/fargate-tui, else where the system keeps such files."""
    if named := os.environ.get(CONFIG):
        return Path(named).expanduser()
    if home := os.environ.get("XDG_CONFIG_HOME"):
        return Path(home) / "fargate-tui" / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("fargate-tui", appauthor=False) / "config.toml"


def line_of(lines: Mapping[tuple[str, ...], int], path: tuple[str, ...]) -> int | None:
    """The line of a key, or of the table around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def meant(name: str, known: Sequence[str]) -> str:
    """Which of the known names may be meant, else all of them."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f": is {close[0]} meant?" if close else f"; there are {', '.join(known)}"


def unknown(name: str, known: Sequence[str]) -> str:
    """That there is no such setting, and which one may be meant."""
    return f"there is no setting {name!r}{meant(name.lower().replace('-', '_'), known)}"
