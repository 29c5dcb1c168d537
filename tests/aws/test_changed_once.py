"""Every operation that changes something, over a network that loses it or its answer: it is done once.

Each case is done twice, in two clusters of its own: undisturbed, and with the connection cut. Both must end alike.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fargate_tui.actions.capture import RULE
from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.actions.register import answer_of
from fargate_tui.actions.run_task import RunTaskDefinition
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.aws.sdk import ATTEMPTS
from fargate_tui.fargate.captures import GROUP, group_subject
from fargate_tui.fargate.changes import Call, Subject
from fargate_tui.fargate.errors import Unreachable
from fargate_tui.fargate.run_draft import RunDraft
from fargate_tui.fargate.runs import Run
from tests.local_aws import REGION, LocalAws

CONTAINER = {"name": "app", "image": "nginx"}
FARGATE = {"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}
SCALED = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}
TRACKING = {
    "TargetValue": 60.0,
    "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
}
PAUSE = {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}


@dataclass(frozen=True)
class World:
    """A cluster with a service of two tasks, three revisions of which the last is INACTIVE, and what scales it."""

    aws: LocalAws
    name: str

    def client(self, service: str) -> Any:
        return self.aws.client(service)

    def made(self) -> "World":
        ecs, scaling = self.client("ecs"), self.client("application-autoscaling")
        ecs.create_cluster(clusterName=self.name, capacityProviders=["FARGATE", "FARGATE_SPOT"])
        role = "arn:aws:iam::123456789012:role/task"
        for image in ("nginx:1", "nginx:2", "nginx:3"):
            containers = [{**CONTAINER, "image": image}]
            ecs.register_task_definition(
                family=self.name, containerDefinitions=containers, taskRoleArn=role, **FARGATE
            )  # fmt: skip
        ecs.deregister_task_definition(taskDefinition=f"{self.name}:3")
        subnets = [subnet["SubnetId"] for subnet in self.client("ec2").describe_subnets()["Subnets"]]
        network = {"awsvpcConfiguration": {"subnets": subnets[:1], "assignPublicIp": "ENABLED"}}
        ecs.create_service(
            cluster=self.name, serviceName="web", taskDefinition=f"{self.name}:1", desiredCount=2,
            launchType="FARGATE", networkConfiguration=network, tags=[{"key": "team", "value": "shop"}],
        )  # fmt: skip
        self.aws.advance(120)
        where = {**SCALED, "ResourceId": self.resource}
        scaling.register_scalable_target(**where, MinCapacity=1, MaxCapacity=4)
        scaling.put_scaling_policy(
            **where, PolicyName="cpu-60", PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=TRACKING,
        )  # fmt: skip
        scaling.put_scheduled_action(
            **where, ScheduledActionName="night", Schedule="cron(0 20 * * ? *)",
            ScalableTargetAction={"MinCapacity": 1},
        )  # fmt: skip
        return self

    @property
    def resource(self) -> str:
        return f"service/{self.name}/web"

    @property
    def cluster(self) -> Subject:
        (found,) = self.client("ecs").describe_clusters(clusters=[self.name])["clusters"]
        return Subject(kind="cluster", arn=found["clusterArn"], name=self.name, cluster=self.name)

    @property
    def service(self) -> Subject:
        (found,) = self.client("ecs").describe_services(cluster=self.name, services=["web"])["services"]
        return Subject(kind="service", arn=found["serviceArn"], name="web", cluster=self.name)

    @property
    def page(self) -> Subject:
        (found,) = self.client("ecs").describe_services(cluster=self.name, services=["page"])["services"]
        return Subject(kind="service", arn=found["serviceArn"], name="page", cluster=self.name)

    @property
    def task(self) -> Subject:
        arn = min(self.client("ecs").list_tasks(cluster=self.name)["taskArns"])
        return Subject(kind="task", arn=arn, name=arn[-32:], cluster=self.name)

    def revision(self, number: int) -> Subject:
        name = f"{self.name}:{number}"
        arn = self.client("ecs").describe_task_definition(taskDefinition=name)["taskDefinition"]["taskDefinitionArn"]
        return Subject(kind="task-definition", arn=arn, name=name)

    @property
    def draft(self) -> str:
        """What is filled in to run the revision."""
        subnet = self.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
        wish = RunDraft(
            cluster=self.name, revision=f"{self.name}:1", subnets=subnet, container="app", public="on", count="2"
        )
        values = {field: getattr(wish, field) for field in wish.__struct_fields__}
        return RunTaskDefinition().answer_of(values)

    @property
    def edited(self) -> str:
        """What is typed to register another revision."""
        return answer_of({"family": self.name, "containerDefinitions": [{**CONTAINER, "image": "nginx:4"}], **FARGATE})

    def roll(self) -> None:
        """Begin a deployment."""
        self.client("ecs").update_service(cluster=self.name, service="web", taskDefinition=f"{self.name}:2")
        self.aws.advance(4)

    def pause(self) -> None:
        """Begin a deployment that waits for a person."""
        configuration = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, "lifecycleHooks": [PAUSE]}
        self.client("ecs").update_service(
            cluster=self.name, service="web", taskDefinition=f"{self.name}:2", deploymentConfiguration=configuration
        )
        self.aws.advance(120)

    def express(self) -> None:
        """Have an Express Mode service too."""
        role = "arn:aws:iam::123456789012:role"
        subnets = [subnet["SubnetId"] for subnet in self.client("ec2").describe_subnets()["Subnets"]]
        self.client("ecs").create_express_gateway_service(
            cluster=self.name, serviceName="page", primaryContainer={"image": "shop/page:1"},
            executionRoleArn=f"{role}/ecsTaskExecutionRole", infrastructureRoleArn=f"{role}/infra",
            networkConfiguration={"subnets": subnets[:1]},
        )  # fmt: skip
        self.aws.advance(300)

    def end_scaling(self) -> None:
        """Let nothing scale it."""
        self.client("application-autoscaling").deregister_scalable_target(**SCALED, ResourceId=self.resource)

    def empty(self) -> None:
        """Leave nothing in the cluster."""
        self.client("ecs").delete_service(cluster=self.name, service="web", force=True)
        self.aws.advance(300)

    def where_to(self, service: str, operation: str) -> dict[str, str]:
        """The container, or the session, that a call is about."""
        task = self.task
        if service == "ecs":
            return {"cluster": self.name, "task": task.arn, "container": "app"}
        (told,) = self.client("ecs").describe_tasks(cluster=self.name, tasks=[task.arn])["tasks"]
        target = f"ecs:{self.name}_{task.name}_{told['containers'][0]['runtimeId']}"
        if operation == "StartSession":
            return {"Target": target}
        return {"SessionId": self.client("ssm").start_session(Target=target)["SessionId"]}

    def let_be(self) -> None:
        """Have nothing that captures events: it is of the Region, and so of all worlds."""
        events, logs = self.client("events"), self.client("logs")
        with suppress(ClientError):
            events.remove_targets(Rule=RULE, Ids=["log-group"])
        with suppress(ClientError):
            events.delete_rule(Name=RULE)
        with suppress(ClientError):
            logs.delete_resource_policy(policyName=RULE)
        with suppress(ClientError):
            logs.delete_log_group(logGroupName=GROUP)

    @property
    def _capture(self) -> dict[str, object]:
        events, logs = self.client("events"), self.client("logs")
        rules = [rule["Name"] for rule in events.list_rules(NamePrefix=RULE)["Rules"]]
        groups = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
        return {
            "rules": rules,
            "targets": [each["Arn"] for name in rules for each in events.list_targets_by_rule(Rule=name)["Targets"]],
            "policies": [each["policyName"] for each in logs.describe_resource_policies()["resourcePolicies"]],
            "groups": [(each["logGroupName"], each.get("retentionInDays")) for each in groups],
        }

    def leave(self) -> None:
        """Let nothing of it go on: what is alive costs each world after it time."""
        self.let_be()
        stands = self.aws.control("state")["clusters"][self.name]
        if stands["status"] != "ACTIVE":
            return
        with suppress(ClientError):
            self.end_scaling()
        for arn in self.client("ecs").list_tasks(cluster=self.name)["taskArns"]:
            self.client("ecs").stop_task(cluster=self.name, task=arn)
        for name, service in stands["services"].items():
            if service["status"] == "ACTIVE":
                self.client("ecs").delete_service(cluster=self.name, service=name, force=True)

    def found(self) -> dict[str, Any]:
        """All that can be changed of it, as AWS says, without names, times and ids."""
        ecs, scaling = self.client("ecs"), self.client("application-autoscaling")
        (cluster,) = ecs.describe_clusters(clusters=[self.name], include=["SETTINGS", "TAGS"])["clusters"]
        described = self._services() if cluster["status"] == "ACTIVE" else []
        where = {"ServiceNamespace": "ecs"}
        targets = scaling.describe_scalable_targets(**where, ResourceIds=[self.resource])["ScalableTargets"]
        policies = scaling.describe_scaling_policies(**where, ResourceId=self.resource)["ScalingPolicies"]
        schedules = scaling.describe_scheduled_actions(**where, ResourceId=self.resource)["ScheduledActions"]
        stands = self.aws.control("state")["clusters"][self.name]
        return {
            "cluster": [cluster[each] for each in CLUSTER_MEMBERS],
            "services": [{each: service.get(each) for each in SERVICE_MEMBERS} for service in described],
            "deployments begun": [each["deployments_begun"] for each in stands["services"].values()],
            "stories": [self._story(each["status"]) for each in described],
            "revision": [each["taskDefinition"].rpartition(":")[2] for each in described],
            "revisions": {status: len(self._revisions(status)) for status in REVISIONS},
            "tasks": (stands["tasks_alive"], stands["tasks_ended"]),
            "protected": self._protected(),
            "targets": [[target[each] for each in TARGET_MEMBERS] for target in targets],
            "policies": [
                (each["PolicyName"], each.get("TargetTrackingScalingPolicyConfiguration", {}).get("TargetValue"))
                for each in policies
            ],
            "alarms": len(
                self.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{self.name}/web/")["MetricAlarms"]
            ),
            "express": self._configuration(stands["services"]),
            "capture": self._capture,
            "schedules": [(each["ScheduledActionName"], each["Schedule"]) for each in schedules],
        }

    def _configuration(self, services: dict[str, Any]) -> object:
        """What the Express Mode service is told to be; how it stands where it is no more; None where there is none."""
        if "page" not in services or services["page"]["status"] != "ACTIVE":
            return services.get("page", {}).get("status")
        told = self.client("ecs").describe_express_gateway_service(serviceArn=self.page.arn)["service"]
        return [[given.get(each) for each in EXPRESS_MEMBERS] for given in told["activeConfigurations"]]

    def _services(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client("ecs").describe_services(
            cluster=self.name, services=["web"], include=["TAGS"]
        )["services"]
        return found

    def _story(self, status: str) -> list[str]:
        if status != "ACTIVE":
            return []
        found = self.client("ecs").list_service_deployments(cluster=self.name, service="web")["serviceDeployments"]
        return [each["status"] for each in found]

    def _revisions(self, status: str) -> list[str]:
        found: list[str] = self.client("ecs").list_task_definitions(familyPrefix=self.name, status=status)[
            "taskDefinitionArns"
        ]
        return found

    def _protected(self) -> int:
        arns = self.client("ecs").list_tasks(cluster=self.name, serviceName="web")["taskArns"] if self._is_there else []
        if not arns:
            return 0
        told = self.client("ecs").get_task_protection(cluster=self.name, tasks=arns)["protectedTasks"]
        return sum(each["protectionEnabled"] for each in told)

    @property
    def _is_there(self) -> bool:
        stands = self.aws.control("state")["clusters"][self.name]
        return (stands["status"], stands["services"]["web"]["status"]) == ("ACTIVE", "ACTIVE")


CLUSTER_MEMBERS = ("status", "settings", "capacityProviders", "defaultCapacityProviderStrategy", "tags")
SERVICE_MEMBERS = (
    "status", "desiredCount", "tags", "enableExecuteCommand", "healthCheckGracePeriodSeconds", "platformVersion",
    "capacityProviderStrategy", "deploymentConfiguration", "availabilityZoneRebalancing",
)  # fmt: skip
EXPRESS_MEMBERS = ("cpu", "memory", "healthCheckPath", "scalingTarget", "primaryContainer")
REVISIONS = ("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS")
TARGET_MEMBERS = ("MinCapacity", "MaxCapacity", "SuspendedState")


@dataclass(frozen=True)
class Case:
    """One action with an answer, and the operation that is cut off from it."""

    action: str
    answer: str | Callable[[World], str]
    operation: str
    subject: Callable[[World], Subject]
    before: Callable[[World], None] = lambda _: None
    is_taken_back: bool = False
    """Whether it is not itself cut off, but what takes it back."""

    def __str__(self) -> str:
        said = self.answer if isinstance(self.answer, str) else "…"
        return f"{self.action} {said}: {self.operation}".replace("/", "_")

    def said(self, world: World) -> str:
        return self.answer if isinstance(self.answer, str) else self.answer(world)


def _service(world: World) -> Subject:
    return world.service


def _page(world: World) -> Subject:
    return world.page


def _cluster(world: World) -> Subject:
    return world.cluster


def _task(world: World) -> Subject:
    return world.task


def _group(_: World) -> Subject:
    return group_subject(REGION, "123456789012")


def _revision(number: int) -> Callable[[World], Subject]:
    return lambda world: world.revision(number)


BY_NAME = {operation.name: operation for operation in OPERATIONS if operation.changes}
"""Those of the wizards are tried in test_created_once.py."""
ONCE = tuple(operation for operation in BY_NAME.values() if not operation.repeats)
"""What AWS must be asked no second time."""
End = tuple[dict[str, Any], int, dict[str, int]]
"""What AWS says of it, how much was made, and how often AWS has carried out what must not be done twice."""

CASES = (
    Case("service.scale", "4", "UpdateService", _service),
    Case("service.scale", "+1", "UpdateService", _service),
    Case("service.scale", "6 max=6", "RegisterScalableTarget", _service),
    Case("service.scale", "6 max=6", "UpdateService", _service),
    Case("service.scale", "3 suspend", "RegisterScalableTarget", _service),
    Case("service.deploy", "new", "UpdateService", _service),
    Case("service.deploy", ":2", "UpdateService", _service),
    Case("service.roll_back", "", "StopServiceDeployment", _service, World.roll),
    Case("service.continue_deployment", "", "ContinueServiceDeployment", _service, World.pause),
    Case("service.continue_deployment", "roll back", "ContinueServiceDeployment", _service, World.pause),
    *(
        Case("service.set", answer, "UpdateService", _service)
        for answer in (
            "platform 1.4.0",
            "exec on",
            "grace 060",
            "percent 50-200",
            "breaker rollback",
            "strategy FARGATE=1+0 FARGATE_SPOT=3",
            "rebalancing off",
        )
    ),
    Case("service.enable_exec", "on", "UpdateService", _service),
    Case("service.tag", "team=ops", "TagResource", _service),
    Case("service.tag", "-team", "UntagResource", _service),
    Case("service.delete", "", "UpdateService", _service),
    Case("service.delete", "", "DeleteService", _service),
    *(
        Case("service.set", answer, "UpdateExpressGatewayService", _page, World.express)
        for answer in ("tasks 2-4", "hold memory 70", "image shop/page:2", "size 512/1024", "health /up")
    ),
    Case("service.delete", "", "DeleteExpressGatewayService", _page, World.express),
    Case("task.stop", "try", "StopTask", _task),
    Case("task.run", lambda world: world.draft, "RunTask", _task),
    Case("task.protect", "30", "UpdateTaskProtection", _task),
    Case("task_definition.run", lambda world: world.draft, "RunTask", _revision(1)),
    Case("cluster.set", "insights enhanced", "UpdateClusterSettings", _cluster),
    Case("cluster.set", "strategy FARGATE=1+0", "PutClusterCapacityProviders", _cluster),
    Case("cluster.tag", "team=ops", "TagResource", _cluster),
    Case("cluster.delete", "", "DeleteCluster", _cluster, World.empty),
    Case("revision.edit", lambda world: world.edited, "RegisterTaskDefinition", _revision(2)),
    Case("revision.deregister", "", "DeregisterTaskDefinition", _revision(2)),
    Case("revision.clean_up", "1", "DeregisterTaskDefinition", _revision(2), World.empty),
    Case("revision.delete", "", "DeleteTaskDefinitions", _revision(3)),
    Case("scaling.limits", "1 8", "RegisterScalableTarget", _service),
    Case("scaling.limits", "1 8", "RegisterScalableTarget", _service, World.end_scaling),
    Case("scaling.limits", "none", "DeregisterScalableTarget", _service),
    Case("scaling.suspend", "all", "RegisterScalableTarget", _service),
    Case("scaling.track", "memory 70", "PutScalingPolicy", _service),
    Case("scaling.retarget", "cpu-60 50", "PutScalingPolicy", _service),
    Case("scaling.schedule", "cron(0 8 * * ? *) 2 4", "PutScheduledAction", _service),
    Case("scaling.steps", "cpu >70 +1", "PutScalingPolicy", _service),
    Case("scaling.steps", "cpu >70 +1", "PutMetricAlarm", _service),
    Case("scaling.steps", "cpu >70 +1", "DeleteScalingPolicy", _service, is_taken_back=True),
    Case("scaling.steps", "cpu >70 +1", "DeleteAlarms", _service, is_taken_back=True),
    Case("scaling.limits", "none", "RegisterScalableTarget", _service, is_taken_back=True),
    Case("scaling.limits", "none", "PutScalingPolicy", _service, is_taken_back=True),
    Case("scaling.limits", "none", "PutScheduledAction", _service, is_taken_back=True),
    *(
        Case("events.capture", "", operation, _group, World.let_be)
        for operation in ("CreateLogGroup", "PutRetentionPolicy", "PutResourcePolicy", "PutRule", "PutTargets")
    ),
    *(
        Case("events.capture", "", operation, _group, World.let_be, is_taken_back=True)
        for operation in ("RemoveTargets", "DeleteRule", "DeleteResourcePolicy")
    ),
    Case("scaling.remove", "policy cpu-60", "DeleteScalingPolicy", _service),
    Case("scaling.remove", "schedule night", "DeleteScheduledAction", _service),
)

SESSIONS: dict[str, tuple[str, dict[str, object]]] = {
    "ExecuteCommand": ("ecs", {"command": "/bin/sh", "interactive": True}),
    "StartSession": ("ssm", {"DocumentName": "AWS-StartPortForwardingSession"}),
    "TerminateSession": ("ssm", {}),
}
"""What is sent without an action: it is not followed, and not sent again by anybody but a person."""


def test_every_operation_is_tried() -> None:
    tried = {case.operation for case in CASES} | set(SESSIONS)
    of_wizards = {operation.name for operation in CREATING}
    wanted = {operation.name for operation in OPERATIONS if operation.changes and operation not in CREATING}
    assert wanted <= tried <= wanted | of_wizards


def test_every_action_is_tried() -> None:
    assert {case.action for case in CASES} == {name for name, each in BY_ID.items() if not each.only_takes_back}


@pytest.fixture
def aws(own_aws: Aws) -> Aws:
    return own_aws


async def settled(runs: Runs) -> Run:
    """The newest run, once AWS has answered to each step or not."""
    async with aclosing(runs.follow()) as changes:
        async for found in changes:
            if not any(step.state in ("waiting", "sending") for step in found[0].steps):
                break
    return runs.runs[0]


async def confirmed(aws: LocalAws, runs: Runs, case: Case, world: World, cut: Callable[[], None]) -> End:
    """Plan it, confirm it with the connection cut, send it again as often as nobody knows, and see what came of it."""
    world.made()
    case.before(world)
    subject, answer = case.subject(world), case.said(world)
    before = Counter(aws.control("state")["calls"])
    plan = await runs.plan(case.action, (subject,), answer)
    if case.is_taken_back:
        runs.start(plan)
        await settled(runs)
        plan = await runs.plan_undo(*await runs.last_undoable())
    cut()
    runs.start(plan)
    run = await settled(runs)
    aws.clear_faults()
    if run.state == "no answer":
        assert "AWS may have done it, or not" in run.words
        runs.resume(run.arn)
        run = await settled(runs)
    assert run.state in ("going", "done"), run.words
    runs.leave(run.arn)
    done = Counter(aws.control("state")["calls"]) - before
    aws.advance(90)
    end = world.found(), len(run.made), {each.name: done[f"{each.service}:{each.name}"] for each in ONCE}
    world.leave()
    return end


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_it_is_done_once(own_local_aws: LocalAws, runs: Runs, case: Case) -> None:
    aws, name = own_local_aws, f"once-{CASES.index(case)}"
    undisturbed = await confirmed(aws, runs, case, World(aws, name), lambda: None)

    async def disturbed(way: str, *faults: tuple[str, int]) -> None:
        def cut() -> None:
            for kind, count in faults:
                aws.fault(kind, operation=case.operation, count=count)

        assert await confirmed(aws, runs, case, World(aws, f"{name}-{way}"), cut) == undisturbed, way

    await disturbed("unasked", ("drop_request", ATTEMPTS))
    await disturbed("unanswered", ("drop_answer", ATTEMPTS))
    if BY_NAME[case.operation].repeats:
        await disturbed("repeated", ("drop_answer", 1))
        # AWS may say of a repeated one that there is nothing to be done any more.
        await disturbed("refused", ("drop_answer", 1), ("invalid_operation", 1))


async def test_what_was_refused_and_never_done_is_told_so(own_local_aws: LocalAws, runs: Runs) -> None:
    world = World(own_local_aws, "refused").made()
    plan = await runs.plan("service.scale", (world.service,), "4")
    own_local_aws.fault("drop_request", operation="UpdateService", count=1)
    own_local_aws.fault("invalid_operation", operation="UpdateService", count=1)
    runs.start(plan)
    run = await settled(runs)
    assert run.state == "refused"
    assert world.found()["services"][0]["desiredCount"] == 2


@pytest.mark.parametrize("kind", ["drop_answer", "drop_request"])
@pytest.mark.parametrize("operation", SESSIONS)
async def test_a_session_is_asked_for_once(own_local_aws: LocalAws, aws: Aws, operation: str, kind: str) -> None:
    service, given = SESSIONS[operation]
    world = World(own_local_aws, f"{operation.lower()}-{kind[5:]}").made()
    world.client("ecs").update_service(
        cluster=world.name, service="web", enableExecuteCommand=True, forceNewDeployment=True
    )
    own_local_aws.advance(300)
    where = world.where_to(service, operation)

    def sessions() -> list[bool]:
        return [each["open"] for each in own_local_aws.control("state")["sessions"]]

    before = sessions()
    own_local_aws.fault(kind, operation=operation, count=1)
    with pytest.raises(Unreachable):
        await aws.changes.carry_out(Call(service=service, operation=operation, parameters={**where, **given}), "try")
    is_done = kind == "drop_answer"
    opened = [True] * (is_done and operation != "TerminateSession")
    closed = [False] * (is_done and operation == "TerminateSession")
    assert sessions() == [*before[: len(before) - len(closed)], *closed, *opened]
