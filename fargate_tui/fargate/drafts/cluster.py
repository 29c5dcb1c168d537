"""A cluster as it is filled in."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

import msgspec

from fargate_tui.fargate.drafts.checks import Check, Finding, Trouble, look_through
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import ON, Choice, Field, Offer, Step, flag
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.drafts.service.making import LINKED, linked_role
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import FARGATE, SPOT, StrategyDraft
from fargate_tui.fargate.drafts.service.typed import NAME, Found, strategy_found, tags_found, tags_of
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Path

INSIGHTS: Final = ("disabled", "enabled", "enhanced")
DEFAULT_LOGGING, NO_LOGGING, OWN_GROUP = "DEFAULT", "NONE", "OVERRIDE"


class ClusterDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster for Fargate."""

    noun: ClassVar[str] = "cluster"

    name: str = ""
    spot: str = ON
    """Whether FARGATE_SPOT is associated beside FARGATE."""
    strategy: StrategyDraft = StrategyDraft(base="0", spot_weight="0")
    """What places tasks that say nothing themselves."""
    insights: str = INSIGHTS[0]
    logging: str = DEFAULT_LOGGING
    """Of shells: DEFAULT writes where the container's awslogs writes."""
    log_group: str = ""
    tags: str = ""

    @property
    def providers(self) -> tuple[str, ...]:
        """The capacity providers that are associated."""
        return (FARGATE, SPOT) if self.spot == ON else (FARGATE,)

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:  # noqa: ARG002 - as `Draft` has it
        """One page."""
        return (Step(id="cluster", title="cluster", fields=tuple(_fields(self))),)

    def value(self, field: str) -> str:
        """What stands in a field."""
        return value_at(self, field)

    def answered(self, field: str, text: str) -> "ClusterDraft":
        """With another answer."""
        return with_value(self, field, text)

    def filled_in(self, facts: Facts) -> "ClusterDraft":  # noqa: ARG002
        """The same: AWS tells nothing of what a new cluster should be."""
        return self

    def added(self, step: str) -> "ClusterDraft":  # noqa: ARG002
        """The same: there is one page."""
        return self

    def removed(self, step: str) -> "ClusterDraft":  # noqa: ARG002
        """The same: there is one page."""
        return self

    def wants(self, facts: Facts) -> tuple[Want, ...]:  # noqa: ARG002
        """What has to be known of AWS to check it."""
        found = [Want(kind="roles", key=LINKED)]
        if self.name.strip():
            found.append(Want(kind="clusters", key=self.name.strip()))
        if self.logging == OWN_GROUP and self.log_group.strip():
            found.append(Want(kind="log_groups", key=f"/{self.log_group.strip()}"))
        return tuple(found)

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """What all checks have found."""
        return tuple(look_through(CLUSTER_CHECKS, self, facts))

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        """The cluster, and ECS's own role where the account has none yet."""
        role = facts.roles.get(LINKED)
        is_first = isinstance(role, Known) and role.value is None
        return (*((linked_role(),) if is_first else ()), _created(self))

    def reach(self, facts: Facts) -> tuple[Path, ...]:  # noqa: ARG002
        """Nothing: tasks have a network, clusters have none."""
        return ()

    def cost(self, facts: Facts) -> Cost | None:  # noqa: ARG002
        """None: a cluster by itself costs nothing."""
        return None

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """What it is so far."""
        return (
            ("cluster", self.name or "—"),
            ("capacity", ", ".join(self.providers)),
            ("insights", self.insights),
        )

    def kept(self) -> "ClusterDraft":
        """The same: there is no secret in it."""
        return self


def _fields(draft: ClusterDraft) -> Iterator[Field]:
    yield Field(id="name", label="name", hint="up to 255 letters, digits, - and _")
    yield flag("spot", "Spot", help="Associates FARGATE_SPOT beside FARGATE; by itself it places nothing there.")
    yield Field(id="strategy.base", label=f"{FARGATE}, base", heading="default strategy", help="Tasks placed first.")
    yield Field(id="strategy.weight", label=f"{FARGATE}, weight", help="Its share of the rest, 0 to 1000.")
    if draft.spot == ON:
        yield Field(id="strategy.spot_base", label=f"{SPOT}, base", help="One of the two may have a base.")
        yield Field(id="strategy.spot_weight", label=f"{SPOT}, weight", help="Its share of the rest, 0 to 1000.")
    yield Field(
        id="insights",
        label="Container Insights",
        kind="choice",
        choices=(
            Choice(value="disabled", words="CPU and memory of services only"),
            Choice(value="enabled", words="metrics of tasks, billed as custom metrics"),
            Choice(value="enhanced", words="metrics of each container, billed more"),
        ),
        heading="what it tells",
    )
    yield Field(
        id="logging",
        label="logs of shells",
        kind="choice",
        choices=(
            Choice(value=DEFAULT_LOGGING, words="where the container's own log goes"),
            Choice(value=NO_LOGGING, words="nowhere"),
            Choice(value=OWN_GROUP, words="to a log group"),
        ),
    )
    if draft.logging == OWN_GROUP:
        yield Field(id="log_group", label="log group", offer=Offer(kind="log-groups"), hint="/ecs/exec")
    yield Field(id="tags", label="tags", kind="list", hint="NAME=value, one a line")


# -- what is made ------------------------------------------------------------------------------------------------------


def _created(draft: ClusterDraft) -> Creation:
    items = [each for each in draft.strategy.items if each.capacity_provider in draft.providers]
    parameters: dict[str, object] = {
        "clusterName": draft.name.strip(),
        "settings": [{"name": "containerInsights", "value": draft.insights}],
        "configuration": {"executeCommandConfiguration": _logging(draft)},
        "capacityProviders": list(draft.providers),
        "defaultCapacityProviderStrategy": [
            {"capacityProvider": each.capacity_provider, "weight": each.weight, "base": each.base} for each in items
        ],
    }
    if tags := tags_of(draft.tags):
        parameters["tags"] = tags
    request = Request(service="ecs", operation="CreateCluster", parameters=parameters)
    words = f"with {' and '.join(draft.providers)}, Container Insights {draft.insights}"
    return Creation(kind="cluster", name=draft.name.strip(), words=words, requests=(request,))


def _logging(draft: ClusterDraft) -> Mapping[str, object]:
    if draft.logging != OWN_GROUP:
        return {"logging": draft.logging}
    return {"logging": OWN_GROUP, "logConfiguration": {"cloudWatchLogGroupName": draft.log_group.strip()}}


# -- what is wrong with it ---------------------------------------------------------------------------------------------


def _name(draft: ClusterDraft, facts: Facts) -> Found:
    name = draft.name.strip()
    if not NAME.fullmatch(name):
        yield Trouble("name", f"{name} is no name" if name else "it has no name", "1 to 255 letters, digits, - and _")
        return
    answer = facts.clusters.get(name)
    if not isinstance(answer, Known):
        yield unknown(answer, "name", f"whether {name} is free")
    elif answer.value is not None and not facts.owns("cluster", name):
        yield Trouble("name", f"{name} exists already: AWS would hand it back as it is", "give it another name")


def _strategy(draft: ClusterDraft, _: Facts) -> Found:
    strategy = (
        draft.strategy if draft.spot == ON else msgspec.structs.replace(draft.strategy, spot_base="0", spot_weight="0")
    )
    yield from strategy_found(strategy)


def _log_group(draft: ClusterDraft, facts: Facts) -> Found:
    name = draft.log_group.strip()
    answer = facts.log_groups.get(f"/{name}")
    if not name:
        yield Trouble("log_group", "no log group is chosen", "choose one, or DEFAULT")
    elif not isinstance(answer, Known):
        yield unknown(answer, "log_group", "whether there is such a log group")
    elif not answer.value:
        yield Trouble("log_group", f"there is no log group {name}: no shell opens", "choose one that there is")


def _tags(draft: ClusterDraft, _: Facts) -> Found:
    yield from tags_found(draft.tags, "tags")


CLUSTER_CHECKS: Final[tuple[Check[ClusterDraft], ...]] = (
    Check("C01", "BLOCK", "the name is free", _name, "name", ("ecs:DescribeClusters",)),
    Check("C02", "BLOCK", "the default strategy places tasks", _strategy, "strategy.weight"),
    Check(
        "C03",
        "BLOCK",
        "the log group of shells exists",
        _log_group,
        "log_group",
        ("logs:DescribeLogGroups",),
        lambda draft: draft.logging == OWN_GROUP,
    ),
    Check("C04", "BLOCK", "tags are well formed", _tags, "tags"),
)
"""Of a cluster fargate.md §13 has no numbers: these are its own."""
