"""The ways in and out of tasks that are yet to be started, with the things on the way that are yet to be made."""

from collections.abc import Iterator

import msgspec

from fargate_tui.fargate.drafts.asked import Answer
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Hop, Path


def reach_of(plan: Plan) -> tuple[Path, ...]:
    """In first, then out; from each subnet for itself."""
    return (*_in(plan), *out_of(plan.network))


def _in(plan: Plan) -> Iterator[Path]:
    if not plan.draft.balancer.is_any:
        return
    is_new = plan.draft.balancer.is_new
    for path in _known(plan.ways_in, "clients", "the way in"):
        hops = tuple(_planned(hop) if is_new and hop.name == "load balancer" else hop for hop in path.hops)
        yield msgspec.structs.replace(path, hops=hops)


def _planned(hop: Hop) -> Hop:
    """A load balancer that is yet to be made is not active, as the ways in have to take it for."""
    if hop.verdict != "open":
        return hop
    return msgspec.structs.replace(hop, words=hop.words.replace(" is active", " will be made"))


def out_of(plan: NetworkPlan) -> Iterator[Path]:
    """From each subnet to all that the tasks need."""
    yield from _known(plan.ways_out, "services", "the way out")


def _known(answer: Answer[tuple[Path, ...]], service: str, what: str) -> tuple[Path, ...]:
    """The ways; one that cannot be told where they are not known."""
    if isinstance(answer, Known):
        return answer.value
    because = answer if isinstance(answer, NotChecked) else NotChecked(why="AWS has not answered yet")
    words = f"{what} cannot be told: {because.why}"
    hop = Hop(name=what, verdict="unknown", words=words, action=because.action)
    return (Path(service=service, label=what, verdict="unknown", sentence=words, hops=(hop,)),)
