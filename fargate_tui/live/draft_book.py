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

    @property
    def trouble(self) -> str:
        """Why they are not kept where they should be; empty while they are."""
        return self._drafts.trouble

    def write(self, draft: KeptDraft) -> None:
        """Keep a draft, in place of what was kept of it; raises OSError."""
        self._held[draft.id] = draft
        self._drafts.begin(msgspec.json.encode(draft).decode(), draft.id)

    def read(self, draft_id: str) -> KeptDraft | None:
        """A draft; None where there is none, or none that can be read."""
        if draft_id in self._held:
            return self._held[draft_id]
        kept = self._drafts.kept(draft_id)
        return _read(kept.path) if kept is not None else None

    def throw_away(self, draft_id: str) -> None:
        """Remove a draft."""
        self._held.pop(draft_id, None)
        kept = self._drafts.kept(draft_id)
        if kept is not None:
            self._drafts.throw_away(kept)

    def all(self) -> tuple[KeptDraft, ...]:
        """Every draft, the newest first."""
        found = {each.id: each for each in self._on_disk()} | self._held
        return tuple(sorted(found.values(), key=lambda each: each.written_at, reverse=True))

    def _on_disk(self) -> Iterator[KeptDraft]:
        for path in self._drafts.paths():
            if _ID.fullmatch(path.stem):
                kept = _read(path)
                if kept is not None:
                    yield kept


def _read(path: Path) -> KeptDraft | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptDraft)
    except (OSError, msgspec.DecodeError):
        return None
