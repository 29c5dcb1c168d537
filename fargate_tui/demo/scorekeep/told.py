"""What the game's programs are told: their ports, and by whom. The local AWS reads this too, so it imports little."""

from collections.abc import Mapping, Sequence

API_PORT = 5000
FRONTEND_PORT = 8080
LISTEN_FD = "LOCAL_AWS_LISTEN_FD"
"""The socket that the local AWS has bound for this container; not there: another container of the task has its port."""
PORTS = "LOCAL_AWS_PORTS"
"""Where the ports of the task's containers really are: JSON, one local port by each port."""
TABLE = "SCOREKEEP_TABLE"
"""The file that all tasks of the game share; without it each keeps its own in memory."""
TABLE_FOLDER = "fargate-tui-scorekeep-"
"""How the name of its folder begins."""
_PORT_OPTION = "--server.port="


class WrongOption(Exception):
    """The command has an argument that the program does not know."""


def port_of(environment: Mapping[str, str], arguments: Sequence[str], usual: int) -> int:
    """The port to listen on: ``--server.port=N``, else ``PORT``, else the usual one; raises WrongOption."""
    text = environment.get("PORT", "")
    for argument in arguments:
        if not argument.startswith(_PORT_OPTION):
            raise WrongOption(argument)
        text = argument.removeprefix(_PORT_OPTION)
    if not text:
        return usual
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongOption(f"port {text}")
    return int(text)
