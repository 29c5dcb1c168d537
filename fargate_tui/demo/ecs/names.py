"""ARNs, and ids by repeatable chance."""

import hashlib
import random
import string
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TypeVar

from fargate_tui.demo.ports import Clock

T = TypeVar("T")
_LETTERS = string.digits + string.ascii_letters


class Ids:
    """Where every id and every jittered second comes from: one Random, so one seed makes one history.

    What is kept apart has a Random of its own: a cluster more then changes no other cluster's history.
    """

    def __init__(self, seed: int) -> None:
        self.chance = self._common = random.Random(seed)
        self._seed = seed
        self._apart: dict[str, random.Random] = {}

    def keep_apart(self, name: str) -> None:
        """From now on there is a Random of this name."""
        self._apart[name] = random.Random(f"{self._seed}/{name}")

    def apart(self, name: object) -> random.Random:
        """The Random of this name, or the common one."""
        return self._apart.get(name, self._common) if isinstance(name, str) else self._common

    def by(self, chance: random.Random, do: Callable[[], T]) -> T:
        """Do it with this Random in use."""
        before, self.chance = self.chance, chance
        try:
            return do()
        finally:
            self.chance = before

    def hex(self) -> str:
        """32 hexadecimal digits, as in a task's ARN."""
        return f"{self.chance.getrandbits(128):032x}"

    def uuid(self) -> str:
        """A UUID, as in attachments, containers and events."""
        digits = self.hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def digits(self, count: int) -> str:
        """A number of this many digits, as in ``ecs-svc/…`` and in runtime ids."""
        return str(self.chance.randrange(10 ** (count - 1), 10**count))

    def token(self) -> str:
        """The last part of a service deployment's ARN."""
        return "".join(self.chance.choices(_LETTERS, k=21))

    def between(self, least: float, most: float) -> float:
        """Seconds by chance."""
        return self.chance.uniform(least, most)


class Arns:
    """The ARNs of one account and region."""

    def __init__(self, account: str, region: str) -> None:
        self.account = account
        self.region = region
        self._prefix = f"arn:aws:ecs:{region}:{account}:"

    def of(self, kind: str, *path: str) -> str:
        """``arn:aws:ecs:REGION:ACCOUNT:kind/path``."""
        return f"{self._prefix}{kind}/{'/'.join(path)}"

    def path(self, kind: str, arn: str) -> list[str] | None:
        """What follows the kind in such an ARN, split at its slashes; None where it is not one of ours."""
        start = f"{self._prefix}{kind}/"
        return arn[len(start) :].split("/") if arn.startswith(start) else None


@cache
def image_digest(image: str) -> str:
    """The digest an image resolves to: the one it names, else one that is always the same for its name."""
    _, at, digest = image.partition("@")
    return digest if at else f"sha256:{hashlib.sha256(image.encode()).hexdigest()}"


class ChanceClock:
    """A clock whose appointments are kept with the Random that was in use when they were made."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock.now()

    def at(self, when: datetime, do: Callable[[], None]) -> object:
        """Run ``do`` when the time has come."""
        ids, chance = self._ids, self._ids.chance
        return self._clock.at(when, lambda: ids.by(chance, do))

    def cancel(self, appointment: object) -> None:
        """Do not run it."""
        self._clock.cancel(appointment)
