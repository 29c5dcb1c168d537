"""The cluster, as DescribeClusters sends it."""

from fargate_tui.fargate.records.base import KeyValue, Record, Tag
from fargate_tui.fargate.records.service import CapacityProviderStrategyItem


class Cluster(Record, frozen=True, kw_only=True):
    """A cluster, with its counts, settings, statistics and tags where they were asked for."""

    cluster_arn: str
    cluster_name: str
    status: str | None = None
    """ACTIVE, PROVISIONING, DEPROVISIONING, FAILED or INACTIVE."""
    running_tasks_count: int = 0
    pending_tasks_count: int = 0
    active_services_count: int = 0
    registered_container_instances_count: int = 0
    statistics: tuple[KeyValue, ...] = ()
    settings: tuple[KeyValue, ...] = ()
    tags: tuple[Tag, ...] = ()
    capacity_providers: tuple[str, ...] = ()
    default_capacity_provider_strategy: tuple[CapacityProviderStrategyItem, ...] = ()
