"""Masks what nobody else needs to know: secrets, accounts, people, the home directory."""

import re
from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.secrets import MASK, is_secret, masked_line

SHORTEST: Final = 6
"""Characters from which on the value of a secret variable is looked for in every text: shorter ones are words."""
_ACCOUNT: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d{12}|\d{4}-\d{4}-\d{4})(?![0-9A-Za-z])")
_SESSION: Final = re.compile(r"(:assumed-role/[^/\s]+/|:federated-user/|:user/)[^\s\"',]+")
_PERSON: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PORTAL: Final = re.compile(r"https://[\w-]+\.awsapps\.com\S*")
_IN_URL: Final = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]*://)[^/\s@]+@")


class Mask:
    """Masks one report: an account is called the same everywhere in it, so that two can still be told apart."""

    def __init__(self, environ: Mapping[str, str], home: str) -> None:
        """``environ`` may hold secrets under any name; none of their values may stand anywhere."""
        self._home = home.rstrip("/")
        self._accounts: dict[str, str] = {}
        values = {value for name, value in environ.items() if len(value) >= SHORTEST and is_secret(name, value)}
        self._secrets = sorted(values, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without them."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        text = _IN_URL.sub(rf"\1{MASK}@", masked_line(text))
        text = _PORTAL.sub("https://….awsapps.com/…", _SESSION.sub(r"\1…", text))
        text = _ACCOUNT.sub(lambda found: self._account(found[0]), _PERSON.sub("…@…", text))
        return text.replace(self._home, "~") if self._home else text

    def _account(self, number: str) -> str:
        digits = number.replace("-", "")
        return self._accounts.setdefault(digits, f"<account {len(self._accounts) + 1}>")
