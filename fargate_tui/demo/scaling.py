"""Application Auto Scaling: moto keeps targets and policies, what they did to services is ours."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from fargate_tui.demo.ecs import Ecs, EcsError
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_ECS = "AmazonEC2ContainerServiceV20141113"
_PAGE = 50
_TAKES = timedelta(seconds=38)
"""From the decision to the new tasks."""

Json = dict[str, object]


class _Registration(msgspec.Struct):
    ServiceNamespace: str = ""
    ResourceId: str = ""


class _Activities(msgspec.Struct):
    ServiceNamespace: str
    ResourceId: str = ""
    ScalableDimension: str = "ecs:service:DesiredCount"
    MaxResults: int = _PAGE
    NextToken: str = "0"


class ScalingActivities:
    """What autoscaling did, newest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._noted: list[tuple[datetime, Json]] = []

    def note(self, cluster: str, service: str, desired: int, cause: str) -> None:
        """A service's desired count is being set now."""
        at, resource = self._now(), f"service/{cluster}/{service}"
        activity: Json = {
            "ActivityId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{resource}/{at.isoformat()}")),
            "ServiceNamespace": "ecs",
            "ResourceId": resource,
            "ScalableDimension": "ecs:service:DesiredCount",
            "Description": f"Setting desired count to {desired}.",
            "Cause": cause,
            "StartTime": at.timestamp(),
        }
        self._noted.insert(0, (at, activity))

    def page(self, asked: _Activities) -> Json:
        """A page of DescribeScalingActivities."""
        found = [(at, one) for at, one in self._noted if asked.ResourceId in ("", one["ResourceId"])]
        start = int(asked.NextToken)
        page: Json = {"ScalingActivities": [self._shown(*one) for one in found[start : start + asked.MaxResults]]}
        more = start + asked.MaxResults < len(found)
        return page | ({"NextToken": str(start + asked.MaxResults)} if more else {})

    def _shown(self, at: datetime, activity: Json) -> Json:
        desired = str(activity["Description"]).rstrip(".").rpartition(" ")[2]
        if self._now() < at + _TAKES:
            message = f"Successfully set desired count to {desired}. Waiting for change to be fulfilled by ecs."
            return activity | {"StatusCode": "InProgress", "StatusMessage": message}
        message = f"Successfully set desired count to {desired}. Change successfully fulfilled by ecs."
        ended = {"EndTime": (at + _TAKES).timestamp(), "StatusCode": "Successful", "StatusMessage": message}
        return activity | ended


def answer_scaling(
    call: Call, request: Request, ecs: Ecs, activities: ScalingActivities
) -> Answer | Callable[[Moto], Answer]:
    """The answer to what concerns activities, and the job that answers everything else.

    moto's Application Auto Scaling asks moto's own ECS whether a service exists: it is shown a shadow of ours first.
    """
    if call.operation == "DescribeScalingActivities":
        return _describe_activities(call, request, activities)
    shadow = _service_to_scale(request.body, ecs) if call.operation == "RegisterScalableTarget" else None

    def answer(moto: Moto) -> Answer:
        if shadow:
            shadow_service(moto, call.region, *shadow)
        return moto.ask(request)

    return answer


def _describe_activities(call: Call, request: Request, activities: ScalingActivities) -> Answer:
    try:
        asked = msgspec.json.decode(request.body, type=_Activities)
    except msgspec.DecodeError as error:
        return refusal(call, "ValidationException", str(error))
    if not 1 <= asked.MaxResults <= _PAGE or not asked.NextToken.isdecimal():
        return refusal(call, "ValidationException", "MaxResults is 1 to 50, and NextToken that of an earlier answer.")
    return json_answer(activities.page(asked))


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
