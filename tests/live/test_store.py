import asyncio
from datetime import timedelta
from typing import Any

import pytest

from fargate_tui.fargate.accounts import Expiry
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, NotAllowed, NotFound
from fargate_tui.fargate.records import (
    AwsVpcConfiguration,
    LoadBalancer,
    NetworkConfiguration,
    TargetHealth,
)
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.live.pace import AT_REST, LIVELY
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.shelf import UNFOLLOWED_KEPT
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import ECS, SmallAws, cluster, service, stopped, task

GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/73e2d6bc24d8a067"


def error_of(watch: Watch[Any]) -> AwsError | None:
    return watch.snapshot.error


def is_closed(aws: SmallAws) -> bool:
    return aws.is_closed


class Connector:
    """Connects to one small AWS after another, or fails as told; counts."""

    def __init__(self) -> None:
        self.made: list[SmallAws] = []
        self.error: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.tried = 0

    async def __call__(self) -> SmallAws:
        self.tried += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        aws = SmallAws()
        aws.put(cluster("prod"), service("web"))
        self.made.append(aws)
        return aws


@pytest.fixture
def connector() -> Connector:
    return Connector()


@pytest.fixture
async def fresh(connector: Connector, clock: HeldClock) -> Store:
    return Store(connector, clock=clock, chance=lambda: 1.0)


async def test_nothing_is_connected_before_something_is_asked(fresh: Store, connector: Connector) -> None:
    fresh.clusters()
    fresh.touch()
    assert fresh.calls_per_minute() == 0
    await settle()
    assert connector.tried == 0
    await fresh.close()


async def test_all_watches_wait_for_one_connection(fresh: Store, connector: Connector) -> None:
    connector.gate = asyncio.Event()
    async with following(fresh.clusters()), following(fresh.services("prod")), following(fresh.identity):
        assert connector.tried == 1
        connector.gate.set()
        await settle()
        assert connector.tried == 1
        assert [row.name for row in fresh.clusters().snapshot.rows] == ["prod"]
        assert fresh.identity.snapshot.rows[0].account == "123456789012"
        assert fresh.calls_per_minute() > 0
    await fresh.close()
    assert connector.made[0].is_closed


async def test_without_credentials_every_watch_says_so_and_a_refresh_tries_again(
    fresh: Store, connector: Connector, clock: HeldClock
) -> None:
    connector.error = CredentialsMissing("connect", "no credentials were found", "run aws configure")
    clusters, services = fresh.clusters(), fresh.services("prod")
    async with following(clusters), following(services):
        assert error_of(clusters) is connector.error
        assert error_of(services) is connector.error
        tried = connector.tried
        connector.error = None
        clusters.refresh()
        await settle()
        assert connector.tried == tried + 1
        assert (error_of(clusters), len(clusters.snapshot.rows)) == (None, 1)
        await clock.push(LIVELY * 2)
        assert error_of(services) is None, "tried again by itself"
    await fresh.close()


async def test_a_defect_in_connecting_is_seen(fresh: Store, connector: Connector) -> None:
    connector.error = ZeroDivisionError("by zero")
    async with following(fresh.clusters()):
        assert "ZeroDivisionError: by zero" in str(fresh.clusters().snapshot.error)
    await fresh.close()


async def test_expired_credentials_lead_to_a_new_connection(
    fresh: Store, connector: Connector, clock: HeldClock
) -> None:
    watch = fresh.clusters()
    async with following(watch):
        first = connector.made[0]
        first.errors["ListClusters"] = CredentialsExpired("list clusters", "the token expired", "run aws sso login")
        await clock.push(AT_REST)
        assert isinstance(error_of(watch), CredentialsExpired)
        assert len(watch.snapshot.rows) == 1
        assert first.is_closed
        await clock.push(LIVELY * 2)
        assert error_of(watch) is None
        assert len(connector.made) == 2
    await fresh.close()


async def test_credentials_that_renew_themselves_are_not_missed(
    fresh: Store, connector: Connector, clock: HeldClock
) -> None:
    watch = fresh.clusters()
    async with following(watch):
        first = connector.made[0]
        first.expiry = Expiry(renewed_by="itself")
        first.errors["ListClusters"] = CredentialsExpired("list clusters", "the token expired")
        await clock.push(AT_REST)
        assert error_of(watch) is None
        assert len(connector.made) == 2
        assert first.is_closed
    await fresh.close()


async def test_credentials_that_stay_expired_are_asked_with_once_more_only(
    fresh: Store, connector: Connector, clock: HeldClock
) -> None:
    watch = fresh.clusters()
    async with following(watch):
        over = CredentialsExpired("connect to AWS", "the SSO session has expired", login="sso", profile="prod")
        first = connector.made[0]
        first.expiry = Expiry(renewed_by="itself")
        first.errors["ListClusters"] = CredentialsExpired("list clusters", "the token expired")
        connector.error = over
        tried = connector.tried
        await clock.push(AT_REST)
        assert error_of(watch) is over, "what has to be done is told by the connection that could not be opened"
        assert connector.tried == tried + 1
    await fresh.close()


async def test_a_connection_is_closed_only_when_nobody_uses_it_any_more(fresh: Store, connector: Connector) -> None:
    gate = asyncio.Event()
    await fresh.lookups.raw("cluster", cluster("prod").cluster_arn)
    aws = connector.made[0]
    slow = aws.caller_identity

    async def wait_and_answer() -> object:
        await gate.wait()
        return await slow()

    aws.caller_identity = wait_and_answer  # type: ignore[method-assign, assignment]
    aws.errors["ListClusters"] = CredentialsExpired("list clusters", "the token expired")
    async with following(fresh.identity), following(fresh.clusters()):
        assert not is_closed(aws)
        gate.set()
        await settle()
        assert is_closed(aws)
        assert fresh.identity.snapshot.loaded
    await fresh.close()


async def test_the_same_question_is_the_same_watch(store: Store) -> None:
    scope = TaskScope(cluster="prod", service="web")
    by_arn = TaskScope(cluster=f"{ECS}cluster/prod", service=f"{ECS}service/prod/web")
    assert store.clusters() is store.clusters()
    assert store.services("prod") is store.services(f"{ECS}cluster/prod")
    assert store.services(None) is not store.services("prod")
    assert store.tasks(scope) is store.tasks(by_arn)
    assert store.tasks(scope) is not store.tasks(TaskScope(cluster="prod", service="web", show="both"))
    assert store.task_definitions(None) is store.task_definitions(None)


async def test_watches_nobody_follows_are_forgotten_in_the_end(store: Store) -> None:
    followed = store.services("first")
    async with following(followed):
        second = store.services("second")
        for number in range(UNFOLLOWED_KEPT):
            store.services(f"other-{number}")
        assert store.services("first") is followed
        assert store.services("second") is not second


async def test_what_was_seen_is_known_once_each(aws: SmallAws, store: Store) -> None:
    aws.put(cluster("prod"), cluster("dev"), service("web"), task(1))
    assert list(store.shelf.known(ClusterRow)) == []
    async with following(store.clusters()), following(store.services("prod")), following(store.services(None)):
        pass
    asked = aws.asked.total()
    assert [row.name for row in store.shelf.known(ClusterRow)] == ["prod", "dev"]
    assert [row.name for row in store.shelf.known(ServiceRow)] == ["web"]
    assert list(store.shelf.known(TaskRow)) == []
    assert aws.asked.total() == asked


async def test_expired_credentials_are_found_out_by_a_joined_column_too(
    fresh: Store, connector: Connector, clock: HeldClock
) -> None:
    balancers = (LoadBalancer(target_group_arn=GROUP, container_name="api", container_port=80),)
    await fresh.lookups.raw("cluster", cluster("prod").cluster_arn)
    connector.made[0].put(service("web", load_balancers=balancers), task(1))
    connector.made[0].errors["DescribeTargetHealth"] = CredentialsExpired("describe targets", "the token expired")
    watch = fresh.tasks(TaskScope(cluster="prod", service="web"))
    async with following(watch):
        assert isinstance(error_of(watch), CredentialsExpired)
        await clock.push(LIVELY * 2)
        assert error_of(watch) is None
        assert len(connector.made) == 2
    await fresh.close()


async def test_closing_ends_all_polling(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"))
    async with following(store.clusters()):
        await store.close()
        aws.is_closed = False
        asked = aws.asked.total()
        await clock.push(1000)
        assert aws.asked.total() == asked


async def test_one_task_in_full(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    public = NetworkConfiguration(awsvpc_configuration=AwsVpcConfiguration(assign_public_ip="ENABLED"))
    balancers = (LoadBalancer(target_group_arn=GROUP, container_name="api", container_port=80),)
    aws.put(cluster("prod"), service("web", network_configuration=public, load_balancers=balancers), task(1))
    aws.public["eni-00000001"] = "54.12.8.3"
    aws.targets[GROUP] = (TargetHealth(target_group_arn=GROUP, target_id="10.0.0.1", state="healthy"),)
    watch = store.task("prod", task(1).task_arn)
    async with following(watch):
        (detail,) = watch.snapshot.rows
        assert (detail.arn, detail.task) == (task(1).task_arn, task(1))
        assert (detail.row.target, detail.row.public_ip, detail.row.finding.word) == ("healthy", "54.12.8.3", "running")
        assert detail.targets == aws.targets[GROUP]
        assert detail.interface is not None
        assert detail.interface.public_ip == "54.12.8.3"
        aws.put(stopped(task(1), stop_code="UserInitiated", stopped_at=clock.now() + timedelta(seconds=3)))
        await clock.push(AT_REST)
        (detail,) = watch.snapshot.rows
        assert (detail.row.finding.why, detail.row.target, detail.row.public_ip) == (
            "stopped by user",
            None,
            "54.12.8.3",
        )
        assert aws.asked["DescribeNetworkInterfaces"] == 1
        aws.tasks.clear()
        await clock.push(60)
        assert isinstance(watch.snapshot.error, NotFound)
        assert watch.snapshot.rows == (detail,)


async def test_one_task_without_permission_for_what_is_joined(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(task(1))
    for operation in ("DescribeServices", "DescribeNetworkInterfaces"):
        aws.errors[operation] = NotAllowed("ask", "no")
    watch = store.task("prod", task(1).task_arn)
    async with following(watch):
        assert [row.row.public_ip for row in watch.snapshot.rows] == [None]
        assert set(watch.snapshot.gaps) == {
            "target groups not known: ecs:DescribeServices is not allowed",
            "network interface not known: ec2:DescribeNetworkInterfaces is not allowed",
        }
        await clock.push(AT_REST * 3)
        assert aws.asked["DescribeNetworkInterfaces"] == 1


async def test_families_and_revisions(aws: SmallAws, store: Store) -> None:
    names = ("web:6", "web:7", "web-admin:1")
    aws.definitions = tuple(f"{ECS}task-definition/{name}" for name in names)
    families, revisions = store.task_definitions(None), store.task_definitions("web")
    async with following(families), following(revisions):
        assert [(row.name, row.revision) for row in families.snapshot.rows] == [("web", None), ("web-admin", None)]
        assert [(row.name, row.revision) for row in revisions.snapshot.rows] == [("web:6", 6), ("web:7", 7)]


async def test_a_revision_is_asked_for_once_and_a_family_each_time(aws: SmallAws, store: Store) -> None:
    revision = f"{ECS}task-definition/web:7"
    aws.definitions = (revision, "web")
    first = await store.lookups.task_definition(revision)
    assert await store.lookups.task_definition(revision) is first
    assert aws.asked["DescribeTaskDefinition"] == 1
    await store.lookups.task_definition("web")
    await store.lookups.task_definition("web")
    assert aws.asked["DescribeTaskDefinition"] == 3
    with pytest.raises(NotFound):
        await store.lookups.task_definition("web:404")


async def test_raw(aws: SmallAws, store: Store) -> None:
    assert await store.lookups.raw("task", "4f1c", "prod") == {"kind": "task", "arn": "4f1c", "cluster": "prod"}
