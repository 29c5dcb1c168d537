"""Members of what AWS sent as it was sent: what is not there, or of another kind, is nothing."""

from collections.abc import Mapping

from fargate_tui.fargate.answers import Json


def part(given: Json, name: str) -> Json:
    """An object within another."""
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def parts(given: Json, name: str) -> tuple[Json, ...]:
    """The objects of a list."""
    found = given.get(name)
    return tuple(item for item in found if isinstance(item, Mapping)) if isinstance(found, list) else ()


def text(given: Json, name: str) -> str:
    """A text."""
    found = given.get(name)
    return found if isinstance(found, str) else ""


def texts(given: Json, name: str) -> tuple[str, ...]:
    """The texts of a list."""
    found = given.get(name)
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()


def number(given: Json, name: str) -> float | None:
    """A number."""
    found = given.get(name)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def flag(given: Json, name: str) -> bool:
    """Whether something is switched on."""
    return given.get(name) is True
