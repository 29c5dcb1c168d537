"""Names of things in the texts of AWS: the image, the secret, the log group, the subnet it speaks of."""

import re
from collections.abc import Callable
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case, first_sentence
from fargate_tui.fargate.images import without_registry

_REFERENCE: Final = re.compile(
    r"(?:ref |for |manifest for |image '?)(?P<image>[\w.-]+(?::\d+)?/[\w./-]+(?:[:@][\w.:-]+)?)"
)
_SECRET: Final = re.compile(
    r"(?P<arn>arn:[\w-]+:(?:secretsmanager|ssm):[\w-]*:\d*:[\w/+=.@:-]+)|parameters: \[?(?P<name>[\w/.-]+)"
)
_GROUP: Final = re.compile(r"log group:? '?(?P<group>[\w./#-]+)'? does not exist", re.IGNORECASE)
_SUBNET: Final = re.compile(r"subnet-[0-9a-f]+")


def image(case: Case) -> str:
    """The image that could not be pulled, in full: of the container that says so, else as the task's reason names it.

    Empty where nothing names it.
    """
    container = case.whose("CannotPull")
    if container is None and len(case.task.containers) == 1:
        container = case.task.containers[0]
    if container is not None and container.image:
        return container.image
    named = _REFERENCE.search(case.text)
    return named["image"].rstrip(":") if named else ""


def called_image(case: Case) -> str:
    """The image in few words: ``image api:7``."""
    name = image(case)
    return f"image {without_registry(name)}" if name else "its image"


def secret_arn(case: Case) -> str:
    """The ARN or the name of the secret or parameter that the text speaks of; empty where it names none."""
    found = _SECRET.search(case.text)
    return (found["name"] or found["arn"]).rstrip(":.") if found else ""


def called_secret(case: Case) -> str:
    """The secret in few words: ``secret prod/db``."""
    name = secret_arn(case)
    if not name:
        return "a secret"
    resource = name.split(":", 5)[5] if name.count(":") >= 5 else name
    return f"secret {resource.removeprefix('secret:').removeprefix('parameter').split(':')[0]}"


def stores(case: Case) -> tuple[str, ...]:
    """What was asked for a secret or a login: ecr.api, ssm or secretsmanager; all of them where the text names none."""
    if case.search(r"ecr registry auth|registry auth from Amazon ECR|api\.ecr|perform: ecr:"):
        return ("ecr.api",)
    if case.search(r"from ssm|\bssm\b|Systems Manager|Parameter Store"):
        return ("ssm",)
    if case.search(r"from asm|\basm\b|secrets ?manager"):
        return ("secretsmanager",)
    return ("secretsmanager", "ssm", "ecr.api")


def log_group(case: Case) -> str:
    """The log group that the text names, else the only one of the task definition; empty where none is known."""
    if named := _GROUP.search(case.text):
        return named["group"]
    groups = set(log_groups(case))
    return groups.pop() if len(groups) == 1 else ""


def log_groups(case: Case) -> tuple[str, ...]:
    """The log groups that the task definition writes to, each once."""
    logs = (each.log_configuration for each in case.defined.values())
    groups = (each.options.get("awslogs-group", "") for each in logs if each is not None)
    return tuple(dict.fromkeys(filter(None, groups)))


def subnet(case: Case) -> str:
    """The subnet that the text names, else the one its network interface was asked for in; empty where none is."""
    if named := _SUBNET.search(case.text):
        return named[0]
    return next((each.detail("subnetId") or "" for each in case.task.attachments if each.detail("subnetId")), "")


def culprit(case: Case, *words: str) -> str:
    """The container that the reason is of, else the one that ended the task, by name."""
    found = next(filter(None, map(case.whose, words)), None) or case.culprit
    return found.name if found is not None and found.name else "a container"


def tail(case: Case) -> str:
    """What AWS says behind the name of its error, first sentence."""
    reason = next(filter(None, case.text.split("\n")), "")
    return first_sentence(reason.split(": ", 1)[-1]) or "AWS does not say why"


def with_tail(problem: str) -> Callable[[Case], str]:
    """A line that ends in AWS's own words."""
    return lambda case: f"{problem}: {tail(case)}"
