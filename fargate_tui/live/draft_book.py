"""What was filled into wizards, kept until it is created or thrown away: one file each, for its owner's eyes.

It blocks: call it in a thread. What is written holds no values of secrets; a draft sees to that itself.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from fargate_tui.live.drafts import Drafts

BESIDE: Final = "-beside"
"""Ends the id of what another copy of the program has made of a draft."""
CLASH: Final = "another fargate-tui has changed this draft too: what it has made of it is beside it in :drafts"
_ID: Final = re.compile(r"wizard-[\w-]+")


class KeptDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as it is kept."""

    id: str
    kind: str
    """Which wizard it is of: ``service``."""
    name: str = ""
    """What it is called so far."""
    at: str = ""
    """The page that was open."""
    account: str = ""
    region: str = ""
    written_at: datetime
    """UTC."""
    made: tuple[str, ...] = ()
    """What it has made before it failed or was left, as its steps are called: ``target-group:web``."""
    body: msgspec.Raw = msgspec.Raw(b"{}")
    """What was filled in."""


class DraftBook:
    """The drafts of a directory."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._held: dict[str, KeptDraft] = {}
        """Those of this session: they outlive a disk that is full."""
        self._known: dict[str, datetime] = {}
        """When what was read or written last of each was written."""
        self.clash = ""
        """What another copy of the program has done to a draft of ours; empty where it has done nothing."""

    @property
    def trouble(self) -> str:
        """Why they are not kept where they should be; empty while they are."""
        return self._drafts.trouble

    def write(self, draft: KeptDraft) -> None:
        """Keep a draft, in place of what was kept of it; raises OSError.

        What another copy of the program has written meanwhile is put beside it, and `clash` says so.
        """
        theirs, known = self._on_disk(draft.id), self._known.get(draft.id)
        if theirs is not None and theirs.written_at != known and known is not None:
            self._put(msgspec.structs.replace(theirs, id=f"{draft.id}{BESIDE}", name=f"{theirs.name} (other copy)"))
            self.clash = CLASH
        self._held[draft.id] = draft
        self._put(draft)
        self._known[draft.id] = draft.written_at

    def _put(self, draft: KeptDraft) -> None:
        self._drafts.begin(msgspec.json.encode(draft).decode(), draft.id)

    def read(self, draft_id: str) -> KeptDraft | None:
        """A draft, the newest there is of it; None where there is none, or none that can be read."""
        found = [each for each in (self._held.get(draft_id), self._on_disk(draft_id)) if each is not None]
        newest = max(found, key=_when, default=None)
        if newest is not None:
            self._known[draft_id] = newest.written_at
        return newest

    def throw_away(self, draft_id: str) -> None:
        """Remove a draft."""
        self._held.pop(draft_id, None)
        self._known.pop(draft_id, None)
        kept = self._drafts.kept(draft_id)
        if kept is not None:
            self._drafts.throw_away(kept)

    def all(self) -> tuple[KeptDraft, ...]:
        """Every draft, the newest first."""
        found: dict[str, KeptDraft] = {}
        for each in sorted((*self._held.values(), *self._all_on_disk()), key=_when):
            found[each.id] = each
        return tuple(sorted(found.values(), key=_when, reverse=True))

    def _on_disk(self, draft_id: str) -> KeptDraft | None:
        kept = self._drafts.kept(draft_id)
        return _read(kept.path) if kept is not None else None

    def _all_on_disk(self) -> Iterator[KeptDraft]:
        for path in self._drafts.paths():
            if _ID.fullmatch(path.stem):
                kept = _read(path)
                if kept is not None:
                    yield kept


def _when(draft: KeptDraft) -> datetime:
    return draft.written_at


def _read(path: Path) -> KeptDraft | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptDraft)
    except (OSError, msgspec.DecodeError):
        return None
