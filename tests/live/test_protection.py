"""The protection of the tasks on screen: asked for together, seldom, and not where that is not allowed."""

from datetime import timedelta

from fargate_tui.fargate.errors import NotAllowed, Throttled
from fargate_tui.fargate.protection import protected_words
from fargate_tui.live.protection import EVERY
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import BORN, SmallAws, task

TASKS = [task(number) for number in range(150)]
NAMED = tuple(("prod", each.task_arn) for each in TASKS)


async def test_a_hundred_are_asked_for_at_once_and_again_only_after_a_while(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.protected = {TASKS[3].task_arn}
    aws.protected_until = BORN + timedelta(hours=2)
    watch = store.task_protection("here", NAMED)
    async with following(watch):
        await clock.push(0)
        assert aws.asked["GetTaskProtection"] == 2
        (protected,) = (row for row in watch.snapshot.rows if row.is_protected)
        assert (protected.arn, protected.until) == (TASKS[3].task_arn, aws.protected_until)
        await clock.push(EVERY / 2)
        assert aws.asked["GetTaskProtection"] == 2
        await clock.push(EVERY / 2)
        assert aws.asked["GetTaskProtection"] == 4


async def test_what_comes_on_screen_is_asked_for_by_itself(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    watch = store.task_protection("here", NAMED[:5])
    async with following(watch):
        await clock.push(0)
        store.task_protection("here", NAMED[1:6])
        await clock.push(5)
        assert aws.asked["GetTaskProtection"] == 2
        assert {row.arn for row in watch.snapshot.rows} == {arn for _, arn in NAMED[1:6]}
        store.task_protection("here", NAMED[1:6], anew=True)
        await clock.push(5)
        assert aws.asked["GetTaskProtection"] == 3


async def test_nothing_on_screen_asks_nothing(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with following(store.task_protection("here", ())):
        await clock.push(EVERY)
        assert aws.asked["GetTaskProtection"] == 0


async def test_a_missing_permission_is_said_and_asked_for_seldom(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["GetTaskProtection"] = NotAllowed("read protection", "no", "ecs:GetTaskProtection")
    watch = store.task_protection("here", NAMED[:5])
    async with following(watch):
        await clock.push(0)
        assert watch.snapshot.gaps == ("protection of tasks not known: ecs:GetTaskProtection is not allowed",)
        await clock.push(5 * EVERY)
        assert aws.asked["GetTaskProtection"] == 1


async def test_another_error_is_a_gap_and_tried_again(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["GetTaskProtection"] = Throttled("read protection", "slow down")
    watch = store.task_protection("here", NAMED[:5])
    async with following(watch):
        await clock.push(0)
        assert "slow down" in watch.snapshot.gaps[0]
        del aws.errors["GetTaskProtection"]
        await clock.push(EVERY)
        assert not watch.snapshot.gaps


def test_until_when_in_words() -> None:
    assert protected_words(BORN + timedelta(hours=2), BORN) == "protected to 02:00 UTC"
    assert protected_words(BORN + timedelta(hours=26), BORN) == "protected to Mon 23 Nov 02:00 UTC"
    assert protected_words(None, BORN) == "protected"
