"""Where settings come from, each over the one before: default, file, the file's profile, variable, flag."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fargate_tui.settings.declarations import DECLARATIONS, PREFIX
from fargate_tui.settings.declared import Settings
from fargate_tui.settings.file import CONFIG, Given, Mistake, SettingsFile, settings_path, unknown

FORCED = "the settings have mistakes"
"""Where ``read_only`` comes from when what was meant to guard could not be read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The settings of a profile, and where each comes from."""

    settings: Settings
    origins: Mapping[str, str]
    """In words, by the setting's name; what is not in it is the default."""
    mistakes: tuple[Mistake, ...]
    file: SettingsFile

    @property
    def is_forced(self) -> bool:
        """Whether nothing may be changed because of a mistake."""
        return self.origins.get("read_only") == FORCED

    @property
    def may_unlock(self) -> bool:
        """Whether read-only mode may be lifted from inside: what a flag, a variable or a mistake closes stays so."""
        return self.origins.get("read_only", "").startswith(f"{self.file.path.name} ")


class Sources:
    """All sources of one run; read once."""

    def __init__(
        self,
        file: SettingsFile,
        environ: Mapping[str, str],
        flags: Mapping[str, object],
        base: Settings = Settings(),  # noqa: B008 - it is frozen
    ) -> None:
        """``flags`` has what the command line gave, by the settings' names; ``base`` what no source gives."""
        self.base = base
        self._file = file
        self.flags = flags
        self._environ = environ
        self._mistakes = list(file.mistakes)
        self._above = {**dict(self._variables()), **_flags(flags)}

    @classmethod
    def read(cls, flags: Mapping[str, object]) -> "Sources":
        """The person's file and environment, and what the command line gave."""
        return cls(_file(settings_path()), os.environ, flags)

    @classmethod
    def only(cls, settings: Settings) -> "Sources":
        """Settings that nothing but ``settings`` decides."""
        return cls(SettingsFile(Path()), {}, {}, settings)

    def on(self, base: Settings) -> "Sources":
        """The same sources over another base."""
        return Sources(self._file, self._environ, self.flags, base)

    def over(self, flags: Mapping[str, object]) -> "Sources":
        """The same sources under these flags too."""
        return Sources(self._file, self._environ, {**self.flags, **flags}, self.base)

    def gather(self, profile: str | None = None) -> Gathered:
        """The settings of a profile; without one, of the profile in use."""
        given = {**self._file.values, **self._above}
        if profile is not None:
            given["profile"] = Given(profile, "chosen here")
        in_use = self._profile_in_use(given)
        given = {**self._file.values, **self._file.of_profile(in_use), **self._above, **_of(given, "profile")}
        if any(mistake.guards for mistake in self._mistakes) and "read_only" not in self._above:
            given["read_only"] = Given(True, FORCED)
        values: dict[str, Any] = {name: found.value for name, found in given.items()}
        origins = {name: found.where for name, found in given.items()}
        return Gathered(replace(self.base, **values), origins, tuple(self._mistakes), self._file)

    def _profile_in_use(self, given: Mapping[str, Given]) -> str:
        named = given["profile"].value if "profile" in given else None
        return str(named or self._environ.get("AWS_PROFILE") or self._environ.get("AWS_DEFAULT_PROFILE") or "default")

    def _variables(self) -> Iterator[tuple[str, Given]]:
        by_variable = {declaration.variable: declaration for declaration in DECLARATIONS.values()}
        for variable, text in sorted(self._environ.items()):
            if not variable.startswith(PREFIX) or variable == CONFIG or not text:
                continue
            declaration = by_variable.get(variable)
            if declaration is None:
                self._mistakes.append(Mistake(_unknown_variable(variable), variable, guards=True))
                continue
            from fargate_tui.settings.values import Refused, taken

            try:
                yield declaration.name, Given(taken(declaration, text, as_text=True), variable)
            except Refused as refused:
                self._mistakes.append(Mistake(str(refused), variable, guards=declaration.told.guards))


def _flags(flags: Mapping[str, object]) -> dict[str, Given]:
    return {name: Given(value, DECLARATIONS[name].flag) for name, value in flags.items()}


def _of(given: Mapping[str, Given], name: str) -> dict[str, Given]:
    return {name: given[name]} if name in given else {}


def _unknown_variable(variable: str) -> str:
    names = [name for name, declaration in DECLARATIONS.items() if declaration.variable]
    return unknown(variable.removeprefix(PREFIX).lower(), names)


def _file(path: Path) -> SettingsFile:
    """The settings file; what reads it is loaded where there is one."""
    if not path.exists():
        return SettingsFile(path)
    from fargate_tui.settings.reading import read_file

    return read_file(path)
