"""Who is let in: one browser, by an address that holds once, and then by a cookie."""

import secrets
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
_NAMES = (LOOPBACK, "localhost", "::1")
"""What this machine is called by a browser on it, or by one at the near end of ``ssh -L``."""


class Gate:
    """Exchanges a token for a pass, once; both are random, and neither is kept anywhere but here."""

    def __init__(self) -> None:
        self._token: str | None = secrets.token_urlsafe(32)
        self._pass = secrets.token_urlsafe(32)

    def address(self, port: int) -> str:
        """The address that lets a browser in, to be told once, before anybody has used it."""
        return f"http://{LOOPBACK}:{port}/?token={self._token}"

    def exchange(self, token: str) -> str | None:
        """The pass for the token, which is void from then on; None where it is another one, or void."""
        if self._token is None or not _same(token, self._token):
            return None
        self._token = None
        return self._pass

    def knows(self, shown: str | None) -> bool:
        """Whether this is the pass."""
        return shown is not None and self._token is None and _same(shown, self._pass)


def _same(one: str, other: str) -> bool:
    """Takes as long for a near miss as for any other."""
    return secrets.compare_digest(one.encode(), other.encode())


def is_here(host: str) -> bool:
    """Whether a Host header names this machine: a page whose name was made to point here (DNS rebinding) does not."""
    try:
        return urlsplit(f"//{host}").hostname in _NAMES
    except ValueError:
        return False


def is_own(origin: str | None, host: str) -> bool:
    """Whether an Origin header is that of the page which we serve under this Host."""
    return origin == f"http://{host}"
