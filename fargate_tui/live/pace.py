"""How long to wait from one round to the next."""

from collections.abc import Callable
from typing import Final

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound

LIVELY: Final = 2.0
"""Seconds between rounds while something rolls or a task is in transition."""

AT_REST: Final = 10.0

CALLS_PER_SECOND: Final = 5.0
"""A quarter of what each API bucket of the account refills, shared with all its other tools (fargate.md §10.1)."""

_CEILING: Final = 60.0
_LASTING: Final = 30.0
"""Seconds before asking again where waiting alone mends nothing: a permission, a thing that is gone."""


def interval(*, calls: int, is_lively: bool, at_least: float = 0.0) -> float:
    """Seconds from the begin of a round that cost ``calls`` to the begin of the next."""
    wanted = max(LIVELY if is_lively else AT_REST, at_least)
    return max(wanted, calls / CALLS_PER_SECOND)


def back_off(error: AwsError, failures: int, chance: Callable[[], float]) -> float:
    """Seconds until the next try after ``failures`` in a row, spread by ``chance`` in [0, 1) so that tools part."""
    if isinstance(error, (NotAllowed, NotFound, Invalid)):
        return _LASTING * (0.9 + 0.2 * chance())
    ceiling = min(_CEILING, LIVELY * 2.0 ** min(failures, 10))
    return ceiling * (0.5 + 0.5 * chance())
