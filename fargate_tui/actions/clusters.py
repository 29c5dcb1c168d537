"""What can be changed of a cluster: its settings, its default strategy, and whether it is there at all."""

import re
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of
from fargate_tui.aws.changing import DELETE_CLUSTER, PUT_CLUSTER_CAPACITY_PROVIDERS, UPDATE_CLUSTER_SETTINGS
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Call, Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.consequences import counted
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.records import CapacityProviderStrategyItem, Cluster

INSIGHTS = ("enabled", "enhanced", "disabled")
NO_STRATEGY = "none"
_ITEM = re.compile(r"(?P<provider>FARGATE|FARGATE_SPOT)=(?P<weight>\d{1,4})(\+(?P<base>\d{1,6}))?")


async def cluster_of(subject: Subject, bench: Bench) -> Cluster:
    """The cluster as it is now; raises `AwsError`."""
    async with aclosing(bench.aws.ecs.describe_clusters([subject.arn])) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            for cluster in answer.records:
                if cluster.status != "INACTIVE":
                    return cluster
    raise NotFound(f"describe cluster {subject.name}", "it does not exist, or no longer")


class SetCluster(Action):
    """Changes one setting of a cluster: Container Insights, or the strategy of what names none."""

    id = "cluster.set"
    kind = "cluster"
    bindings = (
        Binding(
            "E",
            "act('cluster.set')",
            "settings",
            id="cluster.set",
            tooltip="settings: Container Insights, default strategy",
        ),
    )
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_CLUSTER_SETTINGS, PUT_CLUSTER_CAPACITY_PROVIDERS)
    taken_back = "by the value that was"
    question = Question("set")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The setting and the cluster."""
        return f"set {answer.strip()} of {about(subjects)}" if answer else f"set {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """Every setting with its values, and what it is now."""
        cluster = await cluster_of(subject, bench)
        now = f"now {_insights(cluster)}"
        strategy = f"now {strategy_words(cluster.default_capacity_provider_strategy)}"
        return (
            *(Choice(f"insights {value}", now) for value in INSIGHTS if value != _insights(cluster)),
            Choice("strategy FARGATE=1", strategy),
            Choice("strategy FARGATE=1+1 FARGATE_SPOT=3", strategy),
            Choice(f"strategy {NO_STRATEGY}", strategy),
        )

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The setting from what to what."""
        what, _, value = answer.strip().partition(" ")
        cluster = await cluster_of(subject, bench)
        if what == "insights" and value in INSIGHTS:
            return self._insights(subject, cluster, value)
        if what == "strategy" and value:
            return self._strategy(subject, cluster, value)
        raise Invalid(
            f"set {subject.name}", f"{answer!r} is no setting", "type insights enhanced, strategy FARGATE=1 …"
        )

    def _insights(self, subject: Subject, cluster: Cluster, value: str) -> Change:
        before = _insights(cluster)
        cost = Effect(text="Container Insights is billed by AWS: by metric and by log volume", severity="warn")
        setting = {"name": "containerInsights", "value": value}
        call = call_of(UPDATE_CLUSTER_SETTINGS, cluster=subject.arn, settings=[setting])
        return Change(
            subject=subject,
            differences=(Difference(what="Container Insights", before=before, after=value),),
            calls=(call,) if before != value else (),
            undo=Undo(action=self.id, answer=f"insights {before}", subjects=(subject,)),
            effects=(cost,) if value != "disabled" else (Effect(text="plots of tasks and containers end"),),
            guard=before,
        )

    def _strategy(self, subject: Subject, cluster: Cluster, value: str) -> Change:
        before = strategy_words(cluster.default_capacity_provider_strategy)
        wanted = tuple(read_strategy(value, f"set {subject.name}"))
        after = strategy_words(wanted)
        return Change(
            subject=subject,
            differences=(Difference(what="default strategy", before=before, after=after),),
            calls=(_put(subject, cluster, wanted),) if before != after else (),
            undo=Undo(action=self.id, answer=f"strategy {before}", subjects=(subject,)),
            effects=(Effect(text="only services and tasks that are begun later, and name no strategy, follow it"),),
            guard=before,
        )


class DeleteCluster(Action):
    """Deletes an empty cluster."""

    id = "cluster.delete"
    kind = "cluster"
    bindings = (Binding("ctrl+d", "act('cluster.delete')", "delete the cluster", show=False, id="cluster.delete"),)
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_CLUSTER,)
    taken_back = "not at all: it has to be created anew"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The cluster."""
        return f"delete cluster {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It is gone for good."""
        return True

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """The cluster from being there to being gone; `Invalid` while anything is in it."""
        cluster = await cluster_of(subject, bench)
        inside = tuple(_inside(cluster))
        if inside:
            raise Invalid(
                f"delete cluster {subject.name}", f"it holds {', '.join(inside)}", "delete or stop those first"
            )
        return Change(
            subject=subject,
            differences=(Difference(what="cluster", before=(cluster.status or "there").lower(), after="deleted"),),
            calls=(call_of(DELETE_CLUSTER, cluster=subject.arn),),
            effects=(Effect(text="its log groups, alarms and task definitions stay"),),
            guard=cluster.status or "",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether it is gone."""
        try:
            await cluster_of(change.subject, bench)
        except NotFound:
            return True
        return False


def _insights(cluster: Cluster) -> str:
    found = {setting.name: setting.value for setting in cluster.settings}
    return found.get("containerInsights") or "disabled"


def strategy_words(items: Sequence[CapacityProviderStrategyItem]) -> str:
    """As it is typed: ``FARGATE=1+2 FARGATE_SPOT=3``, the base behind the weight."""
    words = (f"{item.capacity_provider}={item.weight}{f'+{item.base}' if item.base else ''}" for item in items)
    return " ".join(words) or NO_STRATEGY


def read_strategy(value: str, doing: str) -> Iterator[CapacityProviderStrategyItem]:
    """Read ``FARGATE=1+2 FARGATE_SPOT=3``, or ``none``; raises `Invalid`."""
    if value.strip() == NO_STRATEGY:
        return
    for word in value.split():
        match = _ITEM.fullmatch(word)
        if match is None:
            remedy = "type for instance FARGATE=1+2 FARGATE_SPOT=3: weights, and bases behind a +"
            raise Invalid(doing, f"{word!r} is no part of a strategy", remedy)
        yield CapacityProviderStrategyItem(
            capacity_provider=match["provider"], weight=int(match["weight"]), base=int(match["base"] or 0)
        )


def _put(subject: Subject, cluster: Cluster, wanted: Sequence[CapacityProviderStrategyItem]) -> Call:
    # The providers are all sent, or those that are not named would be taken away.
    providers = dict.fromkeys((*cluster.capacity_providers, *(item.capacity_provider for item in wanted)))
    return call_of(
        PUT_CLUSTER_CAPACITY_PROVIDERS,
        cluster=subject.arn,
        capacityProviders=list(providers),
        defaultCapacityProviderStrategy=[msgspec.to_builtins(item) for item in wanted],
    )


def _inside(cluster: Cluster) -> Iterator[str]:
    if cluster.active_services_count:
        yield counted(cluster.active_services_count, "service")
    tasks = cluster.running_tasks_count + cluster.pending_tasks_count
    if tasks:
        yield counted(tasks, "task")
    if cluster.registered_container_instances_count:
        yield counted(cluster.registered_container_instances_count, "container instance")
