"""ARNs, and ids by repeatable chance."""

import hashlib
import random
import string
from functools import cache

_LETTERS = string.digits + string.ascii_letters


class Ids:
    """Where every id and every jittered second comes from: one Random, so one seed makes one history."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

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
