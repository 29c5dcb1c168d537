"""What a person fills in to run a task: as it was typed, what is wrong with it, and the request it becomes."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from fargate_tui.fargate import sizes
from fargate_tui.fargate.secrets import MASK, is_secret

CAPACITIES = ("FARGATE", "FARGATE_SPOT")
MOST = 10
"""Tasks that one RunTask starts at most (fargate.md §10.2)."""
MOST_SUBNETS, MOST_GROUPS, MOST_TAGS = 16, 5, 50
LONGEST_STARTER = 128
LONGEST_OVERRIDES = 8192
"""Characters of JSON (fargate.md §2)."""
ON, OFF = "on", "off"

_REVISION = re.compile(r"[\w-]+:\d+")
_STARTER = re.compile(r"[\w/-]*", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/\S+")


class RunDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the form, each as it was typed."""

    cluster: str = ""
    revision: str = ""
    """``family:revision``."""
    count: str = "1"
    capacity: str = CAPACITIES[0]
    subnets: str = ""
    groups: str = ""
    """Security groups; nothing stands for the VPC's default one."""
    public: str = OFF
    container: str = ""
    """Whose command and environment are overridden."""
    command: str = ""
    environment: str = ""
    """``NAME=value NAME='other value'``."""
    cpu: str = ""
    memory: str = ""
    role: str = ""
    execute: str = OFF
    starter: str = ""
    tags: str = ""

    @property
    def number(self) -> int:
        """How many tasks; 0 where that is no number."""
        return int(self.count) if self.count.strip().isdecimal() else 0

    @property
    def subnet_ids(self) -> tuple[str, ...]:
        """The subnets."""
        return words(self.subnets)

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The security groups."""
        return words(self.groups)


def words(text: str) -> tuple[str, ...]:
    """What stands between blanks and commas."""
    return tuple(text.replace(",", " ").split())


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """``NAME=value`` as a shell would read them; raises ValueError for anything else."""
    found = []
    for word in shlex.split(text):
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise ValueError(f"{word!r} is not NAME=value")
        found.append((name, value))
    return tuple(found)


def masked_pairs(text: str) -> str:
    """The same text with the values that are secrets masked; all of it where it cannot be read."""
    try:
        found = pairs(text)
    except ValueError:
        return MASK if text else ""
    return " ".join(f"{name}={MASK if is_secret(name, value) else shlex.quote(value)}" for name, value in found)


# -- what is wrong with it -----------------------------------------------------------------------------------------


def problems(draft: RunDraft) -> Mapping[str, str]:
    """What has to be put right, by field; empty where it can be sent."""
    return dict(_problems(draft))


def _problems(draft: RunDraft) -> Iterator[tuple[str, str]]:
    if not draft.cluster.strip():
        yield "cluster", "which one?"
    if not _REVISION.fullmatch(draft.revision.strip()):
        yield "revision", "family:revision"
    if not 1 <= draft.number <= MOST:
        yield "count", f"1 to {MOST}"
    yield from _ids("subnets", draft.subnet_ids, "subnet-", MOST_SUBNETS)
    if not draft.subnet_ids:
        yield "subnets", "at least one, subnet-…"
    yield from _ids("groups", draft.group_ids, "sg-", MOST_GROUPS)
    yield from _of_texts(draft)
    yield from _of_size(draft)
    if draft.role.strip() and not _ROLE.fullmatch(draft.role.strip()):
        yield "role", "arn:aws:iam::…:role/…"
    if len(draft.starter) > LONGEST_STARTER or not _STARTER.fullmatch(draft.starter):
        yield "starter", f"letters, digits, - _ /, up to {LONGEST_STARTER}"


def _ids(field: str, ids: Sequence[str], prefix: str, most: int) -> Iterator[tuple[str, str]]:
    wrong = next((each for each in ids if not each.startswith(prefix)), None)
    if wrong is not None:
        yield field, f"{wrong} does not begin with {prefix}"
    elif len(ids) > most:
        yield field, f"{most} at most"


def _of_texts(draft: RunDraft) -> Iterator[tuple[str, str]]:
    try:
        shlex.split(draft.command)
    except ValueError:
        yield "command", "a quote is not closed"
    yield from _of_pairs("environment", draft.environment)
    yield from _of_pairs("tags", draft.tags)
    if (draft.command.strip() or draft.environment.strip()) and not draft.container:
        yield "container", "whose?"


def _of_pairs(field: str, text: str) -> Iterator[tuple[str, str]]:
    try:
        found = pairs(text)
    except ValueError as error:
        # the sentence would tell the value of a variable
        yield field, "a quote is not closed" if "quotation" in str(error) else "NAME=value NAME='other value'"
        return
    wrong = next((name for name, _ in found if field == "environment" and not _VARIABLE.fullmatch(name)), None)
    if wrong is not None:
        yield field, f"{wrong} is no name of a variable"
    elif field == "tags" and any(name.lower().startswith("aws:") for name, _ in found):
        yield field, "aws: is AWS's own"
    elif field == "tags" and len(found) > MOST_TAGS:
        yield field, f"{MOST_TAGS} at most"
    elif field == "environment" and len(json.dumps(dict(found))) > LONGEST_OVERRIDES:
        yield field, f"too long: all overrides have {LONGEST_OVERRIDES:,} characters"


def _of_size(draft: RunDraft) -> Iterator[tuple[str, str]]:
    if not draft.cpu.strip() and not draft.memory.strip():
        return
    cpu, memory = sizes.read_cpu(draft.cpu), sizes.read_memory(draft.memory)
    if cpu is None or not sizes.memory_sizes(cpu):
        yield "cpu", "256 512 1024 2048 4096 8192 16384 32768"
    elif memory is None or not sizes.is_size(cpu, memory):
        fitting = sizes.memory_sizes(cpu)
        yield "memory", f"with {cpu} CPU {fitting[0]} to {fitting[-1]} MiB"


# -- the request ---------------------------------------------------------------------------------------------------


def parameters(draft: RunDraft) -> dict[str, object]:
    """RunTask's parameters; only what was filled in, for what is not sent is as the revision has it."""
    network: dict[str, object] = {"subnets": list(draft.subnet_ids)}
    if draft.group_ids:
        network["securityGroups"] = list(draft.group_ids)
    network["assignPublicIp"] = "ENABLED" if draft.public == ON else "DISABLED"
    found: dict[str, object] = {
        "cluster": draft.cluster.strip(),
        "taskDefinition": draft.revision.strip(),
        "count": draft.number,
        **_capacity(draft),
        "networkConfiguration": {"awsvpcConfiguration": network},
    }
    overrides = _overrides(draft)
    found |= {"overrides": overrides} if overrides else {}
    found |= {"enableExecuteCommand": True} if draft.execute == ON else {}
    found |= {"startedBy": draft.starter} if draft.starter else {}
    tags = pairs(draft.tags)
    return found | ({"tags": [{"key": key, "value": value} for key, value in tags]} if tags else {})


def _capacity(draft: RunDraft) -> dict[str, object]:
    if draft.capacity == CAPACITIES[0]:
        return {"launchType": draft.capacity}
    return {"capacityProviderStrategy": [{"capacityProvider": draft.capacity, "weight": 1}]}


def _overrides(draft: RunDraft) -> dict[str, object]:
    container: dict[str, object] = {}
    if command := shlex.split(draft.command):
        container["command"] = command
    if variables := pairs(draft.environment):
        container["environment"] = [{"name": name, "value": value} for name, value in variables]
    found: dict[str, object] = {}
    if container:
        found["containerOverrides"] = [{"name": draft.container, **container}]
    if draft.cpu.strip() and draft.memory.strip():
        found |= {"cpu": str(sizes.read_cpu(draft.cpu)), "memory": str(sizes.read_memory(draft.memory))}
    return found | ({"taskRoleArn": draft.role.strip()} if draft.role.strip() else {})
