"""Public addresses of network interfaces: each interface is asked for once, for its address does not change."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.network import Ec2
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

BATCH: Final = 200
"""Interfaces a call: as many values as a filter takes."""

BATCHES: Final = 10
"""Calls a round at most; the next round goes on."""

_KEPT: Final = 20_000
_MISSING_AGAIN: Final = 30.0
"""Seconds before an interface that EC2 did not know is asked for again: it may only have been too new."""


class Interfaces:
    """What is known of the public addresses, shared by all listings of tasks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._public: dict[str, str] = {}
        self._missing: dict[str, float] = {}
        self._refusal = Refusal(clock, lost="public addresses", action="ec2:DescribeNetworkInterfaces")

    def public_ip(self, interface_id: str) -> str | None:
        """Its public address, empty where it has none, None where that is not known."""
        return self._public.get(interface_id)

    async def learn(self, ec2: Ec2, ids: Iterable[str], book: Round) -> None:
        """Ask for those among ``ids`` that are not known."""
        wanted = list(islice((i for i in ids if i not in self._public and not self._is_missing(i)), BATCH * BATCHES))
        for start in range(0, len(wanted), BATCH):
            if self._refusal.stands:
                break
            await self._ask(ec2, wanted[start : start + BATCH], book)
        book.miss(*self._refusal.gaps)

    async def _ask(self, ec2: Ec2, ids: Sequence[str], book: Round) -> None:
        book.count("ec2")
        try:
            found = await ec2.network_interfaces(ids)
        except NotAllowed as error:
            self._refusal.note(error)
            return
        except AwsError as error:
            book.absorb(error)
            return
        self._refusal.lift()
        moment = self._clock.monotonic()
        self._missing.update(dict.fromkeys(ids, moment))
        for interface in found:
            self._public[interface.network_interface_id] = interface.public_ip or ""
            self._missing.pop(interface.network_interface_id, None)
        self._forget_the_oldest()

    def _is_missing(self, interface_id: str) -> bool:
        asked = self._missing.get(interface_id)
        return asked is not None and self._clock.monotonic() - asked < _MISSING_AGAIN

    def _forget_the_oldest(self) -> None:
        for interface_id in list(islice(self._public, max(len(self._public) - _KEPT, 0))):
            del self._public[interface_id]
        moment = self._clock.monotonic()
        self._missing = {i: asked for i, asked in self._missing.items() if moment - asked < _MISSING_AGAIN}
