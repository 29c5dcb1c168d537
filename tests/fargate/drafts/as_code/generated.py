"""Creations as chance has them: every kind of thing, with any text where AWS takes any text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from hypothesis import strategies as st

from fargate_tui.fargate.drafts.creations import Creation, Request
from tests.fargate.drafts.as_code.scorekeep import EVERYTHING

ODD = (
    *("yes", "no", "null", "~", "1e3", "0x1F", "010", "1:30", "- a", "a: b", "#x", "'", '"', "$(reboot)", "`x`"),
    *("${x}", "%{ if true }", "\\", "--option", "{}", "[]", "!Ref", "*x", "&x", "@x", "a\nb", "a\\\nb", " x "),
    *("2026-11-23", "=", "\ue000(reboot)\ue000", "\x85", "\u2028", "\x7f", "$${x}", "%%{x}", "$", "%", "|", ">"),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
TEXT = TEXT | st.sampled_from(ODD)
FREE = {"Description", "command", "value", "containerPath", "root", "HealthCheckPath", "sourceVolume", "startedBy"}
"""Members of Scorekeep's requests whose text may be any."""


@st.composite
def creations(draw: st.DrawFn) -> tuple[Creation, ...]:
    """Some of Scorekeep's creations, with other texts and some members left out."""
    return tuple(_other(draw, each) for each in EVERYTHING if each.kind != "task" or draw(st.booleans()))


def _other(draw: st.DrawFn, creation: Creation) -> Creation:
    requests = tuple(_request(draw, request) for request in creation.requests)
    return msgspec.structs.replace(creation, words=draw(TEXT), requests=requests)


def _request(draw: st.DrawFn, request: Request) -> Request:
    parameters = _value(draw, request.parameters, "")
    if request.operation == "RegisterTaskDefinition":
        containers = parameters["containerDefinitions"]
        containers[0]["environment"] = [{"name": "ANY", "value": draw(TEXT)}]
        containers[0]["dockerLabels"] = draw(st.dictionaries(TEXT, TEXT, max_size=2))
    return msgspec.structs.replace(request, parameters=parameters)


def _value(draw: st.DrawFn, value: object, member: str) -> Any:
    if isinstance(value, str):
        return draw(TEXT) if member in FREE and not _is_json(value) else value
    if isinstance(value, Mapping):
        return {name: _value(draw, each, str(name)) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_value(draw, each, member) for each in value]
    return value


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
