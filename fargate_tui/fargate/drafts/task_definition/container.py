"""A container of a draft: its fields, and where each stands in a request."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.fields import OFF, ON
from fargate_tui.fargate.drafts.task_definition import lines
from fargate_tui.fargate.drafts.task_definition.forms import (
    ABSENT,
    CHECK_COMMAND,
    COMMAND,
    NUMBERS,
    TEXT,
    WORDS,
    Form,
    choice,
    flag,
    headed,
    whole,
)
from fargate_tui.fargate.drafts.task_definition.members import (
    Member,
    Part,
    emitted,
    once,
    texts_in,
    unreadable,
)
from fargate_tui.fargate.drafts.task_definition.ports import PORTS

MAKE, AT_START, THERE = "make", "at start", ""
"""How a log group comes to be: before the tasks, by ECS when the first task starts, or it is there already."""
KEEP, DROP = "keep", "drop"

AWSLOGS: Final = "awslogs"
DRIVERS: Final = (AWSLOGS, "splunk", "awsfirelens")
OWN_OPTIONS: Final = (
    "awslogs-group", "awslogs-region", "awslogs-stream-prefix", "awslogs-create-group", "mode",
)  # fmt: skip
"""Options of a log driver that have fields of their own."""
NOT_OF_FARGATE: Final = (
    "disableNetworking", "dnsSearchDomains", "dnsServers", "dockerSecurityOptions", "extraHosts", "links", "privileged",
)  # fmt: skip
NOT_OF_LINUX: Final = ("devices", "sharedMemorySize", "maxSwap", "swappiness")
"""Members of linuxParameters that Fargate does not have."""
NOT_OF_WINDOWS: Final[Mapping[str, str]] = {
    "user": "user",
    "read_only": "read-only root",
    "tmpfs": "tmpfs",
    "init": "init process",
    "capabilities": "capabilities",
    "dropped_capabilities": "capabilities",
    "ulimits": "ulimits",
}
"""Fields that Windows does not have, with what a person calls them."""


class ContainerDraft(Part, frozen=True, kw_only=True):
    """The fields of a container, each as it was typed; lists are one item a line."""

    name: str = ""
    image: str = ""
    registry: str = ""
    """The secret with the password of a private registry."""
    essential: str = ON
    entry_point: str = ""
    command: str = ""
    directory: str = ""
    user: str = ""
    ports: str = ""
    environment: str = ""
    environment_files: str = ""
    secrets: str = ""
    cpu: str = ""
    memory_reservation: str = ""
    memory: str = ""
    health_command: str = ""
    health_interval: str = ""
    health_timeout: str = ""
    health_retries: str = ""
    health_start_period: str = ""
    log_driver: str = ""
    log_group: str = ""
    log_creation: str = THERE
    """`MAKE`, `AT_START` or `THERE`."""
    log_retention: str = ""
    """Days that a group which is made keeps its lines; blank for ever."""
    log_region: str = ""
    log_prefix: str = ""
    log_mode: str = ""
    log_options: str = ""
    log_secrets: str = ""
    firelens: str = ""
    mounts: str = ""
    read_only: str = OFF
    tmpfs: str = ""
    dependencies: str = ""
    start_timeout: str = ""
    stop_timeout: str = ""
    restart: str = OFF
    restart_codes: str = ""
    restart_period: str = ""
    init: str = OFF
    capabilities: str = ""
    dropped_capabilities: str = ""
    ulimits: str = ""
    labels: str = ""
    foreign: str = KEEP
    """Whether members that Fargate does not have, which it came with, are kept or dropped."""


_CREATION: Final = Form(
    text=lambda there: AT_START if str(there).lower() == "true" else THERE,
    value=lambda text, before: "true" if text == AT_START else ABSENT,  # noqa: ARG005
)
_OPTIONS: Final = ("logConfiguration", "options")

CONTAINER: Final[tuple[Member, ...]] = (
    Member("name", ("name",), TEXT),
    Member("image", ("image",), TEXT),
    Member("registry", ("repositoryCredentials", "credentialsParameter"), TEXT),
    Member("essential", ("essential",), flag(default=True), "P04"),
    Member("entry_point", ("entryPoint",), COMMAND),
    Member("command", ("command",), COMMAND),
    Member("directory", ("workingDirectory",), TEXT),
    Member("user", ("user",), TEXT),
    Member("ports", ("portMappings",), PORTS, "P05"),
    Member("environment", ("environment",), lines.ENVIRONMENT),
    Member("environment_files", ("environmentFiles",), lines.FILES),
    Member("secrets", ("secrets",), lines.SECRETS, "P13"),
    Member("cpu", ("cpu",), whole(0, unit="units of CPU"), "P03"),
    Member("memory_reservation", ("memoryReservation",), whole(0, unit="MiB"), "P03"),
    Member("memory", ("memory",), whole(0, unit="MiB"), "P03"),
    Member("health_command", ("healthCheck",), headed("command", CHECK_COMMAND), "P15"),
    Member("health_interval", ("healthCheck", "interval"), whole(5, 300, "s"), "P15", "health_command"),
    Member("health_timeout", ("healthCheck", "timeout"), whole(2, 60, "s"), "P15", "health_command"),
    Member("health_retries", ("healthCheck", "retries"), whole(1, 10, "times"), "P15", "health_command"),
    Member("health_start_period", ("healthCheck", "startPeriod"), whole(0, 300, "s"), "P15", "health_command"),
    Member("log_driver", ("logConfiguration",), headed("logDriver", TEXT)),
    Member("log_group", (*_OPTIONS, "awslogs-group"), TEXT, "P08", "log_driver"),
    Member("log_creation", (*_OPTIONS, "awslogs-create-group"), _CREATION, "P08", "log_driver"),
    Member("log_region", (*_OPTIONS, "awslogs-region"), TEXT, "P08", "log_driver"),
    Member("log_prefix", (*_OPTIONS, "awslogs-stream-prefix"), TEXT, "P08", "log_driver"),
    Member("log_mode", (*_OPTIONS, "mode"), choice("blocking", "non-blocking"), "P08", "log_driver"),
    Member("log_options", _OPTIONS, lines.mapping("NAME=value", without=OWN_OPTIONS), "P08", "log_driver"),
    Member("log_secrets", ("logConfiguration", "secretOptions"), lines.SECRETS, "P13", "log_driver"),
    Member("firelens", ("firelensConfiguration",), headed("type", choice("fluentd", "fluentbit"))),
    Member("mounts", ("mountPoints",), lines.MOUNTS),
    Member("read_only", ("readonlyRootFilesystem",), flag()),
    Member("tmpfs", ("linuxParameters", "tmpfs"), lines.TMPFS),
    Member("dependencies", ("dependsOn",), lines.DEPENDENCIES, "P17"),
    Member("start_timeout", ("startTimeout",), whole(2, 120, "s")),
    Member("stop_timeout", ("stopTimeout",), whole(2, 120, "s"), "P16"),
    Member("restart", ("restartPolicy",), headed("enabled", flag())),
    Member("restart_codes", ("restartPolicy", "ignoredExitCodes"), NUMBERS, gate="restart"),
    Member("restart_period", ("restartPolicy", "restartAttemptPeriod"), whole(60, 1800, "s"), gate="restart"),
    Member("init", ("linuxParameters", "initProcessEnabled"), flag()),
    Member("capabilities", ("linuxParameters", "capabilities", "add"), WORDS),
    Member("dropped_capabilities", ("linuxParameters", "capabilities", "drop"), WORDS),
    Member("ulimits", ("ulimits",), lines.ULIMITS),
    Member("labels", ("dockerLabels",), lines.mapping("name=value")),
)


def container_of(request: Json) -> ContainerDraft:
    """A container that comes from a request, which it becomes again."""
    return ContainerDraft(origin=request, **texts_in(request, CONTAINER))


@once
def container_request(container: ContainerDraft) -> dict[str, object]:
    """The container as a request has it."""
    found = emitted(container, CONTAINER)
    return found if container.foreign != DROP else _without_foreign(found)


@once
def unreadable_texts(container: ContainerDraft) -> tuple[tuple[Member, str], ...]:
    """The fields whose text stands for nothing, and what is wrong with it."""
    return tuple(unreadable(container, CONTAINER))


def foreign_members(request: Json) -> tuple[str, ...]:
    """The members that Fargate does not have."""
    linux = request.get("linuxParameters")
    within = linux if isinstance(linux, dict) else {}
    found = [name for name in NOT_OF_FARGATE if request.get(name)]
    return (*found, *(f"linuxParameters.{name}" for name in NOT_OF_LINUX if within.get(name)), *_devices(request))


def _devices(request: Json) -> tuple[str, ...]:
    """Whether it wants GPUs or other hardware."""
    wanted = request.get("resourceRequirements")
    kinds = {str(each.get("type")) for each in wanted if isinstance(each, dict)} if isinstance(wanted, list) else set()
    return ("resourceRequirements",) if kinds else ()


def _without_foreign(request: dict[str, object]) -> dict[str, object]:
    found = {name: value for name, value in request.items() if name not in (*NOT_OF_FARGATE, "resourceRequirements")}
    linux = found.get("linuxParameters")
    if isinstance(linux, dict):
        found["linuxParameters"] = {name: value for name, value in linux.items() if name not in NOT_OF_LINUX}
    return found
