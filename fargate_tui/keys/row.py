"""A key of a view, as it is listed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What one id has for keys in one place."""

    id: str
    """What settings call it."""
    view: str
    """Where it works: the title of the page about keys."""
    keys: str
    """As they are shown."""
    what: str
    origin: str
    """``own``, the name of a preset, or ``default``."""
    usual: str
    """The keys it has where nothing was chosen."""

    @property
    def arn(self) -> str:
        """What tells it from all others."""
        return f"{self.view}/{self.id}"

    @property
    def name(self) -> str:
        """What is copied of it: the id."""
        return self.id
