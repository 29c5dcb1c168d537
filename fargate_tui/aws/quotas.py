"""What Service Quotas says of how much Fargate an account may run."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import GET_SERVICE_QUOTA
from fargate_tui.fargate.records import ServiceQuota

FARGATE = "fargate"


class _Metric(msgspec.Struct, rename="pascal"):
    metric_namespace: str = ""
    metric_name: str = ""
    metric_dimensions: dict[str, str] = {}


class _Quota(msgspec.Struct, rename="pascal"):
    quota_code: str = ""
    quota_name: str = ""
    value: float = 0.0
    usage_metric: _Metric = msgspec.field(default_factory=_Metric)


class _Found(msgspec.Struct, rename="pascal"):
    quota: _Quota


class Quotas:
    """The quotas of an account in a Region."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def quota(self, code: str, service: str = FARGATE) -> ServiceQuota:
        """A quota as it holds for the account; raises `AwsError`, `NotFound` where there is no such quota."""
        doing = f"read quota {code} of {service}"
        said = await self._clients.ask(GET_SERVICE_QUOTA, _Found, doing, ServiceCode=service, QuotaCode=code)
        metric = said.quota.usage_metric
        return ServiceQuota(
            code=said.quota.quota_code,
            name=said.quota.quota_name,
            value=said.quota.value,
            namespace=metric.metric_namespace,
            metric=metric.metric_name,
            dimensions=tuple(metric.metric_dimensions.items()),
        )
