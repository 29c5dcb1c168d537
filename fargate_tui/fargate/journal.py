"""What was changed from here, one entry for each change that was sent."""

from datetime import datetime
from typing import Literal

from fargate_tui.fargate.changes import Difference, Subject, Undo
from fargate_tui.fargate.records import CallerIdentity, Record
from fargate_tui.fargate.rows import Finding, Severity

Result = Literal["sent", "accepted", "refused", "no answer", "done", "failed"]
"""sent: not answered yet, or the program ended before the answer; no answer: AWS may have done it or not."""

TONE: dict[Result, Severity] = {
    "sent": "busy",
    "accepted": "ok",
    "refused": "error",
    "no answer": "warn",
    "done": "ok",
    "failed": "error",
}
"""How each result is shown."""


class JournalEntry(Record, frozen=True, kw_only=True):
    """One change, as it was sent and what came of it. Nothing in it is secret."""

    id: int = 0
    at: datetime
    """UTC."""
    caller: str = ""
    """ARN of who it was."""
    account: str = ""
    region: str = ""
    action: str
    title: str
    subject: Subject
    differences: tuple[Difference, ...] = ()
    commands: tuple[str, ...] = ()
    """What the AWS CLI would have been told; secrets masked."""
    undo: Undo | None = None
    request_ids: tuple[str, ...] = ()
    """Of all answers, a refusal's among them."""
    accepted: int = 0
    """Calls that AWS has accepted: of several, a later one may have been refused."""
    result: Result = "sent"
    words: str = ""
    """What came of it, in a sentence."""
    undoes: int = 0
    """Id of the entry that this one takes back; 0 where it takes none back."""
    batch: str = ""
    """What was confirmed together has the same; empty where it was alone."""
    undone: bool = False
    """Whether a later entry has taken it back."""

    @property
    def can_be_undone(self) -> bool:
        """Whether there is anything to take back, and a way to do it."""
        is_nothing = self.result in ("refused", "sent") and not self.accepted
        return self.undo is not None and not self.undone and not is_nothing


class JournalRow(Record, frozen=True, kw_only=True):
    """An entry as the journal lists it."""

    arn: str
    """Its number, which tells it from all others."""
    entry: JournalEntry
    finding: Finding
    """Its result, and what came of it."""
    elsewhere: str = ""
    """The Region where it is not the one that is shown now, with the account where that is another one too."""

    @property
    def name(self) -> str:
        """The commands, one per line: what is copied of it."""
        return "\n".join(self.entry.commands)


def journal_row(entry: JournalEntry, caller: CallerIdentity | None) -> JournalRow:
    """An entry as somebody sees it."""
    is_account = caller is not None and entry.account == caller.account
    is_here = is_account and caller is not None and entry.region == caller.region
    where = entry.region if is_account else f"{entry.account or 'an account not known'} {entry.region}".strip()
    return JournalRow(
        arn=str(entry.id),
        entry=entry,
        finding=Finding(severity=TONE[entry.result], word=entry.result, why=entry.words),
        elsewhere="" if is_here else where,
    )
