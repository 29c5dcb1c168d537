"""``empty``: an account with its default VPC and nothing else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fargate_tui.demo.account import Account
from fargate_tui.demo.scenarios import Say

SAYS = "an account with its default VPC and nothing else"
PAST = timedelta(0)


async def build(account: Account, present: datetime, say: Say) -> Mapping[str, Any]:
    """Make nothing; the default VPC is made while the port already answers."""
    del present
    say("opening an empty account")
    account.region().furnish()
    return {"clusters": []}
