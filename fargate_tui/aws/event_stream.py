"""An answer that goes on: the messages of ``application/vnd.amazon.eventstream``, one by one, as they come."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import msgspec
from botocore.exceptions import EventStreamError

from fargate_tui.aws.decoding import decode


class _Said(msgspec.Struct):
    message: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One event."""

    name: str
    """Its member of the output shape (``sessionUpdate``)."""
    payload: bytes
    """JSON."""


class EventStream:
    """What an operation answers whose output is a stream.

    The events are taken before botocore's own parser, which raises at a byte that is not UTF-8.
    """

    def __init__(self, stream: Any, operation: str) -> None:
        self._stream = stream
        self._operation = operation

    async def messages(self) -> AsyncGenerator[Message, None]:
        """Every event until the stream ends; raises `EventStreamError` for AWS's, and `errors.FAULTS`."""
        async with aclosing(self._stream._event_generator) as raw:
            async for event in raw:
                kind = event.headers.get(":message-type")
                if kind != "event":
                    raise EventStreamError(_error(event.headers, event.payload), self._operation)
                yield Message(event.headers.get(":event-type", ""), event.payload)

    def close(self) -> None:
        """Hang up at once."""
        self._stream.close()


def _error(headers: Any, payload: bytes) -> dict[str, dict[str, str]]:
    """AWS's error as botocore's exceptions hold it."""
    if code := headers.get(":exception-type"):
        return {"Error": {"Code": code, "Message": _message(payload)}}
    return {"Error": {"Code": headers.get(":error-code", ""), "Message": headers.get(":error-message", "")}}


def _message(payload: bytes) -> str:
    try:
        return decode(payload, _Said).message
    except ValueError:
        return ""
