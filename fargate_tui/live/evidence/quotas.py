"""How many vCPUs Fargate lets the account run at once, and how many it runs (E-quota); CloudWatch bills the latter."""

from datetime import timedelta
from typing import Final

from fargate_tui.fargate.diagnosis import Quota
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.metrics import MetricQuery
from fargate_tui.fargate.records import ServiceQuota
from fargate_tui.live.evidence.scene import Changes, Scene, each_of
from fargate_tui.live.surroundings import known

ON_DEMAND: Final = "L-3032A538"
SPOT: Final = "L-36FBB829"
_SPAN: Final = timedelta(minutes=15)
"""AWS counts every few minutes."""
_SWITCHED_OFF: Final = NotChecked(why="metrics are switched off (--no-metrics)")


async def quotas(scene: Scene) -> Changes:
    """The quotas that its tasks count against, each with what is used of it now."""
    found = await each_of({code: _quota(scene, code) for code in await _codes(scene)})
    unread = next((part for part in found.values() if isinstance(part, NotChecked)), None)
    read = tuple(part.value for part in found.values() if isinstance(part, Known))
    return {"quotas": unread if unread is not None and not read else Known(read)}


async def _codes(scene: Scene) -> tuple[str, ...]:
    """Spot tasks count against a quota of their own; both where they may be started as either."""
    provider = scene.task.capacity_provider_name
    service = await scene.its_service()
    strategy = service.value.capacity_provider_strategy if isinstance(service, Known) and not provider else ()
    named = {provider} if provider else {each.capacity_provider for each in strategy}
    return tuple({SPOT if name == "FARGATE_SPOT" else ON_DEMAND: None for name in sorted(filter(None, named))}) or (
        ON_DEMAND,
    )


async def _quota(scene: Scene, code: str) -> Known[Quota] | NotChecked:
    asked = await known(scene.aws.quotas.quota(code), "servicequotas:GetServiceQuota")
    if isinstance(asked, NotChecked):
        return asked
    used = await _used(scene, asked.value)
    if isinstance(used, NotChecked):
        return Known(Quota(name=asked.value.name, limit=asked.value.value, unread=used))
    return Known(Quota(name=asked.value.name, limit=asked.value.value, used=used.value))


async def _used(scene: Scene, quota: ServiceQuota) -> Known[float] | NotChecked:
    """The newest count, by the metric that the quota names."""
    if not scene.metrics:
        return _SWITCHED_OFF
    if not quota.metric:
        return NotChecked(why="AWS names no metric that counts it")
    query = MetricQuery(
        id="used", namespace=quota.namespace, name=quota.metric, dimensions=quota.dimensions, statistic="Maximum"
    )
    now = scene.clock.now()
    asked = await known(scene.aws.metrics.get_data((query,), now - _SPAN, now), "cloudwatch:GetMetricData")
    if isinstance(asked, NotChecked):
        return asked
    values = asked.value["used"].values
    return Known(values[-1]) if values else NotChecked(why="CloudWatch has measured nothing of it lately")
