"""What goes wrong is said, nothing is lost, and it mends by itself."""

from collections.abc import Callable
from typing import Any

import pytest

from fargate_tui.fargate.errors import (
    AwsError,
    CredentialsExpired,
    CredentialsMissing,
    Invalid,
    NotAllowed,
    NotFound,
    Throttled,
    Unreachable,
)
from fargate_tui.live.ports.aws import Aws
from fargate_tui.widgets.text_view import TextView
from tests.live.small_aws import SmallAws
from tests.screens.person import sitting
from tests.screens.world import believable

LONG = 120.0
"""Seconds, beyond every back-off."""


def denied(action: str, doing: str = "list services of production") -> NotAllowed:
    return NotAllowed(doing, f"{action} is not allowed for ops", action=action)


ERRORS: tuple[AwsError, ...] = (
    denied("ecs:ListServices"),
    Throttled("list services of production", "AWS asks to slow down"),
    CredentialsExpired("list services of production", "the session of profile ops has expired", "run `aws sso login`"),
    Unreachable("list services of production", "ecs.eu-west-1.amazonaws.com refuses connections"),
    NotFound("list services of production", "there is no cluster production"),
    Invalid("list services of production", "the security token included in the request is invalid"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_old_rows_stay_grey_with_their_age_and_come_alive_again(error: AwsError) -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        before = person.names
        world.errors["ListServices production"] = error
        await person.press("r")
        assert person.names == before
        assert person.is_stale()
        assert person.notice == f"{error} · ? explains"
        assert person.says("cannot list services of production")
        assert "✗ " in person.header
        await person.wait(LONG)
        assert "old" in person.header
        assert person.is_stale()
        world.errors.clear()
        await person.wait(LONG)
        assert not person.is_stale()
        assert not person.notice
        assert "● live" in person.header


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_an_error_before_the_first_answer_is_no_empty_list(error: AwsError) -> None:
    world = believable()
    world.errors["ListServices production"] = error
    async with sitting(world, cluster="production") as person:
        assert person.notice == f"{error} · ? explains"
        assert person.says("no answer yet; r asks again") or isinstance(error, NotFound)
        assert person.says("not in this account and Region") == isinstance(error, NotFound)
        assert "no services" not in person.text
        assert "(0)" not in person.header
        world.errors.clear()
        await person.press("r")
        assert len(person.names) == 8
        assert not person.notice


def failing_once(world: SmallAws, error: AwsError) -> Callable[[], Any]:
    """A connection that cannot be opened the first time."""
    tries: list[int] = []

    async def connect() -> Aws:
        tries.append(1)
        if len(tries) == 1:
            raise error
        return world

    return connect


async def test_without_credentials_it_says_what_was_looked_for_and_offers_the_demo() -> None:
    error = CredentialsMissing(
        "connect to AWS",
        "no credentials: not in AWS_ACCESS_KEY_ID, nor in profile default of ~/.aws/credentials",
        "run `aws configure`, or look around with fargate-tui --demo",
    )
    world = believable()
    async with sitting(world, connect=failing_once(world, error)) as person:
        assert person.says("not in AWS_ACCESS_KEY_ID")
        assert person.says("fargate-tui --demo")
        await person.press("r")
        assert len(person.names) == 4


async def test_a_gap_names_the_missing_action_and_the_rest_stands() -> None:
    world = believable()
    action = "elasticloadbalancing:DescribeTargetHealth"
    world.errors["DescribeTargetHealth"] = denied(action, "describe target health")
    async with sitting(world, cluster="production", service="storefront") as person:
        assert len(person.names) == 3
        assert person.says(f"target health not known: {action} is not allowed")
        assert not person.is_stale()
        assert "● live" in person.header
        await person.press("enter")
        assert person.says(f"{action} is not allowed")
        assert person.says("storefront")


async def test_what_could_not_be_counted_leaves_the_clusters_standing() -> None:
    world = believable()
    world.errors["ListServices production"] = denied("ecs:ListServices")
    async with sitting(world) as person:
        assert len(person.names) == 4
        assert "ecs:ListServices" in person.notice


async def test_denied_everywhere_all_services_say_so() -> None:
    world = believable()
    world.errors["ListServices"] = denied("ecs:ListServices")
    async with sitting(world) as person:
        await person.go("all services")
        assert "ecs:ListServices" in person.notice
        await person.press("escape")
        assert len(person.names) == 4


async def test_a_cluster_deleted_while_on_screen() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        error = NotFound("list services of production", "there is no cluster production, or no longer")
        world.errors["ListServices production"] = error
        for arn in [arn for arn in world.clusters if arn.endswith("/production")]:
            del world.clusters[arn]
        await person.wait(15)
        assert person.says("there is no cluster production")
        assert person.is_stale()
        await person.press("escape")
        assert person.path == "clusters"
        await person.wait(15)
        assert "production" not in person.names


async def test_a_service_deleted_while_its_tasks_are_on_screen() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="storefront") as person:
        error = NotFound("list tasks of storefront", "there is no service storefront in production")
        world.errors["ListTasks production"] = error
        await person.wait(15)
        assert person.says("there is no service storefront")
        assert len(person.names) == 3


async def test_a_task_that_ends_while_on_screen_shows_why_and_stays_when_aws_forgets_it() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="orders-worker") as person:
        await person.press("enter")
        arn = person.app.journey.place.task
        assert arn is not None
        from tests.live.small_aws import stopped

        world.put(
            stopped(
                world.tasks[arn], stop_code="EssentialContainerExited", stopped_at=person.clock.now(),
                stopped_reason="Essential container in task exited",
            )
        )  # fmt: skip
        await person.press("r")
        assert person.says("ended 0s ago|ended now")
        mortem = person.app.screen.query_one("#mortem", TextView)
        assert "stop code: EssentialContainerExited" in mortem.text
        del world.tasks[arn]
        await person.press("r")
        assert person.says("AWS forgets a task about an hour after it stopped")
        assert "stop code: EssentialContainerExited" in mortem.text


async def test_a_task_that_is_not_to_be_had_says_so() -> None:
    world = believable()
    arn = next(iter(world.tasks))
    async with sitting(world) as person:
        del world.tasks[arn]
        await person.go(arn)
        await person.until(lambda: person.says("this task is not to be had"))
        assert person.says("AWS forgets a task")
        await person.press("escape")
        assert person.path == "production › tasks"


async def test_a_document_that_is_not_to_be_had_says_so_and_r_asks_again() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        world.errors["raw"] = denied("ecs:DescribeServices", "describe service storefront")
        await person.press("y")
        assert "ecs:DescribeServices" in person.notice
        assert not person.app.screen.query_one(TextView).text.strip()
        world.errors.clear()
        await person.press("r")
        assert not person.notice
        assert '"serviceName"' in person.text


async def test_a_task_definition_that_is_not_to_be_had_says_so() -> None:
    async with sitting(believable()) as person:
        await person.go("unknown:99")
        assert "does not exist" in person.notice
        await person.press("escape", "escape", "escape")
        assert person.path == "clusters"


async def test_a_defect_of_ours_is_seen_and_the_keys_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = believable()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    async with sitting(world, cluster="production") as person:
        monkeypatch.setattr(world, "service_pages", broken)
        await person.press("r")
        assert person.says("ZeroDivisionError: division by zero; this is a defect of fargate-tui")
        assert len(person.names) == 8
        await person.press("escape")
        assert person.path == "clusters"
