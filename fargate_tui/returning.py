"""Where a person was, put back: into what the screens share, and looked at whether it is still there."""

from datetime import datetime

from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.format import age
from fargate_tui.last_time import Found
from fargate_tui.live.store import Store
from fargate_tui.screens.context import Assumed, Context
from fargate_tui.screens.journey import HOME, Journey, Place
from fargate_tui.screens.left import Left, lasting, newest


def put_back(context: Context, found: Found) -> None:
    """Arrange the views as they were left, and give the lists the rows they had."""
    context.views = dict(found.left.views) if found.left is not None else {}
    context.store.shelf.recall(found.listings)


def add(context: Context, found: Found) -> None:
    """Put back what was left in an account of which nothing was known at the start: what is arranged already stays."""
    if found.left is not None:
        for place, state in found.left.views:
            context.views.setdefault(place, state)


def journey_back(found: Found) -> Journey:
    """A journey that begins at the last place; at the clusters where none is known."""
    return Journey(visited=(lasting(found.left.trail) if found.left is not None else (HOME,),))


def assumed(found: Found, place: Place) -> Assumed | None:
    """What is to be told of a place that was opened by itself until AWS has answered; nothing of the clusters."""
    left = found.left
    if left is None or place == HOME:
        return None
    return Assumed(place, left.account, left.region, left.at)


def left_now(context: Context, journey: Journey, account: str, region: str) -> Left:
    """How things are left now."""
    return Left(
        account=account,
        region=region,
        at=context.now(),
        trail=lasting(journey.trail),
        views=newest(context.views),
        logs=context.logs,
        header=context.header,
        together=tuple(context.atlas.chosen.items()),
    )


async def gone(store: Store, place: Place, left_at: datetime, now: datetime) -> str:
    """Why a place is not what it was: its service or its cluster has been deleted since. Empty where it has not."""
    if place.cluster is None:
        return ""
    kind, name, others = "cluster", place.cluster, ":clusters"
    if place.service is not None:
        kind, name, others = "service", place.service, f":services {place.cluster}"
    try:
        status = (await store.lookups.raw(kind, name, place.cluster)).get("status")
    except NotFound:
        status = "INACTIVE"
    except AwsError:
        return ""
    if status != "INACTIVE":
        return ""
    return f"{kind} {name} is gone since you were here {age(left_at, now)} ago · {others} shows what there is"
