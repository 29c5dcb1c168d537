"""What is listed of several accounts at once: the row of one of them, and whose it is."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from fargate_tui.fargate.rows import Finding
from fargate_tui.fargate.whereabouts import Whereabouts


class Listed(Protocol):
    """A row of any list."""

    @property
    def arn(self) -> str: ...  # noqa: D102
    @property
    def finding(self) -> Finding: ...  # noqa: D102


Thing = TypeVar("Thing", bound=Listed)


@dataclass(frozen=True, slots=True)
class Abroad(Generic[Thing]):
    """A row and the account it is of; two profiles may show the same account."""

    thing: Thing
    where: Whereabouts
    profile: str
    """As it is called; that of `where` may be left to the environment."""

    @property
    def arn(self) -> str:
        """What tells it apart: the profile before the ARN."""
        return f"{self.profile} {self.thing.arn}"

    @property
    def account(self) -> str:
        """Twelve digits."""
        return self._part(4)

    @property
    def region(self) -> str:
        """The Region it is in."""
        return self._part(3)

    @property
    def finding(self) -> Finding:
        """What follows from the row."""
        return self.thing.finding

    def _part(self, place: int) -> str:
        parts = self.thing.arn.split(":", 5)
        return parts[place] if len(parts) > place else ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A profile in a Region that can be looked at beside others."""

    where: Whereabouts
    name: str
    """Of the profile."""
    account: str = ""
    """Twelve digits; empty where that is not known."""
    kind: str = ""
    """Where its credentials come from, in words."""
    is_here: bool = False
    problem: str = ""
    """Why it cannot work as it is written."""

    @property
    def arn(self) -> str:
        """What tells it apart."""
        return f"{self.name} {self.where.region}"
