"""What has been asked of AWS, as a listing like any other; asks nothing itself."""

from fargate_tui.fargate.requests import RequestRow, request_rows
from fargate_tui.live.connection import Connection
from fargate_tui.live.source import Reading, Show


class Requests:
    """Reads the tally of the connection as often as a lively listing is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(self, show: Show[RequestRow]) -> Reading[RequestRow]:  # noqa: ARG002 - all rows are there at once
        """The operations that were called so far."""
        return Reading(request_rows(self._connection.calls()), calls=0, is_lively=True)
