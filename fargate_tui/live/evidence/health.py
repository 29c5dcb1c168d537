"""What AWS has announced of its hosts (E-health): retirements, and trouble of the platform."""

from datetime import datetime, timedelta
from typing import Final

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import HealthEvent
from fargate_tui.live.evidence.scene import Changes, Scene
from fargate_tui.live.surroundings import known

_SINCE: Final = timedelta(days=14)
"""A retirement is announced a week before, and an event may be noted late."""
_AROUND: Final = timedelta(hours=1)
_SERVICES: Final = ("ECS", "FARGATE")


async def announcements(scene: Scene) -> Changes:
    """The events of AWS Health for ECS and Fargate that were on when the task ended."""
    asked = scene.aws.health.events(_SERVICES, scene.region, scene.end - _SINCE)
    found = await known(asked, "health:DescribeEvents")
    if isinstance(found, NotChecked):
        return {"retirements": found}
    return {"retirements": Known(tuple(_told(each) for each in found.value if _is_on(each, scene.end)))}


def _is_on(event: HealthEvent, at: datetime) -> bool:
    began = event.start is None or event.start - _AROUND <= at
    return began and (event.end is None or at <= event.end + _AROUND)


def _told(event: HealthEvent) -> str:
    since = f" from {event.start:%Y-%m-%d %H:%M} UTC" if event.start is not None else ""
    return f"AWS Health: {event.code}, {event.status or 'announced'}{since}"
