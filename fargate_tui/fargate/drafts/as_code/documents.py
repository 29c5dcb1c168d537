"""The creations as documents for ``--cli-input-json``: one file for each call."""

import json
from collections.abc import Mapping, Sequence

from fargate_tui.fargate.command_line import kebab
from fargate_tui.fargate.drafts.as_code.names import Names, snake
from fargate_tui.fargate.drafts.as_code.telling import Told, told
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request, refs_of

NOTES = "notes"
"""The member that tells how the others are used."""


def documents(creations: Sequence[Creation]) -> dict[str, object]:
    """The content of each file by its name, in the order in which they are used, after some notes."""
    all_ = told(creations)
    names = Names(all_.creations)
    calls = [(creation, request) for creation in all_.creations for request in creation.requests]
    files = {_file(place, creation, request): request for place, (creation, request) in enumerate(calls, 1)}
    notes = [
        f"aws {request.service} {kebab(request.operation)} --cli-input-json file://{file}"
        for file, request in files.items()
    ]
    notes += [f"${{{names.variable(ref)}}} stands for {said}" for ref, said in _standing(all_, calls).items()]
    return {
        NOTES: [*notes, *all_.remarks],
        **{file: _placed(request.parameters, names, all_) for file, request in files.items()},
    }


def documents_text(creations: Sequence[Creation]) -> str:
    """All of them as one JSON document."""
    return json.dumps(documents(creations), ensure_ascii=False, indent=2) + "\n"


def _file(place: int, creation: Creation, request: Request) -> str:
    words = (kebab(request.operation), snake(creation.name).replace("_", "-"))
    return f"{place:02}-{'-'.join(word for word in words if word)}.json"


def _standing(all_: Told, calls: Sequence[tuple[Creation, Request]]) -> dict[Ref, str]:
    """What has to be filled in by hand, with words."""
    refs = (ref for _, request in calls for ref in refs_of(request.parameters))
    return {ref: f"the {ref.attribute} of {ref.step}" for ref in refs if not _literal(ref, all_)}


def _literal(ref: Ref, all_: Told) -> str:
    return all_.named(ref) if ref.attribute == "name" else ""


def _placed(value: object, names: Names, all_: Told) -> object:
    if isinstance(value, Ref):
        return _literal(value, all_) or f"${{{names.variable(value)}}}"
    if isinstance(value, Joined):
        return "".join(str(_placed(part, names, all_)) for part in value.parts)
    if isinstance(value, Mapping):
        return {name: _placed(member, names, all_) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_placed(member, names, all_) for member in value]
    return value
