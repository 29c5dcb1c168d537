"""Texts that give the cause of a task's end away, in the order of fargate.md §5.4."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from fargate_tui.fargate.exit_codes import ASKED_TO_END, KILLED
from fargate_tui.fargate.images import without_registry
from fargate_tui.fargate.records import Container, Task
from fargate_tui.fargate.rows import Finding, Severity


class Rule(NamedTuple):
    """Texts that mean one cause; ``why`` is a line, or makes one of the task and what was matched."""

    pattern: re.Pattern[str]
    word: str
    severity: Severity
    why: str | Callable[[Task, re.Match[str]], str]


def cause_by_text(task: Task) -> Finding | None:
    """The cause that the task's reason or a container's reason tells; None where no rule knows the words."""
    text = _all_reasons(task)
    for rule in RULES:
        if found := rule.pattern.search(text):
            why = rule.why if isinstance(rule.why, str) else rule.why(task, found)
            return Finding(severity=rule.severity, word=rule.word, why=why)
    return None


def culprit_of(task: Task) -> Container | None:
    """The container whose end ended the task: one that failed by itself, else one that was killed, else any that ended.

    When an essential container ends, ECS stops the others, which then end with 137 or 143.
    """
    ended = [container for container in task.containers if container.exit_code is not None]
    by_itself = [container for container in ended if container.exit_code not in (0, KILLED, ASKED_TO_END)]
    killed = [container for container in ended if container.exit_code == KILLED]
    done = [container for container in ended if container.exit_code == 0]
    return next(iter((*by_itself, *killed, *done, *ended)), None)


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, on one line."""
    line = " ".join(text.split())
    return re.split(r"(?<=[^.\s]{2})\.(?:\s|$)", line, maxsplit=1)[0]


def _all_reasons(task: Task) -> str:
    """The task's reason and its containers', one a line."""
    return "\n".join(filter(None, (task.stopped_reason, *(container.reason for container in task.containers))))


def _out_of_memory(task: Task, _found: re.Match[str]) -> str:
    victim = _whose(task, "OutOfMemory") or next((c for c in task.containers if c.exit_code == KILLED), None)
    if victim is None:
        return f"out of memory: the task has {task.memory} MiB" if task.memory else "out of memory"
    limit = victim.memory or task.memory
    at = f" at {limit} MiB" if limit and limit != "0" else ""
    code = f" (exit {victim.exit_code})" if victim.exit_code is not None else ""
    return f"out of memory: {victim.name or 'a container'} was killed{at}{code}"


def _whose(task: Task, words: str) -> Container | None:
    return next((container for container in task.containers if words in (container.reason or "")), None)


def _pull(problem: str) -> Callable[[Task, re.Match[str]], str]:
    return lambda task, _found: f"cannot pull {_image(task)}: {problem}"


_REFERENCE: Final = re.compile(
    r"(?:ref |for |manifest for |image '?)(?P<image>[\w.-]+(?::\d+)?/[\w./-]+(?:[:@][\w.:-]+)?)"
)


def _image(task: Task) -> str:
    """The image that could not be pulled: of the container that says so, else as the task's reason names it."""
    container = _whose(task, "CannotPull")
    if container is None and len(task.containers) == 1:
        container = task.containers[0]
    if container is not None and container.image:
        return f"image {without_registry(container.image)}"
    named = _REFERENCE.search(_all_reasons(task))
    return f"image {without_registry(named['image'].rstrip(':'))}" if named else "its image"


_SECRET: Final = re.compile(
    r"(?P<arn>arn:[\w-]+:(?:secretsmanager|ssm):[\w-]*:\d*:[\w/+=.@:-]+)|parameters: (?P<name>[\w/.-]+)"
)


def _secret(problem: str) -> Callable[[Task, re.Match[str]], str]:
    return lambda task, _found: f"cannot read {_secret_name(task)}: {problem}"


def _secret_name(task: Task) -> str:
    found = _SECRET.search(_all_reasons(task))
    if found is None:
        return "a secret"
    if found["name"]:
        return f"secret {found['name']}"
    resource = found["arn"].split(":", 5)[5].rstrip(":.")
    return f"secret {resource.removeprefix('secret:').removeprefix('parameter').split(':')[0]}"


def _log_group(task: Task, _found: re.Match[str]) -> str:
    named = re.search(r"log group:? '?(?P<group>[\w./#-]+)'? does not exist", _all_reasons(task), re.IGNORECASE)
    return f"log group {named['group']} does not exist" if named else "its log group does not exist"


def _unhealthy(task: Task, _found: re.Match[str]) -> str:
    names = [
        container.name for container in task.containers if container.health_status == "UNHEALTHY" and container.name
    ]
    return "failed container health checks" + (f": {', '.join(names)}" if names else "")


def _codes(_task: Task, found: re.Match[str]) -> str:
    codes = re.search(r"codes?:? \[(?P<codes>[^\]]+)\]", found.string)
    return f"failed ELB health checks ({codes['codes']})" if codes else "failed ELB health checks"


def _exec_format(task: Task, _found: re.Match[str]) -> str:
    return f"{_name_of_culprit(task)} cannot run here: built for another processor (exec format error)"


def _cannot_start(task: Task, found: re.Match[str]) -> str:
    return f"cannot start {_name_of_culprit(task)}: {first_sentence(found['rest']) or 'AWS does not say why'}"


def _name_of_culprit(task: Task) -> str:
    culprit = _whose(task, "CannotStartContainer") or _whose(task, "exec format") or culprit_of(task)
    return culprit.name if culprit is not None and culprit.name else "a container"


def _texts(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _error(pattern: str, word: str, why: str | Callable[[Task, re.Match[str]], str]) -> Rule:
    return Rule(_texts(pattern), word, "error", why)


def _warn(pattern: str, word: str, why: str | Callable[[Task, re.Match[str]], str]) -> Rule:
    return Rule(_texts(pattern), word, "warn", why)


_NO_PATH = (
    r"(connection issue|i/o timeout|request canceled|context (deadline exceeded|canceled)|RequestCanceled|RequestError"
    r"|request send failed|Client\.Timeout|connection refused|no such host|StatusCode: 0\b)"
)
_DENIED = r"(AccessDenied|access denied|not authorized|403 Forbidden|no basic auth)"

# In the order of fargate.md §5.4: the most exact first. The number is the table's.
RULES: Final = (
    _error(
        r"CannotPullContainer.*(matching platform|no matching manifest)",
        "no image",
        _pull("not built for this processor architecture"),
    ),  # D01
    _error(
        r"toomanyrequests|Too Many Requests|pull rate limit", "no image", _pull("the registry's rate limit is reached")
    ),  # D04
    _error(
        rf"CannotPullContainer.*{_NO_PATH}|connection issue between the task and Amazon ECR",
        "no image",
        _pull("no network path to the registry"),
    ),  # D02
    _error(
        r"CannotPullContainer.*(httpReaderSeeker: failed open|failed to copy)|pull command failed: panic",
        "no image",
        _pull("its layers cannot be reached"),
    ),  # D03, D08
    _error(
        rf"CannotPullContainer.*({_DENIED}|pull access denied)|task can.t pull the image",
        "no image",
        _pull("access denied"),
    ),  # D06, before D05: Docker Hub's denial speaks of "not exist" too
    _error(
        r"CannotPullContainer.*(manifest unknown|not found|name unknown|failed to resolve ref)",
        "no image",
        _pull("not found"),
    ),  # D05
    _error(r"CannotPullContainer.*no space left", "no image", _pull("larger than the task's storage")),  # D07
    _error(r"CannotPullContainer", "no image", lambda task, _: f"cannot pull {_image(task)}: {_tail(task)}"),  # D09
    _error(r"did not contain json key", "no secret", _secret("it lacks the JSON key asked for")),  # D13
    _error(
        r"can't find the specified secret|can't retrieve the secret|invalid (ssm )?parameters",
        "no secret",
        _secret("not found"),
    ),  # D12, D14
    _error(
        rf"unable to retrieve ecr registry auth.*{_DENIED}|perform: ecr:GetAuthorizationToken",
        "no image",
        "cannot log in to ECR: access denied",
    ),  # D11
    _error(
        rf"(retrieve secrets? from|pull secrets|Fetching secret).*{_DENIED}"
        r"|perform: (secretsmanager:|ssm:GetParam|kms:Decrypt)",
        "no secret",
        _secret("access denied"),
    ),  # D11
    _error(
        rf"(pull secrets|registry auth).*{_NO_PATH}|cannot pull secrets|from Secrets Manager\. There is a connection",
        "no secret",
        "cannot read secrets or log in to ECR: no network path",
    ),  # D10, D15
    _error(
        r"(logger args|logging driver|log group)(?!.*connection issue).*(does not exist|ResourceNotFound|cannot find)",
        "no logs",
        _log_group,
    ),  # D16
    _error(rf"logger args.*({_DENIED})", "no logs", "cannot open its log stream: access denied"),  # D18
    _error(
        r"logger args.*(connection issue|signal: killed|create stream has been retried|timeout)",
        "no logs",
        "no network path to CloudWatch Logs",
    ),  # D17
    _error(r"awslogs-region is required|awslogs driver arguments", "no logs", "awslogs options are incomplete"),  # D19
    _error(r"failed to initialize logging driver", "no logs", "cannot start its log driver"),  # D20
    _error(r"failed to download env files", "no start", "cannot download its environment files"),  # D21
    _error(r"EFS utils commands.*access denied", "no volume", "cannot mount EFS: access denied"),  # D22
    _error(
        r"EFS utils commands.*(timeout|timed out|mount system call|Failed to resolve)",
        "no volume",
        "cannot mount EFS: no network path",
    ),  # D23
    _error(
        r"EFS utils commands.*No such file", "no volume", "cannot mount EFS: its root directory does not exist"
    ),  # D24
    _warn(
        r"failed to configure ENI|netplugin failed", "no network", "its network interface could not be set up"
    ),  # D25
    _warn(r"Timeout waiting for network interface", "no network", "its network interface was not there in time"),  # D27
    _warn(r"Timeout waiting for EphemeralStorage", "no storage", "its storage was not there in time"),  # D28
    _error(
        r"InsufficientFreeAddresses|Create Network Interface with public IP|enough free addresses",
        "no network",
        "its subnet has no free address",
    ),  # D29
    _error(r"TagPolicyViolation", "no network", "a tag policy forbids its network interface"),  # D30
    _warn(
        r"Rate limit exceeded while attempting to Create Network", "no network", "tasks are launched too fast"
    ),  # D32
    _error(r"Unexpected EC2 error", "no network", lambda task, _: f"no network interface: {_tail(task)}"),  # D31
    _error(r"OutOfMemory|killed due to memory usage", "out of memory", _out_of_memory),  # D33
    _error(r"exec format error", "failed", _exec_format),  # D37
    _error(r"failed ELB health checks", "unhealthy", _codes),  # D41
    _error(r"failed container health checks", "unhealthy", _unhealthy),  # D42
    _warn(r"Spot Task was interrupted|SpotInterruption", "reclaimed", "spot capacity was reclaimed"),  # D45
    _warn(r"performing maintenance on the underlying", "retired", "AWS retired the host it ran on"),  # D47
    _error(r"unable to assume the role", "no role", "ECS cannot assume its role"),  # D50
    _error(r"CannotCreateVolume", "no volume", lambda task, _: f"cannot create its volume: {_tail(task)}"),  # D51
    _error(r"CannotStartContainer(Error)?:?(?P<rest>[^\n]*)", "failed", _cannot_start),  # D53
    _warn(r"(ContainerRuntime|Docker)TimeoutError", "failed", "the container runtime was too slow"),  # D54
    _error(r"not compatible with the selected compute", "no start", "its task definition does not fit Fargate"),  # D56
    _warn(r"Capacity is unavailable", "no capacity", "no Fargate capacity in its zone now"),  # D57
    _error(r"reached the limit on the number of", "no capacity", "the account's Fargate quota is reached"),  # D58
)


def _tail(task: Task) -> str:
    """What AWS says behind the name of its error, first sentence."""
    reason = next(filter(None, (task.stopped_reason, *(c.reason for c in task.containers))), "")
    return first_sentence(reason.split(": ", 1)[-1]) or "AWS does not say why"
