"""The JSON that goes over the wire, and how requests are read once their shape was checked."""

from collections.abc import Iterable
from datetime import datetime

Json = dict[str, object]


def epoch(when: datetime) -> float:
    """Epoch seconds with milliseconds, as JSON 1.1 writes times."""
    return round(when.timestamp(), 3)


def without_none(**members: object) -> Json:
    """A wire object of the members that are not None: AWS leaves out what is not there."""
    return {name: value for name, value in members.items() if value is not None}


class Members:
    """The members of a request or of an object in it, read as what the shape said they are."""

    __slots__ = ("raw",)

    def __init__(self, raw: Json) -> None:
        self.raw = raw

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def text(self, name: str) -> str | None:
        """A string, or None where it was left out."""
        value = self.raw.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """A whole number, or None where it was left out."""
        value = self.raw.get(name)
        return value if isinstance(value, int) else None

    def real(self, name: str) -> float | None:
        """A number, or None where it was left out."""
        value = self.raw.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def seconds(self, name: str) -> float | None:
        """A time in epoch seconds, or None where it was left out."""
        value = self.raw.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def flag(self, name: str) -> bool | None:
        """A boolean, or None where it was left out."""
        value = self.raw.get(name)
        return value if isinstance(value, bool) else None

    def texts(self, name: str) -> list[str]:
        """A list of strings, empty where it was left out."""
        return [value for value in self._list(name) if isinstance(value, str)]

    def members(self, name: str) -> "Members":
        """An object, empty where it was left out."""
        value = self.raw.get(name)
        return Members(value if isinstance(value, dict) else {})

    def json(self, name: str) -> Json | None:
        """An object as it came, or None where it was left out."""
        value = self.raw.get(name)
        return value if isinstance(value, dict) else None

    def jsons(self, name: str) -> list[Json]:
        """A list of objects as they came, empty where it was left out."""
        return [value for value in self._list(name) if isinstance(value, dict)]

    def each(self, name: str) -> list["Members"]:
        """A list of objects, empty where it was left out."""
        return [Members(value) for value in self.jsons(name)]

    def _list(self, name: str) -> Iterable[object]:
        value = self.raw.get(name)
        return value if isinstance(value, list) else ()
