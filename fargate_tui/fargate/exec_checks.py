"""What has to be so for a shell in a container, and what to do where it is not (fargate.md §8.1). Pure."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from fargate_tui.fargate.arns import name_of, service_of_group
from fargate_tui.fargate.records import (
    Container,
    ContainerDefinition,
    KeyValue,
    Record,
    Secret,
    Service,
    Task,
    TaskDefinition,
)
from fargate_tui.fargate.sessions import PLUGIN, Plugin

State = Literal["ok", "problem", "advice", "not checked"]
"""problem: AWS or the container would refuse; advice: it works, but."""

AGENT: Final = "ExecuteCommandAgent"
ACTIONS: Final = "ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel, OpenDataChannel"
"""What the task's role must allow for its agent to be reached."""
LEAST: Final[Mapping[str, tuple[int, ...]]] = {"linux": (1, 4, 0), "windows": (1, 0, 0)}
"""The first platform version with the agent."""
COMING: Final = frozenset({"PROVISIONING", "ACTIVATING", "PENDING"})
OVERRIDING: Final = frozenset({"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
"""Variables that the agent would take its credentials from instead of the task's role."""


class Check(Record, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    state: State
    words: str
    """What was found."""
    remedy: str = ""
    """What to do about it; empty where there is nothing to do."""
    is_mended_by_redeploy: bool = False
    """Whether enabling it on the service and starting its tasks anew is what helps."""


class Evidence(Record, frozen=True, kw_only=True):
    """What is known of a container, its task and its service, and of this machine."""

    task: Task
    container: str
    plugin: Plugin | None
    service: Service | None = None
    """None for a standalone task, or where it is not known."""
    definition: TaskDefinition | None = None
    cluster: Mapping[str, object] | None = None
    """The cluster as AWS describes it, with its configuration."""
    missing: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What could not be read, and why, by ``service``, ``definition``, ``cluster``."""


def checks(found: Evidence) -> tuple[Check, ...]:
    """All checks, in the order in which a session would fail at them."""
    named = next((each for each in found.task.containers if each.name == found.container), None)
    container = named or Container(name=found.container)
    return (
        _plugin(found.plugin),
        _task(found.task),
        _container(container),
        _platform(found.task),
        _enabled(found),
        _agent(found.task, container),
        _role(found),
        *_defined(found),
        _audit(found),
        _not_checked(
            "network",
            "whether the task reaches ssmmessages, through the internet or an interface endpoint",
            "a TargetNotConnectedException with all else right means: no way to com.amazonaws.REGION.ssmmessages",
        ),
    )


def problems(found: tuple[Check, ...]) -> tuple[Check, ...]:
    """Those in the way."""
    return tuple(check for check in found if check.state == "problem")


def _ok(name: str, words: str) -> Check:
    return Check(name=name, state="ok", words=words)


def _problem(name: str, words: str, remedy: str) -> Check:
    return Check(name=name, state="problem", words=words, remedy=remedy)


def _advice(name: str, words: str, remedy: str = "") -> Check:
    return Check(name=name, state="advice", words=words, remedy=remedy)


def _not_checked(name: str, words: str, remedy: str = "") -> Check:
    return Check(name=name, state="not checked", words=words, remedy=remedy)


def _plugin(plugin: Plugin | None) -> Check:
    if plugin is None:
        remedy = "install it (the AWS documentation: “Install the Session Manager plugin”), then try again"
        return _problem("plugin", f"{PLUGIN} is not on the PATH of this machine", remedy)
    if not plugin.version:
        return _not_checked("plugin", f"{plugin.path} does not say its version")
    version = ".".join(map(str, plugin.version))
    if not plugin.reads_variable:
        words = f"{PLUGIN} {version} is old: users of this machine see the session's token among the processes"
        return _advice("plugin", words, "install a newer one than 1.2.497.0")
    return _ok("plugin", f"{PLUGIN} {version}")


def _task(task: Task) -> Check:
    status = task.last_status or "in a state that is not known"
    if task.last_status in COMING:
        return _problem("task", f"it is {status} still", "wait until it is RUNNING")
    if task.last_status != "RUNNING" or task.desired_status == "STOPPED":
        is_ending = task.last_status == "RUNNING"
        return _problem("task", "it is about to stop" if is_ending else f"it is {status}", "choose a running task")
    return _ok("task", "RUNNING")


def _container(container: Container) -> Check:
    if container.last_status == "RUNNING":
        return _ok("container", f"{container.name} is RUNNING")
    words = f"{container.name} is {container.last_status or 'not in this task'}"
    return _problem("container", words, "wait for it, or choose another container")


def _platform(task: Task) -> Check:
    family = "windows" if (task.platform_family or "").lower().startswith("windows") else "linux"
    try:
        version = tuple(map(int, (task.platform_version or "").split(".")))
    except ValueError:
        return _not_checked("platform", "AWS does not say the platform version")
    if version >= LEAST[family]:
        return _ok("platform", f"version {task.platform_version}")
    least = ".".join(map(str, LEAST[family]))
    words = f"platform version {task.platform_version} has no agent: it begins with {least}"
    return _problem("platform", words, "deploy with platform version LATEST")


def _enabled(found: Evidence) -> Check:
    if found.task.enable_execute_command:
        return _ok("enabled", "the task was started with it")
    name = service_of_group(found.task.group or "")
    if not name:
        remedy = "run it again with enableExecuteCommand: it cannot be switched on in a task that runs"
        return _problem("enabled", "the task was started without ECS Exec", remedy)
    service = found.service
    if service is not None and service.enable_execute_command:
        words, remedy = "the task was started before its service had ECS Exec", f"redeploy {name}"
    else:
        words, remedy = "the task was started without ECS Exec", f"enable it on {name} and redeploy"
    return Check(name="enabled", state="problem", words=words, remedy=remedy, is_mended_by_redeploy=True)


def _agent(task: Task, container: Container) -> Check:
    agent = next((each for each in container.managed_agents if each.name == AGENT), None)
    if agent is None:
        words = f"AWS says nothing of {AGENT}" + ("" if task.enable_execute_command else ", as it is not enabled")
        return _not_checked("agent", words)
    if agent.last_status == "RUNNING":
        return _ok("agent", f"{AGENT} is RUNNING")
    why = f": {agent.reason}" if agent.reason else ""
    words = f"{AGENT} is {agent.last_status}{why}"
    if agent.last_status == "PENDING":
        return _problem("agent", words, "wait a moment: it starts after the container")
    return _problem("agent", words, "stop the task, so that another takes its place; look at its role and its network")


def _role(found: Evidence) -> Check:
    override = found.task.overrides.task_role_arn if found.task.overrides else None
    definition = found.definition
    if not override and definition is None:
        return _not_read("role", "the task's role", found, "definition")
    role = override or (definition.task_role_arn if definition else None)
    if not role:
        remedy = f"give a new revision a task role that allows {ACTIONS}"
        return _problem("role", "the task has no role: its agent can call nobody", remedy)
    return _not_checked("role", f"whether {name_of(role)} lets the agent call home", f"it must allow {ACTIONS}")


def _defined(found: Evidence) -> Iterator[Check]:
    """What the task definition says."""
    definition = found.definition
    if definition is None:
        yield _not_read("definition", "root file system, environment and process of the container", found, "definition")
        return
    container = next((each for each in definition.container_definitions if each.name == found.container), None)
    if container is None:
        yield _not_checked(
            "definition", f"{name_of(definition.task_definition_arn)} has no container {found.container}"
        )
        return
    if container.readonly_root_filesystem:
        remedy = "register a revision with readonlyRootFilesystem false: the agent writes its files there"
        yield _problem("file system", "the root file system is read-only", remedy)
    else:
        yield _ok("file system", "the root file system can be written")
    yield from _environment(container)
    if not (container.linux_parameters and container.linux_parameters.init_process_enabled):
        words = "no init process: what a shell leaves behind may stay as a zombie"
        yield _advice("init", words, "initProcessEnabled in linuxParameters of the next revision")
    if definition.pid_mode == "task" and len(definition.container_definitions) > 1:
        yield _advice("pid mode", "the containers share their processes (pidMode task): only one can be entered")


def _environment(container: ContainerDefinition) -> Iterator[Check]:
    variables: tuple[KeyValue | Secret, ...] = (*container.environment, *container.secrets)
    overriding = sorted({each.name for each in variables if each.name in OVERRIDING})
    if not overriding:
        yield _ok("environment", "the agent takes the task's role")
        return
    words = f"{', '.join(overriding)} of the container hide the task's role from the agent"
    yield _advice("environment", words, "leave the keys out, or let their user have the same permissions")


def _audit(found: Evidence) -> Check:
    if found.cluster is None:
        return _not_read("audit", "whether sessions are logged or encrypted with a key", found, "cluster")
    configuration = found.cluster.get("configuration")
    told = configuration.get("executeCommandConfiguration") if isinstance(configuration, Mapping) else None
    if not isinstance(told, Mapping):
        return _ok("audit", "sessions are logged as the container logs (DEFAULT)")
    logging = str(told.get("logging") or "DEFAULT")
    if told.get("kmsKeyId"):
        words = f"sessions are logged ({logging}) and encrypted; not checked: kms:GenerateDataKey, kms:Decrypt"
        return _not_checked("audit", words, "you need kms:GenerateDataKey, the task's role kms:Decrypt on the key")
    return _ok("audit", "sessions are not logged (NONE)" if logging == "NONE" else f"sessions are logged ({logging})")


def _not_read(name: str, what: str, found: Evidence, member: str) -> Check:
    return _not_checked(name, f"{what}: {found.missing.get(member) or 'not asked for'}")
