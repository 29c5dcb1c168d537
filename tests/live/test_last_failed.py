"""Which task a person means who asks why a service's last one died."""

from datetime import timedelta
from typing import Any

import pytest

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.live.store import Store
from tests.live.small_aws import BORN, SmallAws, service, stopped, task


def dead(number: int, minutes: int, **members: Any) -> Any:
    facts = {"stop_code": "TaskFailedToStart", "stopped_reason": "CannotPullContainerError: not found", **members}
    return stopped(task(number), stopped_at=BORN + timedelta(minutes=minutes), **facts)


async def test_the_newest_that_failed_comes_before_newer_ones_that_did_not(aws: SmallAws, store: Store) -> None:
    by_user = {"stop_code": "UserInitiated", "stopped_reason": "Task stopped by user"}
    aws.put(service("web"), dead(1, 1), dead(2, 5), dead(3, 9, **by_user))
    assert await store.ends.last_failed("prod", "web") == task(2).task_arn


async def test_where_none_failed_it_is_the_newest_that_was_stopped(aws: SmallAws, store: Store) -> None:
    by_user = {"stop_code": "UserInitiated", "stopped_reason": "Task stopped by user"}
    aws.put(service("web"), dead(1, 1, **by_user), dead(2, 5, **by_user), task(3))
    assert await store.ends.last_failed("prod", "web") == task(2).task_arn


async def test_where_none_has_stopped_that_is_said(aws: SmallAws, store: Store) -> None:
    aws.put(service("web"), task(1))
    with pytest.raises(NotFound, match="none of its tasks has stopped"):
        await store.ends.last_failed("prod", "web")


async def test_a_task_is_found_by_the_beginning_of_its_id(aws: SmallAws, store: Store) -> None:
    aws.put(service("web"), dead(1, 1), task(2))
    assert await store.ends.find_task("prod", task_id(task(2).task_arn)) == task(2).task_arn
    with pytest.raises(NotFound, match="prod has no such task"):
        await store.ends.find_task("prod", "abcdef01")
    aws.put(dead(3, 1))
    with pytest.raises(Invalid, match="2 tasks of prod begin so"):
        await store.ends.find_task("prod", "00000000")
