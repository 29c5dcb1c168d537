"""Values of AWS's requests as Terraform has them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from fargate_tui.fargate.drafts.as_code.hcl import Block, Encoded, Expression, quoted
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, Told, shown
from fargate_tui.fargate.drafts.as_code.terraform_resources import RESOURCES, SAID_BY, TELLING, TOLD
from fargate_tui.fargate.drafts.as_code.terraform_shapes import Shape
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref


class Values:
    """Turns values into arguments and blocks; gathers the variables, and what cannot be said."""

    def __init__(self, all_: Told, creations: Sequence[Creation], names: Mapping[str, Names]) -> None:
        self.variables: dict[str, Block] = {}
        self.remarks: list[str] = list(all_.remarks)
        self._all = all_
        self._creations = creations
        self._names = names
        self._types = {
            each.step: RESOURCES[each.requests[0].operation][0]
            for each in creations
            if each.requests and each.requests[0].operation in RESOURCES
        }

    def body(
        self, value: Mapping[str, object], shape: Shape, within: str, remarks: list[str]
    ) -> tuple[dict[str, object], tuple[Block, ...]]:
        """The arguments and the blocks of an object; what it does not have is a remark."""
        arguments: dict[str, object] = {}
        blocks: list[Block] = []
        for member, each in value.items():
            if member in shape.arguments:
                arguments[shape.arguments[member]] = self.value(each, member)
            elif member in shape.blocks:
                name, inner = shape.blocks[member]
                blocks += self._blocks(each, name, inner, member, remarks)
            else:
                remarks.append(f"not said here: {member} of {within}: {shown(each)}")
        return arguments, tuple(blocks)

    def _blocks(self, value: object, name: str, shape: Shape, member: str, remarks: list[str]) -> Iterator[Block]:
        items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for item in items:
            if isinstance(item, Mapping):
                yield Block(name, (), *self.body(item, shape, member, remarks))
            else:
                remarks.append(f"not said here: {member}: {shown(item)}")

    def value(self, value: object, member: str) -> object:
        """A value of a member, as a configuration has it."""
        if isinstance(value, Ref):
            return self.reference(value)
        convert = _CONVERTED.get(member)
        if convert is not None:
            return convert(self._inner(value))
        if (
            member in {"Subnets", "subnets"}
            and isinstance(value, list)
            and all(isinstance(each, str) for each in value)
        ):
            return self._variable("subnets", "list(string)", value)
        if member == "VpcId" and isinstance(value, str):
            return self._variable("vpc_id", "string", value)
        if member == "ResourceId" and isinstance(value, str):
            return self._scaled(value)
        return self._inner(value)

    def _inner(self, value: object) -> object:
        """The same value, with references."""
        if isinstance(value, Ref):
            return self.reference(value)
        if isinstance(value, Joined):
            parts = (self.reference(part) if isinstance(part, Ref) else part for part in value.parts)
            return _joined(parts)
        if isinstance(value, Mapping):
            return {str(name): self._inner(each) for name, each in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._inner(each) for each in value]
        return value

    def _scaled(self, resource_id: str) -> object:
        """What is scaled, by the names of what is made here."""
        parts = resource_id.split("/")
        said = [self._named(kind, part) for kind, part in zip(("", "cluster", "service"), parts, strict=False)]
        if len(parts) != len(said) or all(isinstance(each, str) for each in said):
            return resource_id
        return _joined([part for each in said for part in ("/", each)][1:])

    def _named(self, kind: str, name: str) -> object:
        """What refers to the name of what is made here, or the name."""
        refs = (Ref(step=each.step, attribute="name") for each in self._creations if each.kind == kind)
        made = next((ref for ref in refs if self._all.named(ref) == name), None)
        return self.reference(made) if made else name

    def _variable(self, name: str, type_: str, default: object) -> Expression:
        for known, block in self.variables.items():
            if block.arguments["default"] == default:
                return Expression(f"var.{known}")
        several = sum(known.startswith(name) for known in self.variables)
        called = f"{name}_{several + 1}" if several else name
        arguments = {"type": Expression(type_), "default": default}
        self.variables[called] = Block("variable", (called,), arguments)
        return Expression(f"var.{called}")

    def reference(self, ref: Ref) -> object:
        """What asks another resource; a placeholder where none tells it."""
        type_ = self._types.get(ref.step)
        if (
            type_ is None
            or type_ not in TELLING
            or (ref.attribute in {"id", "suffix"} and (type_, ref.attribute) not in TOLD)
        ):
            self.remarks.append(f"not said here: the {ref.attribute} of {ref.step}; {PLACEHOLDER} stands for it")
            return PLACEHOLDER
        attribute = SAID_BY.get((type_, ref.attribute), ref.attribute)
        return Expression(f"{type_}.{self._names[type_].label(ref.step)}.{attribute}")


def _joined(parts: Iterable[object]) -> Expression:
    """A text that is put together."""
    texts = (f"${{{part.text}}}" if isinstance(part, Expression) else quoted(str(part))[1:-1] for part in parts)
    return Expression(f'"{"".join(texts)}"')


def _tags(value: object) -> object:
    """Pairs of a key and a value as a map."""
    if not isinstance(value, list):
        return value
    return {str(each.get("key", each.get("Key", ""))): each.get("value", each.get("Value", "")) for each in value}


def _document(value: object) -> object:
    """JSON in a text as what it is."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return Encoded(found) if isinstance(found, Mapping) else value


_CONVERTED: Final[Mapping[str, Callable[[object], object]]] = {
    "AssumeRolePolicyDocument": _document,
    "PolicyDocument": _document,
    "Tags": _tags,
    "assignPublicIp": lambda value: value == "ENABLED" if isinstance(value, str) else value,
    "containerDefinitions": Encoded,
    "hookDetails": Encoded,
    "tags": _tags,
}
"""Members whose value is another in Terraform."""


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
