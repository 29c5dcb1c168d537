"""Descriptions of many things by name: asked in batches, each answer with what came of it."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing
from typing import Any, Protocol, TypeVar

from fargate_tui.aws.batches import batches, in_order
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import Failure

Found_co = TypeVar("Found_co", covariant=True)
Some = TypeVar("Some")


class Described(Protocol[Found_co]):
    """A body of AWS that describes things, and says which it could not."""

    @property
    def records(self) -> tuple[Found_co, ...]:
        """The things."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Which of them it could not describe, and why."""


async def descriptions(
    names: Sequence[str], size: int, ask: Callable[[list[str]], Coroutine[Any, Any, Answer[Some]]]
) -> AsyncGenerator[Answer[Some], None]:
    """An answer per ``size`` names, in their order; use it with `contextlib.aclosing`."""
    async with aclosing(in_order(batches(names, size), ask)) as answers:
        async for answer in answers:
            yield answer


async def description(
    clients: Clients, operation: Operation, described: type[Described[Some]], doing: str, **parameters: object
) -> Answer[Some]:
    """The answer for one batch; its error, if it has one, is in it, so that the other batches stand."""
    try:
        said = await clients.ask(operation, described, doing, **parameters)
    except AwsError as error:
        return Answer(error=error)
    return Answer(records=said.records, failures=said.failures)
