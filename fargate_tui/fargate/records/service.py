"""The service, its deployments and its events, as DescribeServices sends them."""

from datetime import datetime

import msgspec

from fargate_tui.fargate.records.base import Record, Tag


class CapacityProviderStrategyItem(Record, frozen=True, kw_only=True):
    """One provider of a strategy (fargate.md §3)."""

    capacity_provider: str
    weight: int = 0
    base: int = 0


class AwsVpcConfiguration(Record, frozen=True, kw_only=True):
    """Where the tasks' network interfaces are put."""

    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    assign_public_ip: str | None = None
    """ENABLED or DISABLED."""


class NetworkConfiguration(Record, frozen=True, kw_only=True):
    """The network of a service's or deployment's tasks."""

    awsvpc_configuration: AwsVpcConfiguration | None = None


class AdvancedConfiguration(Record, frozen=True, kw_only=True):
    """What a deployment that shifts traffic has beside its target group."""

    alternate_target_group_arn: str | None = None
    """The two groups change places with each deployment: the new tasks are registered in the one without traffic."""
    production_listener_rule: str | None = None
    """ARN of a rule, or of a listener whose default action it is."""
    test_listener_rule: str | None = None
    role_arn: str | None = None
    """The infrastructure role, by which ECS changes the rules."""


class LoadBalancer(Record, frozen=True, kw_only=True):
    """A target group the service registers its tasks in, by container and port."""

    target_group_arn: str | None = None
    container_name: str | None = None
    container_port: int | None = None
    advanced_configuration: AdvancedConfiguration | None = None

    @property
    def target_groups(self) -> tuple[str, ...]:
        """ARNs of the groups in which its tasks may be registered."""
        other = self.advanced_configuration.alternate_target_group_arn if self.advanced_configuration else None
        return tuple(group for group in (self.target_group_arn, other) if group)


class CircuitBreaker(Record, frozen=True, kw_only=True):
    """The deployment circuit breaker's switches."""

    enable: bool = False
    rollback: bool = False


class DeploymentAlarms(Record, frozen=True, kw_only=True):
    """The alarms of CloudWatch that let a deployment fail."""

    alarm_names: tuple[str, ...] = ()
    enable: bool = False
    rollback: bool = False


class LinearConfiguration(Record, frozen=True, kw_only=True):
    """Equal steps of traffic."""

    step_percent: float | None = None
    step_bake_time_in_minutes: int | None = None


class CanaryConfiguration(Record, frozen=True, kw_only=True):
    """A small share of the traffic first."""

    canary_percent: float | None = None
    canary_bake_time_in_minutes: int | None = None


class HookTimeout(Record, frozen=True, kw_only=True):
    """What becomes of a deployment that nobody lets go on."""

    timeout_in_minutes: int | None = None
    action: str | None = None
    """ROLLBACK or CONTINUE."""


class LifecycleHook(Record, frozen=True, kw_only=True):
    """Something that is to hold each deployment up at a stage: a function, or a pause for a person."""

    target_type: str | None = None
    """AWS_LAMBDA or PAUSE; absent in old ones, which are functions."""
    lifecycle_stages: tuple[str, ...] = ()
    timeout_configuration: HookTimeout | None = None


class DeploymentConfiguration(Record, frozen=True, kw_only=True):
    """How a service replaces its tasks; percentages of the desired count."""

    deployment_circuit_breaker: CircuitBreaker | None = None
    alarms: DeploymentAlarms | None = None
    maximum_percent: int | None = None
    minimum_healthy_percent: int | None = None
    strategy: str | None = None
    """ROLLING, BLUE_GREEN, LINEAR or CANARY; absent in old services, which roll."""
    bake_time_in_minutes: int | None = None
    """How long both revisions run after all the traffic was shifted."""
    linear_configuration: LinearConfiguration | None = None
    canary_configuration: CanaryConfiguration | None = None
    lifecycle_hooks: tuple[LifecycleHook, ...] = ()


class ManagedVolume(Record, frozen=True, kw_only=True):
    """An EBS volume that ECS makes for each task."""

    role_arn: str | None = None
    """The infrastructure role, by which ECS does so."""


class VolumeConfiguration(Record, frozen=True, kw_only=True):
    """A volume that is configured when a service is deployed."""

    name: str | None = None
    managed: ManagedVolume | None = msgspec.field(default=None, name="managedEBSVolume")


class Deployment(Record, frozen=True, kw_only=True):
    """One deployment of a service: a task definition on its way in or out."""

    id: str | None = None
    status: str | None = None
    """PRIMARY, ACTIVE or INACTIVE."""
    task_definition: str | None = None
    desired_count: int = 0
    pending_count: int = 0
    running_count: int = 0
    failed_tasks: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    rollout_state: str | None = None
    """IN_PROGRESS, COMPLETED or FAILED; absent under CODE_DEPLOY and EXTERNAL controllers."""
    rollout_state_reason: str | None = None
    launch_type: str | None = None
    capacity_provider_strategy: tuple[CapacityProviderStrategyItem, ...] = ()
    platform_version: str | None = None
    volume_configurations: tuple[VolumeConfiguration, ...] = ()


class ServiceEvent(Record, frozen=True, kw_only=True):
    """One of the newest 100 events of a service (fargate.md §6)."""

    id: str | None = None
    created_at: datetime | None = None
    message: str = ""


class DeploymentController(Record, frozen=True, kw_only=True):
    """Who carries out the deployments of a service."""

    type: str | None = None
    """ECS, CODE_DEPLOY or EXTERNAL."""


class Service(Record, frozen=True, kw_only=True):
    """A service with its counts, deployments and newest events."""

    service_arn: str
    service_name: str
    cluster_arn: str | None = None
    status: str | None = None
    """ACTIVE, DRAINING or INACTIVE."""
    desired_count: int = 0
    running_count: int = 0
    pending_count: int = 0
    launch_type: str | None = None
    """Absent where a capacity provider strategy is used."""
    capacity_provider_strategy: tuple[CapacityProviderStrategyItem, ...] = ()
    platform_version: str | None = None
    platform_family: str | None = None
    task_definition: str | None = None
    deployment_configuration: DeploymentConfiguration | None = None
    deployment_controller: DeploymentController | None = None
    resource_management_type: str | None = None
    """ECS for Express Mode services, CUSTOMER for all others."""
    availability_zone_rebalancing: str | None = None
    """ENABLED or DISABLED."""
    current_service_deployment: str | None = None
    """ARN of its newest service deployment."""
    deployments: tuple[Deployment, ...] = ()
    events: tuple[ServiceEvent, ...] = ()
    load_balancers: tuple[LoadBalancer, ...] = ()
    network_configuration: NetworkConfiguration | None = None
    health_check_grace_period_seconds: int | None = None
    scheduling_strategy: str | None = None
    created_at: datetime | None = None
    created_by: str | None = None
    enable_execute_command: bool = False
    tags: tuple[Tag, ...] = ()

    @property
    def is_express(self) -> bool:
        """Whether it is an Express Mode service: ECS manages its parts, and it has operations of its own."""
        return self.resource_management_type == "ECS"
