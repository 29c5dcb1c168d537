"""What session-manager-plugin is told, and that its token is told to nobody else."""

import json

import pytest
from rich.pretty import pretty_repr

from fargate_tui.fargate.changes import Outcome
from fargate_tui.fargate.records import Container, Task
from fargate_tui.fargate.secrets import MASK, masked_command
from fargate_tui.fargate.sessions import (
    RESPONSE,
    Plugin,
    Way,
    execute_call,
    forward_call,
    grant_of,
    plugin_command,
    target_of,
    version_of,
    way_of,
)

TOKEN = "AAEAAsecret"
SESSION = {"sessionId": "s-1", "streamUrl": "wss://x", "tokenValue": TOKEN}
OUTCOME = Outcome(request_id="r", answer={"session": SESSION})
REQUEST = {"Target": "ecs:prod_0a_0a-1"}


def called(version: tuple[int, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    grant = grant_of(OUTCOME)
    assert grant is not None
    plugin = Plugin(path="/p", version=version)
    command = plugin_command(plugin, grant, REQUEST, region="eu-west-1", profile="ops", endpoint="https://ecs")
    return command.argv, dict(command.environment)


def test_the_token_is_in_no_repr() -> None:
    grant = grant_of(OUTCOME)
    assert grant is not None
    command = plugin_command(Plugin(path="/p"), grant, REQUEST, region="r", profile="", endpoint="e")

    for thing in (OUTCOME, grant, command, [OUTCOME, grant, command]):
        assert TOKEN not in repr(thing)
        assert TOKEN not in f"{thing}"
        assert TOKEN not in pretty_repr(thing)


def test_a_new_plugin_is_named_a_variable_and_an_old_one_is_given_the_session() -> None:
    response = {"SessionId": "s-1", "StreamUrl": "wss://x", "TokenValue": TOKEN}
    rest = ("eu-west-1", "StartSession", "ops", json.dumps(REQUEST, separators=(",", ":")), "https://ecs")

    argv, environment = called((1, 2, 764, 0))
    assert argv == ("/p", RESPONSE, *rest)
    assert json.loads(environment[RESPONSE]) == response

    argv, environment = called((1, 2, 497, 0))
    assert (json.loads(argv[1]), argv[2:], environment) == (response, rest, {})


def test_a_session_is_read_from_both_answers() -> None:
    pascal = {name[0].upper() + name[1:]: value for name, value in SESSION.items()}

    assert grant_of(Outcome(answer=pascal)) == grant_of(OUTCOME)
    assert grant_of(Outcome(answer={"session": {"sessionId": "s"}})) is None
    assert grant_of(Outcome(answer={"session": "x"})) is None


def test_the_target_names_cluster_task_and_runtime() -> None:
    task = Task(
        task_arn="arn:aws:ecs:r:1:task/prod/0a",
        cluster_arn="arn:aws:ecs:r:1:cluster/prod",
        containers=(Container(name="app", runtime_id="0a-265"), Container(name="new")),
    )

    assert target_of(task, "app") == "ecs:prod_0a_0a-265"
    assert target_of(task, "new") == ""


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("80", Way(local=9000, port=80)),
        ("8080:80", Way(local=8080, port=80)),
        ("db.internal:5432", Way(local=9000, port=5432, host="db.internal")),
        (" 15432:db.internal:5432 ", Way(local=15432, port=5432, host="db.internal")),
        ("15432:10.0.0.7:5432", Way(local=15432, port=5432, host="10.0.0.7")),
    ],
)
def test_a_way_is_typed_as_for_ssh(typed: str, way: Way) -> None:
    assert way_of(typed, 9000) == way


@pytest.mark.parametrize("typed", ["", "http", "80:", ":80", "a b:80", "-x:80", "0", "65536", "70000:80"])
def test_what_is_no_way_is_said(typed: str) -> None:
    assert "no port" in str(way_of(typed, 9000))


def test_the_calls() -> None:
    assert execute_call("prod", "arn", "app", "/bin/sh").parameters == {
        "cluster": "prod", "task": "arn", "container": "app", "interactive": True, "command": "/bin/sh",
    }  # fmt: skip
    near, far = (forward_call("t", Way(local=1, port=2, host=host)).parameters for host in ("", "db"))
    assert near["DocumentName"] == "AWS-StartPortForwardingSession"
    assert near["Parameters"] == {"portNumber": ["2"], "localPortNumber": ["1"]}
    assert far["DocumentName"] == "AWS-StartPortForwardingSessionToRemoteHost"
    assert far["Parameters"] == {"host": ["db"], "portNumber": ["2"], "localPortNumber": ["1"]}


@pytest.mark.parametrize(
    ("said", "version"), [("1.2.764.0\n", (1, 2, 764, 0)), ("plugin 1.3", (1, 3)), ("", ()), ("no", ())]
)
def test_versions(said: str, version: tuple[int, ...]) -> None:
    assert version_of(said) == version


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/bin/sh", "/bin/sh"),
        ("psql postgres://app:hunter2@db/app", f"psql postgres://app:{MASK}@db/app"),
        ("mysql -uroot -phunter2 app", f"mysql -uroot -p{MASK} app"),
        ("PGPASSWORD=hunter2 psql -p 5432", f"PGPASSWORD={MASK} psql -p 5432"),
        ("curl --token hunter2 http://x", f"curl --token {MASK} http://x"),
        ("env A=b TOKEN='hun ter2' x", f"env A=b TOKEN={MASK} x"),
        ("sh -c 'export API_KEY=hunter2; run'", f"sh -c 'export API_KEY={MASK}; run'"),
        ("cat /etc/passwd", "cat /etc/passwd"),
        ("ls -p /tmp", "ls -p /tmp"),
    ],
)
def test_secrets_in_commands(typed: str, kept: str) -> None:
    assert masked_command(typed) == kept
