"""What all forms share: creations with the secrets taken out, and with references where only a name stands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.creations import Attribute, Creation, Joined, Ref, Request, ThingKind
from fargate_tui.fargate.secrets import MASK, masked

PLACEHOLDER: Final = "REPLACE_ME"
"""Stands where a secret was."""

SECRETS: Final = frozenset({"ClientSecret"})
"""Members of AWS's requests that are secrets."""

NAMED_BY: Final[Mapping[ThingKind, str]] = {
    "cluster": "clusterName",
    "load-balancer": "Name",
    "log-group": "logGroupName",
    "role": "RoleName",
    "scaling-policy": "PolicyName",
    "security-group": "GroupName",
    "service": "serviceName",
    "target-group": "Name",
    "task-definition": "family",
}
"""The member of the first request that names a thing."""

LINKED: Final[Mapping[str, tuple[ThingKind, Attribute]]] = {
    "RoleName": ("role", "name"),
    "awslogs-group": ("log-group", "name"),
    "cluster": ("cluster", "name"),
    "logGroupName": ("log-group", "name"),
    "taskDefinition": ("task-definition", "arn"),
}
"""Members that name a thing: where it is one of those that are made, a form refers to it."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Creations that may be written down."""

    creations: tuple[Creation, ...]
    secrets: tuple[str, ...]
    """Where a secret was: ``containerDefinitions.api.environment.DB_PASSWORD``."""

    def named(self, ref: Ref) -> str:
        """The name that a thing is made with; empty where its request has none."""
        made = next((each for each in self.creations if each.step == ref.step), None)
        if made is None or not made.requests:
            return ""
        name = made.requests[0].parameters.get(NAMED_BY.get(made.kind, ""), "")
        return name if isinstance(name, str) else ""

    @property
    def remarks(self) -> Iterator[str]:
        """What has to be said about the secrets."""
        for where in self.secrets:
            yield f"not said here: {where} looks like a secret; {PLACEHOLDER} stands for it, better refer to a secret"


def told(creations: Sequence[Creation]) -> Told:
    """The creations without the values of secrets."""
    secrets: list[str] = []
    without = tuple(
        msgspec.structs.replace(each, requests=tuple(_without_secrets(request, secrets) for request in each.requests))
        for each in creations
    )
    return Told(creations=without, secrets=tuple(dict.fromkeys(secrets)))


def _without_secrets(request: Request, secrets: list[str]) -> Request:
    hidden = _hidden(masked(request.parameters))
    secrets += _differing(request.parameters, hidden, ())
    parameters = _replaced(hidden)
    assert isinstance(parameters, Mapping)
    return msgspec.structs.replace(request, parameters=parameters)


def _hidden(value: object, member: str = "") -> object:
    """Without what is a secret by the name of its member."""
    if isinstance(value, str):
        return MASK if member in SECRETS else value
    if isinstance(value, Mapping):
        return {name: _hidden(each, str(name)) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_hidden(each, member) for each in value]
    return value


def _differing(before: object, after: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(before, str):
        if before != after:
            yield ".".join(path)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        name = before.get("name")
        is_pair = isinstance(name, str) and isinstance(before.get("value"), str)
        for member, value in before.items():
            yield from _differing(value, after[member], path if is_pair else (*path, str(member)))
    elif isinstance(before, Sequence) and isinstance(after, Sequence):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            name = one.get("name") if isinstance(one, Mapping) else None
            yield from _differing(one, other, (*path, str(name or place)))


def _replaced(value: object) -> object:
    if isinstance(value, str):
        return value.replace(MASK, PLACEHOLDER)
    if isinstance(value, Mapping):
        return {name: _replaced(member) for name, member in value.items()}
    if isinstance(value, Sequence):
        return [_replaced(member) for member in value]
    return value


def linked(creations: Sequence[Creation]) -> tuple[Creation, ...]:
    """The creations with references for names of what is made before, as templates have them."""
    made: dict[tuple[ThingKind, str], Creation] = {}
    found = []
    for creation in creations:
        requests = tuple(_linked_request(request, made) for request in creation.requests[1:])
        first = creation.requests[:1]
        # what names the thing itself stays a name; names of others may already be references
        own = NAMED_BY.get(creation.kind)
        first = tuple(_linked_request(request, made, but=own) for request in first)
        if first and isinstance(name := first[0].parameters.get(own or ""), str):
            made[creation.kind, name] = creation
            requests = tuple(_linked_request(request, made) for request in requests)
        found.append(msgspec.structs.replace(creation, requests=(*first, *requests)))
    return tuple(found)


def _linked_request(
    request: Request, made: Mapping[tuple[ThingKind, str], Creation], but: str | None = None
) -> Request:
    parameters = {
        name: member if name == but else _linked(member, made, name) for name, member in request.parameters.items()
    }
    return msgspec.structs.replace(request, parameters=parameters)


def _linked(value: object, made: Mapping[tuple[ThingKind, str], Creation], member: str) -> object:
    if isinstance(value, str):
        kind, attribute = LINKED.get(member, (None, None))
        thing = made.get((kind, value)) if kind else None
        return Ref(step=thing.step, attribute=attribute) if thing and attribute else value
    if isinstance(value, Mapping):
        return {name: _linked(each, made, str(name)) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_linked(each, made, member) for each in value]
    return value


def comment(text: str) -> str:
    """A text that stays one comment."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shown(value: object) -> str:
    """A value in a comment."""
    return json.dumps(value, ensure_ascii=False, default=_in_words)


def _in_words(value: object) -> str:
    if isinstance(value, Joined):
        return "".join(part if isinstance(part, str) else _in_words(part) for part in value.parts)
    return f"the {value.attribute} of {value.step}" if isinstance(value, Ref) else str(value)
