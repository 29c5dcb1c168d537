"""The calls that tell who asks, and where that one may go."""

from typing import Final

from fargate_tui.aws.buckets import ACCOUNT_READ, IAM_READ
from fargate_tui.aws.operation import Operation

LIST_ACCOUNT_ALIASES = Operation("iam", "ListAccountAliases", IAM_READ, "somebody looks who they are")
LIST_REGIONS = Operation(
    "account", "ListRegions", ACCOUNT_READ, "Regions are offered, and EC2 may not be asked, 50 per call"
)

IDENTITY: Final = (LIST_ACCOUNT_ALIASES, LIST_REGIONS)
