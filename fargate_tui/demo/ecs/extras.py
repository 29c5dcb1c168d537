"""What a service revision may hold besides its tasks and their place: registries, Service Connect, volumes."""

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.records import Cluster, TaskDefinition
from fargate_tui.demo.ecs.wire import Json, Members

_REGISTRIES = "serviceRegistries"
_CONNECT = "serviceConnectConfiguration"
_VOLUMES = "volumeConfigurations"


def extras(cluster: Cluster, definition: TaskDefinition, known: Json, request: Members) -> Json:
    """The known ones with what a request says instead; an empty one takes it away.

    Raises InvalidParameterException and ClientException as AWS does.
    """
    asked = {name: request.raw[name] for name in (_REGISTRIES, _CONNECT, _VOLUMES) if name in request}
    changed = {name: value for name, value in {**known, **asked}.items() if value}
    members = Members(changed)
    _check_registries(definition, members.each(_REGISTRIES))
    _check_connect(cluster, definition, members.members(_CONNECT))
    _check_volumes(definition, members.each(_VOLUMES))
    return changed


def shown_in_deployment(known: Json) -> Json:
    """Those that an entry of a service's ``deployments`` shows."""
    return {name: known[name] for name in (_CONNECT, _VOLUMES) if name in known}


def _check_registries(definition: TaskDefinition, registries: list[Members]) -> None:
    if len(registries) > 1:
        raise invalid("service registries can have at most 1 items.")
    for registry in registries:
        if registry.text("registryArn") is None:
            raise invalid("Registry ARN can not be blank.")
        name = registry.text("containerName")
        if name is not None and name not in _container_names(definition):
            raise invalid(f"The container {name} does not exist in the task definition.")


def _check_connect(cluster: Cluster, definition: TaskDefinition, connect: Members) -> None:
    if not connect.flag("enabled"):
        return
    if connect.text("namespace") is None and not Members(cluster.connect_defaults or {}).text("namespace"):
        raise invalid("Namespace must be specified when Service Connect is enabled and the cluster has no default.")
    ports = _port_names(definition)
    for service in connect.each("services"):
        if service.text("portName") not in ports:
            raise invalid(f"The task definition is configured without a port mapping named {service.text('portName')}.")


def _check_volumes(definition: TaskDefinition, volumes: list[Members]) -> None:
    if len(volumes) > 1:
        raise invalid("volumeConfigurations can have at most 1 items.")
    at_launch = [
        volume.text("name") for volume in Members(definition.wire).each("volumes") if volume.flag("configuredAtLaunch")
    ]
    for volume in volumes:
        if volume.text("name") not in at_launch:
            raise invalid(f"The volume {volume.text('name')} is not configured at launch in the task definition.")
        disk = volume.members("managedEBSVolume")
        if disk.number("sizeInGiB") is None and disk.text("snapshotId") is None:
            raise invalid("You must specify either a volume size or a snapshot ID.")


def _container_names(definition: TaskDefinition) -> list[str]:
    return [container.name for container in definition.containers]


def _port_names(definition: TaskDefinition) -> list[str | None]:
    containers = Members(definition.wire).each("containerDefinitions")
    return [mapping.text("name") for container in containers for mapping in container.each("portMappings")]
