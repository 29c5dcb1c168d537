"""All that a service is told to be, in sections that a person reads (fargate.md §11): what AWS sent in, words out.

Values that are AWS's own are called the default; parts that a service may have, and this one has not, are named.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from fargate_tui.fargate import deployment_words, express
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.entries import Entry, Section, nested, switch
from fargate_tui.fargate.members import flag, number, part, parts, text, texts

TOLD: Final = frozenset({
    "serviceArn", "serviceName", "clusterArn", "loadBalancers", "serviceRegistries", "status", "desiredCount",
    "runningCount", "pendingCount", "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily",
    "taskDefinition", "deploymentConfiguration", "deployments", "roleArn", "events", "createdAt",
    "currentServiceDeployment", "currentServiceRevisions", "networkConfiguration", "healthCheckGracePeriodSeconds",
    "schedulingStrategy", "deploymentController", "tags", "createdBy", "enableECSManagedTags", "propagateTags",
    "enableExecuteCommand", "availabilityZoneRebalancing", "resourceManagementType",
})  # fmt: skip
"""Members of a service that have words of their own here, or are told in another view: its counts and events."""
PARTS: Final = (
    ("serviceRegistries", "service registries"),
    ("serviceConnectConfiguration", "Service Connect"),
    ("volumeConfigurations", "volumes"),
    ("vpcLatticeConfigurations", "VPC Lattice"),
    ("gatewayConnectors", "gateways"),
    ("monitoring", "monitoring"),
)
"""What a revision of a service may have besides, and what a person calls it."""


class Configured(NamedTuple):
    """A service as AWS has it, and what it was put together from; None where that could not be had."""

    service: Json
    revision: Json | None = None
    """The newest of its service revisions."""
    definition: Json | None = None
    express: Json | None = None
    """Of an Express Mode service: how DescribeExpressGatewayService has it."""


def sections(given: Configured) -> tuple[Section, ...]:
    """The whole configuration; empty sections are left out."""
    made = (*_sections(given), Section("", tuple(_unset(given))))
    return tuple(section for section in made if section.entries)


def _sections(given: Configured) -> Iterator[Section]:
    service = given.service
    yield Section("", tuple(_service(given)))
    if express.is_managed(service):
        yield Section("Express Mode", tuple(express.entries(given.express)))
    yield Section("runs", tuple(_runs(given)))
    yield Section("where", tuple(_where(given)))
    yield Section("deployment", tuple(deployment_words.entries(service)))
    for balancer in parts(service, "loadBalancers"):
        yield Section(f"load balancer · {_balancer_name(balancer)}", tuple(_balancer(balancer, given.revision)))
    for member, title in PARTS:
        yield Section(title, tuple(nested(_of_revision(given, member))))
    yield Section("made by ECS", tuple(nested(part(given.revision or {}, "ecsManagedResources"))))
    yield Section("tags", tuple(_tags(service)))
    yield Section("besides", tuple(nested({name: value for name, value in service.items() if name not in TOLD})))


def _of_revision(given: Configured, member: str) -> object:
    """A part of the newest revision; where that is not known, of the service or its primary deployment."""
    primary = next((each for each in parts(given.service, "deployments") if text(each, "status") == "PRIMARY"), {})
    for owner in (given.revision or {}, given.service, primary):
        if owner.get(member):
            return owner[member]
    return None


def _service(given: Configured) -> Iterator[Entry]:
    service = given.service
    yield Entry(
        "status", text(service, "status") or "—", tone="good" if text(service, "status") == "ACTIVE" else "warn"
    )
    if express.is_managed(service):
        yield Entry("kind", "Express Mode", "its parts are managed by ECS")
    scheduling = text(service, "schedulingStrategy")
    yield Entry("desired count", "as many as instances" if scheduling == "DAEMON" else _count(service, "desiredCount"))
    if scheduling and scheduling != "REPLICA":
        yield Entry("scheduling", scheduling)
    controller = text(part(service, "deploymentController"), "type") or "ECS"
    yield Entry(
        "controller", controller, "the default" if controller == "ECS" else "its deployments are not made by ECS"
    )
    if role := text(service, "roleArn"):
        yield Entry("role", name_of(role))
    if (at := number(service, "createdAt")) is not None:
        by = name_of(text(service, "createdBy"))
        yield Entry("created", f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC", f"by {by}" if by else "")


def _runs(given: Configured) -> Iterator[Entry]:
    service, definition = given.service, given.definition or {}
    yield Entry("task definition", family_revision(text(service, "taskDefinition")) or "—")
    if definition:
        yield Entry("size", _size(definition))
    images = parts(given.revision or {}, "containerImages")
    digests = {text(image, "containerName"): text(image, "imageDigest") for image in images}
    for container in parts(definition, "containerDefinitions"):
        name = text(container, "name")
        yield Entry("container", name)
        yield Entry("image", text(container, "image"), depth=1)
        if digest := digests.get(name, "").removeprefix("sha256:")[:12]:
            yield Entry("resolved to", digest, "the digest of its newest revision", depth=1)
    for volume in parts(definition, "volumes"):
        yield Entry(f"volume {text(volume, 'name')}", _volume(volume))
    on = flag(service, "enableExecuteCommand")
    yield Entry("ECS Exec", switch(on=on), "" if on else "the default")


def _size(definition: Json) -> str:
    platform = part(definition, "runtimePlatform")
    system = (text(platform, "operatingSystemFamily") or "LINUX", text(platform, "cpuArchitecture") or "X86_64")
    disk = number(part(definition, "ephemeralStorage"), "sizeInGiB")
    words = (f"cpu {text(definition, 'cpu') or '—'}", f"memory {text(definition, 'memory') or '—'} MiB", *system)
    return " · ".join((*words, f"{disk:g} GiB ephemeral") if disk is not None else words)


def _volume(volume: Json) -> str:
    if flag(volume, "configuredAtLaunch"):
        return "configured at launch"
    kinds = ("efsVolumeConfiguration", "dockerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration")
    kind = next((kind for kind in kinds if part(volume, kind)), "")
    system = text(part(volume, kind), "fileSystemId")
    return " ".join(filter(None, (kind.removesuffix("VolumeConfiguration").upper(), system))) or "the task's own"


def _where(given: Configured) -> Iterator[Entry]:
    service, revision = given.service, given.revision or {}
    if launch := text(service, "launchType"):
        yield Entry("launch type", launch)
    for place, item in enumerate(parts(service, "capacityProviderStrategy")):
        terms = f"weight {_count(item, 'weight')}, base {_count(item, 'base')}"
        yield Entry("" if place else "provider strategy", text(item, "capacityProvider"), terms, tone="value")
    platform = text(service, "platformVersion") or "LATEST"
    newest = text(revision, "platformVersion")
    now = f"which is {newest}" if newest and newest != platform else ""
    yield Entry("platform version", platform, ", ".join(filter(None, ("the default" * (platform == "LATEST"), now))))
    network = part(part(service, "networkConfiguration"), "awsvpcConfiguration")
    yield from _several("subnets", texts(network, "subnets"))
    groups = texts(network, "securityGroups")
    yield from _several("security groups", groups or ("none given",), "" if groups else "the VPC's default one")
    public = text(network, "assignPublicIp")
    if network:
        yield Entry("public address", switch(on=public == "ENABLED"), "" if public else "the default")
    balanced = text(service, "availabilityZoneRebalancing")
    yield Entry("zone rebalancing", switch(on=balanced == "ENABLED"), "" if balanced else "not told by AWS")
    if key := text(part(revision, "fargateEphemeralStorage"), "kmsKeyId"):
        yield Entry("storage key", name_of(key))


def _several(what: str, values: tuple[str, ...], note: str = "") -> Iterator[Entry]:
    for place, value in enumerate(values):
        yield Entry("" if place else what, value, note)


def _balancer_name(balancer: Json) -> str:
    return name_of(text(balancer, "targetGroupArn")) or text(balancer, "loadBalancerName") or "—"


def _balancer(balancer: Json, revision: Json | None) -> Iterator[Entry]:
    port = number(balancer, "containerPort")
    yield Entry("container", f"{text(balancer, 'containerName') or '—'}:{port or 0:g}")
    advanced = part(balancer, "advancedConfiguration")
    if not advanced:
        return
    yield Entry("other target group", name_of(text(advanced, "alternateTargetGroupArn")) or "—")
    resolved = parts(part(revision or {}, "resolvedConfiguration"), "loadBalancers")
    ours = (text(balancer, "targetGroupArn"), text(advanced, "alternateTargetGroupArn"))
    for each in resolved:
        if (live := text(each, "targetGroupArn")) in ours:
            yield Entry("registers now in", name_of(live), "of the newest revision")
    yield Entry("production rule", rule_of(text(advanced, "productionListenerRule")))
    test = text(advanced, "testListenerRule")
    yield Entry("test rule", rule_of(test) if test else "none", "" if test else "no test traffic")
    yield Entry("role", name_of(text(advanced, "roleArn")) or "—")


def rule_of(arn: str) -> str:
    """A listener or one of its rules, by its load balancer: the hash alone says nothing to a person."""
    words = arn.split(":", 5)[-1].split("/")
    return f"{words[-1]} of {words[2]}" if len(words) > 3 else arn or "—"


def _tags(service: Json) -> Iterator[Entry]:
    spread = text(service, "propagateTags") or "NONE"
    yield Entry("to its tasks", f"from the {_SOURCES[spread]}" if spread in _SOURCES else "none are propagated")
    managed = flag(service, "enableECSManagedTags")
    yield Entry("managed by ECS", switch(on=managed), "cluster and service name on every task" if managed else "")
    for tag in parts(service, "tags"):
        yield Entry(text(tag, "key"), text(tag, "value") or "(empty)")


_SOURCES: Final = {"SERVICE": "service", "TASK_DEFINITION": "task definition"}


def _unset(given: Configured) -> Iterator[Entry]:
    """The parts that a service may have, and this one has not."""
    absent = [title for member, title in PARTS if not _of_revision(given, member) and _is_known(given, member)]
    if not parts(given.service, "loadBalancers"):
        absent.insert(0, "load balancers")
    absent += deployment_words.absent(given.service)
    if absent:
        yield Entry("not set", ", ".join(absent), tone="muted")
    if unknown := [title for member, title in PARTS if not _is_known(given, member)]:
        yield Entry("not known", ", ".join(unknown), "the service revision could not be read", tone="warn")


def _is_known(given: Configured, member: str) -> bool:
    """Whether AWS would have told of it: some parts stand only in the service revision."""
    return given.revision is not None or member == "serviceRegistries" or bool(_of_revision(given, member))


def _count(given: Json, name: str) -> str:
    return f"{number(given, name) or 0:g}"
