"""Where the command line and the settings want to begin."""

from fargate_tui.fargate.arns import name_of
from fargate_tui.links import group_of
from fargate_tui.screens.journey import Journey, Place
from fargate_tui.screens.links import place_of
from fargate_tui.settings import Settings


def first_place(settings: Settings) -> Place:
    """Where the command line wants to start."""
    if settings.link is not None:
        return place_of(settings.link)
    if settings.cluster is None:
        return Place("services-abroad" if group_of(settings.start) else "clusters")
    cluster = name_of(settings.cluster)
    if settings.service is None:
        return Place("services", cluster=cluster)
    return Place("tasks", cluster=cluster, service=name_of(settings.service))


def first_journey(settings: Settings) -> Journey | None:
    """The journey that the command line or the settings begin; None where it begins where the last one ended."""
    is_named = settings.link is not None or settings.cluster is not None
    return Journey().jump(first_place(settings)) if is_named or settings.start != "last" else None
