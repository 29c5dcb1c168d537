"""Where to look for each kind of thing: ECS, IAM, logs, scaling."""

import json
from collections.abc import Mapping

from fargate_tui.actions.action import Bench
from fargate_tui.actions.creating.there import There, first, otherwise, text
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.definition_text import holds
from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.policies import trusted_services
from fargate_tui.fargate.records import Role


async def log_group(wanted: Creation, bench: Bench) -> There | None:
    """By its name; how long lines are kept may still have to be said."""
    name = text(first(wanted), "logGroupName", wanted.name)
    try:
        found = await bench.aws.logs().group(name)
    except NotFound:
        return None
    days = next((each.parameters.get("retentionInDays") for each in wanted.requests[1:]), None)
    left = wanted.requests[1:] if found.retention is None and days is not None else ()
    differs = otherwise([("retention", found.retention, days)]) if found.retention is not None else ()
    return There(arn=found.arn, name=name, left=left, differs=differs)


async def role(wanted: Creation, bench: Bench) -> There | None:
    """By its name, with those who may take it on, and its policies."""
    name = text(first(wanted), "RoleName", wanted.name)
    try:
        found = await bench.aws.iam.role(name)
    except NotFound:
        return None
    document = first(wanted).get("AssumeRolePolicyDocument")
    if document is None:
        return There(arn=found.arn, name=name)
    missing = [each for each in trusted_services(_document(document)) if each not in found.trusts]
    differs = [f"{' and '.join(missing)} may not take it on"] if missing else []
    left = [each for each in wanted.requests[1:] if not await _has(found, each, bench, differs)]
    return There(arn=found.arn, name=name, left=tuple(left), differs=tuple(differs))


async def _has(role: Role, request: Request, bench: Bench, differs: list[str]) -> bool:
    """Whether a role has the policy that a request gives it."""
    if request.operation == "AttachRolePolicy":
        return text(request.parameters, "PolicyArn") in await bench.aws.iam.attached_policies(role.name)
    name = text(request.parameters, "PolicyName")
    if name not in await bench.aws.iam.inline_policies(role.name):
        return False
    if await bench.aws.iam.inline_policy(role.name, name) != _document(request.parameters.get("PolicyDocument")):
        differs.append(f"policy {name} says something else")
    return True


def _document(value: object) -> Json:
    """A policy, be it the object or its text."""
    found = json.loads(value) if isinstance(value, str) else value
    return dict(found) if isinstance(found, Mapping) else {}


async def cluster(wanted: Creation, bench: Bench) -> There | None:
    """By its name; one that is INACTIVE is none."""
    name = text(first(wanted), "clusterName", wanted.name or "default")
    found = await _raw("cluster", name, bench)
    if found is None or found.get("status") == "INACTIVE":
        return None
    given = first(wanted)
    differs = otherwise(
        (what, _unordered(found.get(member)), _unordered(given.get(member)))
        for what, member in (
            ("the list of capacity providers", "capacityProviders"),
            ("the default strategy", "defaultCapacityProviderStrategy"),
            ("the settings", "settings"),
        )
    )
    left = tuple(each for each in wanted.requests[1:] if not _is_so(found, each.parameters))
    return There(arn=str(found.get("clusterArn", "")), name=name, id=name, left=left, differs=differs)


def _unordered(items: object) -> object:
    """A list of which the order says nothing, in one order."""
    if not isinstance(items, list | tuple):
        return items
    return sorted(items, key=lambda each: str(each.get("capacityProvider")) if isinstance(each, Mapping) else str(each))


def _is_so(found: Json, given: Mapping[str, object]) -> bool:
    return all(
        holds(_unordered(found.get(name)), _unordered(value)) for name, value in given.items() if name != "cluster"
    )


async def task_definition(wanted: Creation, bench: Bench) -> There | None:
    """The newest revision of its family, where that is what would be registered."""
    family = text(first(wanted), "family", wanted.name)
    try:
        found = await _raw("task-definition", family, bench)
    except Invalid:
        # ClientException is all that AWS says of a family without an active revision.
        return None
    if found is None or not holds(found, {name: each for name, each in first(wanted).items() if name != "tags"}):
        return None
    arn = str(found["taskDefinitionArn"])
    return There(arn=arn, name=name_of(arn), id=name_of(arn))


async def service(wanted: Creation, bench: Bench) -> There | None:
    """By its name in its cluster; one that is INACTIVE is none."""
    given = first(wanted)
    name, of = text(given, "serviceName", wanted.name), name_of(text(given, "cluster", "default"))
    try:
        found = await _raw("service", name, bench, of)
    except NotFound:
        # The cluster itself is to be made yet.
        return None
    if found is None or found.get("status") == "INACTIVE":
        return None
    return There(
        arn=str(found.get("serviceArn", "")), name=name, id=name, differs=_service_differs(found, given)
    )  # fmt: skip


def _service_differs(found: Json, given: Mapping[str, object]) -> tuple[str, ...]:
    if found.get("status") != "ACTIVE":
        return ("it is still being deleted",)
    runs, wants = name_of(str(found.get("taskDefinition", ""))), name_of(text(given, "taskDefinition"))
    same = runs == wants or (":" not in wants and runs.partition(":")[0] == wants)
    return (
        *(() if same else (f"it runs {runs}, not {wants}",)),
        *otherwise(
            (what, found.get(member), given.get(member))
            for what, member in (
                ("desired count", "desiredCount"),
                ("launch type", "launchType"),
                ("the list of target groups", "loadBalancers"),
            )
        ),
    )


async def task(wanted: Creation, bench: Bench) -> There | None:  # noqa: ARG001 - as all looks
    """Never: a task that runs has no name of its own."""
    return None


async def scalable_target(wanted: Creation, bench: Bench) -> There | None:
    """By the service that it scales."""
    of, name = _scaled(wanted)
    found = await bench.aws.scaling.target(of, name) if name else None
    if found is None:
        return None
    given = first(wanted)
    differs = otherwise((
        ("the minimum", found.min_capacity, given.get("MinCapacity")),
        ("the maximum", found.max_capacity, given.get("MaxCapacity")),
    ))  # fmt: skip
    return There(arn=f"service/{of}/{name}", name=name, differs=differs)


async def scaling_policy(wanted: Creation, bench: Bench) -> There | None:
    """By its name, of the service that it scales."""
    of, service_name = _scaled(wanted)
    name = text(first(wanted), "PolicyName", wanted.name)
    policies = await bench.aws.scaling.policies(of, service_name) if service_name else ()
    found = next((each for each in policies if each.policy_name == name), None)
    if found is None:
        return None
    tracked = first(wanted).get("TargetTrackingScalingPolicyConfiguration")
    target = tracked.get("TargetValue") if isinstance(tracked, Mapping) else None
    differs = otherwise([("the target", found.target_value, target)])
    return There(arn=found.policy_arn or name, name=name, differs=differs)


def _scaled(wanted: Creation) -> tuple[str, str]:
    """Cluster and name of the service that is scaled."""
    parts = text(first(wanted), "ResourceId").split("/")
    return (parts[1], parts[2]) if len(parts) == len(("service", "cluster", "name")) else ("", "")


async def _raw(kind: str, name: str, bench: Bench, of: str | None = None) -> Json | None:
    """A thing exactly as AWS has it; None where AWS does not know it."""
    try:
        return await bench.aws.ecs.raw(kind, name, of)
    except NotFound:
        return None
