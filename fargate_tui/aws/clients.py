"""Questions to AWS: a client made when it is first needed, a typed answer, and our errors."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from botocore.exceptions import ClientError

from fargate_tui.aws import decoding
from fargate_tui.aws.budget import Budget
from fargate_tui.aws.calls import Calls
from fargate_tui.aws.errors import FAULTS, cut_off, not_aws, translate
from fargate_tui.aws.event_stream import Message
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.aws.sdk import Sdk, ServiceClient
from fargate_tui.fargate.changes import Outcome
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, Invalid, Throttled, Unreachable
from fargate_tui.fargate.shapes import Shape

Reply = TypeVar("Reply")

_BY_NAME = {(operation.service, operation.name): operation for operation in OPERATIONS}


_went_wrong: ContextVar[list[AwsError]] = ContextVar("attempts that went wrong")
"""The errors of all attempts at the call that is under way, of which botocore tells the last only."""


class Page(Protocol):
    """One page of a List call."""

    @property
    def arns(self) -> tuple[str, ...]:
        """What the page lists."""

    @property
    def next_token(self) -> str | None:
        """Where the next page begins; None on the last."""


SomePage = TypeVar("SomePage", bound=Page)


@dataclass(frozen=True, slots=True)
class _Attempt:
    operation: Operation
    begun: float


class Clients:
    """The clients of all services, and what is common to every call: budget, counting, decoding, errors."""

    def __init__(self, sdk: Sdk, budget: Budget, calls: Calls) -> None:
        self.origin = sdk.origin
        self._sdk = sdk
        self._budget = budget
        self._calls = calls
        self._made: dict[tuple[str, bool], asyncio.Task[ServiceClient]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def ask(self, operation: Operation, answer: type[Reply], doing: str, **parameters: object) -> Reply:
        """Call AWS and decode what comes back into ``answer``; raises `AwsError`.

        ``doing`` is what the call is for, in the words of the error's sentence.
        """
        assert not operation.changes, f"{operation.name} changes something: only `change` may call it"
        answered, _ = await self._exchange(operation, answer, doing, parameters)
        return answered

    async def shape(self, operation: Operation, doing: str) -> Shape:
        """The form of what is sent for an operation; nothing is asked. Raises `AwsError`."""
        try:
            client = await self._client(operation.service)
        except FAULTS as error:
            raise translate(error, doing, self.origin, operation) from error
        return client.shape(operation)

    async def change(self, operation: Operation, doing: str, parameters: Mapping[str, object]) -> Outcome:
        """Call AWS for something to be changed; raises `AwsError`.

        Sent again after a lost connection only where a second time changes nothing more.
        """
        answered, request_id = await self._exchange(operation, dict[str, object], doing, parameters)
        return Outcome(request_id=request_id, answer=answered)

    async def _exchange(
        self, operation: Operation, answer: type[Reply], doing: str, parameters: Mapping[str, object]
    ) -> tuple[Reply, str]:
        """What AWS answers, and its id of the request."""
        went_wrong: list[AwsError] = []
        _went_wrong.set(went_wrong)
        try:
            client = await self._client(operation.service, repeats=operation.repeats)
            with decoding.expecting(answer):
                response = await client.call(operation, parameters)
            if decoding.WEB_PAGE in response:
                raise not_aws(doing)
            if "Error" in response:
                raise cut_off(doing)
            if decoding.ANSWER in response:
                return cast("Reply", response[decoding.ANSWER]), _request_id(response)
            return decoding.from_parsed(response, answer), _request_id(response)
        except FAULTS as error:
            ours = translate(error, doing, self.origin, operation)
            if isinstance(ours, CredentialsExpired):
                self._sdk.forget_credentials()
            if isinstance(error, ClientError):
                ours.request_id = _request_id(error.response)
                ours.is_of_a_repeat = any(not isinstance(before, Throttled) for before in went_wrong[:-1])
            raise ours from error

    async def follow(
        self, operation: Operation, doing: str, silence: float, ends: Collection[str], **parameters: object
    ) -> AsyncGenerator[Message, None]:
        """Every message of an answer that is a stream; raises `AwsError`.

        ``silence`` is after how many seconds without a message the stream counts as lost, ``ends`` are the codes of
        errors that are its ordinary end: any other end is the connection's. Closing the generator hangs up at once:
        use it inside `contextlib.aclosing`.
        """
        try:
            client = await self._client(operation.service)
            stream = await client.stream(operation, parameters)
            try:
                with self._calls.session(operation):
                    async with aclosing(stream.messages()) as messages:
                        while message := await _next(messages, silence, doing):
                            yield message
            finally:
                stream.close()
            raise Unreachable(doing, "AWS closed the connection")
        except FAULTS as error:
            if isinstance(error, ClientError) and error.response["Error"]["Code"] in ends:
                return
            raise translate(error, doing, self.origin, operation) from error

    def bill(self, operation: Operation, amount: float) -> None:
        """Note what an answer is billed by: as many units of the operation's `Billing`."""
        self._calls.bill(operation, amount, self.origin.region)

    async def pages(
        self, operation: Operation, page: type[SomePage], doing: str, **parameters: object
    ) -> AsyncGenerator[tuple[str, ...], None]:
        """Every page of a List call, one after the other; raises `AwsError`."""
        token: str | None = None
        while True:
            more: Mapping[str, object] = {"nextToken": token} if token else {}
            got = await self.ask(operation, page, doing, **parameters, **more)
            yield got.arns
            if not got.next_token:
                return
            if got.next_token == token:
                raise Invalid(doing, "AWS sent the same page token twice")
            token = got.next_token

    async def close(self) -> None:
        """Close all connections; the object is of no use any more."""
        for made in self._made.values():
            made.cancel()
        for client in await asyncio.gather(*self._made.values(), return_exceptions=True):
            if isinstance(client, ServiceClient):
                await client.close()
        self._made.clear()

    async def begin(self, service: str, name: str) -> _Attempt:
        """Wait for the budget, and count an attempt; called by the SDK for each, retries among them."""
        operation = _BY_NAME[service, name]
        await self._budget.acquire(operation.bucket)
        return _Attempt(operation, self._calls.begin(operation))

    def end(self, attempt: _Attempt, error: Exception | None) -> None:
        """Note how an attempt went; called by the SDK."""
        operation = attempt.operation
        ours = translate(error, f"call {operation.action}", self.origin, operation) if error else None
        if isinstance(ours, Throttled):
            self._budget.drain(operation.bucket)
        if ours is not None:
            _went_wrong.get([]).append(ours)
        self._calls.end(operation, attempt.begun, ours)

    async def _client(self, service: str, *, repeats: bool = True) -> ServiceClient:
        """The client of a service; one that never sends a call again where it must not be repeated."""
        key = (service, repeats)
        making = self._made.get(key)
        if making is None:
            making = self._made[key] = asyncio.create_task(self._make(*key), name=f"client of {service}")
        try:
            return await asyncio.shield(making)
        except FAULTS:
            self._made.pop(key, None)
            raise

    async def _make(self, service: str, repeats: bool) -> ServiceClient:
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._sdk.create, service, self, repeats=repeats)


def _request_id(response: Mapping[str, object]) -> str:
    metadata = response.get("ResponseMetadata")
    return str(metadata.get("RequestId", "")) if isinstance(metadata, Mapping) else ""


async def _next(messages: AsyncGenerator[Message, None], silence: float, doing: str) -> Message | None:
    """The next message; None at the end."""
    try:
        async with asyncio.timeout(silence):
            return await anext(messages, None)
    except TimeoutError:
        raise Unreachable(doing, f"nothing came for {silence:g} seconds") from None
