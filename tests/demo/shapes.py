"""Holds raw answers against botocore's output shapes: what the local AWS sends is what AWS would send."""

from collections.abc import Iterator
from functools import cache
from typing import Protocol, cast

from botocore.loaders import Loader
from botocore.model import ServiceModel


class _Shape(Protocol):
    """A botocore shape, as far as it is read here."""

    type_name: str
    members: dict[str, "_Shape"]
    member: "_Shape"
    value: "_Shape"
    enum: list[str]
    required_members: list[str]


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "blob": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "timestamp": (int, float),
    "boolean": (bool,),
}
"""What JSON 1.1 has for each type; times are epoch seconds."""


def differences(service: str, operation: str, answer: object) -> list[str]:
    """Where the raw JSON of an answer is not what the operation's output shape says; empty where it is.

    Told are unknown and missing members, nulls, wrong JSON types, and values outside their enums.
    """
    shape = _model(service).operation_model(operation).output_shape
    if shape is None:
        return [] if answer == {} else [f"{operation}: an answer where AWS sends none"]
    return list(_walk(cast("_Shape", shape), answer, operation))


@cache
def _model(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def _walk(shape: _Shape, value: object, path: str) -> Iterator[str]:
    if value is None:
        yield f"{path}: null"
    elif shape.type_name == "structure":
        yield from _structure(shape, value, path)
    elif shape.type_name == "list":
        if not isinstance(value, list):
            yield f"{path}: {type(value).__name__} for a list"
            return
        for at, item in enumerate(value):
            yield from _walk(shape.member, item, f"{path}[{at}]")
    elif shape.type_name == "map":
        if not isinstance(value, dict):
            yield f"{path}: {type(value).__name__} for a map"
            return
        for key, item in value.items():
            yield from _walk(shape.value, item, f"{path}.{key}")
    else:
        yield from _scalar(shape, value, path)


def _structure(shape: _Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {type(value).__name__} for a structure"
        return
    for name, member in value.items():
        if name in shape.members:
            yield from _walk(shape.members[name], member, f"{path}.{name}")
        else:
            yield f"{path}.{name}: not in botocore's model"
    yield from (f"{path}.{name}: missing" for name in shape.required_members if name not in value)


def _scalar(shape: _Shape, value: object, path: str) -> Iterator[str]:
    types = _JSON_TYPES[shape.type_name]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        yield f"{path}: {type(value).__name__} for a {shape.type_name}"
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{path}: {value!r} is not one of {shape.enum}"
