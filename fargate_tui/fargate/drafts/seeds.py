"""What a wizard begins with."""

from fargate_tui.fargate.drafts.kinds import WizardKind
from fargate_tui.fargate.records import Record


class Seed(Record, frozen=True, kw_only=True):
    """What a new draft is made from; a kind alone makes an empty one."""

    kind: WizardKind
    cluster: str = ""
    """Where it is to be."""
    definition: str = ""
    """``family:revision``: what it is made from, or what it runs."""
    service: str = ""
    """ARN of the service that is cloned, in ``cluster``."""
