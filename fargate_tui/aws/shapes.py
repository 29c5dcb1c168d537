"""The form of a request, out of botocore's model of it."""

from collections.abc import Callable
from typing import Any

from fargate_tui.fargate.shapes import Form, Shape

_FORMS: dict[str, Form] = {
    "structure": "structure",
    "list": "list",
    "map": "map",
    "string": "text",
    "integer": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "boolean": "flag",
}


def shape_of(model: Any) -> Shape:
    """A shape of botocore, and all within it; a shape within itself is not looked into."""
    return _shape(model, frozenset())


def _shape(model: Any, outer: frozenset[str]) -> Shape:
    form = _FORMS.get(model.type_name, "other")
    if model.name in outer:
        return Shape(form="other")
    inner: Callable[[Any], Shape] = lambda part: _shape(part, outer | {model.name})  # noqa: E731
    match form:
        case "structure":
            members = {name: inner(member) for name, member in model.members.items()}
            return Shape(form=form, members=members, required=tuple(model.required_members))
        case "list":
            return Shape(form=form, item=inner(model.member))
        case "map":
            return Shape(form=form, item=inner(model.value))
        case _:
            return Shape(form=form, words=tuple(getattr(model, "enum", ()) or ()))
