"""The inquest into a task's end: what is asked for which cause, what is told as it comes, and what is not checked."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from fargate_tui.fargate.diagnosis import Known, NotChecked
from fargate_tui.fargate.errors import CredentialsExpired, NotAllowed, NotFound
from fargate_tui.fargate.inquest import Inquest
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.records import (
    Attachment,
    AwsVpcConfiguration,
    Container,
    ContainerDefinition,
    Deployment,
    HealthEvent,
    KeyValue,
    LoadBalancer,
    LogConfiguration,
    ManagedVolume,
    NetworkConfiguration,
    RecordedCall,
    RevisionShare,
    Role,
    Secret,
    ServiceDeployment,
    ServiceQuota,
    ServiceRevision,
    StoredImage,
    StoredKey,
    StoredSecret,
    TargetGroup,
    Task,
    TaskDefinition,
    VolumeConfiguration,
)
from fargate_tui.live.inquests import GATHERERS
from fargate_tui.live.store import Store
from tests.fargate.network.vpcs import vpc
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import BORN, ECS, SmallAws, service, stopped, task

END = BORN + timedelta(minutes=50)
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:7"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-a1B2c3"
ROLE = "arn:aws:iam::123456789012:role/pulls"
LOGS = LogConfiguration(
    log_driver="awslogs",
    options={"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"},
)
DENIED = (
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
    f"to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SECRET} from "
    "secrets manager: AccessDeniedException: User: x is not authorized to perform: secretsmanager:GetSecretValue on "
    f"resource: {SECRET} because no identity-based policy allows the secretsmanager:GetSecretValue action"
)
NO_WAY = (
    f"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {IMAGE}: failed "
    'to do request: Head "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/7": dial tcp '
    "52.94.233.129:443: i/o timeout"
)
NOT_THERE = (
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref "
    f"{IMAGE}: {IMAGE}: not found"
)


def definition(**members: Any) -> TaskDefinition:
    container = ContainerDefinition(
        name="api",
        image=IMAGE,
        log_configuration=LOGS,
        secrets=(Secret(name="PASSWORD", value_from=f"{SECRET}:password::"),),
    )
    return TaskDefinition(
        task_definition_arn=f"{ECS}task-definition/web:7",
        family="web",
        revision=7,
        execution_role_arn=ROLE,
        container_definitions=(container,),
        **members,
    )


def dead(number: int = 1, **members: Any) -> Task:
    facts: dict[str, Any] = {
        "stop_code": "TaskFailedToStart",
        "stopping_at": END,
        "stopped_at": END + timedelta(seconds=20),
        "containers": (Container(name="api", image=IMAGE, last_status="STOPPED"),),
        **members,
    }
    return stopped(task(number), **facts)


def put(aws: SmallAws, ended: Task, **members: Any) -> str:
    aws.put(service("web", **members), definition(), ended)
    return ended.task_arn


async def look_into(store: Store, arn: str, *, metrics: bool = True) -> Inquest:
    watch = store.ends.inquest("prod", arn, metrics=metrics)
    async with following(watch):
        for _ in range(200):
            if watch.snapshot.rows and watch.snapshot.rows[0].is_complete:
                return watch.snapshot.rows[0]
            assert watch.snapshot.error is None, watch.snapshot.error
            await asyncio.sleep(0)
    raise AssertionError("it does not come to an end")


def said(inquest: Inquest, verdict: str) -> list[str]:
    return [fact.sentence for fact in inquest.diagnosis.facts if fact.verdict == verdict]


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


async def test_a_role_that_may_not_read_its_secret_is_certain(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.roles["pulls"] = Role(name="pulls", trusts=("ecs-tasks.amazonaws.com",))
    repository = "arn:aws:ecr:eu-west-1:123456789012:repository/web"
    aws.allowed = {
        ("pulls", "ecr:GetAuthorizationToken", "*"),
        ("pulls", "ecr:BatchGetImage", repository),
        ("pulls", "ecr:GetDownloadUrlForLayer", repository),
    }

    inquest = await look_into(store, arn)

    assert inquest.diagnosis.confidence == "certain"
    assert inquest.diagnosis.headline == (
        "secret prod/db-a1B2c3 cannot be read: execution role pulls does not allow secretsmanager:GetSecretValue"
    )
    assert "DescribeRouteTables" not in aws.asked, "a rule asks only for what its causes need"


async def test_where_nothing_may_be_simulated_the_policies_are_read(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.roles["pulls"] = Role(name="pulls", trusts=("ecs-tasks.amazonaws.com",))
    aws.errors["SimulatePrincipalPolicy"] = NotAllowed("simulate", "no", action="iam:SimulatePrincipalPolicy")
    lets_pull = {"Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}
    aws.role_policies["pulls"] = {"own": lets_pull, "arn:aws:iam::aws:policy/managed": lets_pull}

    inquest = await look_into(store, arn)

    assert "execution role pulls does not allow secretsmanager:GetSecretValue" in said(inquest, "confirmed")


async def test_policies_that_are_read_count_no_further_than_the_boundary(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    boundary = "arn:aws:iam::123456789012:policy/no-secrets"
    aws.roles["pulls"] = Role(name="pulls", trusts=("ecs-tasks.amazonaws.com",), boundary=boundary)
    aws.errors["SimulatePrincipalPolicy"] = NotAllowed("simulate", "no", action="iam:SimulatePrincipalPolicy")
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    only_ecr = {"Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}
    aws.role_policies["pulls"] = {"own": everything}
    aws.role_policies["nobody"] = {boundary: only_ecr}

    inquest = await look_into(store, arn)

    assert "execution role pulls does not allow secretsmanager:GetSecretValue" in said(inquest, "confirmed")


async def test_a_role_that_may_not_be_looked_at_is_not_checked_and_names_the_permission(
    aws: SmallAws, store: Store
) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.errors["GetRole"] = NotAllowed("read role pulls", "it is not allowed", action="iam:GetRole")

    inquest = await look_into(store, arn)

    missing = [fact.missing for fact in inquest.diagnosis.facts if fact.verdict == "not checked"]
    assert "iam:GetRole" in missing
    assert not said(inquest, "confirmed")
    assert inquest.diagnosis.headline.startswith("cannot read secret prod/db-a1B2c3"), "the words of the rule alone"


async def test_what_policies_cannot_be_read_for_is_unknown_and_never_denied(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.roles["pulls"] = Role(name="pulls", trusts=("ecs-tasks.amazonaws.com",))
    for operation in ("SimulatePrincipalPolicy", "ListAttachedRolePolicies", "ListRolePolicies"):
        aws.errors[operation] = NotAllowed(operation, "it is not allowed", action=f"iam:{operation}")

    inquest = await look_into(store, arn)

    facts = [fact for fact in inquest.diagnosis.facts if fact.probe == "E-role"]
    assert {fact.verdict for fact in facts} == {"not checked"}
    assert {fact.missing for fact in facts} == {"iam:SimulatePrincipalPolicy"}


async def test_the_way_that_is_missing_is_told_hop_by_hop(aws: SmallAws, store: Store) -> None:
    network = Attachment(
        type="ElasticNetworkInterface",
        details=(KeyValue(name="subnetId", value="subnet-1"), KeyValue(name="privateIPv4Address", value="10.0.1.7")),
    )
    ended = dead(stopped_reason=NO_WAY, attachments=(network,))
    plan = AwsVpcConfiguration(subnets=("subnet-1",), security_groups=("sg-task",), assign_public_ip="DISABLED")
    arn = put(aws, ended, network_configuration=NetworkConfiguration(awsvpc_configuration=plan))
    aws.vpcs["vpc-1"] = vpc()
    subnets = vpc().subnets
    assert isinstance(subnets, Known)
    ours = subnets.value[0]
    aws.put(ended_in(ended, ours.subnet_id))

    inquest = await look_into(store, arn)

    assert isinstance(inquest.evidence.ways_out, Known), inquest.evidence.ways_out
    assert {way.service for way in inquest.evidence.ways_out.value} >= {"ecr.api", "ecr.dkr", "s3", "logs"}
    assert inquest.evidence.has_dns == Known(True)
    assert aws.asked["DescribeRouteTables"] == 1, "the VPC is read once"


def ended_in(ended: Task, subnet: str) -> Task:
    import msgspec

    details = (KeyValue(name="subnetId", value=subnet), KeyValue(name="privateIPv4Address", value="10.0.1.7"))
    network = Attachment(type="ElasticNetworkInterface", details=details)
    return msgspec.structs.replace(ended, attachments=(network,))


async def test_an_image_that_is_not_there_is_told_with_those_that_are(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    aws.stored["web"] = {
        "6": StoredImage(digest="sha256:6", tags=("6",), pushed_at=BORN),
        "5": StoredImage(digest="sha256:5", tags=("5", "old"), pushed_at=BORN - timedelta(days=1)),
    }

    inquest = await look_into(store, arn)

    assert said(inquest, "confirmed") == ["repository web has no tag 7; its newest: 6, 5, old"]


async def test_the_last_lines_come_from_the_task_s_own_stream(aws: SmallAws, store: Store) -> None:
    ended = dead(
        stop_code="EssentialContainerExited",
        stopped_reason="Essential container in task exited",
        containers=(Container(name="api", last_status="STOPPED", exit_code=1, image=IMAGE),),
    )
    arn = put(aws, ended)
    at = int(END.timestamp() * 1000)
    ours, other = f"web/api/{1:032x}", f"web/api/{2:032x}"
    aws.written = [
        LogEvent(at=at - 50_000 + 1000 * number, stream=ours, message=f"line {number}", group="/ecs/web")
        for number in range(40)
    ] + [LogEvent(at=at, stream=other, message="of another", group="/ecs/web")]

    inquest = await look_into(store, arn)

    assert isinstance(inquest.lines, Known)
    lines = [event.message for event in inquest.lines.value["api"]]
    assert (len(lines), lines[0], lines[-1]) == (30, "line 10", "line 39")
    assert any("line 39" in fact.sentence for fact in inquest.diagnosis.facts)


async def test_a_stream_that_was_never_made_means_that_nothing_was_written(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))

    inquest = await look_into(store, arn)

    assert inquest.lines == Known({"api": ()})


async def test_memory_of_the_task_itself_is_evidence_that_of_the_service_is_a_hint(aws: SmallAws, store: Store) -> None:
    ended = dead(
        stop_code="EssentialContainerExited",
        stopped_reason="OutOfMemoryError: Container killed due to memory usage",
        containers=(Container(name="api", last_status="STOPPED", exit_code=137),),
    )
    arn = put(aws, ended)
    times = (END - timedelta(minutes=2), END - timedelta(minutes=1))
    aws.series["MemoryUtilization Maximum"] = Series(id="", times=times, values=(80.0, 99.0))

    inquest = await look_into(store, arn)

    assert isinstance(inquest.curves, Known)
    assert inquest.curves.value.of == "the service's hottest task"
    assert "memory of the service's hottest task was at 99% before the end" in said(inquest, "noted")

    aws.series["TaskMemoryUtilization Maximum"] = Series(id="", times=times, values=(70.0, 97.0))
    watch = store.ends.inquest("prod", arn, metrics=True)
    async with following(watch):
        watch.refresh()
        for _ in range(200):
            await asyncio.sleep(0)
        assert "memory was at 97% before the end" in said(watch.snapshot.rows[0], "confirmed")


async def test_metrics_that_are_switched_off_are_not_asked_for(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))

    inquest = await look_into(store, arn, metrics=False)

    assert aws.asked["GetMetricData"] == 0
    assert isinstance(inquest.curves, NotChecked)
    assert "--no-metrics" in inquest.curves.why


async def test_what_was_changed_before_the_end(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    revisions = {number: f"{ECS}service-revision/prod/web/{number}" for number in (6, 7)}
    for number, revision in revisions.items():
        aws.put(ServiceRevision(service_revision_arn=revision, task_definition=f"{ECS}task-definition/web:{number}"))
    aws.put(
        TaskDefinition(task_definition_arn=f"{ECS}task-definition/web:6", family="web", revision=6, cpu="256"),
        ServiceDeployment(
            service_deployment_arn=f"{ECS}service-deployment/prod/web/1",
            service_arn=service("web").service_arn,
            created_at=END - timedelta(minutes=5),
            source_service_revisions=(RevisionShare(arn=revisions[6]),),
            target_service_revision=RevisionShare(arn=revisions[7]),
        ),
        ServiceDeployment(
            service_deployment_arn=f"{ECS}service-deployment/prod/web/0",
            service_arn=service("web").service_arn,
            created_at=END - timedelta(hours=5),
        ),
    )

    inquest = await look_into(store, arn)

    (happening,) = inquest.before
    assert happening.words == "a deployment began: web:6 → web:7"
    assert "cpu" in {each.what for each in happening.differences}


async def test_who_stopped_it_is_asked_of_cloudtrail_only_where_somebody_did(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stop_code="UserInitiated", stopped_reason="Task stopped by user"))
    aws.recorded = [RecordedCall(at=END - timedelta(seconds=3), name="StopTask", by="ops-admin")]

    inquest = await look_into(store, arn)

    assert [each for each in said(inquest, "confirmed") if each.startswith("ops-admin called StopTask")]
    assert aws.asked["LookupEvents"] == 2


QUOTA = "You’ve reached the limit on the number of vCPUs you can run concurrently"
ON_DEMAND = ServiceQuota(
    code="L-3032A538",
    name="Fargate On-Demand vCPU resource count",
    value=40,
    namespace="AWS/Usage",
    metric="ResourceCount",
    dimensions=(("Class", "Standard/OnDemand"), ("Resource", "vCPU"), ("Service", "Fargate"), ("Type", "Resource")),
)


async def test_the_quota_is_weighed_against_what_runs(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=QUOTA, cpu="4096"))
    aws.limits[ON_DEMAND.code] = ON_DEMAND
    aws.series["ResourceCount Maximum"] = Series(id="", times=(END,), values=(37.5,))

    inquest = await look_into(store, arn)

    words = "37.5 of 40 vCPUs used, a task needs 4 (Fargate On-Demand vCPU resource count)"
    assert said(inquest, "confirmed") == [words]
    assert [each.dimensions for each in aws.queried if each.name == "ResourceCount"] == [ON_DEMAND.dimensions]


async def test_a_quota_or_its_use_that_may_not_be_read_is_not_checked_and_names_the_permission(
    aws: SmallAws, store: Store
) -> None:
    arn = put(aws, dead(stopped_reason=QUOTA))
    aws.errors["GetServiceQuota"] = NotAllowed("read quota", "no", action="servicequotas:GetServiceQuota")
    (fact,) = (await look_into(store, arn)).diagnosis.facts
    assert (fact.verdict, fact.missing) == ("not checked", "servicequotas:GetServiceQuota")

    del aws.errors["GetServiceQuota"]
    aws.limits[ON_DEMAND.code] = ON_DEMAND
    aws.errors["GetMetricData"] = NotAllowed("read metrics", "no", action="cloudwatch:GetMetricData")
    other = put(aws, dead(2, stopped_reason=QUOTA))
    (fact,) = (await look_into(store, other)).diagnosis.facts
    assert (fact.verdict, fact.missing) == ("not checked", "cloudwatch:GetMetricData")
    assert ": 40; how much of it is used" in fact.sentence


KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


@pytest.mark.parametrize(
    ("state", "verdict", "words"),
    [
        ("Disabled", "confirmed", "is encrypted, is disabled"),
        ("PendingDeletion", "confirmed", "is about to be deleted"),
        ("Enabled", "noted", "which kms:Decrypt has to be allowed on"),
        (None, "confirmed", "does not exist"),
    ],
)
async def test_the_key_of_a_secret_is_looked_at(
    aws: SmallAws, store: Store, state: str | None, verdict: str, words: str
) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.secret_things[SECRET] = StoredSecret(name="prod/db", has_current_version=True, key=KEY)
    if state is not None:
        aws.keys[KEY] = StoredKey(state=state)
    (found,) = (each for each in said(await look_into(store, arn), verdict) if KEY in each)
    assert words in found


async def test_a_key_that_may_not_be_looked_at_is_not_checked(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=DENIED))
    aws.secret_things[SECRET] = StoredSecret(name="prod/db", has_current_version=True, key=KEY)
    aws.errors["DescribeKey"] = NotAllowed("describe key", "no", action="kms:DescribeKey")
    facts = (await look_into(store, arn)).diagnosis.facts
    assert [each.missing for each in facts if "the state of" in each.sentence] == ["kms:DescribeKey"]


REFUSED = (
    f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {IMAGE}: pulling "
    "from host 123456789012.dkr.ecr.eu-west-1.amazonaws.com failed with status code [manifests 7]: 403 Forbidden"
)


async def test_the_policy_of_the_repository_of_a_refused_image_is_read(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=REFUSED))
    assert "repository web is the account's own, and has no policy" in said(await look_into(store, arn), "cleared")

    aws.repository_policies["web"] = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "ecr:*"}]}
    other = put(aws, dead(2, stopped_reason=REFUSED))
    words = "repository web is the account's own, and its policy does not let the execution role in"
    assert words in said(await look_into(store, other), "confirmed")

    aws.errors["GetRepositoryPolicy"] = NotAllowed("read the policy", "no", action="ecr:GetRepositoryPolicy")
    third = put(aws, dead(3, stopped_reason=REFUSED))
    facts = (await look_into(store, third)).diagnosis.facts
    assert "ecr:GetRepositoryPolicy" in [each.missing for each in facts]


async def test_only_a_refused_image_has_the_policy_of_its_repository_read(aws: SmallAws, store: Store) -> None:
    await look_into(store, put(aws, dead(stopped_reason=NOT_THERE)))
    assert not aws.asked["GetRepositoryPolicy"]


RETIRED = "ECS is performing maintenance on the underlying infrastructure hosting the task."


async def test_what_aws_health_has_announced_is_evidence(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=RETIRED, stop_code="ServiceSchedulerInitiated"))
    start = END - timedelta(hours=2)
    event = HealthEvent(code="AWS_ECS_TASK_PATCHING_RETIREMENT", start=start, status="open")
    long_ago = HealthEvent(code="AWS_ECS_OPERATIONAL_ISSUE", start=END - timedelta(days=9), end=END - timedelta(days=8))
    aws.announced = (event, long_ago)
    assert said(await look_into(store, arn), "confirmed") == [
        f"AWS Health: AWS_ECS_TASK_PATCHING_RETIREMENT, open from {start:%Y-%m-%d %H:%M} UTC"
    ]


GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1"


async def test_how_long_connections_are_given_is_asked_of_a_task_that_is_ending(aws: SmallAws, store: Store) -> None:
    aws.fronts[GROUP] = TargetGroup(target_group_arn=GROUP, target_group_name="web")
    aws.group_attributes[GROUP] = {"deregistration_delay.timeout_seconds": "300"}
    ending = dead(last_status="DEACTIVATING", stopping_at=BORN - timedelta(hours=1), stop_code="", stopped_at=None)
    arn = put(aws, ending, load_balancers=(LoadBalancer(target_group_arn=GROUP),))
    inquest = await look_into(store, arn)
    assert inquest.diagnosis.rule == "D62"
    assert "web gives connections 300 s to end" in said(inquest, "confirmed")


async def test_the_infrastructure_role_is_the_one_that_service_or_task_names(aws: SmallAws, store: Store) -> None:
    reason = "Task failed to start: Amazon EBS volume could not be attached: the infrastructure role is not authorized"
    volume = VolumeConfiguration(name="data", managed=ManagedVolume(role_arn="arn:aws:iam::123456789012:role/volumes"))
    arn = put(aws, dead(stopped_reason=reason), deployments=(Deployment(volume_configurations=(volume,)),))
    inquest = await look_into(store, arn)
    assert inquest.diagnosis.rule == "D52"
    assert "the infrastructure role does not exist" in said(inquest, "confirmed")


async def test_siblings_are_counted_by_their_cause(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    aws.put(
        dead(2, stopped_reason=NOT_THERE), dead(3, stop_code="UserInitiated", stopped_reason="Task stopped by user")
    )

    inquest = await look_into(store, arn)

    assert inquest.diagnosis.siblings is not None
    assert (inquest.diagnosis.siblings.same, inquest.diagnosis.siblings.of) == (2, 3)


async def test_no_probe_that_fails_takes_the_others_with_it(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    aws.stored["web"] = {}
    for operation in (
        "DescribeServices", "ListTasks", "ListServiceDeployments", "GetLogEvents", "GetMetricData",
        "DescribeScalingActivities", "DescribeLogGroups",
    ):  # fmt: skip
        aws.errors[operation] = NotAllowed(operation, "it is not allowed", action=f"x:{operation}")

    inquest = await look_into(store, arn)

    assert said(inquest, "confirmed") == ["repository web has no tag 7"]
    for part in (inquest.lines, inquest.curves, inquest.siblings, inquest.evidence.service, inquest.revised):
        assert isinstance(part, NotChecked), part
        assert part.action


async def test_a_task_that_aws_has_forgotten_is_an_error(aws: SmallAws, store: Store) -> None:
    watch = store.ends.inquest("prod", task(9).task_arn, metrics=True)
    async with following(watch):
        assert isinstance(watch.snapshot.error, NotFound)


async def test_without_credentials_nothing_is_told_as_if_it_were_so(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    aws.errors["DescribeImages"] = CredentialsExpired("find image", "they have expired")
    watch = store.ends.inquest("prod", arn, metrics=True)

    async with following(watch):
        for _ in range(50):
            await asyncio.sleep(0)
        assert isinstance(watch.snapshot.error, CredentialsExpired)


async def test_it_is_asked_once_and_by_one_however_many_look(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    arn = put(aws, dead(stopped_reason=NOT_THERE))
    await look_into(store, arn)
    aws.forget_calls()

    async with (
        following(store.ends.inquest("prod", arn, metrics=True)),
        following(store.ends.inquest("prod", arn, metrics=True)),
    ):
        await clock.push(3600)

    assert aws.asked.total() == 0


async def test_a_standalone_task_has_no_service_and_no_siblings(aws: SmallAws, store: Store) -> None:
    arn = put(aws, dead(group="family:web", stopped_reason=NOT_THERE))

    inquest = await look_into(store, arn)

    assert aws.asked["DescribeServices"] == 0
    assert isinstance(inquest.siblings, NotChecked)
    assert inquest.siblings.why == "it belongs to no service"


def test_every_probe_can_be_asked() -> None:
    from typing import get_args

    from fargate_tui.fargate.diagnosis.fact import Probe

    assert set(GATHERERS) == set(get_args(Probe))
