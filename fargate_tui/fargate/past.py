"""The rows of the history: what has ended, failed and was deployed, as far back as it is kept."""

from datetime import datetime
from typing import Literal

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.kept import KeptEvent, KeptTask, home_of
from fargate_tui.fargate.records import CallerIdentity, Record
from fargate_tui.fargate.rows import Finding


class PastRow(Record, frozen=True, kw_only=True):
    """One thing that is kept."""

    arn: str
    """Of the task; else what tells it from all others."""
    kind: Literal["task", "event", "deployment"]
    cluster: str
    service: str
    """Empty for a standalone task."""
    at: datetime
    """UTC."""
    finding: Finding
    """Its ``why`` is the sentence of the post-mortem where one was made."""
    task: str = ""
    """The task's id."""
    task_definition: str = ""
    exit_codes: tuple[int, ...] = ()
    last_seen: datetime | None = None
    """When AWS last knew of it; of tasks only."""
    is_captured: bool = False
    """Whether it was read from where the account keeps its events."""
    elsewhere: str = ""
    """The Region where it is not the one that is shown now, with the account where that is another one too."""

    @property
    def name(self) -> str:
        """What a person calls it: the task's id, else what was said."""
        return self.task or self.finding.why


def task_row(kept: KeptTask, caller: CallerIdentity | None) -> PastRow:
    """A task that is kept, as somebody sees it."""
    finding = kept.finding
    if kept.headline:
        finding = Finding(severity=finding.severity, word=finding.word, why=kept.headline)
    return PastRow(
        arn=kept.arn,
        kind="task",
        cluster=kept.cluster,
        service=kept.service,
        at=kept.ended_at,
        finding=finding,
        task=task_id(kept.arn),
        task_definition=task_id(kept.task.task_definition_arn or ""),
        exit_codes=tuple(each.exit_code for each in kept.task.containers if each.exit_code is not None),
        last_seen=kept.last_seen,
        is_captured=kept.source == "captured",
        elsewhere=elsewhere(*home_of(kept.arn), caller),
    )


def event_row(kept: KeptEvent, caller: CallerIdentity | None) -> PastRow:
    """An event or a deployment that is kept, as somebody sees it."""
    return PastRow(
        arn=kept.key,
        kind=kept.kind,
        cluster=kept.cluster,
        service=kept.service,
        at=kept.at,
        finding=kept.finding,
        elsewhere=elsewhere(kept.account, kept.region, caller),
    )


def elsewhere(account: str, region: str, caller: CallerIdentity | None) -> str:
    """Where something is, unless it is here or nobody knows yet where here is."""
    if caller is None or (account, region) == (caller.account, caller.region):
        return ""
    return region if account == caller.account else f"{account} {region}"
