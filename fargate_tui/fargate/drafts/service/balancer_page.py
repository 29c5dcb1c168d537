"""The page on which the load balancer is chosen, or made."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer
from fargate_tui.fargate.drafts.service.filling import ports_of
from fargate_tui.fargate.drafts.service.network_page import group_choices, subnet_choices
from fargate_tui.fargate.drafts.service.parts import (
    APPLICATION,
    EXISTING,
    INTERNAL,
    INTERNET,
    NETWORK,
    NEW,
    NONE,
    LoadBalancerDraft,
)
from fargate_tui.fargate.drafts.service.plan import Plan


def balancer_page(plan: Plan) -> Iterator[Field]:
    """What is asked of a load balancer, as far as it applies to the kind."""
    draft = plan.draft.balancer
    yield Field(
        id="balancer.kind",
        label="load balancer",
        kind="choice",
        choices=(
            Choice(value=NONE, words="tasks are reached by their addresses, or not at all"),
            Choice(value="group", words="a target group that there is"),
            Choice(value="rule", words="a new rule and target group, behind a listener that there is"),
            Choice(value=NEW, words="a load balancer with listener and target group"),
        ),
    )
    if not draft.is_any:
        return
    yield from _container(plan)
    match draft.kind:
        case "group":
            yield Field(id="balancer.group", label="target group", offer=Offer(kind="target-groups"), hint="its name")
        case "rule":
            yield from _rule(draft)
        case _:
            yield from _new(plan)
    if draft.has_new_target:
        yield from _target(plan)


def _container(plan: Plan) -> Iterator[Field]:
    ports = list(ports_of(plan.containers))
    own = [str(port) for name, port in ports if name == plan.draft.balancer.container]
    names = dict.fromkeys(name for name, _ in ports)
    yield Field(
        id="balancer.container",
        label="container",
        kind="choice" if names else "text",
        choices=tuple(Choice(value=name) for name in names),
        hint="of the task definition",
    )
    yield Field(
        id="balancer.port",
        label="its port",
        kind="choice" if own else "text",
        choices=tuple(Choice(value=port) for port in own),
        hint="a containerPort of the task definition",
    )


def _rule(draft: LoadBalancerDraft) -> Iterator[Field]:
    yield Field(id="balancer.balancer", label="behind", offer=Offer(kind="load-balancers"), hint="a load balancer")
    yield Field(
        id="balancer.listener",
        label="listener",
        offer=Offer(kind="listeners", of=draft.balancer),
        hint="its port or ARN",
    )
    yield Field(id="balancer.priority", label="priority", hint="1 to 50000", help="The lowest that fits decides.")
    yield Field(id="balancer.hosts", label="hosts", kind="many", hint="shop.example.com")
    yield Field(id="balancer.paths", label="paths", kind="many", hint="/api/*")


def _new(plan: Plan) -> Iterator[Field]:
    draft = plan.draft.balancer
    yield Field(
        id="balancer.type",
        label="type",
        kind="choice",
        choices=(Choice(value=APPLICATION, words="HTTP"), Choice(value=NETWORK, words="TCP")),
        heading="the load balancer",
    )
    yield Field(id="balancer.name", label="name", hint="up to 32 letters, digits and -")
    yield Field(
        id="balancer.scheme",
        label="scheme",
        kind="choice",
        choices=(
            Choice(value=INTERNET, words="anybody who knows its name"),
            Choice(value=INTERNAL, words="clients of the VPC"),
        ),
        help="Whom it faces; it cannot be changed later.",
    )
    yield Field(
        id="balancer.subnets",
        label="subnets",
        kind="many",
        choices=subnet_choices(plan.network),
        help="One a zone, in all zones of the tasks; an application load balancer needs two zones.",
    )
    yield from _groups(plan)
    protocols = ("HTTP", "HTTPS") if draft.type == APPLICATION else ("TCP", "TLS")
    yield Field(
        id="balancer.protocol",
        label="listener",
        kind="choice",
        choices=tuple(Choice(value=each) for each in protocols),
    )
    yield Field(id="balancer.listener_port", label="listener port", hint="80")
    if draft.is_encrypted or draft.certificate:
        yield certificate()
    else:
        yield certificate(hint="none; with one it is encrypted")


def certificate(hint: str = "arn:aws:acm:…") -> Field:
    """What encrypts a listener."""
    return Field(id="balancer.certificate", label="certificate", offer=Offer(kind="certificates"), hint=hint)


def _groups(plan: Plan) -> Iterator[Field]:
    draft = plan.draft.balancer
    yield Field(
        id="balancer.groups_are",
        label="security groups",
        kind="choice",
        choices=(Choice(value=NEW, words="one that lets clients in"), Choice(value=EXISTING)),
    )
    if draft.has_new_group:
        yield Field(id="balancer.group_name", label="its name")
        yield Field(id="balancer.clients", label="lets in", kind="many", hint="0.0.0.0/0", help="Blocks of addresses.")
        return
    yield Field(id="balancer.groups", label="which", kind="many", choices=group_choices(plan.network), hint="sg-…")


def _target(plan: Plan) -> Iterator[Field]:
    draft = plan.draft.balancer
    protocols = ("HTTP", "HTTPS") if plan.is_application else ("TCP", "TLS")
    yield Field(id="balancer.target_name", label="name", heading="the target group")
    yield Field(
        id="balancer.target_protocol",
        label="protocol",
        kind="choice",
        choices=tuple(Choice(value=each) for each in protocols),
    )
    if draft.target_protocol in ("HTTP", "HTTPS"):
        yield Field(id="balancer.health.path", label="health check path", hint="/", heading="its health check")
        yield Field(
            id="balancer.health.matcher",
            label="good codes",
            hint="200",
            help="200 to 499, for instance 200-399 or 200,302.",
        )
    yield Field(
        id="balancer.health.interval", label="interval", hint="30", help="Seconds between two checks, 5 to 300."
    )
    yield Field(id="balancer.health.timeout", label="timeout", hint="5", help="Seconds, less than the interval.")
    yield Field(id="balancer.health.healthy", label="healthy after", hint="5", help="Good checks, 2 to 10.")
    yield Field(id="balancer.health.unhealthy", label="unhealthy after", hint="2", help="Bad checks, 2 to 10.")
    yield Field(
        id="balancer.delay",
        label="deregistration delay",
        hint="300",
        help="Seconds for which a task that leaves keeps its connections, 0 to 3600.",
    )
