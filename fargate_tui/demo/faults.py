"""Failures of the API on order: throttling, expired tokens, denied actions, slowness, broken connections."""

import itertools
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from fargate_tui.demo.wire import Answer, Call, Protocol, refusal


class Kind(Enum):
    """What goes wrong."""

    THROTTLING = "throttling"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105  the name of a failure
    ACCESS_DENIED = "access_denied"
    LATENCY = "latency"
    DROPPED_CONNECTION = "dropped_connection"
    DROP_REQUEST = "drop_request"
    DROP_ANSWER = "drop_answer"
    DELAYED_ANSWER = "delayed_answer"
    CONFLICT = "conflict"
    TRUNCATED_BODY = "truncated_body"
    INTERNAL_ERROR = "internal_error"
    UNAVAILABLE = "unavailable"
    LIMIT_EXCEEDED = "limit_exceeded"
    INVALID_OPERATION = "invalid_operation"
    REFUSED = "refused"
    SESSION_TIMEOUT = "session_timeout"
    SESSION_STREAMING_FAILURE = "session_streaming_failure"


_OF_STREAMS = frozenset({Kind.SESSION_TIMEOUT, Kind.SESSION_STREAMING_FAILURE})
"""What goes wrong only in the middle of an answer that goes on."""
_OF_CALLS = frozenset(Kind) - _OF_STREAMS


@dataclass(slots=True)
class Fault:
    """One order: what goes wrong for which calls, and for how long."""

    kind: Kind
    service: str = "*"
    """The signing name (``ecs``, ``ec2``, ``elasticloadbalancing``, ``logs``, ``sts``, …) or ``*``."""
    operation: str = "*"
    seconds: float = 0.0
    """Of latency, or of a delayed answer."""
    probability: float = 1.0
    remaining: int | None = None
    """How many calls it still hits; None: until it is cleared."""
    after: int = 0
    """How many calls pass before it hits one: the rest of a change then fails in the middle."""
    about: str = ""
    """Text that the request's body must hold."""
    code: str = ""
    """Of a refusal in words of one's own."""
    message: str = ""
    id: str = ""

    def concerns(self, call: Call, body: bytes = b"") -> bool:
        """Whether it is about such calls."""
        named = self.service in {"*", call.service} and self.operation in {"*", call.operation}
        return named and self.about.encode() in body


class Faults:
    """The orders that stand; chance is seeded."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"{seed}/faults")
        self._standing: dict[str, Fault] = {}
        self._ids = (f"fault-{number}" for number in itertools.count(1))

    def order(self, fault: Fault) -> Fault:
        """From now on; the fault gets its id."""
        fault.id = next(self._ids)
        self._standing[fault.id] = fault
        return fault

    def standing(self) -> Sequence[Fault]:
        """Every order that stands, oldest first."""
        return tuple(self._standing.values())

    def clear(self, fault_id: str | None = None) -> bool:
        """Withdraw one, or all; whether there was any."""
        if fault_id is not None:
            return self._standing.pop(fault_id, None) is not None
        found = bool(self._standing)
        self._standing.clear()
        return found

    def strike(self, call: Call, among: Collection[Kind] = _OF_CALLS, body: bytes = b"") -> tuple[Fault, ...]:
        """The faults of these kinds that hit this call: latency first, then at most one error."""
        struck: list[Fault] = []
        for fault in self.standing():
            if fault.kind not in among or not fault.concerns(call, body):
                continue
            if self._random.random() >= fault.probability or self._lets_pass(fault):
                continue
            if fault.kind is not Kind.LATENCY and any(other.kind is not Kind.LATENCY for other in struck):
                continue
            self._use(fault)
            struck.append(fault)
        return tuple(sorted(struck, key=lambda fault: fault.kind is not Kind.LATENCY))

    def _lets_pass(self, fault: Fault) -> bool:
        if fault.after <= 0:
            return False
        fault.after -= 1
        return True

    def _use(self, fault: Fault) -> None:
        if fault.remaining is None:
            return
        fault.remaining -= 1
        if fault.remaining <= 0:
            del self._standing[fault.id]


def refused_by(fault: Fault, call: Call) -> Answer | None:
    """The error answer of a fault, in the service's own protocol; None where it is not an answer."""
    json = call.protocol in {Protocol.JSON, Protocol.CBOR}
    match fault.kind:
        case Kind.THROTTLING:
            code = "RequestLimitExceeded" if call.protocol is Protocol.EC2 else "Throttling"
            message = "Request limit exceeded." if call.protocol is Protocol.EC2 else "Rate exceeded"
            status = 503 if call.protocol is Protocol.EC2 else 400
            return refusal(call, "ThrottlingException" if json else code, message, status)
        case Kind.EXPIRED_TOKEN:
            code = "ExpiredTokenException" if json else "RequestExpired" if call.service == "ec2" else "ExpiredToken"
            status = 403 if call.protocol is Protocol.QUERY else 400
            return refusal(call, code, "The security token included in the request is expired", status)
        case Kind.ACCESS_DENIED:
            return denied(call)
        case Kind.INTERNAL_ERROR:
            return refusal(
                call, "ServerException" if call.service == "ecs" else "InternalFailure", "Service Unavailable", 500
            )
        case Kind.UNAVAILABLE:
            return refusal(call, "ServiceUnavailable", "Service is unavailable. Please try again shortly.", 503)
        case Kind.LIMIT_EXCEEDED:
            return refusal(call, "LimitExceededException", "You have reached the maximum number of resources.")
        case Kind.CONFLICT:
            message = "The request could not be completed because the resource is being changed. Try again."
            return refusal(call, "ConflictException", message)
        case Kind.REFUSED:
            return refusal(call, fault.code or "ClientException", fault.message)
        case Kind.INVALID_OPERATION:
            return refusal(call, "InvalidOperationException", "The operation is not valid on the specified resource.")
    return None


def denied(call: Call, *, is_explicit: bool = False) -> Answer:
    """The refusal of a call that no policy allows, or one denies, in the service's own protocol."""
    message = f"User: {call.caller} is not authorized to perform: {call.action} on resource: * " + (
        "with an explicit deny in an identity-based policy"
        if is_explicit
        else f"because no identity-based policy allows the {call.action} action"
    )
    match call.protocol:
        case Protocol.JSON | Protocol.CBOR | Protocol.REST_JSON:
            return refusal(call, "AccessDeniedException", message)
        case Protocol.EC2:
            return refusal(
                call, "UnauthorizedOperation", f"You are not authorized to perform this operation. {message}", 403
            )
        case _:
            return refusal(call, "AccessDenied", message, 403)
