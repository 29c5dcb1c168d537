from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.diagnosis import PrimaryDeployment, ending_of
from fargate_tui.fargate.exit_codes import MEANINGS, meaning_of
from fargate_tui.fargate.records import Container, Task

IMAGE = "ghcr.io/acme/api:v2"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-Ab12Cd"
INIT = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
LOGGER = "ResourceInitializationError: failed to validate logger args: "
EXITED = "Essential container in task exited"
EFS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: "
EC2 = "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment"
T0 = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def ended(
    reason: str | None = None, code: str | None = "TaskFailedToStart", *containers: Container, **facts: object
) -> Task:
    return Task(
        task_arn="arn:aws:ecs:eu-west-1:123456789012:task/prod/4f1c",
        last_status="STOPPED",
        stop_code=code,
        stopped_reason=reason,
        containers=containers or (Container(name="api", image=IMAGE, memory="512"),),
        **{"memory": "1024", "group": "service:web", **facts},  # type: ignore[arg-type]
    )


def api(exit_code: int | None = None, reason: str | None = None, name: str = "api") -> Container:
    return Container(name=name, image=IMAGE, exit_code=exit_code, reason=reason, memory="512")


PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
BY_TEXT = [
    # (rule of fargate.md §5.4, stoppedReason, severity, word, why)
    ("D01", f"{PULL}{IMAGE}: no match for platform in manifest: does not contain descriptor matching platform", "error",
     "no image", f"cannot pull image {IMAGE}: not built for this processor architecture"),
    ("D02", f'{PULL}{IMAGE}: failed to do request: Head "https://ghcr.io/": dial tcp 1.2.3.4:443: i/o timeout', "error",
     "no image", f"cannot pull image {IMAGE}: no network path to the registry"),
    ("D03", "CannotPullContainerError: ref pull has been retried: failed to copy: httpReaderSeeker: failed open: EOF",
     "error", "no image", f"cannot pull image {IMAGE}: its layers cannot be reached"),
    ("D04", f"{PULL}{IMAGE}: toomanyrequests: You have reached your pull rate limit", "error", "no image",
     f"cannot pull image {IMAGE}: the registry's rate limit is reached"),
    ("D05", f"{PULL}{IMAGE}: {IMAGE}: not found", "error", "no image", f"cannot pull image {IMAGE}: not found"),
    ("D06", f"{PULL}{IMAGE}: pull access denied, repository does not exist or may require authorization", "error",
     "no image", f"cannot pull image {IMAGE}: access denied"),
    ("D07", "CannotPullContainerError: failed to register layer: no space left on device", "error", "no image",
     f"cannot pull image {IMAGE}: larger than the task's storage"),
    ("D09", "CannotPullContainerError: context was lost. Try again later", "error", "no image",
     f"cannot pull image {IMAGE}: context was lost"),
    ("D10", f"{INIT}unable to retrieve secret from asm: RequestError: send request failed caused by: i/o timeout",
     "error", "no secret", "cannot read secrets or log in to ECR: no network path"),
    ("D11", (f"{INIT}unable to retrieve secret from asm: failed to fetch secret {SECRET} from secrets manager: "
            "AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue"), "error",
     "no secret", "cannot read secret prod/db-Ab12Cd: access denied"),
    ("D11 ecr", (f"{INIT}unable to retrieve ecr registry auth: AccessDeniedException: not authorized to perform: "
                "ecr:GetAuthorizationToken"), "error", "no image", "cannot log in to ECR: access denied"),
    ("D12", (f"{INIT}failed to fetch secret {SECRET}: ResourceNotFoundException: Secrets Manager can't find the "
            "specified secret."), "error", "no secret", "cannot read secret prod/db-Ab12Cd: not found"),
    ("D13", f"{INIT}retrieved secret from Secrets Manager did not contain json key password", "error", "no secret",
     "cannot read a secret: it lacks the JSON key asked for"),
    ("D14", f"{INIT}Fetching secret data from SSM Parameter Store in eu-west-1: invalid parameters: /prod/db-url",
     "error", "no secret", "cannot read secret /prod/db-url: not found"),
    ("D16", (f"{LOGGER}create stream has been retried 1 times: ResourceNotFoundException: The specified log group does "
            "not exist."), "error", "no logs", "its log group does not exist"),
    ("D16 named", "failed to initialize logging driver: log group '/ecs/web' does not exist", "error", "no logs",
     "log group /ecs/web does not exist"),
    ("D16 plain", f"{LOGGER}: The task cannot find the Amazon CloudWatch log group defined in the task definition.",
     "error", "no logs", "its log group does not exist"),
    ("D17", f"{LOGGER}There is a connection issue between the task and CloudWatch: signal: killed", "error", "no logs",
     "no network path to CloudWatch Logs"),
    ("D18", f"{LOGGER}AccessDeniedException: not authorized to perform: logs:CreateLogStream", "error", "no logs",
     "cannot open its log stream: access denied"),
    ("D19", "CannotStartContainerError: awslogs-region is required", "error", "no logs",
     "awslogs options are incomplete"),
    ("D20", "failed to initialize logging driver: something", "error", "no logs", "cannot start its log driver"),
    ("D21", "ResourceInitializationError: failed to download env files: file download command failed", "error",
     "no start", "cannot download its environment files"),
    ("D22", f"{EFS}b'mount.nfs4: access denied by server'", "error", "no volume", "cannot mount EFS: access denied"),
    ("D23", f"{EFS}Failed to resolve fs-1.efs.eu-west-1.amazonaws.com", "error", "no volume",
     "cannot mount EFS: no network path"),
    ("D24", f"{EFS}b'mount.nfs4: mounting failed, No such file or directory'", "error", "no volume",
     "cannot mount EFS: its root directory does not exist"),
    ("D25", "ResourceInitializationError: failed to configure ENI: netplugin failed", "warn", "no network",
     "its network interface could not be set up"),
    ("D27", "Timeout waiting for network interface provisioning to complete.", "warn", "no network",
     "its network interface was not there in time"),
    ("D28", "Timeout waiting for EphemeralStorage provisioning to complete.", "warn", "no storage",
     "its storage was not there in time"),
    ("D29", f"{EC2} enabled in subnet 'subnet-1': InsufficientFreeAddressesInSubnet: no room", "error", "no network",
     "its subnet has no free address"),
    ("D30", "Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation", "error",
     "no network", "a tag policy forbids its network interface"),
    ("D31", "Unexpected EC2 error while attempting to Create Network Interface: InvalidSubnetID.NotFound", "error",
     "no network", "no network interface: InvalidSubnetID.NotFound"),
    ("D32", "Rate limit exceeded while attempting to Create Network Interface", "warn", "no network",
     "tasks are launched too fast"),
    ("D41", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/w/1)",
     "error", "unhealthy", "failed ELB health checks"),
    ("D45", "Your Spot Task was interrupted.", "warn", "reclaimed", "spot capacity was reclaimed"),
    ("D47", "ECS is performing maintenance on the underlying infrastructure hosting the task.", "warn", "retired",
     "AWS retired the host it ran on"),
    ("D50", "ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided", "error", "no role",
     "ECS cannot assume its role"),
    ("D51", "CannotCreateVolumeError: Get \"http://\": no such driver", "error", "no volume",
     "cannot create its volume: Get \"http://\": no such driver"),
    ("D53", "CannotStartContainerError: failed to get container status. More.", "error", "failed",
     "cannot start a container: failed to get container status"),
    ("D54", "ContainerRuntimeTimeoutError: Could not transition to running; timed out", "warn", "failed",
     "the container runtime was too slow"),
    ("D56", "The selected task definition is not compatible with the selected compute strategy.", "error", "no start",
     "its task definition does not fit Fargate"),
    ("D57", "Capacity is unavailable at this time. Please try again later", "warn", "no capacity",
     "no Fargate capacity in its zone now"),
    ("D58", "You’ve reached the limit on the number of vCPUs you can run concurrently", "error", "no capacity",
     "the account's Fargate quota is reached"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "reason", "severity", "word", "why"), BY_TEXT, ids=[row[0] for row in BY_TEXT])
def test_the_texts_aws_writes(rule: str, reason: str, severity: str, word: str, why: str) -> None:
    found = ending_of(ended(reason))
    assert (found.severity, found.word, found.why) == (severity, word, why), rule


@pytest.mark.parametrize(
    ("containers", "severity", "why"),
    [
        ((api(1),), "error", "api exited 1"),
        ((api(3),), "error", "api exited 3"),
        ((api(127),), "error", "api exited 127: command not found"),
        ((api(139),), "error", "api exited 139: segmentation fault (SIGSEGV)"),
        ((api(131),), "error", "api exited 131: ended by signal 3"),
        ((api(137),), "error", "api was killed (exit 137): out of memory, or it did not end when asked to"),
        ((api(143, name="proxy"), api(1)), "error", "api exited 1"),
        ((api(137, name="proxy"), api(2)), "error", "api exited 2"),
        ((api(0, name="init"), api(137)), "warn", "api was killed (exit 137), init exited 0"),
        ((api(143),), "info", "api was asked to end (exit 143)"),
        ((api(0),), "warn", "api exited 0, though a service is meant to go on"),
        ((api(None, name="late"), api(1)), "error", "api exited 1"),
    ],
)
def test_exit_codes_of_a_service(containers: tuple[Container, ...], severity: str, why: str) -> None:
    found = ending_of(ended(EXITED, "EssentialContainerExited", *containers))
    assert (found.severity, found.why) == (severity, why)


def test_a_job_that_exits_0_is_no_problem() -> None:
    found = ending_of(ended(EXITED, "EssentialContainerExited", api(0), group="family:nightly"))
    assert (found.is_problem, found.word, found.why) == (False, "finished", "exited 0")


OOM = "OutOfMemoryError: Container killed due to memory usage"


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (
            ended(EXITED, "EssentialContainerExited", api(137, OOM)),
            "out of memory: api was killed at 512 MiB (exit 137)",
        ),
        (ended(OOM, "EssentialContainerExited", api(137)), "out of memory: api was killed at 512 MiB (exit 137)"),
        (ended(OOM, "EssentialContainerExited"), "out of memory: the task has 1024 MiB"),
        (
            ended(EXITED, "EssentialContainerExited", Container(name="api", reason=OOM), memory=None),
            "out of memory: api was killed",
        ),
    ],
)
def test_out_of_memory_names_who_and_how_much(task: Task, why: str) -> None:
    assert (ending_of(task).word, ending_of(task).why) == ("out of memory", why)


def test_the_image_is_the_failing_containers() -> None:
    side = Container(name="side", image="docker.io/library/envoy:v9", reason=f"{PULL}x: not found")
    found = ending_of(ended(f"{PULL}x: not found", "TaskFailedToStart", api(), side))
    assert found.why == "cannot pull image docker.io/library/envoy:v9: not found"


def test_the_image_is_read_from_the_reason_where_no_container_tells() -> None:
    found = ending_of(ended(f"{PULL}{IMAGE}: {IMAGE}: not found", "TaskFailedToStart", api(), api(name="other")))
    assert found.why == f"cannot pull image {IMAGE}: not found"


def test_which_container_is_unhealthy() -> None:
    sick = Container(name="api", health_status="UNHEALTHY", exit_code=143)
    found = ending_of(ended("Task failed container health checks", "ServiceSchedulerInitiated", sick, api(0, name="x")))
    assert (found.severity, found.why) == ("error", "failed container health checks: api")


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("Task stopped by user", "stopped by user"),
        (None, "stopped by user"),
        (
            "rolling keys, CannotPullContainerError and all",
            "stopped by user: rolling keys, CannotPullContainerError and all",
        ),
    ],
)
def test_a_persons_reason_is_never_taken_for_a_cause(reason: str | None, why: str) -> None:
    found = ending_of(ended(reason, "UserInitiated", api(137)))
    assert (found.severity, found.why) == ("info", why)


@pytest.mark.parametrize(
    ("primary", "why"),
    [
        (None, "scaled in, or replaced by a deployment"),
        (PrimaryDeployment(id="ecs-svc/1"), "scaled in"),
        (PrimaryDeployment(id="ecs-svc/2", created_at=T0 - timedelta(minutes=3)), "replaced by a deployment"),
        (
            PrimaryDeployment(id="ecs-svc/2", created_at=T0 + timedelta(minutes=3)),
            "scaled in, or replaced by a deployment",
        ),
    ],
)
def test_stopped_by_the_scheduler(primary: PrimaryDeployment | None, why: str) -> None:
    reason = "Scaling activity initiated by (deployment ecs-svc/1)"
    found = ending_of(ended(reason, "ServiceSchedulerInitiated", api(143), stopping_at=T0), primary)
    assert (found.severity, found.why) == ("info", why)


@pytest.mark.parametrize(
    ("task", "severity", "why"),
    [
        (ended("The heron landed on it. It flew away.", "TaskFailedToStart"), "error", "The heron landed on it"),
        (ended(None, "TaskFailedToStart"), "error", "TaskFailedToStart"),
        (ended(None, None), "info", "AWS gives no reason"),
        (ended(None, "InfrastructureHealth"), "warn", "AWS repaired the host it ran on"),
        (ended(None, "SpotInterruption"), "warn", "spot capacity was reclaimed"),
        (ended(None, None, api(None, "Some container words")), "warn", "Some container words"),
    ],
)
def test_where_no_rule_knows_the_words_aws_speaks(task: Task, severity: str, why: str) -> None:
    found = ending_of(task)
    assert (found.severity, found.why) == (severity, why)


codes = st.none() | st.integers(-1, 300)
containers = st.builds(Container, name=st.none() | st.text(), exit_code=codes, reason=st.none() | st.text())


@given(
    st.builds(
        Task,
        task_arn=st.just("arn:aws:ecs:eu-west-1:1:task/c/t"),
        stop_code=st.none()
        | st.sampled_from(["UserInitiated", "ServiceSchedulerInitiated", "EssentialContainerExited"]),
        stopped_reason=st.none() | st.text(),
        containers=st.lists(containers, max_size=4).map(tuple),
    )
)
def test_any_task_has_an_ending_in_one_line(task: Task) -> None:
    found = ending_of(task)
    assert found.why or task.stopped_reason
    assert found.word


@pytest.mark.parametrize(
    ("code", "meaning"), [*MEANINGS.items(), (138, "ended by signal 10"), (3, ""), (200, ""), (-1, "")]
)
def test_meanings_of_exit_codes(code: int, meaning: str) -> None:
    assert meaning_of(code) == meaning
