"""Application Auto Scaling, whose moto asks moto's own ECS whether a service exists."""

from collections.abc import Callable

import msgspec

from fargate_tui.demo.ecs import Ecs, EcsError
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.wire import Answer, Call, Request

_ECS = "AmazonEC2ContainerServiceV20141113"


class _Registration(msgspec.Struct):
    ServiceNamespace: str = ""
    ResourceId: str = ""


def answer_scaling(call: Call, request: Request, ecs: Ecs) -> Callable[[Moto], Answer]:
    """The job that answers, after showing moto a shadow of a service that our ECS has."""
    shadow = _service_to_scale(request.body, ecs) if call.operation == "RegisterScalableTarget" else None

    def answer(moto: Moto) -> Answer:
        if shadow:
            shadow_service(moto, call.region, *shadow)
        return moto.ask(request)

    return answer


def _service_to_scale(body: bytes, ecs: Ecs) -> tuple[str, str] | None:
    try:
        registration = msgspec.json.decode(body, type=_Registration)
        _, cluster, service = registration.ResourceId.split("/")
        found = ecs.call("DescribeServices", {"cluster": cluster, "services": [service]})
    except (ValueError, EcsError):
        return None
    return (cluster, service) if found.get("services") else None


def shadow_service(moto: Moto, region: str, cluster: str, service: str) -> None:
    """Give moto's ECS a service of this name, which nobody but Application Auto Scaling sees."""
    moto.json(region, "ecs", f"{_ECS}.CreateCluster", {"clusterName": cluster})
    container = {"name": "shadow", "image": "shadow", "memory": 6}
    definition = {"family": "shadow", "containerDefinitions": [container]}
    moto.json(region, "ecs", f"{_ECS}.RegisterTaskDefinition", definition)
    named = {"cluster": cluster, "serviceName": service, "taskDefinition": "shadow", "desiredCount": 0}
    moto.json(region, "ecs", f"{_ECS}.CreateService", named)
