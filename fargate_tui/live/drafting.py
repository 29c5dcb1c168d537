"""A draft at work: what is filled in, what AWS has said about it so far, and what it offers."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Final, Generic

import msgspec

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.facts import Facts, Want
from fargate_tui.fargate.drafts.fields import Offer
from fargate_tui.fargate.drafts.wizard import AnyDraft, Wizard
from fargate_tui.fargate.errors import AwsError
from fargate_tui.live.clock import Clock
from fargate_tui.live.offers import ASKING, Offered, offered
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.preflight import Fact, Preflight, is_known, is_passing, with_fact
from fargate_tui.live.surroundings import Vpcs

PAUSE: Final = 0.25
"""Seconds without another answer after which AWS is asked: half a name is not worth a question."""
AGAIN: Final = 5.0
"""Seconds after which it is asked again what was refused for a moment (throttled, cut off); then twice as long."""
RARELY: Final = 60.0
AT_ONCE: Final = 6
"""Questions that are under way at a time."""


class Drafting(Generic[AnyDraft]):
    """One wizard, and what is asked of AWS for it while it is open."""

    def __init__(
        self,
        draft: AnyDraft,
        at: str,
        use: Callable[[], AbstractAsyncContextManager[Aws]],
        vpcs: Vpcs,
        facts: Facts,
        clock: Clock,
    ) -> None:
        """``facts`` tell account and Region."""
        self.wizard = Wizard(draft, at, facts)
        self.error: AwsError | None = None
        """Why AWS cannot be asked at all."""
        self._use = use
        self._vpcs = vpcs
        self._clock = clock
        self.answered: set[str] = set()
        """The fields that a person has filled in since it was opened."""
        self._offers: dict[Offer, Offered] = {}
        self._wanted: set[Offer] = set()
        self._findings: tuple[Finding, ...] | None = None
        self._stirred = asyncio.Event()
        self._stirred.set()
        self._told = asyncio.Event()
        self._limit = asyncio.Semaphore(AT_ONCE)

    @property
    def draft(self) -> AnyDraft:
        """What is filled in."""
        return self.wizard.draft

    @property
    def facts(self) -> Facts:
        """What AWS has said."""
        return self.wizard.facts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What all checks find by now."""
        if self._findings is None:
            self._findings = self.draft.findings(self.facts)
        return self._findings

    @property
    def offers(self) -> dict[Offer, Offered]:
        """What AWS offers, as far as it was asked."""
        return self._offers

    def put(self, wizard: Wizard[AnyDraft]) -> None:
        """Take another answer, or another page."""
        self._findings = self._findings if wizard.draft == self.draft else None
        self.wizard = wizard
        self._stirred.set()

    def want(self, offer: Offer) -> None:
        """Ask what AWS offers, unless that is known."""
        if offer not in self._offers:
            self._offers[offer] = ASKING
        if self._offers[offer] is ASKING:
            self._wanted.add(offer)
            self._stirred.set()

    def owns(self, steps: Iterable[str]) -> bool:
        """Take these things for ones that the draft has made itself; whether any of them is new."""
        return self._own(self.facts.own | set(steps))

    def disowns(self, steps: Iterable[str]) -> bool:
        """Forget that the draft has made these things: they were taken back; whether any of them was its own."""
        return self._own(self.facts.own - set(steps))

    def _own(self, own: frozenset[str]) -> bool:
        if own == self.facts.own:
            return False
        self._findings = None
        self.wizard = self.wizard.knowing(msgspec.structs.replace(self.facts, own=own))
        self._stirred.set()
        return True

    def ask_anew(self) -> None:
        """Forget what AWS has said, and ask again."""
        self._vpcs.forget()
        bare = Facts(account=self.facts.account, region=self.facts.region, own=self.facts.own)
        self._offers.clear()
        self._findings = None
        self.wizard = Wizard(self.draft, self.wizard.at, bare)
        self._stirred.set()

    async def follow(self) -> AsyncGenerator[None, None]:
        """Ask AWS whatever there is to ask, and tell whenever it has answered; use it inside `contextlib.aclosing`."""
        asking = asyncio.create_task(self._ask_all(), name="ask for a wizard")
        try:
            while True:
                self._told.clear()
                yield
                waiting = asyncio.create_task(self._told.wait())
                await asyncio.wait((waiting, asking), return_when=asyncio.FIRST_COMPLETED)
                if asking.done():
                    waiting.cancel()
                    asking.result()
        finally:
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking

    async def _ask_all(self) -> None:
        asked: set[Want | Offer] = set()
        async with asyncio.TaskGroup() as group:
            while True:
                await self._stirred.wait()
                self._stirred.clear()
                for offer in self._wanted - asked:
                    asked.add(offer)
                    group.create_task(self._ask_offer(offer, asked))
                await self._clock.sleep(PAUSE)
                if self._stirred.is_set():
                    continue
                prices = Want(kind="prices", key=self.facts.region)
                for want in (*self.draft.wants(self.facts), prices):
                    if want not in asked and not is_known(self.facts, want):
                        asked.add(want)
                        group.create_task(self._ask_fact(want, asked))

    async def _ask_fact(self, want: Want, asked: set[Want | Offer]) -> None:
        """Ask for a fact; again after a while where the refusal was one that passes."""
        wait = AGAIN
        try:
            while not await self._is_answered(want):
                await self._clock.sleep(wait)
                wait = min(wait * 2, RARELY)
                if want not in self.draft.wants(self.facts):
                    return
        except AwsError as error:
            self.error = error
            self._told.set()
        finally:
            asked.discard(want)

    async def _is_answered(self, want: Want) -> bool:
        """Ask for a fact once; whether there is no use in asking again. Raises `AwsError`."""
        async with self._limit, self._use() as aws:
            found = await Preflight(aws, self._vpcs, self.facts.region, self._clock).ask(want)
        self._take_in(want, found)
        return not is_passing(found)

    def _take_in(self, want: Want, found: Fact) -> None:
        self.error = None
        self._findings = None
        self.wizard = self.wizard.knowing(with_fact(self.facts, want, found))
        self._stirred.set()
        self._told.set()

    async def _ask_offer(self, offer: Offer, asked: set[Want | Offer]) -> None:
        try:
            async with self._limit, self._use() as aws:
                self._offers[offer] = await offered(aws, offer)
        except AwsError as error:
            self._offers[offer] = Offered(note=f"nothing can be offered: {error.why}; type it")
        finally:
            asked.discard(offer)
        self._wanted.discard(offer)
        self._told.set()
