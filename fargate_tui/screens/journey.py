"""Where the person is, was, and can go back to: pure, so that it can be tested without a screen."""

import uuid
from dataclasses import dataclass, replace
from typing import Literal

from fargate_tui.fargate.arns import task_id
from fargate_tui.format import short_id

View = Literal[
    "clusters",
    "services",
    "tasks",
    "task",
    "deployments",
    "events",
    "logs",
    "metrics",
    "query",
    "task-definitions",
    "task-definition",
    "diff",
    "describe",
    "json",
    "requests",
    "report",
    "journal",
    "entry",
    "changes",
    "scaling",
    "config",
    "forwards",
    "watches",
    "output",
    "find",
    "history",
    "enis",
    "network",
    "targets",
    "permissions",
    "wizard",
    "drafts",
    "keys",
    "accounts",
    "whoami",
    "clusters-abroad",
    "services-abroad",
    "tasks-abroad",
]


CALLED: dict[View, str] = {"enis": "interfaces", "whoami": "who am I"}
"""What the breadcrumb calls views that are not called by their names."""

ABROAD: dict[View, View] = {
    "clusters": "clusters-abroad", "services": "services-abroad", "tasks": "tasks-abroad",
}  # fmt: skip
"""Lists of all clusters, and the same of the accounts that are chosen."""


@dataclass(frozen=True, slots=True)
class Place:
    """One view of one thing; equal places are the same place."""

    view: View
    cluster: str | None = None
    """A name; None stands for all clusters."""
    service: str | None = None
    standalone: bool = False
    """Tasks only: those that belong to no service."""
    task: str | None = None
    """An ARN."""
    container: str | None = None
    """Logs and queries only: one container of the task."""
    deployment: str | None = None
    """Logs only: the tasks of one deployment, by its id."""
    group: str | None = None
    """Logs only: a log group by itself."""
    task_definition: str | None = None
    """``family``, for the list of its revisions, or ``family:revision``."""
    subject: tuple[str, str] | None = None
    """For describe and json: the kind of the thing (cluster, service, task, task-definition) and its ARN or name; for
    an entry of the journal: change and its number; for a diff the newer revision."""

    @property
    def crumb(self) -> str:
        """What the breadcrumb says of this place, after its parents."""
        match self.view:
            case "tasks":
                return "standalone tasks" if self.standalone else "tasks"
            case "task":
                return f"task {short_id(task_id(self.task or ''))}"
            case "task-definitions":
                return "revisions" if self.task_definition else "task definitions"
            case "task-definition":
                return self.task_definition or ""
            case "find" | "wizard" | "entry":
                return self._crumb_of_subject
            case _:
                return CALLED.get(self.view, self.view.removesuffix("-abroad"))

    @property
    def _crumb_of_subject(self) -> str:
        kind, name = self.subject or ("", "")
        words = {
            "find": f"find {name}",
            "wizard": f"new {kind.removeprefix('run-').replace('-', ' ')}",
            "entry": f"change {name}",
        }
        return words[self.view].strip()

    @property
    def path(self) -> tuple[str, ...]:
        """The breadcrumb of this place: cluster, service or family, and the view."""
        owners = [self.cluster, self.service]
        if self.view in ("task-definitions", "describe", "json"):
            owners = [self.cluster, self.service, self.task_definition]
        if self.view in ("describe", "json", "logs", "query", "metrics", "network") and self.task:
            owners.append(f"task {short_id(task_id(self.task))}")
        if self.deployment:
            owners.append(f"deployment {short_id(self.deployment.rpartition('/')[2])}")
        owners += [self.container, self.group, "journal" if self.view == "entry" else None]
        if self.cluster is None and self.view in ("services", "tasks", "enis", "history", "targets"):
            owners = ["all clusters"]
        if self.view in ABROAD.values():
            owners = ["chosen accounts"]
        return (*(owner for owner in owners if owner), self.crumb)


HOME = Place("clusters")

WizardKind = Literal["cluster", "run-task", "service", "task-definition"]


def wizard_of(
    kind: WizardKind, *, cluster: str | None = None, service: str | None = None, task_definition: str | None = None
) -> Place:
    """A new draft: what is named is what it begins with."""
    new = f"wizard-{uuid.uuid4().hex[:12]}"
    return Place("wizard", cluster, service, task_definition=task_definition, subject=(kind, new))


def diff_of(before: str, after: str) -> Place:
    """What is different between two revisions."""
    return Place("diff", task_definition=before, subject=("task-definition", after))


OF_SERVICE: frozenset[View] = frozenset({
    "deployments", "logs", "events", "history", "query", "metrics", "scaling", "config", "enis", "network", "targets",
    "permissions",
})  # fmt: skip
"""Views that stand behind the tasks of a service."""

OF_THINGS: frozenset[View] = frozenset({"task-definition", "diff", "describe", "json", "wizard", "task"})
"""Views of one thing that has an ARN, or a draft: of another account they would show nothing."""


def elsewhere(place: Place) -> Place:
    """The same view of another account: what is named by ARN there is not here, so the list it stands in is shown."""
    match place.view:
        case "task-definitions" | "task-definition" | "diff":
            return Place("task-definitions")
        case "entry":
            return Place("journal")
        case "query" | "logs" if not place.cluster:
            return HOME
        case view if place.cluster and (view in OF_THINGS or place.task):
            of_service = Place("tasks", cluster=place.cluster, service=place.service)
            return of_service if place.service or place.task else Place("services", cluster=place.cluster)
        case view if view in OF_THINGS:
            return HOME
        case _:
            return replace(place, container=None, deployment=None, group=None)


Trail = tuple[Place, ...]

LIMIT = 100
"""Trails that are remembered."""


def trail_to(place: Place) -> Trail:
    """The trail that leads to ``place`` from the list of clusters, for a jump straight to it."""
    owner = _owner(place)
    if owner is not None:
        return (*trail_to(owner), place)
    match place.view:
        case "clusters":
            return (HOME,)
        case "services" | "task-definitions" if place.task_definition is None:
            return (HOME, place)
        case "task-definitions" | "entry":
            return (HOME, Place("journal" if place.view == "entry" else "task-definitions"), place)
        case "tasks" if place.service and place.cluster:
            return (HOME, Place("services", cluster=place.cluster), place)
        case "task" if place.cluster:
            tasks = Place("tasks", cluster=place.cluster, service=place.service)
            return (*trail_to(tasks), place)
        case "task-definition" if place.task_definition:
            family = place.task_definition.rsplit(":", 1)[0]
            return (*trail_to(Place("task-definitions", task_definition=family)), place)
        case _ if place.cluster:
            return (HOME, Place("services", cluster=place.cluster), place)
        case _:
            return (HOME, place)


def _owner(place: Place) -> Place | None:
    """The view behind which another view of the same thing stands; None where that is a list."""
    bare = replace(place, subject=None, container=None, deployment=None)
    if place.view in ("describe", "json") and place.task_definition:
        return Place("task-definition", task_definition=place.task_definition)
    if place.view in ("describe", "json", "logs", "query", "metrics", "network") and place.task and place.cluster:
        return replace(bare, view="task")
    if place.view in (*OF_SERVICE, "describe", "json") and place.service and place.cluster:
        return replace(bare, view="tasks")
    return None


@dataclass(frozen=True, slots=True)
class Journey:
    """A trail from the list of clusters to the present place, and the trails visited before and after."""

    visited: tuple[Trail, ...] = ((HOME,),)
    at: int = 0
    before: Trail | None = None
    """The trail that was left last, for ``~``."""

    @property
    def trail(self) -> Trail:
        """From the list of clusters to the present place."""
        return self.visited[self.at]

    @property
    def place(self) -> Place:
        """The present place."""
        return self.trail[-1]

    def enter(self, place: Place) -> "Journey":
        """Go one level deeper."""
        return self._to((*self.trail, place))

    def jump(self, place: Place) -> "Journey":
        """Go straight to a place, by the trail that leads there."""
        return self._to(trail_to(place))

    def up(self) -> "Journey":
        """Go one step back towards the list of clusters; stays where it is at the top."""
        return self._to(self.trail[:-1]) if len(self.trail) > 1 else self

    def back(self) -> "Journey":
        """Go back in the history, as in a browser."""
        return replace(self, at=self.at - 1, before=self.trail) if self.at else self

    def forward(self) -> "Journey":
        """Go forward again in the history."""
        return replace(self, at=self.at + 1, before=self.trail) if self.at + 1 < len(self.visited) else self

    def last(self) -> "Journey":
        """Change between the present view and the one before it."""
        return self._to(self.before) if self.before else self

    def _to(self, trail: Trail) -> "Journey":
        if trail == self.trail:
            return self
        visited = (*self.visited[: self.at + 1], trail)[-LIMIT:]
        return Journey(visited=visited, at=len(visited) - 1, before=self.trail)
