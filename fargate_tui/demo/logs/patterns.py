"""CloudWatch Logs' filter patterns, as far as people write them: terms, phrases, one comparison of a JSON member."""

import json
import operator
import re
from collections.abc import Callable

Matches = Callable[[str], bool]

_TERM = re.compile(r'(?P<sign>[-?]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s"]+))')
_COMPARISON = re.compile(r'\{\s*\$\.(?P<path>[\w.-]+)\s*(?P<sign>!=|<=|>=|=|<|>)\s*(?P<value>"[^"]*"|[^\s"{}]+)\s*\}')
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_LONGEST = 1024


class BadPattern(Exception):
    """The pattern is none."""


def matcher(pattern: str) -> Matches:
    """What tells whether a message matches; raises BadPattern."""
    if len(pattern) > _LONGEST:
        raise BadPattern("Invalid filter pattern: longer than 1024 characters")
    text = pattern.strip()
    if text.startswith(("{", "[")):
        return _json(text)
    terms = list(_TERM.finditer(text))
    if "".join(term.group() for term in terms) != re.sub(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "", text):
        raise BadPattern(f"Invalid filter pattern: {pattern}")
    return _terms(terms)


def _terms(terms: list[re.Match[str]]) -> Matches:
    said: dict[str, list[str]] = {"": [], "-": [], "?": []}
    for term in terms:
        said[term["sign"]].append(term["word"] or re.sub(r"\\(.)", r"\1", term["phrase"] or ""))
    needed, unwanted, some = said[""], said["-"], said["?"]

    def matches(message: str) -> bool:
        return (
            all(term in message for term in needed)
            and not any(term in message for term in unwanted)
            and (not some or any(term in message for term in some))
        )

    return matches


def _json(text: str) -> Matches:
    found = _COMPARISON.fullmatch(text)
    if found is None:
        raise BadPattern(f"Invalid filter pattern: {text}")
    path, sign, value = found["path"].split("."), found["sign"], found["value"]
    wanted = value.strip('"')

    def matches(message: str) -> bool:
        member = _member(message, path)
        if member is None:
            return False
        if not value.startswith('"') and isinstance(member, int | float):
            return _numeric(wanted) and _COMPARE[sign](member, float(wanted))
        same = str(member) == wanted if "*" not in wanted else bool(_wildcard(wanted).fullmatch(str(member)))
        return same if sign == "=" else not same if sign == "!=" else False

    return matches


def _member(message: str, path: list[str]) -> object:
    try:
        member: object = json.loads(message)
    except ValueError:
        return None
    for name in path:
        if not isinstance(member, dict):
            return None
        member = member.get(name)
    return member


def _numeric(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _wildcard(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
