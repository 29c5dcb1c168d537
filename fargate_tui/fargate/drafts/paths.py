"""Members of a draft by where they stand: ``family``, ``containers.0.image``."""

from typing import TypeVar

import msgspec

Part = TypeVar("Part", bound=msgspec.Struct)


def value_at(draft: msgspec.Struct, path: str) -> str:
    """The text of a field; raises AttributeError or IndexError where a draft has no such field."""
    present: object = draft
    for name in path.split("."):
        present = present[int(name)] if isinstance(present, tuple) else getattr(present, name)
    assert isinstance(present, str), f"{path} is no text"
    return present


def with_value(draft: Part, path: str, text: str) -> Part:
    """The draft with another text in a field."""
    name, _, rest = path.partition(".")
    return msgspec.structs.replace(draft, **{name: _put(getattr(draft, name), rest, text)})


def _put(present: object, path: str, text: str) -> object:
    if not path:
        return text
    if isinstance(present, tuple):
        place, _, rest = path.partition(".")
        at = int(place)
        return (*present[:at], _put(present[at], rest, text), *present[at + 1 :])
    assert isinstance(present, msgspec.Struct)
    return with_value(present, path, text)
