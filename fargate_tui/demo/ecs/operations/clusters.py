"""Clusters."""

from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Cluster
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.validation import check_name, check_providers, check_tags, read_strategy
from fargate_tui.demo.ecs.wire import Json, Members, without_none

_DESCRIBED = 100
_INSIGHTS = "containerInsights"


def create_cluster(plane: Plane, request: Members) -> Json:
    """Make a cluster, or answer with the one of that name."""
    store = plane.store
    name = request.text("clusterName") or "default"
    check_name(name, "Cluster name")
    known = store.clusters.get(name)
    if known is not None and known.status == "ACTIVE":
        return {"cluster": cluster_wire(known, ("SETTINGS", "TAGS", "CONFIGURATIONS"))}
    check_tags(request.jsons("tags"))
    check_providers(request.texts("capacityProviders"))
    _check_exec(request.members("configuration").members("executeCommandConfiguration"))
    strategy = request.jsons("defaultCapacityProviderStrategy")
    if strategy:
        read_strategy(strategy, request.texts("capacityProviders"))
    cluster = Cluster(
        store.next_serial(),
        name,
        store.arns.of("cluster", name),
        settings=_settings(store, request.jsons("settings")),
        configuration=request.json("configuration"),
        connect_defaults=request.json("serviceConnectDefaults"),
        tags=request.jsons("tags"),
        providers=request.texts("capacityProviders"),
        strategy=[_shown(item) for item in strategy],
    )
    store.clusters.pop(name, None)
    store.clusters[name] = cluster
    return {"cluster": cluster_wire(cluster, ("SETTINGS", "TAGS", "CONFIGURATIONS"))}


def update_cluster(plane: Plane, request: Members) -> Json:
    """Change settings, configuration or Service Connect defaults."""
    cluster = plane.store.cluster(request.text("cluster"))
    if "settings" in request:
        cluster.settings = _merged(cluster.settings, request.jsons("settings"))
    _check_exec(request.members("configuration").members("executeCommandConfiguration"))
    if "configuration" in request:
        cluster.configuration = request.json("configuration")
    if "serviceConnectDefaults" in request:
        cluster.connect_defaults = request.json("serviceConnectDefaults")
    return {"cluster": cluster_wire(cluster, ("SETTINGS", "TAGS", "CONFIGURATIONS"))}


def update_cluster_settings(plane: Plane, request: Members) -> Json:
    """Change settings."""
    cluster = plane.store.cluster(request.text("cluster"))
    cluster.settings = _merged(cluster.settings, request.jsons("settings"))
    return {"cluster": cluster_wire(cluster, ("SETTINGS", "TAGS"))}


def put_cluster_capacity_providers(plane: Plane, request: Members) -> Json:
    """Replace the providers and the default strategy."""
    cluster = plane.store.cluster(request.text("cluster"))
    providers, strategy = request.texts("capacityProviders"), request.jsons("defaultCapacityProviderStrategy")
    check_providers(providers)
    if strategy:
        read_strategy(strategy, providers)
    used = {task.provider for task in cluster.alive.values()} - {None}
    used |= {
        provider
        for service in cluster.services.values()
        if service.status != "INACTIVE"
        for provider, _, _ in service.revision.placement.strategy
    }
    if not used <= set(providers):
        raise EcsError(
            "ResourceInUseException",
            "The specified capacity provider is in use and cannot be removed.",
        )
    cluster.providers = providers
    cluster.strategy = [_shown(item) for item in strategy]
    return {"cluster": cluster_wire(cluster, ("SETTINGS", "TAGS"))}


def delete_cluster(plane: Plane, request: Members) -> Json:
    """Make an empty cluster INACTIVE."""
    cluster = plane.store.cluster(request.text("cluster"))
    if any(service.status != "INACTIVE" for service in cluster.services.values()):
        raise EcsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
    if cluster.alive or any(task.status != "STOPPED" for task in cluster.ended.values()):
        raise EcsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.")
    cluster.status = "INACTIVE"
    return {"cluster": cluster_wire(cluster, ("SETTINGS", "TAGS"))}


def list_clusters(plane: Plane, request: Members) -> Json:
    """ARNs of ACTIVE clusters."""
    clusters = [cluster for cluster in plane.store.clusters.values() if cluster.status == "ACTIVE"]
    some, token = page(clusters, lambda cluster: ("", cluster.serial), request)
    return without_none(clusterArns=[cluster.arn for cluster in some], nextToken=token)


def describe_clusters(plane: Plane, request: Members) -> Json:
    """The clusters named, INACTIVE ones too, and what was asked to be included."""
    names = request.texts("clusters") or ["default"]
    if len(names) > _DESCRIBED:
        raise invalid(f"Clusters cannot have more than {_DESCRIBED} elements.")
    include = tuple(request.texts("include"))
    found: list[Json] = []
    failures: list[Json] = []
    for name in names:
        cluster = plane.store.find_cluster(name)
        if cluster is None:
            arn = name if name.startswith("arn:") else plane.store.arns.of("cluster", name)
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            found.append(cluster_wire(cluster, include))
    return {"clusters": found, "failures": failures}


def cluster_wire(cluster: Cluster, include: tuple[str, ...]) -> Json:
    """The cluster; lists that were not asked for are empty, as AWS leaves them."""
    wire: Json = {
        "clusterArn": cluster.arn,
        "clusterName": cluster.name,
        "status": cluster.status,
        "registeredContainerInstancesCount": 0,
        "runningTasksCount": cluster.running,
        "pendingTasksCount": cluster.pending,
        "activeServicesCount": sum(service.status == "ACTIVE" for service in cluster.services.values()),
        "statistics": _statistics(cluster) if "STATISTICS" in include else [],
        "tags": list(cluster.tags) if "TAGS" in include else [],
        "settings": cluster.settings if "SETTINGS" in include else [],
        "capacityProviders": list(cluster.providers),
        "defaultCapacityProviderStrategy": cluster.strategy,
    }
    if "CONFIGURATIONS" in include and cluster.configuration is not None:
        wire["configuration"] = cluster.configuration
    if cluster.connect_defaults is not None:
        wire["serviceConnectDefaults"] = cluster.connect_defaults
    if "ATTACHMENTS" in include:
        wire["attachments"] = []
    return wire


def _statistics(cluster: Cluster) -> list[Json]:
    services = cluster.services.values()
    counts = {
        "runningEC2TasksCount": 0,
        "runningFargateTasksCount": cluster.running,
        "pendingEC2TasksCount": 0,
        "pendingFargateTasksCount": cluster.pending,
        "activeEC2ServiceCount": 0,
        "activeFargateServiceCount": sum(service.status == "ACTIVE" for service in services),
        "drainingEC2ServiceCount": 0,
        "drainingFargateServiceCount": sum(service.status == "DRAINING" for service in services),
    }
    return [{"name": name, "value": str(value)} for name, value in counts.items()]


def _settings(store: Store, asked: list[Json]) -> list[Json]:
    default = store.settings.get(("", _INSIGHTS), "disabled")
    return _merged([{"name": _INSIGHTS, "value": default}], asked)


def _merged(settings: list[Json], asked: list[Json]) -> list[Json]:
    changed = {str(setting.get("name")): setting for setting in settings}
    for setting in asked:
        if setting.get("name") != _INSIGHTS or setting.get("value") not in ("enabled", "enhanced", "disabled"):
            raise invalid("Invalid cluster setting. containerInsights must be enabled, enhanced or disabled.")
        changed[_INSIGHTS] = setting
    return list(changed.values())


def _check_exec(configuration: Members) -> None:
    """Where sessions are logged."""
    overrides = configuration.text("logging") == "OVERRIDE"
    if overrides != ("logConfiguration" in configuration):
        raise invalid(
            "logConfiguration must be specified when logging is OVERRIDE."
            if overrides
            else "logConfiguration can only be specified when logging is OVERRIDE."
        )


def _shown(item: Json) -> Json:
    return {"capacityProvider": item["capacityProvider"], "weight": item.get("weight", 0), "base": item.get("base", 0)}


OPERATIONS: Operations = {
    "CreateCluster": create_cluster,
    "UpdateCluster": update_cluster,
    "UpdateClusterSettings": update_cluster_settings,
    "PutClusterCapacityProviders": put_cluster_capacity_providers,
    "DeleteCluster": delete_cluster,
    "ListClusters": list_clusters,
    "DescribeClusters": describe_clusters,
}
