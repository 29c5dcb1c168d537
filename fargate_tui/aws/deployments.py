"""The deployments of services and the revisions they deploy (fargate.md §10.2, §11)."""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime

import msgspec

from fargate_tui.aws import reading
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.descriptions import description, descriptions
from fargate_tui.aws.ecs import short
from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.records import Failure, Record, ServiceDeployment, ServiceRevision

NEWEST = 100
"""As many as AWS lists in one page."""
PER_CALL = 20

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Listed(Record, frozen=True, kw_only=True):
    service_deployment_arn: str
    created_at: datetime | None = None


class _Page(Record, frozen=True, kw_only=True):
    service_deployments: tuple[_Listed, ...] = ()


class _Deployments(Record, frozen=True, kw_only=True):
    records: tuple[ServiceDeployment, ...] = msgspec.field(default=(), name="serviceDeployments")
    failures: tuple[Failure, ...] = ()


class _Revisions(Record, frozen=True, kw_only=True):
    records: tuple[ServiceRevision, ...] = msgspec.field(default=(), name="serviceRevisions")
    failures: tuple[Failure, ...] = ()


class Deployments:
    """Deployments of ECS services. Leave a description early through `contextlib.aclosing`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def service_deployment_arns(self, cluster: str, service: str) -> tuple[str, ...]:
        """The ARNs of the newest deployments of a service, the newest first, 100 at most; raises `AwsError`."""
        page = await self._clients.ask(
            reading.LIST_SERVICE_DEPLOYMENTS,
            _Page,
            f"list deployments of {short(service)}",
            cluster=cluster,
            service=service,
            maxResults=NEWEST,
        )
        # AWS promises no order.
        listed = sorted(page.service_deployments, key=lambda each: each.created_at or _LONG_AGO, reverse=True)
        return tuple(each.service_deployment_arn for each in listed)

    def describe_service_deployments(self, arns: Sequence[str]) -> AsyncGenerator[Answer[ServiceDeployment], None]:
        """Deployments with their revisions, stage, breaker and alarms, an answer per twenty."""

        async def ask(batch: list[str]) -> Answer[ServiceDeployment]:
            doing, what = "describe deployments", reading.DESCRIBE_SERVICE_DEPLOYMENTS
            return await description(self._clients, what, _Deployments, doing, serviceDeploymentArns=batch)

        return descriptions(arns, PER_CALL, ask)

    def describe_service_revisions(self, arns: Sequence[str]) -> AsyncGenerator[Answer[ServiceRevision], None]:
        """Revisions with their task definition and target groups, an answer per twenty."""

        async def ask(batch: list[str]) -> Answer[ServiceRevision]:
            doing, what = "describe service revisions", reading.DESCRIBE_SERVICE_REVISIONS
            return await description(self._clients, what, _Revisions, doing, serviceRevisionArns=batch)

        return descriptions(arns, PER_CALL, ask)
