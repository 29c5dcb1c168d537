"""The one way by which anything at AWS is changed."""

from collections.abc import Callable
from dataclasses import replace

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.errors import ReadOnly

_CHANGES = {(operation.service, operation.name): operation for operation in OPERATIONS if operation.changes}


class Changes:
    """Carries out calls that change something, unless the connection is read-only."""

    def __init__(self, clients: Clients, *, read_only: Callable[[], bool]) -> None:
        self._clients = clients
        self._read_only = read_only

    async def carry_out(self, call: Call, doing: str, token: str = "") -> Outcome:
        """Send one call and wait for AWS's answer; raises `AwsError`.

        ``token`` tells AWS that a call is the same as one before, where the operation knows tokens: whoever sends a
        call again, because no answer came, sends the same one. `Unreachable` leaves open whether AWS has done it.
        """
        if self._read_only():
            raise ReadOnly(doing)
        operation = _CHANGES[call.service, call.operation]
        parameters = dict(call.parameters)
        if operation.once_with in parameters:
            operation = replace(operation, repeats=False)
        if operation.token and token:
            parameters.setdefault(operation.token, token)
        return await self._clients.change(operation, doing, parameters)
