"""What a command of one's own can be about in a view: what is under the cursor, then what the view itself is about."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.pointable import Of
from fargate_tui.screens.journey import Place, View

NEAR: Final[Mapping[View, Of]] = {
    "clusters": "cluster",
    "services": "service",
    "tasks": "task",
    "task": "container",
    "events": "event",
    "logs": "log",
    "task-definitions": "task-definition",
}
"""What is under the cursor there."""
_SERVICE: Final[tuple[Of, ...]] = ("service",)
_TASK: Final[tuple[Of, ...]] = ("task", "service")
ABOUT: Final[Mapping[View, tuple[Of, ...]]] = {
    "services": ("cluster",),
    "tasks": ("service", "cluster"),
    "task": ("task",),
    "deployments": _SERVICE,
    "events": ("service", "cluster"),
    "logs": ("container", "task", "service", "cluster"),
    "metrics": _TASK,
    "network": _TASK,
    "scaling": _SERVICE,
    "config": _SERVICE,
    "permissions": _SERVICE,
    "enis": ("service", "cluster"),
    "targets": ("service", "cluster"),
    "history": ("service", "cluster"),
    "describe": ("task", "service", "cluster", "task-definition"),
    "json": ("task", "service", "cluster", "task-definition"),
    "task-definition": ("task-definition",),
}
"""What a view may be about: one of these, as its place says."""


def kinds_of(place: Place) -> tuple[Of, ...]:
    """What there is at a place, the nearest first."""
    about = _about(place)
    found = (NEAR.get(place.view), about if about in ABOUT.get(place.view, ()) else None)
    return tuple(dict.fromkeys(kind for kind in found if kind is not None))


def kinds_in(view: View) -> tuple[Of, ...]:
    """What there may be in a view, wherever it is, the nearest first."""
    near = NEAR.get(view)
    return tuple(dict.fromkeys((*((near,) if near is not None else ()), *ABOUT.get(view, ()))))


def _about(place: Place) -> Of | None:
    """The innermost thing that a place names."""
    if place.task_definition:
        return "task-definition" if ":" in place.task_definition else None
    if place.container:
        return "container"
    if place.task:
        return "task"
    if place.service:
        return "service"
    return "cluster" if place.cluster else None
