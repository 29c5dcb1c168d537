"""Listing across clusters: side by side, complete, and one cluster's failure leaves the others standing."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import Service
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.round import Round
from fargate_tui.live.together import together

_AT_ONCE: Final = 4


async def clusters_of(ecs: Ecs, book: Round) -> tuple[str, ...]:
    """ARNs of all clusters."""
    arns: list[str] = []
    async for page in ecs.cluster_pages():
        book.count("clusters")
        arns += page
    return tuple(arns)


async def each_cluster(clusters: Sequence[str], read: Callable[[str], Awaitable[None]], book: Round) -> None:
    """Read clusters side by side; raises the first error where not one of them answers."""
    budget = asyncio.Semaphore(_AT_ONCE)

    failures: list[AwsError] = []

    async def attempt(cluster: str) -> None:
        async with budget:
            try:
                await read(cluster)
            except AwsError as error:
                failures.append(error)

    await together(*map(attempt, clusters))
    if failures and len(failures) == len(clusters):
        raise failures[0]
    for failure in failures:
        book.absorb(failure)


async def services_of(ecs: Ecs, cluster: str, book: Round, listed: set[str]) -> AsyncGenerator[Answer[Service], None]:
    """The services of a cluster, batch by batch; ``listed`` is filled with their ARNs, gaps are in the book."""
    arns: list[str] = []
    async for page in ecs.service_pages(cluster):
        book.count("services")
        arns += page
    listed.update(arns)
    if not arns:
        return
    async with aclosing(ecs.describe_services(cluster, arns)) as answers:
        async for answer in answers:
            book.count("services")
            book.miss_failures(answer.failures)
            if answer.error is not None:
                book.absorb(answer.error)
            yield answer
