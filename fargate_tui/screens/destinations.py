"""What can be typed after ``:``: views, and everything that is known by name."""

from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.format import short_id
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from fargate_tui.screens.group_names import GroupNames
from fargate_tui.screens.journey import Place, wizard_of
from fargate_tui.widgets.choice_list import Candidate


async def learn_names(store: Store, since: datetime | None = None) -> None:
    """Ask once for the names of all clusters and services that are not known yet, or not as they were at a moment."""
    await _learn(store.clusters(), since)
    await _learn(store.services(None), since)


async def learn_clusters(store: Store) -> None:
    """Ask once for the names of all clusters."""
    await _learn(store.clusters(), None)


async def _learn(watch: Watch[ClusterRow] | Watch[ServiceRow], since: datetime | None) -> None:
    if _is_listed(watch.snapshot, since):
        return
    watch.refresh()
    async with aclosing(watch.follow()) as changes:
        async for change in changes:
            if change.snapshot.error is not None or _is_listed(change.snapshot, since):
                break


def _is_listed(snapshot: Snapshot[ClusterRow] | Snapshot[ServiceRow], since: datetime | None = None) -> bool:
    """Whether all names were listed, at a moment or later."""
    return snapshot.at is not None and snapshot.complete and (since is None or snapshot.at >= since)


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to go, and what to type for it."""

    words: tuple[str, ...]
    """The first is what is offered; the others are understood as well."""
    place: Place
    hint: str


def views(here: Place) -> tuple[Destination, ...]:
    """The views that can be gone to from a place: those of its cluster first."""
    cluster = here.cluster
    of_cluster = (
        (
            Destination(("services",), Place("services", cluster=cluster), f"services of {cluster}"),
            Destination(("tasks",), Place("tasks", cluster=cluster), f"tasks of {cluster}"),
            Destination(
                ("events",),
                Place("events", cluster=cluster, service=here.service),
                f"what happened to {here.service or cluster}",
            ),
            Destination(
                ("history",),
                Place("history", cluster=cluster, service=here.service),
                f"what has ended and failed in {here.service or cluster}, as long as it is kept",
            ),
            Destination(
                ("logs",),
                Place("logs", cluster=cluster, service=here.service),
                f"what {here.service or cluster} says, live",
            ),
            *_deployed(here),
            *_measured(here),
            Destination(
                ("enis", "interfaces"),
                Place("enis", cluster=cluster, service=here.service),
                f"network interfaces of {here.service or cluster}",
            ),
            *_networked(here),
            *_permitted(here),
            Destination(
                ("targets", "load balancing", "elb"),
                Place("targets", cluster=cluster, service=here.service),
                f"load balancers and targets of {here.service or cluster}",
            ),
            Destination(
                ("query", "insights"),
                Place("query", cluster, here.service, task=here.task, container=here.container),
                f"ask the log groups of {_innermost(here)} by Logs Insights",
            ),
            Destination(
                ("standalone",),
                Place("tasks", cluster=cluster, standalone=True),
                f"tasks of {cluster} without a service",
            ),
        )
        if cluster
        else ()
    )
    return (
        Destination(("clusters", "cluster", "cl"), Place("clusters"), "all clusters"),
        *of_cluster,
        Destination(("all services", "services", "svc"), Place("services"), "services of all clusters"),
        Destination(("all tasks", "tasks"), Place("tasks"), "tasks of all clusters"),
        Destination(("all targets", "targets", "load balancing", "elb"), Place("targets"), "targets of all clusters"),
        Destination(
            ("all standalone", "standalone"),
            Place("tasks", standalone=True),
            "tasks without a service, of all clusters",
        ),
        Destination(("all enis", "enis", "interfaces"), Place("enis"), "network interfaces of all clusters"),
        Destination(("all query", "query", "insights"), Place("query"), "ask any log groups by Logs Insights"),
        Destination(("taskdefs", "task definitions", "td"), Place("task-definitions"), "task definition families"),
        Destination(("changes",), Place("changes"), "what is being changed from here, and was in this session"),
        Destination(("journal",), Place("journal"), "every change that was made from here"),
        Destination(
            ("all history", "history", "dead"), Place("history"), "what has ended and failed, as long as it is kept"
        ),
        Destination(("forwards", "port forwards"), Place("forwards"), "ports of this machine that are forwarded"),
        Destination(("watches", "watched"), Place("watches"), "what you are told of wherever you are"),
        Destination(("output",), Place("output"), "what commands of your own have said beside the screen"),
        *_wizards(here),
        Destination(("accounts",), Place("accounts"), "profiles and Regions: go to one, or choose several"),
        Destination(("whoami", "who am i", "caller"), Place("whoami"), "account, caller, session; what may be done"),
        Destination(("requests",), Place("requests"), "what was asked of AWS, and what is billed"),
        Destination(("report",), Place("report"), "versions, settings and errors for whoever looks for a defect"),
        Destination(("keys",), Place("keys"), "all keys of all views, and what settings call them"),
    )


def _wizards(here: Place) -> Iterator[Destination]:
    """What can be made new, and what was left of that."""
    cluster = here.cluster
    yield Destination(
        ("new service",), wizard_of("service", cluster=cluster), "a wizard: a service, with what it needs"
    )
    yield Destination(("new task", "run"), wizard_of("run-task", cluster=cluster), "a wizard: run a task by itself")
    yield Destination(("new task definition",), wizard_of("task-definition"), "a wizard: a task definition, its roles")
    yield Destination(("new cluster",), wizard_of("cluster"), "a wizard: a cluster")
    yield Destination(("drafts",), Place("drafts"), "what was filled into wizards, and not created yet")


def _networked(here: Place) -> Iterator[Destination]:
    """The ways in and out of the task or the service one is at."""
    if here.service or here.task:
        place = Place("network", cluster=here.cluster, service=here.service, task=here.task)
        yield Destination(("network", "paths"), place, f"ways in and out of {_innermost(here)}, hop by hop")


def _deployed(here: Place) -> Iterator[Destination]:
    """The deployments of the service one is at."""
    if here.service:
        place = Place("deployments", cluster=here.cluster, service=here.service)
        yield Destination(("deployments", "cockpit"), place, f"what is being deployed to {here.service}, and was")


def _measured(here: Place) -> Iterator[Destination]:
    """The metrics of the service or the task one is at; what scales the service, and what it is told to be."""
    if not (here.service or here.task):
        return
    place = Place("metrics", cluster=here.cluster, service=here.service, task=here.task)
    of = f"task {short_id(task_id(here.task))}" if here.task else here.service
    yield Destination(("metrics",), place, f"how {of} has been doing")
    if here.service:
        scaled = Place("scaling", cluster=here.cluster, service=here.service)
        yield Destination(("scaling", "autoscaling"), scaled, f"what scales {here.service}")
        config = Place("config", cluster=here.cluster, service=here.service)
        yield Destination(("config", "configuration"), config, f"all that {here.service} is told to be")


def _permitted(here: Place) -> Iterator[Destination]:
    """The roles of the service one is at."""
    if here.service:
        place = Place("permissions", cluster=here.cluster, service=here.service)
        yield Destination(("iam", "permissions", "roles"), place, f"roles of {here.service}, and what they allow")


def _innermost(here: Place) -> str:
    """What a place is about, in a word."""
    return f"task {short_id(task_id(here.task))}" if here.task else here.service or here.cluster or ""


def known(store: Store) -> Iterator[Destination]:
    """Every cluster, service and task that has been seen in this run."""
    for cluster in store.shelf.known(ClusterRow):
        yield Destination((cluster.name,), inside(cluster), "cluster")
    for service in store.shelf.known(ServiceRow):
        place = Place("tasks", cluster=service.cluster, service=service.name)
        yield Destination((service.name, f"{service.cluster}/{service.name}"), place, f"service of {service.cluster}")
    for task in store.shelf.known(TaskRow):
        kind, _, name = task.group.partition(":")
        service_name = name if kind == "service" else None
        place = Place("task", cluster=task.cluster, service=service_name, task=task.arn)
        yield Destination((short_id(task.id), task.id), place, f"task of {name or task.cluster}")


def inside(cluster: ClusterRow) -> Place:
    """What a cluster is opened to: its services; one that runs only standalone tasks has nothing but tasks to show."""
    if cluster.services == 0 and cluster.running + cluster.pending > 0:
        return Place("tasks", cluster=cluster.name)
    return Place("services", cluster=cluster.name)


FIND = "find"
"""What is typed before a text of which one wants to know what it is."""

MOST = 50
"""Candidates that are offered at once."""


def complete(typed: str, store: Store, here: Place, names: GroupNames) -> Sequence[Candidate]:
    """What the typed text could mean: what starts with it before what contains it."""
    if (group := _group_typed(typed)) is not None:
        return names.complete(group, before="logs ")
    text = typed.strip().lower()
    starts, contains = [], []
    if text and FIND.startswith(text):
        starts.append(Candidate(FIND, "which task or service has this IP, interface, id, image, digest, name"))
    for found in (*views(here), *known(store)):
        if any(word.lower().startswith(text) for word in found.words):
            starts.append(Candidate(found.words[0], found.hint))
        elif text and any(text in word.lower() for word in found.words):
            contains.append(Candidate(found.words[0], found.hint))
        if len(starts) >= MOST:
            break
    return tuple(dict.fromkeys([*starts, *contains]))[:MOST]


def destination(typed: str, store: Store, here: Place) -> Place | str:
    """Where the typed text leads, or a sentence that says why nowhere.

    An exact name comes before the start of one, and that before the forms that lead even to what has not been seen
    yet: an ARN, ``CLUSTER/SERVICE``, ``services CLUSTER``, ``tasks CLUSTER``, ``logs GROUP``, ``FAMILY:REVISION``.
    """
    text = typed.strip()
    lowered = text.lower()
    if lowered == FIND:
        return (
            "find what? an IP, an interface, the id of a task, an image, a digest or a part of a name stands behind it"
        )
    everything = (*views(here), *known(store))
    exact = [found for found in everything if any(word.lower() == lowered for word in found.words)]
    begins = [found for found in everything if any(word.lower().startswith(lowered) for word in found.words)]
    if exact or begins:
        return (exact or begins)[0].place
    place = _by_form(text)
    if place is not None:
        return _absence(place, store) or place
    holding = [found for found in everything if any(lowered in word.lower() for word in found.words)]
    if len(holding) == 1:
        return holding[0].place
    if holding:
        return f"{text!r} could be {len(holding)} things: {', '.join(found.words[0] for found in holding[:4])}, …"
    return f"nothing seen so far is called {text!r} · CLUSTER/SERVICE leads to what has not been listed yet"


def is_named(typed: str, store: Store, here: Place) -> bool:
    """Whether a view, or anything that has been seen, is called exactly so."""
    text = typed.strip().lower()
    return any(word.lower() == text for found in (*views(here), *known(store)) for word in found.words)


def _absence(place: Place, store: Store) -> str:
    """Why a place cannot be gone to: all names are listed, and its own is not among them."""
    clusters = store.clusters().snapshot
    if place.cluster is None or not _is_listed(clusters) or clusters.error is not None:
        return ""
    if all(row.name != place.cluster for row in clusters.rows):
        return f"no cluster {place.cluster!r} in this account and Region · :clusters shows what there is"
    services = store.services(place.cluster).snapshot
    if place.service is None or not _is_listed(services) or services.error is not None:
        return ""
    if all(row.name != place.service for row in services.rows):
        return f"no service {place.service!r} in {place.cluster} · :services {place.cluster} shows what there is"
    return ""


def _group_typed(typed: str) -> str | None:
    """The log group in ``logs GROUP``; None where something else is typed."""
    view, blank, name = typed.lstrip().partition(" ")
    return name.strip() if view == "logs" and blank else None


def _by_form(text: str) -> Place | None:
    if text.startswith("arn:"):
        return _by_arn(text)
    if text.lower().startswith(f"{FIND} "):
        return Place("find", subject=(FIND, text[len(FIND) :].strip()))
    if group := _group_typed(text):
        return Place("logs", group=group)
    view, _, name = text.partition(" ")
    if name and view in ("services", "tasks"):
        return Place("services" if view == "services" else "tasks", cluster=name.strip())
    cluster, _, service = text.partition("/")
    if cluster and service and "/" not in service:
        return Place("tasks", cluster=cluster, service=service)
    family, _, revision = text.rpartition(":")
    return Place("task-definition", task_definition=text) if family and revision.isdecimal() else None


def _by_arn(arn: str) -> Place | None:
    parts = arn.split(":", 5)[-1].split("/")
    match parts:
        case ["cluster", cluster]:
            return Place("services", cluster=cluster)
        case ["service", cluster, service]:
            return Place("tasks", cluster=cluster, service=service)
        case ["task", cluster, _]:
            return Place("task", cluster=cluster, task=arn)
        case ["task-definition", definition]:
            return Place("task-definition", task_definition=definition)
        case _:
            return None
