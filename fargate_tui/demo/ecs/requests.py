"""Requests are held against botocore's input shapes before anyone reads them.

botocore sends what its user wrote after a check of its own, but other clients do not; and AWS checks enums, which
botocore does not. Texts are the ones AWS's front door uses.
"""

from functools import cache
from typing import TypedDict, cast

from botocore.loaders import Loader

from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.wire import Json


class _Reference(TypedDict):
    shape: str


class _Shape(TypedDict, total=False):
    type: str
    members: dict[str, _Reference]
    required: list[str]
    member: _Reference
    value: _Reference
    enum: list[str]


class _Operation(TypedDict, total=False):
    input: _Reference


class _Model(TypedDict):
    operations: dict[str, _Operation]
    shapes: dict[str, _Shape]


@cache
def _model() -> _Model:
    return cast("_Model", Loader().load_service_model("ecs", "service-2"))


def known_operations() -> frozenset[str]:
    """Every operation the installed botocore knows of ECS."""
    return frozenset(_model()["operations"])


def checked(operation: str, request: Json) -> Json:
    """A copy of the request that has the operation's input shape, without nulls.

    Raises SerializationException for a wrong type, ClientException for an unknown member and
    InvalidParameterException for a missing one or one outside its enum.
    """
    shape = _model()["operations"][operation].get("input")
    return _structure(_model()["shapes"][shape["shape"]], request, "") if shape else {}


def _value(name: str, value: object, path: str) -> object:
    shape = _model()["shapes"][name]
    kind = shape["type"]
    if kind == "structure":
        return _structure(shape, value, path)
    if kind == "list":
        return _list(shape, value, path)
    if kind == "map":
        return _map(shape, value, path)
    return _scalar(shape, value, path)


def _structure(shape: _Shape, value: object, path: str) -> Json:
    if not isinstance(value, dict):
        raise _wrong_type(value, "a structure", path)
    members = shape["members"]
    clean: Json = {}
    for name, member in value.items():
        if name not in members:
            raise EcsError("ClientException", f"Unknown parameter in input: '{_inside(path, name)}'")
        if member is not None:
            clean[name] = _value(members[name]["shape"], member, _inside(path, name))
    for name in shape.get("required", ()):
        if name not in clean:
            raise invalid(
                f"1 validation error detected: Value null at '{_inside(path, name)}' failed to satisfy constraint: "
                "Member must not be null"
            )
    return clean


def _list(shape: _Shape, value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise _wrong_type(value, "a list", path)
    member = shape["member"]["shape"]
    return [_value(member, item, f"{path}.{at}.member") for at, item in enumerate(value, 1)]


def _map(shape: _Shape, value: object, path: str) -> Json:
    if not isinstance(value, dict):
        raise _wrong_type(value, "a map", path)
    member = shape["value"]["shape"]
    return {key: _value(member, item, _inside(path, key)) for key, item in value.items()}


_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "a String"),
    "integer": (int, "an Integer"),
    "long": (int, "a Long"),
    "boolean": (bool, "a Boolean"),
    "double": ((int, float), "a Double"),
    "float": ((int, float), "a Float"),
    "timestamp": ((int, float), "a Timestamp"),
}


def _scalar(shape: _Shape, value: object, path: str) -> object:
    kind = shape["type"]
    types, called = _SCALARS[kind]
    if not isinstance(value, types) or (isinstance(value, bool) and kind != "boolean"):
        raise _wrong_type(value, called, path)
    values = shape.get("enum")
    if values and value not in values:
        raise invalid(
            f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(values)}]"
        )
    return value


def _wrong_type(value: object, wanted: str, path: str) -> EcsError:
    token = {str: "STRING_VALUE", bool: "BOOLEAN_VALUE", dict: "START_OBJECT", list: "START_ARRAY"}.get(
        type(value), "NUMBER_VALUE"
    )
    return EcsError("SerializationException", f"{token} can not be converted to {wanted} at '{path or 'request'}'")


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
