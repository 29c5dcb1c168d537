"""What AWS refuses about strategies, networks and names, in its words (fargate.md §3, §13)."""

import re
from collections.abc import Sequence

from fargate_tui.demo.ecs.errors import EcsError, client_error, invalid
from fargate_tui.demo.ecs.records import Cluster, LoadBalancer, Placement, TaskDefinition
from fargate_tui.demo.ecs.store import FARGATE_PROVIDERS, Store
from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.ports import NoSuchNetworkObject

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_PLATFORM_VERSIONS = {"Linux": ("LATEST", "1.4.0", "1.3.0"), "Windows": ("LATEST", "1.0.0")}

MAX_TAGS = 50


def check_name(name: str, what: str) -> None:
    """Up to 255 letters, digits, hyphens and underscores."""
    if not _NAME.fullmatch(name):
        raise invalid(f"{what} contains invalid characters or is longer than 255 characters.")


def check_tags(tags: Sequence[Json]) -> None:
    """At most 50, no key twice, none of AWS's own keys."""
    keys = [str(tag.get("key", "")) for tag in tags]
    if len(keys) > MAX_TAGS:
        raise invalid(f"The number of tags must not exceed {MAX_TAGS}.")
    if len(set(keys)) != len(keys):
        raise invalid("Duplicate tag keys found. Please note that tag keys are case insensitive.")
    for key in keys:
        if not 1 <= len(key) <= 128:
            raise invalid("Tag keys must have 1 to 128 characters.")
        if key.lower().startswith("aws:"):
            raise invalid("Tag keys must not start with 'aws:'.")


def placement(store: Store, cluster: Cluster, definition: TaskDefinition, request: Members) -> Placement:
    """How a RunTask, CreateService or UpdateService request wants its tasks launched.

    Raises InvalidParameterException, ClientException or PlatformUnknownException as AWS does.
    """
    if "FARGATE" not in _compatibilities(definition):
        raise client_error("Task definition does not support launch_type FARGATE.")
    launch_type, strategy = launch_kind(cluster, request)
    version = request.text("platformVersion") or "LATEST"
    family = "Windows" if definition.platform_family.startswith("WINDOWS") else "Linux"
    if version not in _PLATFORM_VERSIONS[family]:
        raise EcsError("PlatformUnknownException", "The specified platform does not exist.")
    if family == "Windows" and any(provider == "FARGATE_SPOT" for provider, _, _ in strategy):
        raise invalid("Windows tasks are not supported on the FARGATE_SPOT capacity provider.")
    subnets, groups, public, network = _network(store, request)
    return Placement(launch_type, strategy, version, subnets, groups, public, network)


def refuse_placement(request: Members) -> None:
    """Fargate decides by itself where tasks run."""
    for member, what in (("placementConstraints", "constraints"), ("placementStrategy", "strategies")):
        if request.raw.get(member):
            raise invalid(f"Placement {what} are not supported with FARGATE launch type.")


def check_exec(definition: TaskDefinition, role: str | None, what: str) -> None:
    """Sessions need a task role; ``what`` cannot be done without one."""
    if role is None and Members(definition.wire).text("taskRoleArn") is None:
        raise invalid(
            f"{what} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition "
            "and try again."
        )


def launch_kind(cluster: Cluster, request: Members) -> tuple[str | None, tuple[tuple[str, int, int], ...]]:
    """The launch type, or the strategy a request names, or the cluster's default one."""
    launch_type = request.text("launchType")
    items = request.jsons("capacityProviderStrategy")
    if launch_type is not None and items:
        raise invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        )
    if launch_type is None and not items:
        items = cluster.strategy
    if items:
        return None, read_strategy(items, cluster.providers)
    if launch_type != "FARGATE":
        raise invalid("No Container Instances were found in your cluster.")
    return launch_type, ()


def read_strategy(items: Sequence[Json], associated: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """Provider, base and weight of each item; raises InvalidParameterException (fargate.md §3)."""
    if len(items) > 20:
        raise invalid("A capacity provider strategy can contain a maximum of 20 capacity providers.")
    strategy = tuple(_strategy_item(Members(item)) for item in items)
    for provider, base, weight in strategy:
        if provider not in associated:
            raise invalid(
                "The specified capacity provider strategy cannot contain a capacity provider that is not associated "
                "with the cluster. Associate the capacity provider with the cluster and try again."
            )
        if not 0 <= weight <= 1000:
            raise invalid("The weight value must be between 0 and 1000.")
        if not 0 <= base <= 100_000:
            raise invalid("The base value must be between 0 and 100000.")
    if len({provider for provider, _, _ in strategy}) != len(strategy):
        raise invalid("The specified capacity provider strategy cannot contain duplicate capacity providers.")
    if sum(base > 0 for _, base, _ in strategy) > 1:
        raise invalid("Only one capacity provider in a capacity provider strategy can have a base defined.")
    if not any(weight > 0 for _, _, weight in strategy):
        raise invalid(
            "The specified capacity provider strategy must contain at least one capacity provider with a weight "
            "greater than 0."
        )
    return strategy


def check_providers(providers: Sequence[str]) -> None:
    """Only the two of Fargate exist here."""
    for provider in providers:
        if provider not in FARGATE_PROVIDERS:
            raise invalid(f"The specified capacity provider '{provider}' was not found.")


def load_balancers(store: Store, definition: TaskDefinition, request: Members) -> tuple[LoadBalancer, ...]:
    """The target groups a service registers its tasks in; raises InvalidParameterException."""
    asked = request.each("loadBalancers")
    if len(asked) > 5:
        raise invalid("load balancers can have at most 5 items.")
    return tuple(_load_balancer(store, definition, each) for each in asked)


def _strategy_item(item: Members) -> tuple[str, int, int]:
    weight = item.number("weight")
    return item.text("capacityProvider") or "", item.number("base") or 0, 0 if weight is None else weight


def _compatibilities(definition: TaskDefinition) -> list[str]:
    return Members(definition.wire).texts("compatibilities")


def _network(store: Store, request: Members) -> tuple[tuple[str, ...], tuple[str, ...], bool, Json]:
    configuration = request.members("networkConfiguration").members("awsvpcConfiguration")
    subnets = tuple(configuration.texts("subnets"))
    groups = configuration.texts("securityGroups")
    if not subnets:
        raise invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if len(subnets) > 16:
        raise invalid("subnets can have at most 16 items.")
    if len(groups) > 5:
        raise invalid("securityGroups can have at most 5 items.")
    try:
        vpcs = {store.network.subnet(subnet).vpc_id for subnet in subnets}
    except NoSuchNetworkObject as error:
        raise invalid(_cannot_retrieve("subnet", subnets, error)) from error
    if len(vpcs) > 1:
        raise invalid("All subnets must be in the same VPC.")
    try:
        effective = store.network.check_security_groups(groups, vpcs.pop())
    except NoSuchNetworkObject as error:
        raise invalid(_cannot_retrieve("security group", groups, error)) from error
    public = configuration.text("assignPublicIp") == "ENABLED"
    shown = {
        "subnets": list(subnets),
        "securityGroups": list(groups),
        "assignPublicIp": "ENABLED" if public else "DISABLED",
    }
    return subnets, tuple(effective), public, {"awsvpcConfiguration": shown}


def _cannot_retrieve(what: str, ids: Sequence[str], error: NoSuchNetworkObject) -> str:
    return f"Error retrieving {what} information for [{', '.join(ids)}]: {error} (ErrorCode: {error.code})"


def _load_balancer(store: Store, definition: TaskDefinition, asked: Members) -> LoadBalancer:
    group, name, port = asked.text("targetGroupArn"), asked.text("containerName"), asked.number("containerPort")
    if group is None:
        raise invalid(
            "Target Group ARN can not be blank."
            if "loadBalancerName" not in asked
            else "Classic Load Balancers are not supported with the awsvpc network mode."
        )
    if name is None or port is None:
        raise invalid("Container name and container port must be specified for a load balancer.")
    container = next(
        (each for each in Members(definition.wire).each("containerDefinitions") if each.text("name") == name), None
    )
    if container is None:
        raise invalid(f"The container {name} does not exist in the task definition.")
    if port not in (mapping.number("containerPort") for mapping in container.each("portMappings")):
        raise invalid(f"The container {name} did not have a container port {port} defined.")
    wire: Json = {"targetGroupArn": group, "containerName": name, "containerPort": port}
    if "advancedConfiguration" in asked:
        wire["advancedConfiguration"] = asked.raw["advancedConfiguration"]
    return LoadBalancer(group, name, port, wire, _alternate(store, group, asked))


def _alternate(store: Store, group: str, asked: Members) -> str | None:
    """The other target group, where traffic is to be shifted between two; both are looked for."""
    advanced = asked.members("advancedConfiguration")
    if "advancedConfiguration" in asked:
        for member in ("alternateTargetGroupArn", "productionListenerRule", "roleArn"):
            if advanced.text(member) is None:
                raise invalid(f"{member} must be specified in advancedConfiguration.")
    alternate = advanced.text("alternateTargetGroupArn")
    try:
        for one in (group, alternate):
            if one is not None:
                store.targets.check(one)
    except LookupError as error:
        raise invalid(str(error.args[0]) if error.args else "Target group not found.") from error
    return alternate
