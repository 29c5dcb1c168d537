"""Values of settings: taken as they are declared, or refused with what was wanted."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

import msgspec

from fargate_tui.settings.declarations import Declaration
from fargate_tui.settings.file import meant

_ON = {"yes": True, "on": True, "no": False, "off": False}
"""Words for switches in variables beside those that msgspec knows: true, false, 1, 0."""


class Refused(ValueError):
    """A value that a setting cannot have; ``str()`` says what it wants."""


def type_of(declaration: Declaration) -> Any:
    """What its values are, with bounds and its sentence, as msgspec takes it."""
    told = declaration.told
    return Annotated[declaration.type, msgspec.Meta(ge=told.low, le=told.high, description=told.sentence)]


def taken(declaration: Declaration, value: object, *, as_text: bool = False) -> object:
    """The value as the setting has it; ``as_text`` where it is a word of a variable or a flag. Raises `Refused`."""
    if as_text and declaration.is_switch and isinstance(value, str):
        value = _ON.get(value.lower(), value)
    try:
        return msgspec.convert(value, type_of(declaration), strict=not as_text)
    except msgspec.ValidationError:
        raise Refused(f"{declaration.name} wants {wanted(type_of(declaration))}, not {_shown(value)}") from None


def item_taken(declaration: Declaration, key: str, value: object) -> object:
    """One value of a setting that is a table; raises `Refused`."""
    of_item = get_args(declaration.type)[1]
    try:
        return msgspec.convert(value, of_item)
    except msgspec.ValidationError as error:
        wants = f"wants {wanted(of_item)}, not {_shown(value)}"
        if isinstance(msgspec.inspect.type_info(of_item), msgspec.inspect.StructType):
            wants = str(error).replace("Object ", "it ").replace("`", "'").partition(" - at")[0]
        raise Refused(f"{declaration.name}.{key} {wants}") from None


def table_taken(declaration: Declaration, values: Mapping[str, object]) -> tuple[object | None, list[tuple[str, str]]]:
    """A value that is a table of its own, None where it cannot be; what is wrong, each with the member it is about."""
    members = declaration.members
    wrong = [(name, f"there is no {name!r}{meant(name, list(members))}") for name in values if name not in members]
    wrong += [
        (name, f"it has no {name}") for name, member in members.items() if member.is_needed and name not in values
    ]
    found = {}
    for name in (name for name in members if name in values):
        try:
            found[name] = _member(members[name], values[name])
        except Refused as refused:
            wrong.append((name, str(refused)))
    return (None if wrong else get_args(declaration.type)[1](**found)), wrong


def _member(member: Declaration, value: object) -> object:
    """The value of a member; nothing that has to be there may be empty."""
    if isinstance(value, list) and (unknown := _unknown(member, value)):
        raise Refused(f"{member.name}: {unknown}")
    found = taken(member, value)
    if member.is_needed and not (found if isinstance(found, str) else tuple(filter(None, _words_of(found)))):
        raise Refused(f"{member.name} is empty")
    return found


def _words_of(found: object) -> Sequence[object]:
    return found if isinstance(found, tuple) else ()


def _unknown(member: Declaration, value: Sequence[object]) -> str:
    """Which of several words means nothing, where only some do."""
    known = get_args((get_args(member.type) or (None,))[0])
    wrong = next((word for word in value if known and word not in known), None)
    return f"nothing is called {wrong!r}{meant(str(wrong), known)}" if wrong is not None else ""


def wanted(values: Any) -> str:
    """What values a type has, in words."""
    return _words(msgspec.inspect.type_info(values))


def _words(kind: msgspec.inspect.Type) -> str:
    match kind:
        case msgspec.inspect.Metadata(type=inner):
            return _words(inner)
        case msgspec.inspect.UnionType(types=types):
            return " or ".join(_words(one) for one in types if not isinstance(one, msgspec.inspect.NoneType))
        case msgspec.inspect.BoolType():
            return "true or false"
        case msgspec.inspect.IntType(ge=low, le=high):
            return f"a whole number from {low:,} to {high:,}"
        case msgspec.inspect.FloatType(ge=low, le=high):
            return f"a number from {low:,} to {high:,}"
        case msgspec.inspect.LiteralType(values=values):
            return f"one of {', '.join(str(value) for value in values)}"
        case msgspec.inspect.VarTupleType() | msgspec.inspect.ListType():
            return "a list of texts in brackets"
        case msgspec.inspect.StrType():
            return "a text in quotes"
        case msgspec.inspect.DictType():
            return "a table"
        case _:
            return "a text in quotes"


def _shown(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
