"""Values of AWS's requests as CloudFormation has them."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from fargate_tui.fargate.drafts.as_code.cloudformation_resources import SAID_BY, TYPES, Resource
from fargate_tui.fargate.drafts.as_code.cloudformation_words import DOCUMENTS, FREE, property_of
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, Told, shown
from fargate_tui.fargate.drafts.as_code.yaml_text import Tagged
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref

Properties = dict[str, object]
_ITEMS: Final = {"Tags": "Tag", "tags": "tag"}
"""What an item of a list is, where a member of that name may be a map too."""


class Values:
    """Turns values into properties; gathers the parameters of the template, and what cannot be said."""

    def __init__(self, all_: Told, creations: Sequence[Creation], names: Names) -> None:
        self.parameters: dict[str, Properties] = {}
        self.remarks: list[str] = list(all_.remarks)
        self._all = all_
        self._names = names
        self._types = {
            each.step: TYPES[each.requests[0].operation]
            for each in creations
            if each.requests and each.requests[0].operation in TYPES
        }

    def properties(self, value: Mapping[str, object], within: str, resource: Resource | None) -> Properties:
        """The properties of an object; what CloudFormation has no word for is a remark."""
        found: Properties = {}
        for member, each in value.items():
            name = property_of(member, within)
            if name is not None:
                found[name] = self.value(each, member, resource)
            elif resource is None or (within, member) != ("CreateSecurityGroup", "TagSpecifications"):
                where = resource.remarks if resource else self.remarks
                where.append(f"not said here: {member} of {within}: {shown(each)}")
        return found

    def value(self, value: object, member: str, resource: Resource | None) -> object:
        """A value of a member, as a template has it."""
        if isinstance(value, Ref):
            return self.reference(value)
        if isinstance(value, Joined):
            return Tagged("Sub", "".join(self._part(part) for part in value.parts))
        if isinstance(value, str):
            return self._text(value, member)
        if isinstance(value, Mapping):
            if member in {"tags", "Tags"}:
                return [{"Key": key, "Value": each} for key, each in value.items()]
            if member in FREE:
                return {key: self.value(each, key, None) for key, each in value.items()}
            return self.properties(value, member, resource)
        if isinstance(value, Sequence):
            if member in {"subnets", "Subnets"} and value and all(_is_id(each, "subnet-") for each in value):
                return self._parameter("Subnets", "List<AWS::EC2::Subnet::Id>", ",".join(str(each) for each in value))
            return [self.value(each, _ITEMS.get(member, member), resource) for each in value]
        return value

    def _part(self, part: str | Ref) -> str:
        """A part of a text that is put together."""
        said = self.reference(part) if isinstance(part, Ref) else part
        return f"${{{said.argument}}}" if isinstance(said, Tagged) else str(said).replace("${", "${!")

    def _text(self, value: str, member: str) -> object:
        if member == "VpcId" and _is_id(value, "vpc-"):
            return self._parameter("VpcId", "AWS::EC2::VPC::Id", value)
        return _document(value) if member in DOCUMENTS else value

    def _parameter(self, name: str, type_: str, default: str) -> Tagged:
        known = next(
            (key for key, each in self.parameters.items() if each == {"Type": type_, "Default": default}), None
        )
        if known is None:
            several = sum(key.startswith(name) for key in self.parameters)
            known = f"{name}{several + 1}" if several else name
            self.parameters[known] = {"Type": type_, "Default": default}
        return Tagged("Ref", known)

    def reference(self, ref: Ref) -> object:
        """What asks another resource; a placeholder where none tells it."""
        said = SAID_BY.get((self._types.get(ref.step, ""), ref.attribute), "")
        if not said:
            if ref.attribute == "name" and (name := self._all.named(ref)):
                return name
            self.remarks.append(f"not said here: the {ref.attribute} of {ref.step}; {PLACEHOLDER} stands for it")
            return PLACEHOLDER
        id_ = self._names.logical_id(ref.step)
        return Tagged("Ref", id_) if said == "Ref" else Tagged("GetAtt", f"{id_}.{said}")


def _document(text: str) -> object:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict) else text


def _is_id(value: object, prefix: str) -> bool:
    return isinstance(value, str) and value.startswith(prefix) and "," not in value
