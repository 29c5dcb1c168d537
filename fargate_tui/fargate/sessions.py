"""Sessions in containers: what is asked of AWS for one, and what session-manager-plugin is told (fargate.md §8.2)."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.records import Record, Task
from fargate_tui.fargate.secrets import MASK

PLUGIN: Final = "session-manager-plugin"
RESPONSE: Final = "AWS_SSM_START_SESSION_RESPONSE"
"""The variable out of which the plugin reads a session; it is named in place of the session itself."""
BY_VARIABLE: Final = (1, 2, 497, 0)
"""The plugin's last version that reads a session from its arguments only, where every user of the machine sees them."""
SHELL: Final = "/bin/sh"

_FORWARD = re.compile(r"(?:(?P<local>\d+):)?(?:(?P<host>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?):)?(?P<port>\d+)")
_PORTS: Final = range(1, 65536)


class Wanted(Record, frozen=True, kw_only=True):
    """Where somebody wants to go, as far as that is said."""

    cluster: str
    task: str = ""
    """ARN; empty where any of the service's will do."""
    service: str = ""
    container: str = ""
    """Empty where it is not chosen yet."""


class Plugin(Record, frozen=True, kw_only=True):
    """The session-manager-plugin of this machine."""

    path: str
    version: tuple[int, ...] = ()
    """Empty where it did not say."""

    @property
    def reads_variable(self) -> bool:
        """Whether it takes a session out of a variable, which only its own user can see."""
        return self.version > BY_VARIABLE


class Grant(Record, frozen=True, kw_only=True):
    """What AWS gives for one session. Whoever has the token has the session: no repr and no log tells it."""

    id: str
    stream_url: str
    token: str

    def __repr__(self) -> str:
        return f"Grant(id={self.id!r}, token={MASK})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("id", self.id)]

    @property
    def response(self) -> str:
        """What the plugin is given; it reads members whatever their case."""
        members = {"SessionId": self.id, "StreamUrl": self.stream_url, "TokenValue": self.token}
        return msgspec.json.encode(members).decode()


class Command(Record, frozen=True, kw_only=True):
    """A program to run; what stands in its environment may be secret, and so may its arguments."""

    argv: tuple[str, ...]
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What is added to ours."""
    unset: tuple[str, ...] = ()
    """What of ours it does not get."""

    def surroundings(self, ours: Mapping[str, str]) -> dict[str, str]:
        """Its whole environment."""
        return {**{name: value for name, value in ours.items() if name not in self.unset}, **self.environment}

    def __repr__(self) -> str:
        return f"Command({self.argv[:1]!r}, …)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("program", self.argv[:1])]


class Way(Record, frozen=True, kw_only=True):
    """Where a forwarded port leads."""

    local: int
    """The port on this machine."""
    port: int
    host: str = ""
    """A host behind the container; empty for the container itself."""

    def __str__(self) -> str:
        return f"localhost:{self.local} → {self.host or 'the container'}:{self.port}"


def grant_of(outcome: Outcome) -> Grant | None:
    """The session in an answer of ExecuteCommand or StartSession; None where there is none."""
    held = outcome.answer.get("session", outcome.answer)
    if not isinstance(held, Mapping):
        return None
    found = {str(name).lower(): str(value) for name, value in held.items()}
    if not (found.get("sessionid") and found.get("streamurl") and found.get("tokenvalue")):
        return None
    return Grant(id=found["sessionid"], stream_url=found["streamurl"], token=found["tokenvalue"])


def target_of(task: Task, container: str) -> str:
    """What Systems Manager calls a container: ``ecs:CLUSTER_TASK_RUNTIME``; empty while it has no runtime id."""
    runtime = next((each.runtime_id for each in task.containers if each.name == container), None)
    return f"ecs:{name_of(task.cluster_arn or '')}_{task_id(task.task_arn)}_{runtime}" if runtime else ""


def plugin_command(
    plugin: Plugin, grant: Grant, request: Mapping[str, object], *, region: str, profile: str, endpoint: str
) -> Command:
    """How the plugin is called for a session; ``request`` is what was asked for, with its Target."""
    asked = msgspec.json.encode(request).decode()
    rest = (region, "StartSession", profile, asked, endpoint)
    if plugin.reads_variable:
        return Command(argv=(plugin.path, RESPONSE, *rest), environment={RESPONSE: grant.response})
    return Command(argv=(plugin.path, grant.response, *rest))


def execute_call(cluster: str, task: str, container: str, command: str) -> Call:
    """The call that begins a shell or a command in a container."""
    parameters = {"cluster": cluster, "task": task, "container": container, "interactive": True, "command": command}
    return Call(service="ecs", operation="ExecuteCommand", parameters=parameters)


def forward_call(target: str, way: Way) -> Call:
    """The call that begins to forward a port."""
    document = "AWS-StartPortForwardingSession" + ("ToRemoteHost" if way.host else "")
    host = {"host": [way.host]} if way.host else {}
    ports = {"portNumber": [str(way.port)], "localPortNumber": [str(way.local)]}
    parameters = {"Target": target, "DocumentName": document, "Parameters": {**host, **ports}}
    return Call(service="ssm", operation="StartSession", parameters=parameters)


def terminate_call(session: str) -> Call:
    """The call that ends a session."""
    return Call(service="ssm", operation="TerminateSession", parameters={"SessionId": session})


def way_of(typed: str, local: int) -> Way | str:
    """``[LOCAL:][HOST:]PORT`` as it was typed, or a sentence that says what is wrong; ``local`` where none is typed."""
    found = _FORWARD.fullmatch(typed.strip())
    if found is None:
        return f"{typed.strip()!r} is no port: type PORT, LOCAL:PORT, HOST:PORT or LOCAL:HOST:PORT"
    way = Way(local=int(found["local"] or local), port=int(found["port"]), host=found["host"] or "")
    wrong = next((port for port in (way.local, way.port) if port not in _PORTS), None)
    return way if wrong is None else f"{wrong} is no port: ports are 1 to 65535"


def version_of(said: str) -> tuple[int, ...]:
    """The version in what the plugin says of itself: ``1.2.764.0``; empty where there is none."""
    found = re.search(r"\d+(?:\.\d+)+", said)
    return tuple(map(int, found[0].split("."))) if found else ()
