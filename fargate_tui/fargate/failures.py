"""What AWS did not do though it answered with HTTP 200: the ``failures`` of RunTask and UpdateTaskProtection."""

from collections.abc import Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import Failure
from fargate_tui.fargate.secrets import MASK, masked

_WORDS: Final[Mapping[str, str]] = {
    "TASK_NOT_VALID": "only a task that a service keeps can be protected, while it runs",
    "MISSING": "AWS does not know it, or no longer",
    "INACTIVE": "it is not active",
    "RESOURCE:ENI": "no network interface is to be had",
    "RESOURCE:FARGATE": "no capacity is to be had",
    "AGENT": "the agent is not connected",
}
_MADE: Final = ("tasks", "protectedTasks")
"""Members of an answer that hold what was done all the same."""


def failures_of(answer: Mapping[str, object]) -> tuple[str, ...]:
    """A sentence for each thing that AWS did not do, equal ones once."""
    given = answer.get("failures")
    if not given:
        return ()
    return tuple(dict.fromkeys(map(_sentence, msgspec.convert(given, list[Failure], strict=False))))


def is_all_refused(answer: Mapping[str, object]) -> bool:
    """Whether nothing was done."""
    return bool(answer.get("failures")) and not any(answer.get(member) for member in _MADE)


def _sentence(failure: Failure) -> str:
    reason = failure.reason or "AWS does not say why"
    said = _WORDS.get(reason) or _lower(reason)
    where = f"{name_of(failure.arn)[:8]}: " if failure.arn else ""
    detail = f" ({failure.detail.rstrip('.')})" if failure.detail and reason != "TASK_NOT_VALID" else ""
    text = masked(f"{where}{said}{detail}")
    return text if isinstance(text, str) else MASK


def _lower(reason: str) -> str:
    """AWS's sentence as part of ours: no full stop, no capital."""
    text = " ".join(reason.split()).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
