"""Deep links: what names a place on the command line. Standard library only: read before Textual is loaded."""

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fargate_tui.fargate.arns import cluster_of, is_arn, name_of, region_of, resource_of

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": (
        "clusters", "services", "tasks", "standalone", "enis", "targets", "task-definitions", "query", "history",
        "journal", "changes", "forwards", "watches", "output", "drafts", "requests", "accounts",
        "whoami", "keys", "report",
    ),
    "cluster": (
        "services", "tasks", "standalone", "events", "logs", "enis", "targets", "query", "history", "describe", "json",
    ),
    "service": (
        "tasks", "deployments", "events", "logs", "metrics", "enis", "network", "scaling", "config", "permissions",
        "targets", "query", "history", "describe", "json",
    ),
    "task": ("task", "logs", "metrics", "network", "query", "describe", "json"),
    "task definition": ("task-definition", "describe", "json"),
}  # fmt: skip
"""The views of what a link names, the one that opens by itself first."""
ALIASES: Final = {"cockpit": "deployments", "iam": "permissions", "insights": "query", "taskdefs": "task-definitions"}
"""What is typed for some of them after ``:``."""

PLACES: Final = ("last", "clusters")
"""What a start may be beside a link, and beside ``accounts NAME``."""

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")
_TASK: Final = re.compile(r"[0-9a-f-]{4,36}")
_DEFINITION: Final = re.compile(r"[A-Za-z0-9_-]{1,255}:[1-9][0-9]*")
FORMS: Final = "CLUSTER, CLUSTER/SERVICE, CLUSTER/SERVICE/TASK, CLUSTER//TASK, FAMILY:REVISION or an ARN of these"


def group_of(start: str) -> str:
    """The group of accounts that a start names; empty where it names none."""
    word, _, name = start.partition(" ")
    return name.strip() if word == "accounts" else ""


class BadLink(ValueError):
    """A link that leads nowhere; ``str()`` says why and what does."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place as a command names it."""

    cluster: str | None = None
    """A name."""
    service: str | None = None
    task: str | None = None
    """An id, its beginning, or an ARN."""
    task_definition: str | None = None
    """``family:revision``."""
    view: str | None = None
    """None is what opens by itself."""
    region: str = ""
    """Where an ARN says it is; empty where none was given."""
    account: str = ""

    @property
    def of(self) -> str:
        """What it names: account, cluster, service, task or task definition."""
        if self.task_definition:
            return "task definition"
        return "task" if self.task else "service" if self.service else "cluster" if self.cluster else "account"

    def with_view(self, view: str) -> "Link":
        """The same thing in another view; raises BadLink where it has no such view."""
        meant = ALIASES.get(view, view)
        offered = VIEWS[self.of]
        if meant not in offered:
            article = "an" if self.of[0] in "aeiou" else "a"
            raise BadLink(f"{article} {self.of} has no view {view!r} (views: {', '.join(offered)})")
        return replace(self, view=meant)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a command that open it."""
        if self.task_definition:
            where = self.task_definition
        else:
            parts = (self.cluster, self.service, self.task)
            where = "/".join(part or "" for part in parts).rstrip("/")
        view = ("--view", self.view) if self.view and self.view != VIEWS[self.of][0] else ()
        return (*((where,) if where else ()), *view)


def parsed(text: str) -> Link:
    """What a word names; raises BadLink."""
    if is_arn(text):
        return _of_arn(text)
    if text.startswith("arn:"):
        raise BadLink(f"{text!r} is no whole ARN")
    if _DEFINITION.fullmatch(text):
        return Link(task_definition=text)
    parts = text.rstrip("/").split("/") if text.strip("/") else []
    if not 1 <= len(parts) <= 3 or not _NAME.fullmatch(parts[0]):
        raise BadLink(f"{text!r} names nothing: {FORMS}")
    cluster, service, task = (*parts, "", "")[:3]
    if service and not _NAME.fullmatch(service):
        raise BadLink(f"{service!r} is no name of a service: {FORMS}")
    if task and not _TASK.fullmatch(task.lower()):
        raise BadLink(f"{task!r} is no id of a task, nor the beginning of one (at least four of its digits)")
    return Link(cluster=cluster, service=service or None, task=task.lower() or None)


def _of_arn(arn: str) -> Link:
    kind, _, name = resource_of(arn).partition("/")
    link = Link(region=region_of(arn), account=arn.split(":")[4])
    cluster = cluster_of(arn)
    if kind in ("service", "task") and not cluster:
        raise BadLink(f"this ARN does not name its cluster: give CLUSTER/{'SERVICE' if kind == 'service' else '/TASK'}")
    match kind:
        case "cluster" if name:
            return replace(link, cluster=name)
        case "service":
            return replace(link, cluster=cluster, service=name_of(arn))
        case "task":
            return replace(link, cluster=cluster, task=arn)
        case "task-definition" if name:
            return replace(link, task_definition=name)
        case _:
            raise BadLink(f"this ARN is of no cluster, service, task or task definition: {arn}")


def command(link: Link, options: Sequence[str] = (), reserved: Collection[str] = ()) -> str:
    """The command that opens a link, as a shell takes it; ``reserved`` words are no cluster where they stand alone."""
    words = link.words
    if words and words[0] in reserved:
        words = ("--cluster", *words)
    return shlex.join(("fargate-tui", *options, *words))
