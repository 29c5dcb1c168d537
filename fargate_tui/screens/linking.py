"""What a link leaves open until AWS has answered: which task begins so, and whether it is this account's."""

from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.links import Link
from fargate_tui.live.store import Store


async def found_task(store: Store, link: Link) -> str | AwsError:
    """The ARN of the task a link names by its id or the beginning of it, of those AWS knows or that are kept."""
    assert link.cluster is not None
    assert link.task is not None
    try:
        return await store.ends.find_task(link.cluster, link.task)
    except NotFound as error:
        kept = await store.recorder.task(link.task)
        return kept.arn if kept is not None else error
    except AwsError as error:
        return error


async def strangeness(store: Store, link: Link) -> str:
    """Why what a link names cannot be here: its ARN is of another account. Empty where it may be."""
    if not link.account:
        return ""
    account = (await store.known_caller()).account
    if account == link.account:
        return ""
    return (
        f"the ARN is of account {link.account}, and this is account {account}: "
        "nothing of it is shown; --profile chooses another"
    )
