"""What IAM policies say, as far as it can be told by reading them: by action, resource and effect.

Conditions, boundaries and policies of organizations are not judged: what they may change is "unknown".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, Literal

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.records import Permission

Decision = Literal["allowed", "denied", "unknown"]
_STRENGTH: Final[tuple[Decision, ...]] = ("denied", "unknown", "allowed")
_KINDS: Final = ("Action", "Resource", "NotAction", "NotResource")


def decide(documents: Iterable[Json], wanted: Permission) -> Decision:
    """Whether policies of a role allow an action on a resource; denied also where none speaks of it."""
    found = [each for document in documents for each in statements(document) if _is_about(each, wanted)]
    if any(each.get("Effect") == "Deny" and not each.get("Condition") for each in found):
        return "denied"
    if any(each.get("Condition") for each in found):
        return "unknown"
    return "allowed" if any(each.get("Effect") == "Allow" for each in found) else "denied"


def trusted_services(document: Json) -> tuple[str, ...]:
    """The services that a trust policy lets take a role on."""
    found: dict[str, None] = {}
    for each in statements(document):
        principal = each.get("Principal")
        if each.get("Effect") == "Allow" and isinstance(principal, Mapping):
            found.update(dict.fromkeys(texts(principal.get("Service"))))
    return tuple(found)


def conditionally_trusted(document: Json) -> tuple[str, ...]:
    """The services that a trust policy lets take a role on only under conditions, which are not judged."""
    bare = [each for each in statements(document) if not each.get("Condition")]
    always = trusted_services({"Statement": bare})
    return tuple(each for each in trusted_services(document) if each not in always)


def lets_in(document: Json, role: str, wanted: Iterable[str], *, is_own: bool) -> Decision:
    """Whether the policy of a thing lets a role (by ARN) do all of these actions on it.

    A role of the thing's own account needs no word of it, unless it denies.
    """
    ours = [each for each in statements(document) if _names(each, role)]
    nobodys: Json = {"Effect": "Allow", "Action": "*"} if is_own else {}
    bare: list[object] = [{**each, "Resource": "*"} for each in (*ours, *([nobodys] if nobodys else []))]
    decisions = [decide([{"Statement": bare}], Permission(action=each, resource="*")) for each in wanted]
    return min(decisions, key=_STRENGTH.index, default="allowed")


def _names(statement: Mapping[str, object], role: str) -> bool:
    """Whether a statement is about a role: by itself, by its account, or as anybody."""
    parts = role.split(":")
    partition, account = (parts[1], parts[4]) if len(parts) > 5 else ("", "")
    principal = statement.get("Principal")
    named = texts(principal.get("AWS")) if isinstance(principal, Mapping) else texts(principal)
    of_account = {account, f"arn:{partition}:iam::{account}:root"}
    return any(each in ("*", role) or (account and each in of_account) for each in named)


def weaker(first: Decision, second: Decision) -> Decision:
    """Of two decisions that both have to allow it the one that holds."""
    return min(first, second, key=_STRENGTH.index)


def statements(document: Json) -> Iterator[Mapping[str, object]]:
    """The statements of a policy, be it one or a list of them."""
    stated = document.get("Statement")
    for each in stated if isinstance(stated, list) else [stated]:
        if isinstance(each, Mapping):
            yield each


def _is_about(statement: Mapping[str, object], wanted: Permission) -> bool:
    actions, resources, not_actions, not_resources = (texts(statement.get(kind)) for kind in _KINDS)
    action = wanted.action.lower()
    of_action = (
        any(fits(each.lower(), action) for each in actions)
        if actions
        else not any(fits(each.lower(), action) for each in not_actions)
    )
    of_resource = (
        any(fits(each, wanted.resource) for each in resources)
        if resources
        else not any(fits(each, wanted.resource) for each in not_resources)
    )
    return of_action and of_resource


def texts(value: object) -> tuple[str, ...]:
    """The texts of a member that may be one or a list of them."""
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


@lru_cache(maxsize=512)
def fits(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern with ``*`` and ``?``; brackets mean themselves, other than in file names."""
    return fnmatchcase(text, re.sub(r"\[", "[[]", pattern))
