"""What the rules look at: a task with its texts made even, whose end it was, and the moment it is judged at."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.exit_codes import ASKED_TO_END, KILLED
from fargate_tui.fargate.records import (
    Container,
    ContainerDefinition,
    Record,
    Service,
    ServiceDeployment,
    Task,
    TaskDefinition,
)

_EVEN: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
"""AWS writes the same sentence with straight and with curly quotes."""


class PrimaryDeployment(Record, frozen=True, kw_only=True):
    """The deployment a service is at, as far as it tells a scale-in from a replacement."""

    id: str
    created_at: datetime | None = None


class Case:
    """A task to be judged, or a service where ``of`` is one.

    ``definition`` says which of its containers are essential, ``primary`` what replaced it.
    """

    def __init__(
        self,
        task: Task,
        definition: TaskDefinition | None = None,
        primary: PrimaryDeployment | None = None,
        now: datetime | None = None,
        of: Service | None = None,
        deployments: tuple[ServiceDeployment, ...] = (),
    ) -> None:
        self.task = task
        self.definition = definition
        self.primary = primary
        self.now = now
        self.of = of
        self.deployments = deployments

    @classmethod
    def of_text(cls, text: str) -> "Case":
        """A case of which nothing is known but a text: a service's event."""
        return cls(Task(task_arn="", stopped_reason=text))

    @cached_property
    def text(self) -> str:
        """The task's reason and its containers', each even and on a line of its own."""
        task = self.task
        # Most tasks have one reason; no generator for them: this runs for every task of a list.
        reasons = [task.stopped_reason] if task.stopped_reason else []
        reasons += [container.reason for container in task.containers if container.reason]
        return "\n".join(map(even, reasons))

    @cached_property
    def culprit(self) -> Container | None:
        """The container whose end ended the task: one that failed by itself, else a killed one, else any that ended.

        When an essential container ends, ECS stops the others, which then end with 137 or 143; the end of one that is
        not essential ends no task.
        """
        ended = [container for container in self.task.containers if container.exit_code is not None]
        ended = [container for container in ended if self.is_essential(container)] or ended
        by_itself = [container for container in ended if container.exit_code not in (0, KILLED, ASKED_TO_END)]
        killed = [container for container in ended if container.exit_code == KILLED]
        done = [container for container in ended if container.exit_code == 0]
        return next(iter((*by_itself, *killed, *done, *ended)), None)

    @cached_property
    def defined(self) -> Mapping[str, ContainerDefinition]:
        """Its containers as they were defined, by name; empty where the task definition is not known."""
        containers = self.definition.container_definitions if self.definition is not None else ()
        return {each.name: each for each in containers if each.name}

    @property
    def service(self) -> str:
        """The service that keeps it; empty for a standalone task."""
        return service_of_group(self.task.group or "")

    def is_essential(self, container: Container) -> bool:
        """Whether its end ends the task; so for all where the task definition is not known."""
        definition = self.defined.get(container.name or "")
        return definition is None or definition.essential

    def search(self, pattern: str) -> re.Match[str] | None:
        """The first place in its texts where a pattern holds, upper or lower case."""
        return re.search(pattern, self.text, re.IGNORECASE)

    def whose(self, words: str) -> Container | None:
        """The container whose reason holds ``words``."""
        return next((container for container in self.task.containers if words in (container.reason or "")), None)


def even(text: str) -> str:
    """A text on one line, with straight quotes: AWS wraps and varies the same sentence."""
    return " ".join((text if text.isascii() else text.translate(_EVEN)).split())


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, on one line."""
    line = " ".join(text.split())
    return re.split(r"(?<=[^.\s]{2})\.(?:\s|$)", line, maxsplit=1)[0]
