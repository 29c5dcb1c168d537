"""The AWS layer against the local AWS, which validates, pages and refuses as AWS does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from fargate_tui.actions.action import Bench
from fargate_tui.actions.scaling.limits import SetLimits
from fargate_tui.actions.scaling.put_back import PutBack
from fargate_tui.actions.scaling.remove import DeleteScaling
from fargate_tui.actions.scaling.scaling_action import ScalingAction
from fargate_tui.actions.scaling.schedule import AddSchedule
from fargate_tui.actions.scaling.steps import ScaleInSteps
from fargate_tui.actions.scaling.suspend import Suspend
from fargate_tui.actions.scaling.track import Retarget, Track
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.alarms import Watched, alarms_of
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.balancers import balancer_dimension, group_dimension
from fargate_tui.fargate.changes import Call, Subject, Undo
from fargate_tui.fargate.errors import CredentialsExpired, Invalid, NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.scaling import activity_row
from fargate_tui.fargate.scaling_patch import spec_of_schedule
from tests.local_aws import REGION, LocalAws


@pytest.fixture
async def scorekeep(local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    aws = await connected(local_aws, monkeypatch)
    yield aws
    await aws.close()


@pytest.fixture
async def own(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Aws]:
    aws = await connected(own_local_aws, monkeypatch)
    yield aws
    await aws.close()


async def connected(local_aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Aws:
    for name, value in local_aws.environment.items():
        monkeypatch.setenv(name, value)
    return await connect(ConnectionSettings(region=REGION, endpoint_url=local_aws.url))


async def test_everything_there_is(scorekeep: Aws) -> None:
    clusters = [arn async for page in scorekeep.ecs.cluster_pages() for arn in page]
    (described,) = [answer async for answer in scorekeep.ecs.describe_clusters(clusters)]
    assert {cluster.cluster_name for cluster in described.records} == {"default", "production", "batch", "incidents"}

    for cluster in described.records:
        services = [arn async for page in scorekeep.ecs.service_pages(cluster.cluster_arn) for arn in page]
        answers = [answer async for answer in scorekeep.ecs.describe_services(cluster.cluster_arn, services)]
        found = [service for answer in answers for service in answer.records]
        assert [service.service_arn for service in found] == services
        assert len(services) == cluster.active_services_count
        assert sum(service.running_count for service in found) <= cluster.running_tasks_count

        tasks = [arn async for page in scorekeep.ecs.task_pages(cluster.cluster_arn) for arn in page]
        seen = [
            task async for answer in scorekeep.ecs.describe_tasks(cluster.cluster_arn, tasks) for task in answer.records
        ]
        assert [task.task_arn for task in seen] == tasks
        assert all(task.created_at and task.created_at.tzinfo for task in seen)


async def test_a_task_leads_to_its_interface_and_its_target(scorekeep: Aws) -> None:
    tasks = [arn async for page in scorekeep.ecs.task_pages("default", service="scorekeep") for arn in page]
    (answer,) = [answer async for answer in scorekeep.ecs.describe_tasks("default", tasks)]
    ((service,),) = [said.records async for said in scorekeep.ecs.describe_services("default", ["scorekeep"])]
    named = [attachment.detail("networkInterfaceId") for task in answer.records for attachment in task.attachments]

    interfaces = await scorekeep.ec2.network_interfaces([eni for eni in named if eni])
    targets = await scorekeep.elb.target_health(service.load_balancers[0].target_group_arn or "")

    addresses = {interface.private_ip_address for interface in interfaces}
    assert len(addresses) == len(tasks) == 2
    assert all(interface.public_ip and interface.security_group_ids for interface in interfaces)
    assert addresses <= {target.target_id for target in targets}


async def test_interfaces_that_are_gone_are_left_out(scorekeep: Aws) -> None:
    assert await scorekeep.ec2.network_interfaces(["eni-0123456789abcdef0"]) == ()


async def test_who_is_asking(scorekeep: Aws) -> None:
    identity = await scorekeep.sts.caller_identity()

    assert (identity.account, identity.region) == ("123456789012", REGION)


async def test_raw_and_record_are_of_the_same_thing(scorekeep: Aws) -> None:
    definition = await scorekeep.ecs.describe_task_definition("scorekeep")
    raw = await scorekeep.ecs.raw("task-definition", definition.task_definition_arn)
    families = [family async for page in scorekeep.ecs.task_definition_families() for family in page]
    revisions = [arn async for page in scorekeep.ecs.task_definition_pages("scorekeep") for arn in page]

    assert raw["family"] == definition.family == "scorekeep"
    assert raw["revision"] == definition.revision
    assert "scorekeep" in families
    assert definition.task_definition_arn == revisions[0]


async def test_deployments_lead_to_their_revisions(scorekeep: Aws) -> None:
    arns = await scorekeep.deployments.service_deployment_arns("production", "pricing-api")
    (answer,) = [answer async for answer in scorekeep.deployments.describe_service_deployments(arns[:20])]
    by_arn = {each.service_deployment_arn: each for each in answer.records}
    newest = by_arn[arns[0]]
    revisions = [newest.target_service_revision, *newest.source_service_revisions]
    wanted = [each.arn for each in revisions if each is not None and each.arn is not None]
    (found,) = [answer async for answer in scorekeep.deployments.describe_service_revisions(wanted)]

    assert [each.created_at for each in by_arn.values()] == sorted(
        (each.created_at for each in by_arn.values() if each.created_at), reverse=True
    )
    assert newest.status == "ROLLBACK_SUCCESSFUL"
    assert newest.deployment_circuit_breaker is not None
    assert newest.deployment_circuit_breaker.status == "TRIGGERED"
    assert {name_of(each.task_definition or "").partition(":")[0] for each in found.records} == {"pricing-api"}
    assert all(each.load_balancers for each in found.records)


async def test_a_deployment_that_shifts_traffic(scorekeep: Aws) -> None:
    arns = await scorekeep.deployments.service_deployment_arns("production", "accounts")
    (answer,) = [answer async for answer in scorekeep.deployments.describe_service_deployments(arns[:1])]
    (canary,) = answer.records
    raw = await scorekeep.ecs.raw("service-deployment", arns[0])

    assert canary.deployment_configuration is not None
    assert canary.deployment_configuration.strategy == "CANARY"
    assert canary.deployment_configuration.canary_configuration is not None
    assert canary.deployment_configuration.canary_configuration.canary_percent == 10.0
    assert raw["serviceDeploymentArn"] == canary.service_deployment_arn


async def test_deployments_of_a_service_that_does_not_exist(scorekeep: Aws) -> None:
    with pytest.raises(NotFound):
        await scorekeep.deployments.service_deployment_arns("production", "nothing-of-the-kind")


async def test_what_does_not_exist(scorekeep: Aws) -> None:
    with pytest.raises(NotFound, match=r"^cannot list services of nowhere: cluster not found$"):
        _ = [page async for page in scorekeep.ecs.service_pages("nowhere")]
    with pytest.raises(NotFound, match=r"^cannot describe task definition nothing: unable to describe task definition"):
        await scorekeep.ecs.describe_task_definition("nothing")
    (answer,) = [answer async for answer in scorekeep.ecs.describe_services("default", ["scorekeep", "gone"])]
    assert [service.service_name for service in answer.records] == ["scorekeep"]
    assert [failure.reason for failure in answer.failures] == ["MISSING"]


async def test_more_than_a_page_and_more_than_a_batch(own: Aws, own_local_aws: LocalAws) -> None:
    client = own_local_aws.client("ecs")
    names = [f"aws-paging-{number:03}" for number in range(130)]
    for name in names:
        client.create_cluster(clusterName=name)

    pages = [page async for page in own.ecs.cluster_pages()]
    listed = [arn for page in pages for arn in page]
    answers = [answer async for answer in own.ecs.describe_clusters(listed)]

    assert len(pages) == len(answers) >= 2
    assert [cluster.cluster_arn for answer in answers for cluster in answer.records] == listed
    assert set(names) <= {cluster.cluster_name for answer in answers for cluster in answer.records}
    for name in names:
        client.delete_cluster(cluster=name)


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        ("access_denied", NotAllowed, "cannot list clusters: ecs:ListClusters is not allowed for ops-admin"),
        ("throttling", Throttled, "cannot list clusters: AWS asks to slow down (rate exceeded)"),
        ("expired_token", CredentialsExpired, "cannot list clusters: the credentials of profile default have expired"),
        ("truncated_body", Unreachable, "cannot list clusters: "),
        ("dropped_connection", Unreachable, "cannot list clusters: 127.0.0.1"),
        ("unavailable", Unreachable, "cannot list clusters: AWS has a fault of its own"),
        ("internal_error", Unreachable, "cannot list clusters: AWS has a fault of its own"),
    ],
)
async def test_faults_on_order(
    own: Aws, own_local_aws: LocalAws, fault: str, kind: type[Exception], sentence: str
) -> None:
    own_local_aws.fault(fault, service="ecs", operation="ListClusters")

    with pytest.raises(kind) as caught:
        _ = [page async for page in own.ecs.cluster_pages()]

    assert str(caught.value).startswith(sentence)


async def test_a_fault_that_passes_is_not_noticed(own: Aws, own_local_aws: LocalAws) -> None:
    own_local_aws.fault("truncated_body", service="ecs", operation="ListClusters", count=2)

    assert [page async for page in own.ecs.cluster_pages()]
    assert sum(each.failed for each in own.calls.by_operation()) == 2


async def test_a_service_leads_to_its_load_balancer_and_its_alarms(scorekeep: Aws) -> None:
    ((service,),) = [said.records async for said in scorekeep.ecs.describe_services("production", ["cart-api"])]
    arns = tuple(balancer.target_group_arn or "" for balancer in service.load_balancers)

    groups = await scorekeep.elb.target_groups(arns)
    alarms = [alarm async for page in scorekeep.metrics.alarms() for alarm in page]

    assert [group.target_group_arn for group in groups] == list(arns)
    watched = Watched(
        cluster="production",
        service="cart-api",
        target_groups=tuple(group_dimension(group.target_group_arn) for group in groups),
        balancers=tuple(balancer_dimension(arn) for group in groups for arn in group.load_balancer_arns),
    )
    (alarm,) = alarms_of(watched, alarms)
    assert (alarm.alarm_name, alarm.state_value) == ("cart-api unhealthy targets", "ALARM")
    assert [one async for page in scorekeep.metrics.alarms([alarm.alarm_name, "gone"]) for one in page] == [alarm]


async def test_target_groups_that_are_gone(scorekeep: Aws) -> None:
    gone = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/gone/0123456789abcdef"
    with pytest.raises(NotFound, match=r"^cannot find the load balancer of a target group: "):
        await scorekeep.elb.target_groups([gone])


@pytest.fixture
async def fresh(
    fresh_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Aws]:
    aws = await connected(fresh_local_aws, monkeypatch)
    yield aws
    await aws.close()


async def test_a_scale_beyond_the_maximum_is_pulled_back_and_told(fresh: Aws, fresh_local_aws: LocalAws) -> None:
    service = {"cluster": "production", "service": "search"}
    target = await fresh.scaling.target("production", "search")
    (policy,) = await fresh.scaling.policies("production", "search")
    assert target is not None
    assert (target.min_capacity, target.max_capacity, policy.policy_name) == (2, 10, "cpu-60")
    assert (policy.target_value, len(policy.alarms)) == (60.0, 2)

    beyond = Call(service="ecs", operation="UpdateService", parameters={**service, "desiredCount": 12})
    await fresh.changes.carry_out(beyond, "scale search")
    fresh_local_aws.control("clock", {"advance": 180})

    (answer,) = [answer async for answer in fresh.ecs.describe_services("production", ["search"])]
    assert answer.records[0].desired_count == 10
    newest = (await fresh.scaling.activities("production", "search"))[0]
    assert activity_row(newest).text == "desired → 10 · maximum capacity was set to 10"


async def test_what_scales_a_service_is_made_and_taken_back(fresh: Aws) -> None:
    subject = Subject(kind="service", arn="scorekeep", name="scorekeep", cluster="default")
    bench = Bench(fresh, datetime.now(UTC), REGION)

    async def do(action: ScalingAction, answer: str) -> Undo:
        (change,) = (await action.plan([subject], answer, bench)).changes
        assert change.calls
        for call in change.calls:
            whole = await action.filled(change, call, (), bench)
            await fresh.changes.carry_out(whole, "scale")
        assert await action.has_landed(change, answer, bench)
        assert change.undo is not None
        return change.undo

    async def found() -> tuple[object, ...]:
        of = ("default", "scorekeep")
        policies = {each.policy_name: dict(each.configuration) for each in await fresh.scaling.policies(*of)}
        scheduled = {each.scheduled_action_name: spec_of_schedule(each) for each in await fresh.scaling.scheduled(*of)}
        alarms = [
            (alarm.alarm_name, alarm.threshold, alarm.evaluation_periods)
            async for page in fresh.metrics.alarms(["default/scorekeep/cpu-over-70"])
            for alarm in page
        ]
        return await fresh.scaling.target(*of), policies, scheduled, alarms

    undone = [await do(SetLimits(), "1 6")]
    for action, answer in (
        (Track(), "memory 70 out=30"),
        (Retarget(), "memory-70 75"),
        (ScaleInSteps(), "cpu >70 +1, >90 +3 wait=60"),
        (ScaleInSteps(), "cpu >70 +2 for=5"),
        (AddSchedule(), "cron(0 8 * * ? *) 2 4 Asia/Tokyo"),
        (Suspend(), "schedules"),
    ):
        undone.append(await do(action, answer))
    before = await found()
    assert before[-1] == [("default/scorekeep/cpu-over-70", 70.0, 5)]
    (steps,) = [
        each for each in await fresh.scaling.policies("default", "scorekeep") if each.policy_type == "StepScaling"
    ]
    assert [alarm.alarm_name for alarm in steps.alarms] == ["default/scorekeep/cpu-over-70"], "it is set off by it"
    for name in ("policy memory-70", "schedule cron-0-8-to-2-4"):
        await do(PutBack(), (await do(DeleteScaling(), name)).answer)
        assert await found() == before
    await do(PutBack(), (await do(SetLimits(), "none")).answer)
    assert await found() == before

    for undo in reversed(undone):
        await do(PutBack(), undo.answer)
    assert await found() == (None, {}, {}, [])


async def test_the_regions_of_the_account_are_listed_and_asked_one_by_one(scorekeep: Aws) -> None:
    regions = await scorekeep.ec2.regions()
    assert {"us-east-1", "eu-west-1"} <= set(regions)
    there = scorekeep.elsewhere("eu-west-3")
    assert [page async for page in there.ecs.cluster_pages()] == [()]
    assert scorekeep.elsewhere(scorekeep.region).ecs is not None


async def test_a_key_and_what_may_not_be_asked_of_repositories_and_health(scorekeep: Aws, local_aws: LocalAws) -> None:
    key = local_aws.client("kms").create_key(Description="of a test")["KeyMetadata"]
    assert (await scorekeep.secrets().key(key["Arn"])).state == "Enabled"
    local_aws.client("kms").schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    gone = await scorekeep.secrets().key(key["Arn"])
    assert gone.state == "PendingDeletion"
    assert gone.deleted_at is not None
    with pytest.raises(NotFound):
        await scorekeep.secrets().key("alias/nobodys")
    with pytest.raises(NotFound):
        await scorekeep.registry().repository_policy("123456789012", "no-such-repository")
    with pytest.raises(NotAllowed) as refused:
        await scorekeep.registry().repository_policy("210987654321", "shared/base")
    assert refused.value.action == "ecr:GetRepositoryPolicy"
    with pytest.raises(Invalid, match="Business support plan"):
        await scorekeep.health.events(("ECS",), "us-east-1", datetime(2026, 11, 1, tzinfo=UTC))


async def test_a_prefix_list_of_ones_own_is_read_entry_by_entry(scorekeep: Aws, local_aws: LocalAws) -> None:
    ec2 = local_aws.client("ec2")
    entries = [{"Cidr": f"203.0.113.{place * 16}/28"} for place in range(3)]
    made = ec2.create_managed_prefix_list(
        PrefixListName="offices", AddressFamily="IPv4", MaxEntries=5, Entries=entries
    )["PrefixList"]["PrefixListId"]
    found = await scorekeep.network.prefix_list_entries(made)
    assert set(found.cidrs) == {each["Cidr"] for each in entries}
