"""What is different between two task definitions, by what it means and not by where it stands."""

from collections.abc import Iterator, Mapping, Sequence

from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.definition_text import NAMED_BY
from fargate_tui.fargate.secrets import MASK, is_secret, masked

ABSENT = "—"
OF_THE_REVISION = frozenset(
    {
        "taskDefinitionArn",
        "revision",
        "status",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt",
        "requiresAttributes",
        "compatibilities",
    }
)
"""Members that say which revision it is, not what it runs."""

_SAID = {"containerDefinitions": "container"}
"""Members that a person calls otherwise: what follows is a container's name."""


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Difference, ...]:
    """What changes from one task definition to another, as DescribeTaskDefinition has them; secrets masked.

    Containers, variables, volumes and ports are told apart by their names: one that has only moved is no difference.
    """
    old = {name: value for name, value in before.items() if name not in OF_THE_REVISION}
    new = {name: value for name, value in after.items() if name not in OF_THE_REVISION}
    return tuple(_compare("", old, new))


def _compare(path: str, before: object, after: object) -> Iterator[Difference]:
    if before == after:
        return
    old, new = _members(before), _members(after)
    if old is None or new is None or _is_pair(before) or _is_pair(after):
        yield Difference(what=path, before=_text(path, before), after=_text(path, after))
        return
    for name in dict.fromkeys((*old, *new)):
        inner = f"{path} {name}" if path else _SAID.get(name, name)
        yield from _compare(inner, old.get(name), new.get(name))


def _members(value: object) -> Mapping[str, object] | None:
    """The parts of a value by name; None where it is one piece."""
    if isinstance(value, Mapping):
        return value
    if value is None:
        return {}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _by_name(value)
    return None


def _by_name(items: Sequence[object]) -> Mapping[str, object] | None:
    for key in NAMED_BY:
        named = {str(item[key]): item for item in items if isinstance(item, Mapping) and key in item}
        if len(named) == len(items):
            return named
    return None


def _is_pair(value: object) -> bool:
    """Whether it is a name and a value, as in environments, secrets and tags."""
    return isinstance(value, Mapping) and len(value) <= 2 and bool({"value", "valueFrom"} & set(value))


def _text(path: str, value: object) -> str:
    name = path.rpartition(" ")[2]
    if value is None:
        return ABSENT
    if isinstance(value, Mapping) and _is_pair(value):
        held = str(value.get("value", value.get("valueFrom", "")))
        return MASK if "value" in value and is_secret(name, held) else held
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(str(masked(item)) for item in value) or ABSENT
    # Options of log drivers are members of an object: there the member's own name says that it is a secret.
    if isinstance(value, str) and "-" in name and is_secret(name, value):
        return MASK
    shown = masked(value, name)
    return str(shown).lower() if isinstance(shown, bool) else str(shown)
