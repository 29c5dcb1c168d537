"""The watch of a service's deployments: what is asked again, what once, and what is missing."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled
from fargate_tui.fargate.records import Deployment, RevisionShare, ServiceDeployment, ServiceRevision
from fargate_tui.live.pace import AT_REST, LIVELY
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import BORN, ECS, SmallAws, service

WEB = service("web")


def rollout(number: int, status: str, **members: Any) -> ServiceDeployment:
    return ServiceDeployment(
        service_deployment_arn=f"{ECS}service-deployment/prod/web/{number:016d}",
        service_arn=WEB.service_arn,
        created_at=BORN + timedelta(hours=number),
        status=status,
        target_service_revision=RevisionShare(arn=f"{ECS}service-revision/prod/web/{number}"),
        **members,
    )


def put(aws: SmallAws, *rollouts: ServiceDeployment, **members: Any) -> None:
    facts: dict[str, Any] = {"deployments": (Deployment(id="ecs-svc/8", status="PRIMARY"),), **members}
    aws.put(service("web", **facts), *rollouts)
    for number in range(1, 10):
        arn = f"{ECS}service-revision/prod/web/{number}"
        aws.put(ServiceRevision(service_revision_arn=arn, task_definition=f"{ECS}task-definition/web:{number}"))


async def test_what_has_ended_is_described_once(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(8, "IN_PROGRESS"), rollout(7, "SUCCESSFUL"), rollout(6, "STOPPED"))
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        (first,) = watch.snapshot.rows
        assert [each.status for each in first.past.deployments] == ["IN_PROGRESS", "SUCCESSFUL", "STOPPED"]
        assert first.past.target(first.past.deployments[0]) == "web:8"

        aws.forget_calls()
        await clock.push(LIVELY)
        assert aws.described == ["web", rollout(8, "").service_deployment_arn]
        assert aws.asked["DescribeServiceRevisions"] == 0
        assert watch.snapshot.rows[0] is first, "nothing has changed"

        aws.put(rollout(8, "SUCCESSFUL"))
        await clock.push(LIVELY)
        assert watch.snapshot.rows[0].past.under_way is None
        assert watch.snapshot.every == AT_REST

        aws.forget_calls()
        await clock.push(AT_REST)
        assert aws.described == ["web"]


async def test_a_new_deployment_is_seen(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(7, "SUCCESSFUL"))
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        aws.put(rollout(8, "IN_PROGRESS"))
        await clock.push(AT_REST)

        assert [each.status for each in watch.snapshot.rows[0].past.deployments] == ["IN_PROGRESS", "SUCCESSFUL"]
        assert watch.snapshot.every == LIVELY


async def test_without_the_permission_the_service_tells_its_own(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(7, "SUCCESSFUL"))
    aws.errors["ListServiceDeployments"] = NotAllowed("list", "no", action="ecs:ListServiceDeployments")
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        (row,) = watch.snapshot.rows
        assert (row.is_listed, row.past.deployments) == (False, ())
        assert [each.id for each in row.service.deployments] == ["ecs-svc/8"]
        assert watch.snapshot.gaps == (
            "deployments before, stages and the breaker's count not known: ecs:ListServiceDeployments is not allowed",
        )

        await clock.push(AT_REST)
        assert aws.asked["ListServiceDeployments"] == 1, "it is not asked again and again"


async def test_revisions_that_may_not_be_described(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(7, "SUCCESSFUL"))
    aws.errors["DescribeServiceRevisions"] = NotAllowed("describe", "no", action="ecs:DescribeServiceRevisions")
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        assert "ecs:DescribeServiceRevisions is not allowed" in watch.snapshot.gaps[0]


async def test_what_is_known_stays_while_aws_slows_down(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(8, "IN_PROGRESS"), rollout(7, "SUCCESSFUL"))
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        aws.errors["DescribeServiceDeployments"] = Throttled("describe deployments", "rate exceeded")
        await clock.push(LIVELY)

        assert len(watch.snapshot.rows[0].past.deployments) == 2
        assert watch.snapshot.gaps
        assert watch.snapshot.every is not None
        assert watch.snapshot.every > LIVELY


@pytest.mark.parametrize("known", [True, False])
async def test_a_service_that_is_not_there(aws: SmallAws, store: Store, known: bool) -> None:
    if known:
        put(aws)
        aws.hidden.add(WEB.service_arn)
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        assert isinstance(watch.snapshot.error, NotFound)


async def test_while_tasks_are_missing_it_looks_often(aws: SmallAws, store: Store) -> None:
    put(aws, rollout(7, "SUCCESSFUL"), desired_count=3, running_count=1)
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        assert watch.snapshot.every == LIVELY


async def test_equal_answers_are_the_same_row(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    put(aws, rollout(8, "IN_PROGRESS"))
    watch = store.course.deployments("prod", "web")
    async with following(watch):
        before = watch.snapshot.rows[0]
        aws.services = {arn: msgspec.structs.replace(each) for arn, each in aws.services.items()}
        await clock.push(LIVELY)

        assert watch.snapshot.rows[0] is before
