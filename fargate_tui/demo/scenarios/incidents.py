"""One service for each way of failing, by the rule that explains it (fargate.md §5.4): cluster ``incidents``.

What is said here of a failure is true of everything around it: networks lack what is lacking, roles may not do what
they are refused, images, secrets and log groups that are not found do not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.ecs.behaviour import Moment
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.scenarios import voices, words
from fargate_tui.demo.scenarios.workload import Part, Workload

CLUSTER = "incidents"
FORMER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/former-execution"
"""Deleted a while ago."""
UNTRUSTED_ROLE = f"arn:aws:iam::{ACCOUNT}:role/build-agent"
"""EC2 may assume it, ECS may not."""
TASK_ROLE = f"arn:aws:iam::{ACCOUNT}:role/incidents-task"
LOG_GROUP = "/ecs/incidents"
OTHER_ACCOUNT = "210987654321"

_INIT = "ResourceInitializationError: "
_SECRETS = f"{_INIT}unable to pull secrets or registry auth: execution resource retrieval failed: "
_LOGGER = f"{_INIT}failed to validate logger args: "
_EFS = f"{_INIT}failed to invoke EFS utils commands to set up EFS volumes: stderr: "
_PULL = "CannotPullContainerError: "
_EC2 = "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment {public} in subnet "
_ASSUME = (
    "ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the role being "
    "passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
)
_QUIET = voices.always('level=info msg="no requests yet" port=9090')
_FAILING = voices.always('"GET /healthz HTTP/1.1" 503 19 "ELB-HealthChecker/2.0"')
_WELL = Behaviour.runs().saying(every=15, at_start=words.LISTENING, lines=voices.always("level=info msg=idle"))


_MOUNTED: Mapping[str, object] = {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}


@dataclass(frozen=True, slots=True)
class Secrets:
    """ARNs that definitions refer to."""

    denied: str
    encrypted: str
    """With a key that the execution role may not use."""
    database: str


@dataclass(frozen=True, slots=True)
class FileSystems:
    """Ids of file systems, one whose mount target lets the tasks in and one whose does not."""

    reports: str
    archive: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A service that fails in one way; what is not said is as it should be."""

    rule: str
    name: str
    behaviour: Behaviour = _WELL
    spot: str = ""
    """A place of `broken_networks`; none: that of its own name, or a private subnet with NAT."""
    image: str | None = None
    secret: str | None = None
    role: str | None = None
    desired: int = 1
    cpu: int = 256
    memory: int = 512
    behind: bool = False
    provider: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    """Of the container's definition."""
    task: Mapping[str, object] = field(default_factory=dict)
    """Of the task definition."""
    sidecar: bool = False

    def workload(self) -> Workload:
        """The service as the scenario makes it."""
        port = 8080 if self.behind else None
        part = Part(
            self.name, self.image, limit=self.memory - 64, port=port, more={**_logs("", self.name), **self.more}
        )
        if self.secret is not None:
            part = replace(part, secrets=(("TOKEN", self.secret),))
        sidecars = (Part("log-router", cpu=32, limit=64, more=_logs("", self.name)),) if self.sidecar else ()
        made = Workload(
            self.name, "on-call", (part, *sidecars), cpu=self.cpu, memory=self.memory, desired=self.desired,
            behind=self.name if self.behind else None, behaviour=self.behaviour,
            more={"taskRoleArn": TASK_ROLE, **self.task},
        )  # fmt: skip
        return made if self.role is None else replace(made, execution_role=self.role)


def _starts_not(reason: str, *, moment: Moment = "resources", after: float = 30) -> Behaviour:
    return Behaviour.fails_to_start(reason, moment=moment, after=after)


def _pulls_not(reason: str) -> Behaviour:
    return Behaviour.image_cannot_be_pulled(_PULL + reason)


def _refused(reason: str, after: float = 3) -> Behaviour:
    """Ends before it has an address."""
    return Behaviour.fails_to_start(reason, moment="interface", after=after)


def _exits(code: int, *last_words: str, after: float = 60, container: str | None = None) -> Behaviour:
    # a big image: a loop that turns every twenty seconds would bury all else
    ends = Behaviour.exits(code, after=after, jitter=after / 5, container=container).booting(pull=60)
    says = ("level=info msg=starting", "level=info msg=ready")
    return ends.saying(at_start=says, every=9, lines=voices.always("level=info msg=working"), at_end=last_words)


def _ended(code: str, reason: str, after: float = 600) -> Behaviour:
    ends = Behaviour.ends(code, reason, after=after, jitter=after / 3)
    return ends.saying(every=15, lines=voices.always("level=info msg=idle"), at_end=words.DRAINED)


def incidents(secrets: Secrets, files: FileSystems) -> tuple[Incident, ...]:
    """All of them, in the order of the rules."""
    return (*_networks(), *_images(), *_resources(secrets, files), *_placements(), *_deaths(), *_endings())


def _networks() -> tuple[Incident, ...]:
    """What happens in these is in none of their behaviours: it follows from EC2."""
    parameter = f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/production/log-level"
    return (
        Incident("D02", "endpoint-missing"),
        Incident("D02", "hub-without-route", spot="no-route", image="gotenberg/gotenberg:8"),
        Incident("D03", "no-s3-endpoint"),
        Incident("D10", "public-without-address"),
        Incident("D10", "no-route"),
        Incident("D10", "nat-deleted"),
        Incident("D10", "nat-in-private-subnet"),
        Incident("D10", "transit-gateway"),
        Incident("D10", "acl-closed"),
        Incident("D10", "egress-closed"),
        Incident("D10", "endpoint-without-private-dns"),
        Incident("D10", "endpoint-group-closed"),
        Incident("D10", "no-dns"),
        Incident("D15", "no-ssm-endpoint", secret=parameter),
        Incident("D17", "no-logs-endpoint"),
        Incident("D29", "subnet-full", desired=14),
    )


def _images() -> tuple[Incident, ...]:
    digest = "sha256:5f0d3c9b1e7a48f26d90b3c4a7e1582f6b0c9d4e3a2f1807c5b6d9e8f7a01234"
    return (
        Incident("D01", "wrong-architecture", _pulls_not(
            "pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching "
            "platform "
            "'linux/amd64'")),
        Incident("D04", "docker-hub-limit", _pulls_not(
            "inspect image has been retried 5 time(s): httpReadSeeker: unexpected status code "
            f"https://registry-1.docker.io/v2/library/nginx/manifests/{digest}: 429 Too Many Requests - Server "
            f"message: "
            "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and "
            "upgrading: https://www.docker.com/increase-rate-limit"), image="nginx:1.27"),
        Incident("D05", "image-tag-missing", Behaviour.image_cannot_be_pulled()),
        Incident("D06", "image-denied", _pulls_not(
            "pull image manifest has been retried 1 time(s): failed to resolve ref "
            f"{OTHER_ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shared/base:2026.10: pulling from host "
            f"{OTHER_ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com failed with status code [manifests 2026.10]: 403 "
            f"Forbidden"),
            image=f"{OTHER_ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shared/base:2026.10"),
        Incident("D07", "image-too-large", _pulls_not(
            f"ref pull has been retried 1 time(s): failed to extract layer {digest}: write /var/lib/containerd/"
            "io.containerd.snapshotter.v1.overlayfs/snapshots/31/fs/opt/models/weights.bin: no space left on device: "
            "unknown").booting(pull=95)),
        Incident("D08", "pull-panicked", _pulls_not(
            "pull command failed: panic: runtime error: invalid memory address or nil pointer dereference")),
        Incident("D09", "pull-broken-off", _pulls_not(
            "ref pull has been retried 5 time(s): failed to unpack image on snapshotter overlayfs: unexpected EOF")),
    )  # fmt: skip


def _resources(secrets: Secrets, files: FileSystems) -> tuple[Incident, ...]:
    legacy = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:production/payments/legacy-Qm4xTz"
    flags = f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/production/feature-flags"
    retried = "service call has been retried 1 time(s): "
    return (
        Incident("D11", "secret-denied", Behaviour.secret_cannot_be_read(), secret=secrets.denied),
        Incident("D11", "key-denied", _starts_not(
            f"{_SECRETS}unable to retrieve secret from asm: {retried}failed to fetch secret {{secret}} from secrets "
            "manager: AccessDeniedException: Access to KMS is not allowed: User: {session} is not authorized to "
            "perform: "
            "kms:Decrypt because no identity-based policy allows the kms:Decrypt action"), secret=secrets.encrypted),
        Incident("D12", "secret-deleted", _starts_not(
            f"{_SECRETS}unable to retrieve secret from asm: {retried}failed to fetch secret {{secret}} from secrets "
            "manager: ResourceNotFoundException: Secrets Manager can't find the specified secret."), secret=legacy),
        Incident("D13", "secret-key-missing", _starts_not(
            f"{_SECRETS}unable to retrieve secret from asm: {retried}retrieved secret from Secrets Manager did not "
            "contain json key usernam"), secret=f"{secrets.database}:usernam::"),
        Incident("D14", "parameter-missing", _starts_not(
            f"{_SECRETS}unable to retrieve secrets from ssm: {retried}Fetching secret data from SSM Parameter Store in "
            "us-east-1: invalid parameters: /production/feature-flags"), secret=flags),
        Incident("D16", "log-group-missing", _starts_not(
            f"{_LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: "
            "ResourceNotFoundException: The specified log group does not exist. : exit status 1"), more=_logs("/none")),
        Incident("D18", "log-group-denied", _starts_not(
            f"{_LOGGER}failed to create Cloudwatch log group: AccessDeniedException: User: {{session}} is not "
            f"authorized "
            "to perform: logs:CreateLogGroup on resource: "
            "arn:aws:logs:{region}:{account}:log-group:{log_group}:log-stream: "
            "because no identity-based policy allows the logs:CreateLogGroup action status code: 400"),
            more=_logs("/denied", create="true")),
        Incident("D19", "log-region-missing", _starts_not(
            f"{_INIT}unable to get awslogs driver arguments: awslogs-region is required"),
            more=_logs("/none", region="")),
        Incident("D20", "log-driver-failed", _starts_not(
            f"{_INIT}failed to initialize logging driver: failed to create Cloudwatch log stream: "
            "ResourceNotFoundException: The specified log group does not exist."), more=_logs("/gone")),
        Incident("D21", "env-file-denied", _starts_not(
            f"{_INIT}failed to download env files: file download command: non empty error stream: "
            f"{retried}RequestCanceled"
            ": failed to download object from s3://incidents-config-{account}/production.env: AccessDenied: Access "
            "Denied "
            "status code: 403"), more={"environmentFiles": [
                {"type": "s3", "value": f"arn:aws:s3:::incidents-config-{ACCOUNT}/production.env"}]}),
        Incident("D22", "efs-denied", _starts_not(
            f"{_EFS}b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command "
            "execution; code: 32"), task=_efs(files.reports, "/"), more=_MOUNTED),
        Incident("D23", "efs-unreachable", _starts_not(
            f"{_EFS}Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. Mount "
            f"attempt "
            "2/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. b'mount.nfs4: mount system call "
            "failed' : unsuccessful EFS utils command execution; code: 32", after=50), task=_efs(files.archive, "/"),
            more=_MOUNTED),
        Incident("D24", "efs-directory-missing", _starts_not(
            f"{_EFS}b'mount.nfs4: mounting 127.0.0.1:/reports/2026 failed, reason given by server: No such file or "
            "directory' : unsuccessful EFS utils command execution; code: 32"),
            task=_efs(files.reports, "/reports/2026"), more=_MOUNTED),
        Incident("D25", "eni-not-configured", _starts_not(
            f"{_INIT}failed to configure ENI: failed to setup regular eni: netplugin failed with no error message")),
        Incident("D26", "agent-killed", _starts_not(f"{_INIT}unable to initialize the task's resources: signal: "
            "killed")),
    )  # fmt: skip


def _placements() -> tuple[Incident, ...]:
    """What goes wrong before a container is there to go wrong."""
    return (
        Incident("D27", "eni-timeout", _refused(
            "Timeout waiting for network interface provisioning to complete.", 180)),
        Incident("D28", "storage-timeout", _refused(
            "Timeout waiting for EphemeralStorage provisioning to complete.", 180),
            task={"ephemeralStorage": {"sizeInGiB": 200}}),
        Incident("D30", "tag-policy", _refused(
            f"{_EC2}'{{subnet}}': TagPolicyViolation: The tag policy does not allow the specified value for the "
            f"following "
            "tag key: 'team'.")),
        Incident("D31", "unauthorized-eni", _refused(
            f"{_EC2}'{{subnet}}': UnauthorizedOperation: You are not authorized to perform this operation. "
            "User: arn:aws:sts::{account}:assumed-role/AWSServiceRoleForECS/ecs-service-scheduler is not authorized to "
            "perform: ec2:CreateNetworkInterface with an explicit deny in a service control policy")),
        Incident("D32", "eni-rate-limit", _refused(
            "Rate limit exceeded while attempting to Create Network Interface.")),
        Incident("D50", "role-deleted", _refused(_ASSUME), role=FORMER_ROLE),
        Incident("D50", "role-not-trusted", _refused(_ASSUME), role=UNTRUSTED_ROLE),
        Incident("D51", "volume-not-created", _starts_not(
            "CannotCreateVolumeError: failed to create volume scratch: mount point /scratch is already in use",
            moment="pull"), task={"volumes": [{"name": "scratch"}]},
            more={"mountPoints": [{"sourceVolume": "scratch", "containerPath": "/scratch"}]}),
        Incident("D52", "ebs-not-attached", _refused(
            "Task failed to start: Amazon EBS volume could not be attached: the infrastructure role is not "
            "authorized to "
            "perform: ec2:AttachVolume", 40)),
        Incident("D53", "container-not-started", _starts_not(
            'CannotStartContainerError: failed to get container status: failed to create shim task: OCI runtime create '
            'failed: runc create failed: unable to start container process: exec: "/docker-entrypoint.sh": stat '
            "/docker-entrypoint.sh: no such file or directory: unknown", moment="start"),
            more={"entryPoint": ["/docker-entrypoint.sh"]}),
        Incident("D54", "runtime-timeout", _starts_not(
            "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 3m0s",
            moment="start").booting(start=180)),
        Incident("D55", "runtime-error", _starts_not(
            "ContainerRuntimeError: failed to create container: failed to mount the root file system: input/output "
            "error",
            moment="start")),
        Incident("D56", "incompatible", _refused(
            "The selected task definition is not compatible with the selected compute strategy.", 2)),
        Incident("D57", "no-capacity", Behaviour.no_capacity(), provider="FARGATE_SPOT"),
        Incident("D58", "quota", Behaviour.cannot_be_placed(
            "You’ve reached the limit on the number of vCPUs you can run concurrently"), cpu=4096, memory=8192),
        Incident("D59", "unsupported-zone", Behaviour.cannot_be_placed("Internal error.")),
        Incident("D60", "account-blocked", Behaviour.cannot_be_placed(
            "Your account is currently blocked. Send an email to aws-verification@amazon.com if you have questions.")),
        Incident("D61", "slow-pull", Behaviour.runs().booting(pull=90_000)),
    )  # fmt: skip


def _deaths() -> tuple[Incident, ...]:
    """Containers that end by themselves."""
    leak = Behaviour.out_of_memory(after=540, jitter=120).saying(
        at_start=("level=info msg=ready",), every=6, lines=voices.jobs_logfmt("memory-leak", "thumbnail"),
        at_end=words.OUT_OF_MEMORY,
    )  # fmt: skip
    sidecar = _exits(1, "[error] [output:kinesis_firehose] cannot assume role, giving up", container="log-router")
    abrupt = "fatal error: unexpected signal during runtime execution [signal SIGSEGV: segmentation violation]"
    return (
        Incident("D33", "memory-leak", leak),
        Incident("D35", "daemonised", _exits(0, "nginx: daemon started, pid 17", after=4)),
        Incident("D36", "bad-configuration", _exits(1, *words.NO_DATABASE, after=25)),
        Incident("D36", "sidecar-died-first", sidecar, sidecar=True),
        Incident("D37", "command-not-found", _exits(127, "/bin/sh: gunicorn: not found", after=1.5)),
        Incident("D37", "exec-format-error", _exits(126, "exec /app/server: exec format error", after=1.5)),
        Incident("D38", "native-crash", _exits(139, abrupt, after=200)),
        Incident("D39", "terminated-itself", _exits(143, "received SIGTERM, draining", after=150)),
        Incident("D40", "exit-255", _exits(255, "entrypoint: cannot read /run/secrets/app: no such file", after=5)),
    )


def _endings() -> tuple[Incident, ...]:
    """What others do to tasks that run."""
    slow = _WELL.stopping(seconds=300)

    def serving(reason: str = "Target.ResponseCodeMismatch") -> Behaviour:
        return Behaviour.fails_elb_health_check(reason).booting(pull=60)

    listening = ("listening on 0.0.0.0:9090",)
    curl = "/bin/sh: curl: not found"
    return (
        Incident("D34", "ignores-sigterm", slow),
        Incident("D43", "scaled-by-hand", _WELL.stopping(seconds=3), desired=3),
        Incident("D41", "health-check-blocked", serving("Target.Timeout").saying(
            at_start=listening, every=10, lines=_QUIET), spot="web",
            behind=True),
        Incident("D41", "health-check-wrong-port", serving("Target.FailedHealthChecks").saying(
            at_start=listening, every=10, lines=_QUIET), spot="web",
            behind=True),
        Incident("D41", "health-check-wrong-path", serving().saying(
            at_start=words.LISTENING, every=10, lines=_FAILING),
            spot="web", behind=True),
        Incident("D41", "zone-not-enabled", serving("Target.NotInUse"), behind=True),
        Incident("D42", "curl-missing", Behaviour.fails_container_health_check().booting(pull=60).saying(
            at_start=words.LISTENING, every=10, lines=voices.always(curl)), more={"healthCheck": {
                "command": ["CMD-SHELL", "curl -f http://localhost:8080/health"], "interval": 10, "timeout": 5,
                "retries": 3}}),
        Incident("D45", "termination-notice", _ended("TerminationNotice", "Your Spot Task was interrupted."),
            provider="FARGATE_SPOT"),
        Incident("D47", "maintenance", _ended(
            "ServiceSchedulerInitiated",
            "ECS is performing maintenance on the underlying infrastructure hosting the task.", 1200)),
        Incident("D48", "host-impaired", _ended(
            "InfrastructureHealth", "The task was stopped because its underlying infrastructure was impaired.", 900)),
        Incident("D49", "stopped-by-person"),
        Incident("D64", "protected", desired=2),
    )  # fmt: skip


def _logs(kind: str, prefix: str = "app", *, region: str = "us-east-1", create: str = "false") -> dict[str, object]:
    """Logs to the cluster's group, or to one beneath it that is not there."""
    options = {
        "awslogs-group": f"{LOG_GROUP}{kind}", "awslogs-region": region, "awslogs-stream-prefix": prefix,
        "awslogs-create-group": create,
    }  # fmt: skip
    return {"logConfiguration": {"logDriver": "awslogs", "options": options}}


def _efs(file_system: str, directory: str) -> dict[str, object]:
    """A file system of EFS as a volume."""
    configuration = {
        "fileSystemId": file_system, "rootDirectory": directory, "transitEncryption": "ENABLED",
        "authorizationConfig": {"iam": "ENABLED"},
    }  # fmt: skip
    return {"volumes": [{"name": "data", "efsVolumeConfiguration": configuration}]}
