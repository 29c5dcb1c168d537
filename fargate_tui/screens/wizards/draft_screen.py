"""A draft that is open on a screen: begun or found again, and kept as it is filled in."""

import asyncio
from contextlib import suppress
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.kinds import WizardKind, decoded, encoded
from fargate_tui.fargate.drafts.seeds import Seed
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.errors import Invalid
from fargate_tui.live.beginnings import begin
from fargate_tui.live.draft_book import KeptDraft
from fargate_tui.live.drafting import Drafting
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place

AT_ONCE: Final = frozenset({"escape", "ctrl+g", "ctrl+c", "ctrl+q"})
"""Keys that do not wait for the page."""
PATIENCE: Final = 10.0
"""Seconds that keys wait for it."""


class DraftScreen(FrameScreen):
    """Holds the draft of a place; esc and a lost connection lose nothing of it."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.subject is not None, "a draft has a kind and a number"
        self.kind: WizardKind = place.subject[0]  # type: ignore[assignment]
        self.draft_id = place.subject[1]
        self.drafting: Drafting[Draft] | None = None
        self._is_thrown_away = False
        self._was_kept = False
        self._is_open = asyncio.Event()

    def is_early(self, key: str) -> bool:
        """Whether a key is typed ahead, for a page that is not there yet."""
        return not self._is_open.is_set() and key not in AT_ONCE

    async def acts(self) -> None:
        """Wait until the page is there."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_open.wait(), PATIENCE)

    # -- beginning -----------------------------------------------------------------------------------------------------

    @property
    def _seed(self) -> Seed:
        place = self.place
        named = {"cluster": place.cluster, "definition": place.task_definition, "service": place.service}
        return Seed(kind=self.kind, **{name: value for name, value in named.items() if value})

    async def _opened(self) -> Drafting[Draft]:
        """The draft that was kept, else a new one by what it was begun for."""
        context = self.context
        kept = await asyncio.to_thread(context.draft_book.read, self.draft_id)
        async with context.store.use() as aws:
            caller = context.store.caller() or await aws.sts.caller_identity()
            self._was_kept = kept is not None
            if kept is not None:
                draft, at = _read(self.kind, kept), kept.at
            else:
                draft, at = await begin(self._seed, aws, caller), ""
        drafting = context.store.drafting(draft, at, caller)
        drafting.owns(kept.made if kept is not None else ())
        return drafting

    # -- keeping -------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Keep what is filled in by now; a wizard that was only looked at leaves nothing."""
        drafting = self.drafting
        if drafting is None or self._is_thrown_away or not (drafting.answered or self._was_kept):
            return
        draft, wizard, facts, now = drafting.draft, drafting.wizard, drafting.facts, self.context.now()

        def make() -> KeptDraft:
            return KeptDraft(
                id=self.draft_id,
                kind=self.kind,
                name=draft.name,
                at=wizard.at,
                account=facts.account,
                region=facts.region,
                written_at=now,
                made=tuple(sorted(facts.own)),
                body=encoded(draft.kept()),
            )

        self.context.draft_keeper.keep(self.draft_id, make)
        trouble = self.context.draft_keeper.trouble
        if trouble:
            self.show_trouble(drafting.error, (trouble,))

    def leave(self) -> None:
        """Keep what was filled in."""
        self._write()


def _read(kind: WizardKind, kept: KeptDraft) -> Draft:
    """A draft as it was kept; raises `Invalid` where it is not one that this version can read."""
    try:
        return decoded(kind, kept.body)
    except msgspec.DecodeError:
        doing, why = f"open the draft of {kept.name or kind}", "it is of another version, or damaged"
        raise Invalid(doing, why, ":drafts throws it away") from None
