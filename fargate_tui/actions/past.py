"""The deployments that a service had, as a plan needs them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

from fargate_tui.actions.action import Bench
from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.rollbacks import Past, names, revisions_in

LOOKED_AT = 20
"""The newest deployments: as many as one call describes."""

Found = TypeVar("Found")


async def past_of(subject: Subject, bench: Bench) -> Past:
    """The newest deployments of a service; raises `AwsError`."""
    deployments = bench.aws.deployments
    arns = await deployments.service_deployment_arns(subject.cluster, subject.arn)
    found = await _all(deployments.describe_service_deployments(arns[:LOOKED_AT]))
    by_arn = {each.service_deployment_arn: each for each in found}
    in_order = tuple(by_arn[arn] for arn in arns if arn in by_arn)
    revisions = await _all(deployments.describe_service_revisions(revisions_in(in_order)))
    return Past(deployments=in_order, revisions=names(revisions))


async def _all(asked: AsyncGenerator[Answer[Found], None]) -> list[Found]:
    found: list[Found] = []
    async with aclosing(asked) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            found += answer.records
    return found
