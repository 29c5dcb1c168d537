"""The declarations of `Settings`, read off its fields."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args, get_origin

from fargate_tui.settings.declared import Settings
from fargate_tui.settings.told import Told

PREFIX: Final = "FARGATE_TUI_"
"""How the variables begin."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting as it is declared."""

    name: str
    """Its key in the file."""
    type: Any
    """What its values are."""
    default: object
    told: Told

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it; empty for a table, which only the file holds."""
        return "" if self.is_table else f"{PREFIX}{self.name.upper()}"

    @property
    def flag(self) -> str:
        """The option of the command line that sets it; empty for a table."""
        return "" if self.is_table else f"--{self.name.replace('_', '-')}"

    @property
    def is_table(self) -> bool:
        """Whether it is a table of its own in the file."""
        return get_origin(self.type) is Mapping

    @property
    def members(self) -> "Mapping[str, Declaration]":
        """Of a table of tables what each of those has; empty where its values are no tables."""
        kind = get_args(self.type)[1] if self.is_table else None
        return _declared(kind) if dataclasses.is_dataclass(kind) else {}

    @property
    def is_needed(self) -> bool:
        """Whether it has no default."""
        return self.default is dataclasses.MISSING

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.type in (bool, bool | None)


def _declaration(field: "dataclasses.Field[Any]") -> Declaration | None:
    told = next((told for told in getattr(field.type, "__metadata__", ()) if isinstance(told, Told)), None)
    if told is None:
        return None
    factory = field.default_factory
    default = field.default if factory is dataclasses.MISSING else factory()
    return Declaration(field.name, get_args(field.type)[0], default, told)


def _declared(kind: Any) -> dict[str, Declaration]:
    return {found.name: found for field in dataclasses.fields(kind) if (found := _declaration(field)) is not None}


DECLARATIONS: Final = _declared(Settings)
"""Every setting by its name, in the order of the declaration."""
