"""What has to be asked of AWS to check a service's draft; one answer leads to the next question."""

from collections.abc import Iterator

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.facts import FactKind, Want
from fargate_tui.fargate.drafts.fields import ON, words
from fargate_tui.fargate.drafts.service.definition_checks import roles_of
from fargate_tui.fargate.drafts.service.making import LINKED
from fargate_tui.fargate.drafts.service.parts import FARGATE, NONE
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.quotas import ON_DEMAND, SPOT_QUOTA
from fargate_tui.fargate.drafts.service.shells import exec_key


def wants_of(plan: Plan) -> Iterator[Want]:
    """All wants, also those that are answered already."""
    draft = plan.draft
    yield Want(kind="vpcs", key="")
    yield Want(kind="roles", key=LINKED)
    if draft.cluster.strip():
        yield Want(kind="clusters", key=draft.cluster.strip())
        if draft.name.strip():
            yield Want(kind="services", key=plan.service_key)
    if plan.definition_key:
        yield Want(kind="definitions", key=plan.definition_key)
    yield from _of_network(plan)
    yield from _of_balancer(plan)
    yield from (Want(kind="alarms", key=name) for name in words(draft.deployment.alarms))
    yield Want(kind="quotas", key=ON_DEMAND)
    if draft.capacity != FARGATE:
        yield Want(kind="quotas", key=SPOT_QUOTA)
    yield from _of_roles(plan)
    if draft.scaling.kind != NONE and draft.name.strip():
        yield Want(kind="scalable_targets", key=plan.service_key)


def _of_network(plan: Plan) -> Iterator[Want]:
    vpc = plan.draft.network.vpc.strip()
    if not vpc:
        return
    yield Want(kind="surroundings", key=vpc)
    for group in plan.network.planned:
        if group.group_name.strip():
            yield Want(kind="group_names", key=f"{vpc}/{group.group_name.strip()}")


def _of_balancer(plan: Plan) -> Iterator[Want]:
    draft = plan.draft.balancer
    if plan.draft.deployment.shifts:
        yield from _named("target_groups", plan.draft.deployment.alternate)
    match draft.kind:
        case "group":
            yield from _named("target_groups", draft.group)
            yield from _of_group(plan)
        case "rule":
            yield from _named("balancers", draft.balancer)
            yield from _named("target_groups", draft.target_name)
            found = of(plan.facts.balancers, draft.balancer.strip())
            if found is not None:
                yield from _behind(plan, found.load_balancer_arn)
        case "new":
            yield from _named("balancers", draft.name)
            yield from _named("target_groups", draft.target_name)
            if draft.is_encrypted:
                yield from _named("certificates", draft.certificate)


def _named(kind: FactKind, key: str) -> Iterator[Want]:
    if key.strip():
        yield Want(kind=kind, key=key.strip())


def _of_group(plan: Plan) -> Iterator[Want]:
    for key in (plan.draft.balancer.group, plan.draft.deployment.alternate):
        group = of(plan.facts.target_groups, key.strip())
        if group is None:
            continue
        yield Want(kind="target_group_users", key=group.target_group_arn)
        for arn in group.load_balancer_arns:
            yield Want(kind="balancers", key=arn)
            yield from _behind(plan, arn)


def _behind(plan: Plan, balancer_arn: str) -> Iterator[Want]:
    yield Want(kind="listeners", key=balancer_arn)
    balancer = of(plan.facts.balancers, balancer_arn)
    if balancer is not None and balancer.type == "network":
        return
    for listener in of(plan.facts.listeners, balancer_arn) or ():
        yield Want(kind="rules", key=listener.listener_arn)


def _of_roles(plan: Plan) -> Iterator[Want]:
    role = plan.draft.deployment.role.strip()
    if plan.draft.deployment.shifts and role:
        yield Want(kind="roles", key=name_of(role))
    if plan.volumes and plan.draft.more.volume_role.strip():
        yield Want(kind="roles", key=name_of(plan.draft.more.volume_role.strip()))
    definition = of(plan.facts.definitions, plan.definition_key)
    yield from (Want(kind="roles", key=name) for _, name in (roles_of(definition) if definition else ()))
    if definition is not None and plan.draft.more.execute == ON and (key := exec_key(definition, plan.facts)):
        yield Want(kind="permissions", key=key)
