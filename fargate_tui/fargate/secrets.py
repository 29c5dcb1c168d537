"""Hides what must not be shown: values that are secrets by their name or by their look.

Task definitions hold secrets by reference, but people put passwords into plain environment variables all the same.
"""

import re
from collections.abc import Mapping, Sequence

MASK = "••••••"

_NAME = re.compile(
    r"passw|passphrase|pwd|secret|token|credential|private.?key|api.?key|access.?key|auth|dsn|conn(ection)?.?str|salt",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY"  # PEM
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"  # AWS access keys
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}"  # GitHub
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}"  # Slack
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\."  # JWT
    r"|^[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@",  # a URL with a password in it
)
_ASSIGNED = re.compile(r"(-{0,2})([\w.-]+)=(.+)", re.DOTALL)
_OPTION = re.compile(r"--?[A-Za-z][\w.-]*")
_REFERENCE = re.compile(r"^(arn:aws|/)|_ARN$|_NAME$|_URL$|_ENDPOINT$", re.IGNORECASE)


def is_secret(name: str, value: str) -> bool:
    """Whether the value of a variable of this name must not be shown; references and empty values may be."""
    if not value:
        return False
    if _LOOK.search(value):
        return True
    return bool(_NAME.search(name)) and not _REFERENCE.search(value) and not _REFERENCE.search(name)


def masked_words(words: Sequence[str]) -> list[str]:
    """A command with the values masked that are secrets: ``--token=…``, ``--password …``, ``API_KEY=…``."""
    found: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        assigned = _ASSIGNED.fullmatch(word)
        if assigned and is_secret(assigned[2], assigned[3]):
            found.append(f"{assigned[1]}{assigned[2]}={MASK}")
        elif _OPTION.fullmatch(before) and not word.startswith("-") and is_secret(before, word):
            found.append(MASK)
        else:
            found.append(MASK if _LOOK.search(word) else word)
    return found


_SAID = re.compile(
    r"""(?P<name>["']?[\w.-]*(?:passw|passphrase|pwd|secret|token|credential|api.?key|access.?key)[\w.-]*["']?\s{0,3}[=:]"""
    r"""\s{0,3}["']?)(?P<value>[^\s"',;&]+)""",
    re.IGNORECASE,
)


def masked_line(text: str) -> str:
    """A line of log with what looks like a secret in it masked: it is about to leave this screen."""
    return _SAID.sub(lambda found: f"{found['name']}{MASK}", _LOOK.sub(MASK, text))


def masked(value: object, name: str = "") -> object:
    """The same JSON value with the secrets among its environment variables and options masked.

    Objects of the form ``{"name": …, "value": …}`` are judged by their name, members of objects by theirs, and every
    text by its look. Mask and original differ only in those texts.
    """
    if isinstance(value, str):
        return MASK if _LOOK.search(value) else value
    if isinstance(value, Mapping):
        return _masked_object(value)
    if isinstance(value, Sequence):
        if all(isinstance(item, str) for item in value):
            return masked_words([str(item) for item in value])
        return [masked(item, name) for item in value]
    return value


def _masked_object(value: Mapping[str, object]) -> dict[str, object]:
    called, held = value.get("name"), value.get("value")
    if isinstance(called, str) and isinstance(held, str):
        return {**value, "value": MASK if is_secret(called, held) else held}
    return {name: MASK if _is_option_secret(name, member) else masked(member, name) for name, member in value.items()}


def _is_option_secret(name: str, member: object) -> bool:
    # Log driver options (splunk-token) are members of an object; AWS's own member names are camelCase and harmless.
    return isinstance(member, str) and "-" in name and is_secret(name, member)


_TELLING = rf"[\w.-]*(?:{_NAME.pattern}|pass)[\w.-]*"
_GIVEN = re.compile(
    rf"((?:--?{_TELLING}(?:=|\s+))|(?:\b{_TELLING}=))(?!-)('[^']*'|\"[^\"]*\"|[^\s'\";]+)", re.IGNORECASE
)
_IN_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://[^/\s:@'\"]*:)[^/\s@'\"]+(@)")
_OF_MYSQL = re.compile(r"(\bmysql\w*\b.*?\s-p)[^\s'\"]+")


def masked_command(text: str) -> str:
    """A command as a person typed it, with what looks like a secret in it masked.

    ``NAME=value`` and ``--name value`` are judged by the name, an URL's password and MySQL's ``-pPASSWORD`` by their
    place, all other words by their look. A secret that looks like any other word cannot be told.
    """
    text = _IN_URL.sub(rf"\1{MASK}\2", text)
    text = _GIVEN.sub(rf"\1{MASK}", _OF_MYSQL.sub(rf"\1{MASK}", text))
    return " ".join(MASK if _LOOK.search(word) and MASK not in word else word for word in text.split(" "))
