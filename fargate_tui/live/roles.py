"""The roles of a service, read when somebody looks: by IAM's simulation where it may be asked, else by the policies."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_revision, name_of, region_of
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, NotFound
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import is_parameter, partition_of, references, secret_of
from fargate_tui.fargate.policies import Decision, decide, weaker
from fargate_tui.fargate.records import Permission, Role, Service, TaskDefinition
from fargate_tui.fargate.roles import (
    Found,
    Grant,
    Need,
    ServiceRoles,
    Wanted,
    images_elsewhere,
    wanted_roles,
)
from fargate_tui.live.ports.access import Iam, Secrets
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.surroundings import known
from fargate_tui.live.task_definitions import KnownRevisions

MOST_THINGS: Final = 25
"""Resources that a role is looked at for: a simulation each, of which IAM takes few in a second."""
SIMULATE: Final = "iam:SimulatePrincipalPolicy"


async def roles_of(aws: Aws, revisions: KnownRevisions, cluster: str, service: str) -> ServiceRoles:
    """The roles of a service with its present revision; raises `AwsError` where one of these cannot be read."""
    described = await _service(aws.ecs, cluster, service)
    definition = await revisions.get(aws, described.task_definition or "")
    region, account = region_of(described.service_arn), described.service_arn.split(":")[4]
    keys, unlooked = await _keys(aws.secrets(), definition, region, account)
    for repository in images_elsewhere(definition.container_definitions, account):
        unlooked.append(f"whether the policy of repository {repository}, of another account, lets this one in")
    wanted = wanted_roles(described, definition, keys)
    found = await asyncio.gather(*(_find(aws.iam, each) for each in wanted))
    return ServiceRoles(
        service=described.service_name,
        definition=family_revision(definition.task_definition_arn),
        roles=tuple(found),
        unlooked=tuple(dict.fromkeys(unlooked)),
    )


async def decisions(iam: Iam, role: Role, wanted: Sequence[Permission]) -> tuple[tuple[Permission, Decision], ...]:
    """Whether a role is allowed each of some things: by simulation, else by reading."""
    needs = tuple(Need(permission=each, purpose=each.action) for each in wanted)
    found, _ = await _grants(iam, Wanted(kind="execution", arn=role.arn, needs=needs), role.boundary)
    return tuple((each.need.permission, each.decision) for each in found)


async def _service(ecs: Ecs, cluster: str, name: str) -> Service:
    async with aclosing(ecs.describe_services(cluster, (name,))) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            for service in answer.records:
                return service
    raise NotFound(f"describe service {name}", "AWS does not know this service, or no longer")


async def _keys(
    secrets: Secrets, definition: TaskDefinition, region: str, account: str
) -> tuple[dict[str, str], list[str]]:
    """The customer's KMS keys by what they encrypt, and what is not known of that; values are never read."""
    named = dict.fromkeys(ref for each in definition.container_definitions for ref in references(each))
    partition = partition_of(definition.task_definition_arn)
    keys: dict[str, str] = {}
    unlooked: list[str] = []

    async def look(reference: str) -> None:
        thing = secret_of(reference)
        arn = thing
        if is_parameter(reference):
            name = thing.partition(":parameter")[2] if thing.startswith("arn:") else thing
            arn = f"arn:{partition}:ssm:{region}:{account}:parameter/{name.lstrip('/')}" if name == thing else thing
            found = await known(secrets.parameter(name), "ssm:DescribeParameters")
        else:
            found = await known(secrets.secret(thing), "secretsmanager:DescribeSecret")
        if isinstance(found, NotChecked):
            unlooked.append(f"whether {name_of(thing)} is encrypted with a key of your own: {found.why}")
        elif found.value.key.startswith("alias/"):
            unlooked.append(
                f"the key behind {found.value.key}, which encrypts {name_of(thing)}: an alias has no policy"
            )
        elif key := found.value.key:
            is_whole = key.startswith("arn:")
            keys[arn] = key if is_whole else f"arn:{partition}:kms:{region}:{account}:key/{key}"

    await asyncio.gather(*map(look, named))
    return keys, unlooked


async def _find(iam: Iam, wanted: Wanted) -> Found:
    if not wanted.arn:
        grants = tuple(Grant(need=need, decision="denied", why="there is no role") for need in wanted.needs)
        return Found(wanted=wanted, role=Known(None), grants=grants)
    try:
        role = await iam.role(wanted.name)
    except NotFound:
        grants = tuple(Grant(need=need, decision="denied", why="there is no such role") for need in wanted.needs)
        return Found(wanted=wanted, role=Known(None), grants=grants)
    except (CredentialsExpired, CredentialsMissing):
        raise
    except AwsError as error:
        boundary, answered = "", NotChecked.because(error, "iam:GetRole")
        policies, (grants, by) = await asyncio.gather(_policies(iam, wanted.name), _grants(iam, wanted, boundary))
        return Found(wanted=wanted, role=answered, policies=policies, grants=grants, by=by)
    policies, (grants, by) = await asyncio.gather(_policies(iam, wanted.name), _grants(iam, wanted, role.boundary))
    return Found(wanted=wanted, role=Known(role), policies=policies, grants=grants, by=by)


async def _policies(iam: Iam, role: str) -> Known[tuple[str, ...]] | NotChecked:
    managed, own = await asyncio.gather(
        known(iam.attached_policies(role), "iam:ListAttachedRolePolicies"),
        known(iam.inline_policies(role), "iam:ListRolePolicies"),
    )
    if isinstance(managed, NotChecked):
        return managed
    return own if isinstance(own, NotChecked) else Known((*managed.value, *own.value))


async def _grants(iam: Iam, wanted: Wanted, boundary: str) -> tuple[tuple[Grant, ...], str]:
    """Each need with whether it is allowed, and how that was decided."""
    if not wanted.needs:
        return (), ""
    things = list(dict.fromkeys(need.permission.resource for need in wanted.needs))[:MOST_THINGS]
    asked = tuple(need for need in wanted.needs if need.permission.resource in things)
    left = tuple(
        Grant(need=need, decision="unknown", why=f"more than {MOST_THINGS} resources")
        for need in wanted.needs
        if need.permission.resource not in things
    )
    simulated = await known(_simulated(iam, wanted.arn, asked, things), SIMULATE)
    if isinstance(simulated, Known):
        return (*simulated.value, *left), "simulated by IAM"
    read = await known(_read(iam, wanted.name, asked, boundary), "iam:ListAttachedRolePolicies")
    if isinstance(read, Known):
        return (*read.value, *left), f"read from its policies, for {simulated.why}"
    why = f"{simulated.why}, nor its policies: {read.why}" if read.why != simulated.why else read.why
    return (*(Grant(need=need, decision="unknown", why=why) for need in asked), *left), ""


async def _simulated(iam: Iam, arn: str, needs: Sequence[Need], things: Sequence[str]) -> tuple[Grant, ...]:
    said = await simulated(iam, arn, [need.permission for need in needs], things)
    return tuple(_grant(need, said.get(need.permission)) for need in needs)


async def simulated(iam: Iam, arn: str, wanted: Sequence[Permission], things: Sequence[str]) -> dict[Permission, bool]:
    """What IAM says of each permission on these resources; one that hangs on a condition is not in it.

    One simulation for each resource: what is allowed on one need not be on another. Raises `AwsError`.
    """

    async def ask(thing: str) -> dict[Permission, bool]:
        actions = list(dict.fromkeys(each.action for each in wanted if each.resource == thing))
        said = await iam.simulate(arn, actions, thing)
        return {Permission(action=action, resource=thing): allowed for action, allowed in said.items()}

    answers = await asyncio.gather(*map(ask, things))
    return {permission: allowed for answer in answers for permission, allowed in answer.items()}


def _grant(need: Need, allowed: bool | None) -> Grant:
    if allowed is None:
        return Grant(need=need, decision="unknown", why="it hangs on a condition that only a real call fulfils")
    return Grant(need=need, decision="allowed" if allowed else "denied")


async def _read(iam: Iam, name: str, needs: Sequence[Need], boundary: str) -> tuple[Grant, ...]:
    """By reading all policies of the role, and the boundary that it cannot go beyond."""
    policies, limits = await documents_of(iam, name, boundary)
    return tuple(_judged(need, policies, limits) for need in needs)


async def documents_of(iam: Iam, name: str, boundary: str) -> tuple[tuple[Json, ...], tuple[Json, ...]]:
    """All policies of a role, and the boundary that it cannot go beyond, where it has one; raises `AwsError`."""
    managed, own = await asyncio.gather(iam.attached_policies(name), iam.inline_policies(name))
    bounds = [_managed(iam, boundary)] if boundary else []
    documents = await asyncio.gather(
        *bounds, *(_managed(iam, each) for each in managed), *(iam.inline_policy(name, each) for each in own)
    )
    return tuple(documents[len(bounds) :]), tuple(documents[: len(bounds)])


def decided(permission: Permission, policies: Sequence[Json], limits: Sequence[Json]) -> Decision:
    """What policies say of a permission, within the boundary."""
    decision: Decision = decide(policies, permission)
    return weaker(decision, decide(limits, permission)) if limits else decision


def _judged(need: Need, policies: Sequence[Json], limits: Sequence[Json]) -> Grant:
    decision = decided(need.permission, policies, limits)
    why = "a statement has a condition, which is not judged" if decision == "unknown" else ""
    return Grant(need=need, decision=decision, why=why)


async def _managed(iam: Iam, arn: str) -> Json:
    return await iam.policy(arn, await iam.policy_version(arn))
