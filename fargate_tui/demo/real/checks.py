"""The health checks of real targets: true requests, from the load balancer's first to its last."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import aiohttp

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.targets import Health, Target, TargetGroup, TaskTargets

_FIRST = timedelta(seconds=1.5)
"""From registration to the first check: the balancer's nodes begin at once."""
_AGENT = {"User-Agent": "ELB-HealthChecker/2.0", "Connection": "close"}
_HEALTHY = Health("healthy")
_CHECKING = Health("initial", "Elb.InitialHealthChecking")

Place = tuple[str, str, int]
"""Target group, address and port."""


class RealChecks:
    """Checks real targets as often as their groups ask for, in the time of the demo's clock."""

    def __init__(
        self, clock: HeldClock, targets: TaskTargets, local_port: Callable[[str, int], int | None],
        client: Callable[[], aiohttp.ClientSession],
    ) -> None:  # fmt: skip
        self._clock = clock
        self._targets = targets
        self._local_port = local_port
        self._client = client
        self._under_way: set[asyncio.Task[None]] = set()

    def begin(self, target_group_arn: str, ip: str, port: int) -> None:
        """Check a target until it is deregistered."""
        target = self._targets.target(target_group_arn, ip, port)
        if target is not None:
            self._soon(_FIRST, (target_group_arn, ip, port), target, 0)

    def _soon(self, wait: timedelta, place: Place, since: Target, row: int) -> None:
        def check() -> None:
            under_way = asyncio.create_task(self._check(place, since, row))
            self._under_way.add(under_way)
            under_way.add_done_callback(self._under_way.discard)

        self._clock.at(self._clock.now() + wait, check)

    async def _check(self, place: Place, since: Target, row: int) -> None:
        """One check; ``row`` is how many in a row have gone the same way before, the failed ones below zero."""
        arn, ip, port = place
        group, target = self._targets.groups.get(arn), self._targets.target(arn, ip, port)
        if group is None or target is None or target.draining or target.since != since.since:
            return
        failure = await self._ask(group, ip, port)
        row = max(row, 0) + 1 if failure is None else min(row, 0) - 1
        self._targets.find(arn, ip, port, judged(group, target.found or _CHECKING, failure, row))
        self._soon(group.interval, place, since, row)

    async def _ask(self, group: TargetGroup, ip: str, port: int) -> Health | None:
        """What is wrong with a target; None where it answers as it should."""
        asked = port if group.health_check_port == "traffic-port" else int(group.health_check_port)
        local = self._local_port(ip, asked)
        if local is None:
            return _failed()
        try:
            async with asyncio.timeout(group.timeout.total_seconds()):
                if group.protocol not in ("HTTP", "HTTPS"):
                    _, writer = await asyncio.open_connection("127.0.0.1", local)
                    writer.close()
                    return None
                url = f"http://127.0.0.1:{local}{group.path}"
                async with self._client().get(url, headers=_AGENT, allow_redirects=False) as answer:
                    return None if is_among(answer.status, group.codes) else _mismatch(answer.status)
        except TimeoutError:
            return Health("unhealthy", "Target.Timeout")
        except (OSError, aiohttp.ClientError):
            return _failed()


def judged(group: TargetGroup, before: Health, failure: Health | None, row: int) -> Health:
    """A target's health after so many checks in a row that went the same way.

    One success is enough for a new target; after that the thresholds of its group count.
    """
    if failure is None:
        return _HEALTHY if before.state != "unhealthy" or row >= group.successes else before
    return failure if before.state == "unhealthy" or -row >= group.failures else _still(before)


def is_among(status: int, codes: str) -> bool:
    """Whether a status code is one of a matcher's."""
    for part in codes.split(","):
        low, _, high = part.strip().partition("-")
        if low.isdecimal() and int(low) <= status <= int(high or low):
            return True
    return False


def _still(before: Health) -> Health:
    return before if before.state == "healthy" else _CHECKING


def _failed() -> Health:
    return Health("unhealthy", "Target.FailedHealthChecks")


def _mismatch(status: int) -> Health:
    return Health("unhealthy", "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{status}]")
