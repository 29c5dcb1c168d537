"""The JSON schema of the settings file, for editors that complete and check TOML."""

from typing import Any

import msgspec

from fargate_tui.settings.declarations import DECLARATIONS, Declaration
from fargate_tui.settings.file import PROFILES
from fargate_tui.settings.values import type_of


def schema() -> dict[str, Any]:
    """The schema; editors find it by ``#:schema PATH`` in the first line of the file."""
    general = {name: _property(declaration) for name, declaration in DECLARATIONS.items()}
    of_profile = {name: general[name] for name, declaration in DECLARATIONS.items() if declaration.told.of_profile}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "settings of fargate-tui",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **general,
            PROFILES: {
                "type": "object",
                "description": "Settings of single profiles, by their name or a pattern of names.",
                "additionalProperties": {"type": "object", "additionalProperties": False, "properties": of_profile},
            },
        },
    }


def _property(declaration: Declaration) -> dict[str, Any]:
    if declaration.members:
        return {
            "type": "object",
            "description": declaration.told.sentence,
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": [name for name, member in declaration.members.items() if member.is_needed],
                "properties": {name: _property(member) for name, member in declaration.members.items()},
            },
        }
    found = msgspec.json.schema(type_of(declaration))
    kinds = [kind for kind in found.pop("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        found |= kinds[0]
    elif kinds:
        found["anyOf"] = kinds
    if declaration.default is not None and not declaration.is_table and not declaration.is_needed:
        found["default"] = declaration.default
    return found
