"""What autoscaling did to services."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from fargate_tui.demo.ecs.wire import Json

_TAKES = timedelta(seconds=38)
"""From the decision to the new tasks."""


class ScalingActivities:
    """What autoscaling did, newest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._noted: list[tuple[datetime, Json]] = []

    def note(self, cluster: str, service: str, desired: int, cause: str) -> None:
        """A service's desired count is being set now."""
        self._note(f"service/{cluster}/{service}", f"Setting desired count to {desired}.", cause)

    def note_limits(self, resource: str, least: int, most: int, cause: str) -> None:
        """The limits of a target are being set now."""
        text = f"Setting min capacity to {least} and max capacity to {most}"
        self._note(resource, text, cause)

    def shown(self, resource: str) -> list[Json]:
        """Activities of a resource, or of all where none is named, as DescribeScalingActivities shows them."""
        return [self._shown(*one) for one in self._noted if resource in ("", one[1]["ResourceId"])]

    def _note(self, resource: str, description: str, cause: str) -> None:
        at = self._now()
        activity: Json = {
            "ActivityId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{resource}/{at.isoformat()}/{description}")),
            "ServiceNamespace": "ecs",
            "ResourceId": resource,
            "ScalableDimension": "ecs:service:DesiredCount",
            "Description": description,
            "Cause": cause,
            "StartTime": at.timestamp(),
        }
        self._noted.insert(0, (at, activity))

    def _shown(self, at: datetime, activity: Json) -> Json:
        if not str(activity["Description"]).startswith("Setting desired"):
            message = f"Successfully set {str(activity['Description']).removeprefix('Setting ')}"
            return activity | {"EndTime": at.timestamp(), "StatusCode": "Successful", "StatusMessage": message}
        desired = str(activity["Description"]).rstrip(".").rpartition(" ")[2]
        if self._now() < at + _TAKES:
            message = f"Successfully set desired count to {desired}. Waiting for change to be fulfilled by ecs."
            return activity | {"StatusCode": "InProgress", "StatusMessage": message}
        message = f"Successfully set desired count to {desired}. Change successfully fulfilled by ecs."
        ended = {"EndTime": (at + _TAKES).timestamp(), "StatusCode": "Successful", "StatusMessage": message}
        return activity | ended
