"""The deployments of one service: those under way each round, ended ones once, for they change no more."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.cockpit import Rollouts, is_moving
from fargate_tui.fargate.errors import AwsError, NotAllowed, NotFound
from fargate_tui.fargate.records import Service, ServiceDeployment
from fargate_tui.fargate.rollbacks import Past, names, revisions_in
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Deployments, Ecs
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

Found = TypeVar("Found")


class DeploymentsOfService:
    """Asks for the service, and for what is not known of its deployments."""

    def __init__(self, cluster: str, service: str, clock: Clock) -> None:
        self._cluster = cluster
        self._name = service
        self._known: dict[str, ServiceDeployment] = {}
        self._revisions: dict[str, str] = {}
        self._past = Past()
        self._refusal = Refusal(
            clock, lost="deployments before, stages and the breaker's count", action="ecs:ListServiceDeployments"
        )

    async def ask(self, aws: Aws, show: Show[Rollouts]) -> Reading[Rollouts]:  # noqa: ARG002 - it is one row
        """Ask once; raises AwsError where the service is not there or cannot be read."""
        book = Round()
        service = await self._describe(aws.ecs, book)
        if not self._refusal.stands:
            await self._learn(aws.deployments, book)
        book.miss(*self._refusal.gaps)
        rollouts = Rollouts(arn=service.service_arn, service=service, past=self._past, is_listed=not self._refusal.gaps)
        return Reading(
            (rollouts,),
            calls=book.calls,
            gaps=book.gaps,
            is_lively=is_moving(rollouts) or service.running_count != service.desired_count,
            is_throttled=book.is_throttled,
        )

    async def _describe(self, ecs: Ecs, book: Round) -> Service:
        for service in await _all(ecs.describe_services(self._cluster, (self._name,)), "services", book):
            return service
        raise NotFound(f"find service {self._name} of {self._cluster}", "AWS does not know it, or no longer")

    async def _learn(self, deployments: Deployments, book: Round) -> None:
        try:
            book.count("service deployment")
            arns = await deployments.service_deployment_arns(self._cluster, self._name)
            stale = [arn for arn in arns if arn not in self._known or self._known[arn].is_open]
            described = await _all(deployments.describe_service_deployments(stale), "service deployment", book)
            self._known = {arn: self._known[arn] for arn in arns if arn in self._known}
            self._known.update((each.service_deployment_arn, each) for each in described)
            in_order = tuple(self._known[arn] for arn in arns if arn in self._known)
            await self._learn_revisions(deployments, in_order, book)
            self._past = Past(deployments=in_order, revisions=self._revisions)
            self._refusal.lift()
        except NotAllowed as error:
            self._past = Past()
            self._refusal.note(error)
        except AwsError as error:
            book.absorb(error)

    async def _learn_revisions(
        self, asked: Deployments, deployments: tuple[ServiceDeployment, ...], book: Round
    ) -> None:
        unknown = [arn for arn in revisions_in(deployments) if arn not in self._revisions]
        found = await _all(asked.describe_service_revisions(unknown), "service revision", book)
        # Another mapping: snapshots that were handed out stay as they were.
        self._revisions = {**self._revisions, **names(found)} if found else self._revisions


async def _all(asked: AsyncGenerator[Answer[Found], None], bucket: str, book: Round) -> list[Found]:
    found: list[Found] = []
    async with aclosing(asked) as answers:
        async for answer in answers:
            book.count(bucket)
            if answer.error is not None:
                raise answer.error
            found += answer.records
    return found
