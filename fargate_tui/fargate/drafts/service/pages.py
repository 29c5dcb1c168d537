"""The pages of a service's wizard."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, Step, flag
from fargate_tui.fargate.drafts.service.balancer_page import balancer_page
from fargate_tui.fargate.drafts.service.deployment_page import deployment_page
from fargate_tui.fargate.drafts.service.network_filling import OWN, PRIVATE, PUBLIC
from fargate_tui.fargate.drafts.service.network_page import network_fields
from fargate_tui.fargate.drafts.service.parts import DEFAULT, EXISTING, FARGATE, NEW, NONE, SPOT, STRATEGY
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.strategies import in_words, split

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.service.draft import ServiceDraft


def steps_of(draft: "ServiceDraft", facts: Facts) -> tuple[Step, ...]:
    """All pages; what is known shows in what they offer."""
    plan = Plan(draft, facts)
    return (
        Step(id="service", title="service", fields=tuple(_service(plan))),
        Step(id="network", title="network", fields=tuple(network_fields(plan.network))),
        Step(id="balancer", title="load balancer", fields=tuple(balancer_page(plan))),
        Step(id="deployment", title="deployment", fields=tuple(deployment_page(plan))),
        Step(id="more", title="more", fields=tuple(_more(plan))),
        Step(id="scaling", title="scaling", fields=tuple(_scaling(draft))),
    )


def _service(plan: Plan) -> Iterator[Field]:
    draft = plan.draft
    yield Field(id="cluster", label="cluster", offer=Offer(kind="clusters"), hint="a name")
    yield Field(
        id="cluster_is",
        label="the cluster is",
        kind="choice",
        choices=(Choice(value=EXISTING), Choice(value=NEW, words="made with FARGATE and FARGATE_SPOT")),
    )
    yield definition_field(draft.definition)
    yield Field(id="name", label="name", hint="up to 255 letters, digits, - and _")
    yield Field(id="count", label="count", hint="tasks", help="The tasks that ECS keeps running.")
    yield setup_field()
    yield Field(
        id="capacity",
        label="capacity",
        kind="choice",
        choices=(
            Choice(value=FARGATE, words="on demand"),
            Choice(value=STRATEGY, words="on demand and Spot"),
            Choice(value=DEFAULT, words="the cluster's own strategy"),
        ),
    )
    if draft.capacity == STRATEGY:
        yield from _strategy(plan)
    yield Field(
        id="platform",
        label="platform version",
        choices=(Choice(value="LATEST"), Choice(value="1.4.0", words="Linux")),
        hint="LATEST",
    )


def definition_field(typed: str) -> Field:
    """Families are offered, and the revisions of one that is named already."""
    family, colon, _ = typed.strip().partition(":")
    return Field(
        id="definition",
        label="task definition",
        offer=Offer(kind="revisions", of=family) if colon else Offer(kind="families"),
        hint="family:revision; a family for its newest one",
    )


def setup_field() -> Field:
    """The two set-ups of the talk."""
    return Field(
        id="setup",
        label="set-up",
        kind="choice",
        choices=(
            Choice(value=PUBLIC, words="the default VPC, public subnets, a public address for each task"),
            Choice(value=PRIVATE, words="private subnets, out by a NAT gateway, no public address"),
            Choice(value=OWN, words="all of it by hand"),
        ),
        help="Fills in the network, and a load balancer's, where nothing was typed.",
        heading="where and on what",
    )


def _strategy(plan: Plan) -> Iterator[Field]:
    divided = in_words(split(plan.draft.strategy.items, plan.count))
    yield Field(
        id="strategy.base",
        label=f"{FARGATE}, base",
        help="Tasks that are placed here before weights count.",
        heading=f"of {plan.count:,} tasks: {divided}" if divided else "strategy",
    )
    yield Field(id="strategy.weight", label=f"{FARGATE}, weight", help="Its share of the rest, 0 to 1000.")
    yield Field(id="strategy.spot_base", label=f"{SPOT}, base", help="One of the two may have a base.")
    yield Field(
        id="strategy.spot_weight",
        label=f"{SPOT}, weight",
        help="AWS takes Spot tasks back with two minutes of warning, and does not replace them on demand.",
    )


def _more(plan: Plan) -> Iterator[Field]:
    if plan.draft.balancer.is_any:
        yield Field(
            id="more.grace",
            label="grace period",
            hint="0",
            help="Seconds for which a new task may fail its health checks.",
        )
    yield flag("more.execute", "ECS Exec", help="Shells in its containers; the task role needs ssmmessages.")
    yield flag("more.rebalancing", "zone rebalancing", help="Moves tasks when they stand unevenly among zones.")
    yield flag("more.managed_tags", "managed tags", help="aws:ecs:clusterName and aws:ecs:serviceName on each task.")
    yield Field(
        id="more.propagate",
        label="tags of tasks from",
        kind="choice",
        choices=(Choice(value="SERVICE"), Choice(value="TASK_DEFINITION"), Choice(value="NONE")),
    )
    if plan.volumes:
        yield Field(id="more.volume_size", label="volume, GiB", heading=f"the volume {plan.volumes[0]}", hint="20")
        yield Field(
            id="more.volume_role",
            label="its role",
            offer=Offer(kind="roles", of="ecs.amazonaws.com"),
            help="With it ECS makes volumes; it needs AmazonECSInfrastructureRolePolicyForVolumes.",
        )
    yield Field(id="more.tags", label="tags", kind="list", hint="NAME=value, one a line")


def _scaling(draft: "ServiceDraft") -> Iterator[Field]:
    kinds = [
        Choice(value=NONE, words="the count is changed by hand"),
        Choice(value="cpu", words="holds the CPU at a percentage"),
        Choice(value="memory", words="holds the memory at a percentage"),
    ]
    if draft.balancer.is_any:
        kinds.append(Choice(value="requests", words="holds the requests a minute for each task"))
    yield Field(id="scaling.kind", label="scaling", kind="choice", choices=tuple(kinds))
    if draft.scaling.kind == NONE:
        return
    yield Field(id="scaling.minimum", label="fewest tasks")
    yield Field(id="scaling.maximum", label="most tasks")
    unit = "requests a minute for each task" if draft.scaling.kind == "requests" else "percent"
    yield Field(id="scaling.value", label="held at", hint=unit, help=f"In {unit}.")
