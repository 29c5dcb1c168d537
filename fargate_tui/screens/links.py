"""Which place a link leads to, and which link leads to a place. Pure."""

from dataclasses import replace
from typing import cast

from fargate_tui.fargate.arns import is_arn, task_id
from fargate_tui.links import VIEWS, Link
from fargate_tui.screens.journey import Place, View


def place_of(link: Link) -> Place:
    """The place a link leads to; where its task is not known by its ARN yet, the tasks among which it is."""
    view = link.view or VIEWS[link.of][0]
    if link.task is not None and not is_arn(link.task):
        return Place("tasks", cluster=link.cluster, service=link.service)
    if view == "standalone":
        return Place("tasks", cluster=link.cluster, standalone=True)
    place = Place(cast("View", view), link.cluster, link.service, task=link.task, task_definition=link.task_definition)
    return replace(place, subject=_subject(link)) if view in ("describe", "json") else place


def _subject(link: Link) -> tuple[str, str]:
    """The thing of a description: AWS takes its name for its ARN."""
    kind = link.of.replace(" ", "-")
    name = {
        "cluster": link.cluster,
        "service": link.service,
        "task": link.task,
        "task-definition": link.task_definition,
    }
    return kind, name[kind] or ""


def link_of(place: Place) -> Link | str:
    """The link that leads to a place, or a sentence that says why none does."""
    if place.view in ("wizard", "entry", "find", "diff") or place.group:
        return "no link leads to this view: it is made of what is on this machine, or of what was typed"
    task = task_id(place.task) if place.task else None
    link = Link(cluster=place.cluster, service=place.service, task=task, task_definition=place.task_definition)
    if place.view == "task-definitions" and place.task_definition:
        return "no link leads to the revisions of a family: open one of them"
    view = "standalone" if place.view == "tasks" and place.standalone else place.view
    if view not in VIEWS[link.of]:
        return f"no link leads to {' › '.join(place.path)}"
    return replace(link, view=view)


def lost(place: Place) -> str:
    """What of a place its link does not name; empty where it names all of it."""
    if place.container:
        return f"it opens all containers of the task, not only {place.container}"
    return "it opens the service, not one of its deployments" if place.deployment else ""
