"""What was changed from here, one entry for each change that was sent."""

from datetime import datetime
from typing import Literal

from fargate_tui.fargate.changes import Difference, Subject, Undo
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Severity

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
    result: Result = "sent"
    words: str = ""
    """What came of it, in a sentence."""
    undoes: int = 0
    """Id of the entry that this one takes back; 0 where it takes none back."""
    undone: bool = False
    """Whether a later entry has taken it back."""

    @property
    def arn(self) -> str:
        """What tells it from all others in a table."""
        return str(self.id)
