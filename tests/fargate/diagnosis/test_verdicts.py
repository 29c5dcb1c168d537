"""Every probe: what confirms a cause, what clears it, what only says that it was not looked at."""

# ruff: noqa: E501 - a table reads better unwrapped

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.diagnosis import (
    Diagnosis,
    Evidence,
    FileSystemAnswer,
    ImageAnswer,
    Known,
    NotChecked,
    Quota,
    RoleAnswer,
    SecretAnswer,
    TargetGroupAnswer,
    TrailEvent,
    Usage,
    diagnose,
    diagnose_service,
)
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.records import (
    Attachment,
    Container,
    ContainerDefinition,
    Deployment,
    DeploymentConfiguration,
    LogConfiguration,
    PortMapping,
    RuntimePlatform,
    ScalingActivity,
    Secret,
    Service,
    ServiceDeployment,
    ServiceEvent,
    Subnet,
    TargetHealth,
    Task,
    TaskDefinition,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ARN = "arn:aws:ecs:eu-west-1:123456789012:task/prod/4f1c4f1c4f1c4f1c4f1c4f1c4f1c4f1c"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:7"
SM = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-Ab12Cd"
INIT = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
FETCH = f"{INIT}unable to retrieve secret from asm: failed to fetch secret {SM} from secrets manager: "
LOGGER = "ResourceInitializationError: failed to validate logger args: "
EFS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: "
DEFINITION = TaskDefinition(
    task_definition_arn="arn:aws:ecs:eu-west-1:1:task-definition/web:7",
    family="web",
    revision=7,
    cpu="256",
    memory="1024",
    network_mode="awsvpc",
    requires_compatibilities=("FARGATE",),
    execution_role_arn="arn:aws:iam::1:role/web-execution",
    runtime_platform=RuntimePlatform(cpu_architecture="ARM64"),
    container_definitions=(
        ContainerDefinition(
            name="api",
            memory=512,
            command=("serve", "--port", "80"),
            secrets=(Secret(name="DB", value_from=f"{SM}:password::"),),
            log_configuration=LogConfiguration(log_driver="awslogs", options={"awslogs-group": "/ecs/web"}),
        ),
    ),
)


def dead(reason: str, exit_code: int | None = None, code: str = "TaskFailedToStart", **facts: Any) -> Task:
    return Task(
        task_arn=ARN,
        last_status="STOPPED",
        stop_code=code,
        stopped_reason=reason,
        started_at=NOW - timedelta(seconds=90),
        stopping_at=NOW - timedelta(seconds=30),
        stopped_at=NOW,
        availability_zone="eu-west-1a",
        group="service:web",
        memory="1024",
        containers=(Container(name="api", image=IMAGE, exit_code=exit_code, memory="512"),),
        **facts,
    )


def judged(task: Task, **parts: Any) -> Diagnosis:
    return diagnose(task, definition=DEFINITION, evidence=Evidence(**parts), now=NOW)


def told(found: Diagnosis, probe: str) -> list[tuple[str, str]]:
    return [(fact.verdict, fact.sentence) for fact in found.facts if fact.probe == probe]


def path(service: str, verdict: Any, sentence: str) -> Path:
    return Path(service=service, label=service, verdict=verdict, sentence=sentence)


def role(**decisions: str) -> dict[str, Any]:
    return {name.replace("_", ":", 1): decision for name, decision in decisions.items()}


PULL = "CannotPullContainerError: failed to resolve ref x/y:1: "
TIMEOUT, GONE = dead(f"{PULL}i/o timeout"), dead(f"{PULL}not found")
PLATFORM = dead("CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'")
OUT_OF_DISK = dead("CannotPullContainerError: no space left on device")
SECRET_GONE = dead(f"{FETCH}ResourceNotFoundException: Secrets Manager can't find the specified secret.")
SECRET_DENIED = dead(f"{FETCH}AccessDeniedException")
GROUP_GONE = dead(f"{LOGGER}create stream: ResourceNotFoundException: The specified log group does not exist.")
MOUNT = dead(f"{EFS}Failed to resolve fs-1.efs.eu-west-1.amazonaws.com")
NO_ADDRESS = dead("Unexpected EC2 error: InsufficientFreeAddressesInSubnet in subnet 'subnet-0ab'")
OOM = dead("OutOfMemoryError: Container killed due to memory usage", 137, "EssentialContainerExited")
KILLED = dead("Essential container in task exited", 137, "EssentialContainerExited")
FAILED = dead("Essential container in task exited", 1, "EssentialContainerExited")
SICK = dead("Task failed ELB health checks in (target-group arn:x)", 143, "ServiceSchedulerInitiated")
SICK_INSIDE = dead("Task failed container health checks", 143, "ServiceSchedulerInitiated")
SCALED = dead("Scaling activity initiated by (deployment ecs-svc/1)", 143, "ServiceSchedulerInitiated")
STOPPED = dead("Task stopped by user", 143, "UserInitiated")
ROLE = dead("ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task.")
QUOTA = dead("You've reached the limit on the number of vCPUs you can run concurrently")
RETIRED = dead("ECS is performing maintenance on the underlying infrastructure hosting the task", 143, "")
RATE = dead("Rate limit exceeded while attempting to Create Network Interface")
TARGET = TargetHealth(target_group_arn="arn:aws:e:r:1:targetgroup/web/1", target_id="10.0.0.7", port=80)
ILL = Known(
    Service(
        service_arn="a",
        service_name="web",
        events=(
            ServiceEvent(
                message=f"(service web) (task {ARN[-32:]}) (port 8080) is unhealthy in (target-group arn:x) due to (reason "
                "Health checks failed with these codes: [404])."
            ),
        ),
    )
)
WITH_PORT = msgspec.structs.replace(
    DEFINITION,
    container_definitions=(ContainerDefinition(name="api", port_mappings=(PortMapping(container_port=8080),)),),
)
TOO_LARGE = ImageAnswer(exists=True, size=12 * 1024**3)
TRUSTED = RoleAnswer(exists=True, trusts=("ecs-tasks.amazonaws.com",))

BIG = msgspec.structs.replace(QUOTA, cpu="4096")
CASES: tuple[tuple[str, Task, Mapping[str, Any], str, str, str], ...] = (
    # (name, task, evidence, probe, verdict, what its sentence holds)
    ("way blocked", TIMEOUT, {"ways_out": Known((path("ecr.dkr", "blocked", "no NAT route"),))}, "E-net", "confirmed", "no NAT route"),
    ("way open", TIMEOUT, {"ways_out": Known((path("ecr.dkr", "open", "by nat-1"),))}, "E-net", "cleared", "by nat-1"),
    ("way unknown", TIMEOUT, {"ways_out": Known((path("ecr.dkr", "unknown", "by tgw-1"),))}, "E-net", "not checked", "by tgw-1"),
    ("way not looked at", TIMEOUT, {"ways_out": Known(())}, "E-net", "not checked", "not looked at"),
    ("way to logs", dead(f"{LOGGER}: signal: killed"), {"ways_out": Known((path("logs", "blocked", "closed"),))}, "E-net", "confirmed", "closed"),
    ("image there", GONE, {"images": {IMAGE: Known(ImageAnswer(exists=True))}}, "E-img", "cleared", "repository api has tag 7"),
    ("image gone", GONE, {"images": {IMAGE: Known(ImageAnswer(exists=False))}}, "E-img", "confirmed", "repository api has no tag 7"),
    ("repository gone", GONE, {"images": {IMAGE: Known(ImageAnswer(exists=False, has_repository=False))}}, "E-img", "confirmed", "no repository api"),
    ("registry silent", GONE, {"images": {IMAGE: NotChecked(why="not allowed", action="ecr:DescribeImages")}}, "E-img", "not checked", "not allowed"),
    ("other processor", PLATFORM, {"images": {IMAGE: Known(ImageAnswer(exists=True, platforms=("linux/amd64",)))}}, "E-img", "confirmed", "built for amd64, the task asks for arm64"),
    ("same processor", PLATFORM, {"images": {IMAGE: Known(ImageAnswer(exists=True, platforms=("linux/amd64", "linux/arm64")))}}, "E-img", "cleared", "as asked for"),
    ("platforms unknown", PLATFORM, {"images": {IMAGE: Known(ImageAnswer(exists=True))}}, "E-img", "not checked", "does not say"),
    ("too large", OUT_OF_DISK, {"images": {IMAGE: Known(TOO_LARGE)}}, "E-img", "confirmed", "12.0 GiB compressed"),
    ("not too large", OUT_OF_DISK, {"images": {IMAGE: Known(ImageAnswer(exists=True, size=1024**3))}}, "E-img", "cleared", "20 GiB of storage"),
    ("secret gone", SECRET_GONE, {"secrets": {f"{SM}:password::": Known(SecretAnswer(exists=False))}}, "E-sec", "confirmed", "does not exist"),
    ("secret going", SECRET_GONE, {"secrets": {SM: Known(SecretAnswer(exists=True, is_being_deleted=True))}}, "E-sec", "confirmed", "about to be deleted"),
    ("secret empty", SECRET_GONE, {"secrets": {SM: Known(SecretAnswer(exists=True, has_current_version=False))}}, "E-sec", "confirmed", "no value yet"),
    ("secret there", SECRET_GONE, {"secrets": {SM: Known(SecretAnswer(exists=True))}}, "E-sec", "cleared", "exists"),
    ("customer's key", SECRET_DENIED, {"secrets": {SM: Known(SecretAnswer(exists=True, key="key/1", key_state=Known("Enabled")))}}, "E-sec", "noted", "kms:Decrypt"),
    ("role denies", SECRET_DENIED, {"roles": {"execution": Known(RoleAnswer(exists=True, decisions=role(secretsmanager_GetSecretValue="denied", ssm_GetParameters="allowed")))}}, "E-role", "confirmed", "execution role web-execution does not allow secretsmanager:GetSecretValue"),
    ("role denies what AWS names", dead(f"{INIT}unable to retrieve secrets from ssm: not authorized to perform: ssm:GetParameters"), {"roles": {"execution": Known(RoleAnswer(exists=True, decisions=role(ssm_GetParameters="denied")))}}, "E-role", "confirmed", "does not allow ssm:GetParameters"),
    ("way to ECR's login", dead(f"{INIT}unable to retrieve ecr registry auth: RequestError: i/o timeout"), {"ways_out": Known((path("ecr.api", "blocked", "no endpoint"), path("ssm", "open", "x")))}, "E-net", "confirmed", "no endpoint"),
    ("way to parameters", dead(f"{INIT}unable to retrieve secrets from ssm: RequestCanceled"), {"ways_out": Known((path("ssm", "blocked", "no endpoint"),))}, "E-net", "confirmed", "no endpoint"),
    ("way to any of them", dead("ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed"), {"ways_out": Known((path("ssm", "blocked", "no endpoint"),))}, "E-net", "confirmed", "no endpoint"),
    ("role gone", SECRET_DENIED, {"roles": {"execution": Known(RoleAnswer(exists=False))}}, "E-role", "confirmed", "does not exist"),
    ("role unknown", SECRET_DENIED, {"roles": {"execution": Known(RoleAnswer(exists=True))}}, "E-role", "not checked", "do not settle it"),
    ("role trusted", ROLE, {"roles": {"execution": Known(TRUSTED)}}, "E-role", "cleared", "exists and trusts"),
    ("role not trusted", ROLE, {"roles": {"execution": Known(RoleAnswer(exists=True, trusts=("ec2.amazonaws.com",)))}}, "E-role", "confirmed", "does not trust"),
    ("group gone", GROUP_GONE, {"log_groups": {"/ecs/web": Known(value=False)}}, "E-log", "confirmed", "/ecs/web does not exist"),
    ("group there", GROUP_GONE, {"log_groups": {"/ecs/web": Known(value=True)}}, "E-log", "cleared", "/ecs/web exists"),
    ("last words", FAILED, {"last_lines": Known({"api": ("a", "boom: no database")})}, "E-log", "noted", "boom: no database"),
    ("no words", FAILED, {"last_lines": Known({})}, "E-log", "noted", "nothing"),
    ("words forbidden", FAILED, {"last_lines": NotChecked(why="not allowed", action="logs:GetLogEvents")}, "E-log", "not checked", "not allowed"),
    ("no mount target", MOUNT, {"file_systems": Known((FileSystemAnswer(id="fs-1", exists=True, zones=("eu-west-1b",)),))}, "E-efs", "confirmed", "no mount target in eu-west-1a"),
    ("mount target", MOUNT, {"file_systems": Known((FileSystemAnswer(id="fs-1", exists=True, zones=("eu-west-1a",)),))}, "E-efs", "cleared", "mount target in eu-west-1a"),
    ("no DNS", MOUNT, {"has_dns": Known(value=False)}, "E-vpce", "confirmed", "switched off"),
    ("subnet full", NO_ADDRESS, {"subnets": Known((Subnet(subnet_id="subnet-0ab", free_addresses=0),))}, "E-net", "confirmed", "subnet-0ab has no free address"),
    ("subnet free", NO_ADDRESS, {"subnets": Known((Subnet(subnet_id="subnet-0ab", free_addresses=9), Subnet(subnet_id="subnet-1", free_addresses=0)))}, "E-net", "cleared", "9 free addresses now"),
    ("memory full", OOM, {"usage": Known(Usage(memory=99.0))}, "E-met", "confirmed", "memory was at 99%"),
    ("memory free", KILLED, {"usage": Known(Usage(memory=40.0))}, "E-met", "cleared", "memory was at 40%"),
    ("did not end", KILLED, {}, "E-td", "confirmed", "was killed 30 s after it was asked to end; its stopTimeout is 30 s"),
    ("storage full", OUT_OF_DISK, {"usage": Known(Usage(storage=97.0))}, "E-met", "confirmed", "storage was at 97%"),
    ("nothing measured", KILLED, {"usage": Known(Usage())}, "E-met", "not checked", "nothing was measured"),
    ("lower limit", OOM, {}, "E-td", "confirmed", "512 MiB of the task's 1,024"),
    ("other code", SICK, {"targets": Known((msgspec.structs.replace(TARGET, reason="Target.ResponseCodeMismatch", description="codes: [404]"),))}, "E-lb", "confirmed", "10.0.0.7:80 in web: codes: [404]"),
    ("no reason any more", SICK, {"targets": Known((TARGET,))}, "E-lb", "not checked", "no longer knows"),
    ("said before", SICK, {"targets": Known(()), "service": ILL}, "E-lb", "confirmed", "the load balancer said of it: Health checks failed with these codes: [404]"),
    ("said otherwise", SICK, {"targets": Known(()), "service": ILL}, "E-lb", "cleared", "gave another reason"),
    ("check", SICK, {"target_groups": Known((TargetGroupAnswer(name="web", path="/health", codes="200"),))}, "E-lb", "noted", "asks /health"),
    ("zone", SICK, {"target_groups": Known((TargetGroupAnswer(name="web", zones=("eu-west-1b",)),))}, "E-lb", "confirmed", "does not serve eu-west-1a"),
    ("way in", SICK, {"ways_in": Known((path("80", "blocked", "sg-1 lets nobody in"),))}, "E-sg", "confirmed", "lets nobody in"),
    ("grace", SICK, {"service": Known(Service(service_arn="a", service_name="web"))}, "E-svc", "confirmed", "stopped 60 s after its start"),
    ("processor", SICK_INSIDE, {"usage": Known(Usage(cpu=99.0))}, "E-met", "confirmed", "CPU was at 99%"),
    ("auto scaling", SCALED, {"activities": Known((ScalingActivity(description="Setting desired count to 1.", start_time=NOW - timedelta(minutes=1)),))}, "E-as", "confirmed", "Setting desired count to 1"),
    ("who", STOPPED, {"trail": Known((TrailEvent(at=NOW - timedelta(seconds=31), name="StopTask", by="ann"),))}, "E-trail", "confirmed", "ann called StopTask at 03:11:29 UTC"),
    ("nobody", STOPPED, {"trail": Known(())}, "E-trail", "cleared", "may come 15 min late"),
    ("quota", QUOTA, {"quotas": Known((Quota(name="vCPUs", limit=6, used=6),))}, "E-quota", "confirmed", "6 of 6 vCPUs used"),
    ("not enough left", BIG, {"quotas": Known((Quota(name="vCPUs", limit=40, used=37.5),))}, "E-quota", "confirmed", "37.5 of 40 vCPUs used, a task needs 4 (vCPUs)"),
    ("enough left", QUOTA, {"quotas": Known((Quota(name="vCPUs", limit=40, used=12),))}, "E-quota", "cleared", "12 of 40 vCPUs used"),
    ("use unknown", QUOTA, {"quotas": Known((Quota(name="vCPUs", limit=40, unread=NotChecked(why="x:Y is not allowed", action="x:Y")),))}, "E-quota", "not checked", "vCPUs: 40; how much of it is used: x:Y is not allowed"),
    ("notice", RETIRED, {"retirements": Known(("AWS retires the host on Tuesday",))}, "E-health", "confirmed", "on Tuesday"),
    ("crash loop", RATE, {"service": Known(Service(service_arn="a", service_name="web", deployments=(Deployment(failed_tasks=9),)))}, "E-svc", "confirmed", "9 tasks"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "task", "parts", "probe", "verdict", "holds"), CASES, ids=[row[0] for row in CASES])
def test_a_probe(name: str, task: Task, parts: Mapping[str, Any], probe: str, verdict: str, holds: str) -> None:
    facts = told(judged(task, **parts), probe)
    assert [(each, sentence) for each, sentence in facts if each == verdict and holds in sentence], facts


def test_what_could_not_be_read_is_never_cleared() -> None:
    missing = NotChecked(why="not allowed", action="x:Y")
    keys = {"images": IMAGE, "secrets": SM, "log_groups": "/ecs/web"}
    parts: dict[str, Any] = {
        name: missing for name in Evidence.__struct_fields__ if name not in ("definition", "roles")
    }
    parts |= {name: {key: missing} for name, key in keys.items()}
    parts["roles"] = dict.fromkeys(("execution", "task", "infrastructure", "service-linked"), missing)
    for _, task, *_ in CASES:
        found = diagnose(task, evidence=Evidence(**parts), now=NOW)
        assert {fact.verdict for fact in found.facts} <= {"not checked"}, found.rule
        assert all(fact.missing == "x:Y" for fact in found.facts)
        assert {suspect.verdict for suspect in found.suspects} <= {"not checked", "open"}


@pytest.mark.parametrize(
    ("task", "number", "line"),
    [
        (Task(task_arn=ARN, last_status="PENDING", created_at=NOW - timedelta(minutes=6)), "D61", "network interface"),
        (Task(task_arn=ARN, last_status="PENDING", created_at=NOW - timedelta(minutes=4)), "", ""),
        (
            Task(task_arn=ARN, last_status="RUNNING", desired_status="STOPPED", stopping_at=NOW - timedelta(minutes=4)),
            "D62",
            "time to end",
        ),
        (
            Task(
                task_arn=ARN,
                last_status="DEPROVISIONING",
                stopping_at=NOW - timedelta(minutes=11),
                attachments=(Attachment(type="AmazonElasticBlockStorage"),),
            ),
            "D65",
            "EBS volume",
        ),
        (dead("", 3, "InfrastructureHealth"), "D48", "repaired"),
        (dead("", None, "TerminationNotice"), "D45", "reclaimed"),
        (dead("", 131, "EssentialContainerExited"), "D38", "signal 3"),
        (dead("", 255, "EssentialContainerExited"), "D40", "exited 255"),
        (dead("", 127, "EssentialContainerExited"), "D37", "command not found"),
        (dead("", 143, "EssentialContainerExited"), "D39", "asked to end"),
    ],
)
def test_states_and_codes(task: Task, number: str, line: str) -> None:
    found = diagnose(task, now=NOW)
    assert found.rule == number
    assert line in found.headline


def service(*events: ServiceEvent, running: int = 0, pending: int = 0) -> Service:
    return Service(
        service_arn="a",
        service_name="web",
        status="ACTIVE",
        desired_count=2,
        running_count=running,
        pending_count=pending,
        events=events,
    )


def event(message: str, minutes: int = 1) -> ServiceEvent:
    return ServiceEvent(message=message, created_at=NOW - timedelta(minutes=minutes))


def shifted(status: str, stage: str, minutes: int = 1) -> ServiceDeployment:
    return ServiceDeployment(
        service_deployment_arn="d",
        status=status,
        lifecycle_stage=stage,
        status_reason="a hook failed.",
        updated_at=NOW - timedelta(minutes=minutes),
        deployment_configuration=DeploymentConfiguration(strategy="BLUE_GREEN"),
    )


@pytest.mark.parametrize(
    ("of", "deployments", "number"),
    [
        (service(event("(service web) was unable to place a task. Reason: Internal error.")), (), "D59"),
        (service(event("(service web) has reached a steady state.", 20)), (), "D63"),
        (service(event("(service web) has reached a steady state.", 20), running=2), (), None),
        (service(event("(service web) has started 2 tasks: (task 1) (task 2).", 20), pending=2), (), None),
        (
            service(
                event("(service web) was unable to place a task. Reason: Capacity is unavailable at this time.", 20)
            ),
            (),
            "D57",
        ),
        (
            service(
                event("(service web) has reached a steady state."),
                event("(service web) was unable to place a task. Reason: Internal error."),
                running=2,
            ),
            (),
            None,
        ),
        (service(running=2), (shifted("ROLLBACK_FAILED", "CLEAN_UP"),), "D66"),
        (service(running=2), (shifted("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT", 20),), "D66"),
        (service(running=2), (shifted("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT", 2),), None),
        (service(), (), None),
    ],
)
def test_a_service(of: Service, deployments: tuple[ServiceDeployment, ...], number: str | None) -> None:
    found = diagnose_service(of, deployments=deployments, evidence=Evidence(), now=NOW)
    assert (found.rule if found is not None else None) == number


def test_a_health_check_on_a_port_that_no_container_has_is_the_cause() -> None:
    groups = Known((TargetGroupAnswer(name="web", path="/health", port="8081"),))

    found = diagnose(SICK, definition=WITH_PORT, evidence=Evidence(target_groups=groups), now=NOW)

    words = "web asks /health on port 8081, but no container maps it: the task has 8080"
    assert found.headline == f"failed ELB health checks: {words}"
