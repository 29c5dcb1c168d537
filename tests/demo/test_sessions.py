"""Sessions in containers: ExecuteCommand with its checks, and Systems Manager's."""

import msgspec
import pytest

from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.ecs.operations.execute_command import NOT_CONNECTED, NOT_ENABLED
from fargate_tui.demo.ssm import answer_ssm
from fargate_tui.demo.wire import Answer, Call, Protocol, Request
from tests.demo.ecs.account import Account, Json, as_json, as_jsons, container, network
from tests.demo.shapes import differences

FORWARD = "AWS-StartPortForwardingSession"
TO_HOST = "AWS-StartPortForwardingSessionToRemoteHost"


@pytest.fixture
def account() -> Account:
    account = Account()
    account.register(containerDefinitions=[container(), container("side", portMappings=[], essential=False)])
    return account


def run(account: Account, seconds: float = 60, **changes: object) -> Json:
    """A task that has run for a while."""
    request: Json = {
        "taskDefinition": "web",
        "launchType": "FARGATE",
        "networkConfiguration": network(),
        "enableExecuteCommand": True,
        **changes,
    }
    (task,) = as_jsons(account.call("RunTask", **request)["tasks"])
    account.clock.advance(seconds)
    return as_jsons(account.call("DescribeTasks", tasks=[task["taskArn"]])["tasks"])[0]


def execute(task: Json, /, **changes: object) -> Json:
    return {"task": task["taskArn"], "container": "app", "interactive": True, "command": "/bin/sh", **changes}


def target(task: Json) -> str:
    runtime = next(one["runtimeId"] for one in as_jsons(task["containers"]) if one["name"] == "app")
    return f"ecs:default_{str(task['taskArn']).rpartition('/')[2]}_{runtime}"


def ask(account: Account, operation: str, **request: object) -> tuple[int, Json]:
    """Status and answer of Systems Manager; answers are held against botocore's shapes."""
    call = Call("ssm", operation, "eu-west-1", Protocol.JSON)
    answer = answer_ssm(call, Request("POST", "/", "", {}, msgspec.json.encode(request)), account.ecs.sessions)
    assert isinstance(answer, Answer)
    content = msgspec.json.decode(answer.body)
    if answer.status == 200:
        assert differences("ssm", operation, content) == []
    return answer.status, as_json(content)


def test_a_session_is_begun_in_the_named_container(account: Account) -> None:
    task = run(account)
    answer = account.call("ExecuteCommand", **execute(task))
    assert (answer["containerName"], answer["taskArn"]) == ("app", task["taskArn"])
    session = as_json(answer["session"])
    assert str(session["sessionId"]).startswith("ecs-execute-command-")
    assert str(session["streamUrl"]).startswith("wss://127.0.0.1:9/")
    assert len(str(session["tokenValue"])) > 100
    other = as_json(account.call("ExecuteCommand", **execute(task))["session"])
    assert other["sessionId"] != session["sessionId"]


def test_the_agent_is_shown_as_it_comes_up(account: Account) -> None:
    task = run(account, seconds=0)
    seen = set()
    for _ in range(60):
        account.clock.advance(1)
        (now,) = as_jsons(account.call("DescribeTasks", tasks=[task["taskArn"]])["tasks"])
        seen |= {as_jsons(one["managedAgents"])[0]["lastStatus"] for one in as_jsons(now["containers"])}
    assert seen == {"PENDING", "RUNNING"}


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"interactive": False}, "Interactive is the only mode supported"),
        ({"command": " "}, "Command can not be blank."),
        ({"container": None}, "A container name must be specified"),
        ({"container": "other"}, "The container other does not exist"),
        ({"task": "x"}, "task length should be one of [32,36]"),
        ({"task": "0" * 32}, "was not found"),
    ],
)
def test_what_is_refused(account: Account, changes: Json, part: str) -> None:
    error = account.refused("ExecuteCommand", **execute(run(account), **changes))
    assert (error.code, part in error.message) == ("InvalidParameterException", True)


def test_it_must_have_been_enabled_when_the_task_was_run(account: Account) -> None:
    error = account.refused("ExecuteCommand", **execute(run(account, enableExecuteCommand=False)))
    assert (error.code, error.message) == ("InvalidParameterException", NOT_ENABLED)


def test_a_task_must_run(account: Account) -> None:
    early = run(account, seconds=1)
    assert "PROVISIONING" in account.refused("ExecuteCommand", **execute(early)).message
    account.clock.advance(60)
    account.call("StopTask", task=early["taskArn"])
    assert account.refused("ExecuteCommand", **execute(early)).code == "InvalidParameterException"


def test_an_old_platform_version_has_no_agent(account: Account) -> None:
    error = account.refused("ExecuteCommand", **execute(run(account, platformVersion="1.3.0")))
    assert "platform version" in error.message


@pytest.mark.parametrize("why", ["ordered", "read only"])
def test_an_agent_that_does_not_run_is_not_connected(account: Account, why: str) -> None:
    if why == "ordered":
        account.ecs.order("web", Behaviour(agent="STOPPED"))
    else:
        account.register(containerDefinitions=[container(readonlyRootFilesystem=True)])
    task = run(account)
    assert as_jsons(as_jsons(task["containers"])[0]["managedAgents"])[0]["lastStatus"] == "STOPPED"
    error = account.refused("ExecuteCommand", **execute(task))
    assert (error.code, error.message) == ("TargetNotConnectedException", NOT_CONNECTED)
    assert ask(account, "StartSession", Target=target(task))[1]["__type"] == "TargetNotConnected"


@pytest.mark.parametrize("operation", ["RunTask", "CreateService", "UpdateService"])
def test_a_task_role_is_needed(operation: str) -> None:
    account = Account()
    account.register(taskRoleArn=None)
    if operation == "UpdateService":
        account.create()
    requests: dict[str, Json] = {
        "RunTask": {"taskDefinition": "web"},
        "CreateService": {"serviceName": "web", "taskDefinition": "web", "desiredCount": 1},
        "UpdateService": {"service": "web"},
    }
    place: Json = {"launchType": "FARGATE", "networkConfiguration": network()}
    request = requests[operation] | ({} if operation == "UpdateService" else place)
    error = account.refused(operation, **request, enableExecuteCommand=True)
    assert "because a valid taskRoleArn is not being used" in error.message


@pytest.mark.parametrize(
    ("document", "parameters"),
    [
        (FORWARD, {"portNumber": ["8080"], "localPortNumber": ["18080"]}),
        (FORWARD, {"portNumber": ["8080"], "localPortNumber": ["0"]}),
        (TO_HOST, {"host": ["db.internal"], "portNumber": ["5432"], "localPortNumber": ["15432"]}),
    ],
)
def test_ports_are_forwarded_until_that_is_ended(account: Account, document: str, parameters: Json) -> None:
    task = run(account)
    status, begun = ask(
        account, "StartSession", Target=target(task), DocumentName=document, Parameters=parameters, Reason="look"
    )
    assert (status, set(begun)) == (200, {"SessionId", "TokenValue", "StreamUrl"})
    (held,) = as_jsons(ask(account, "DescribeSessions", State="Active")[1]["Sessions"])
    assert (held["SessionId"], held["DocumentName"], held["Status"]) == (begun["SessionId"], document, "Connected")
    assert ask(account, "TerminateSession", SessionId=begun["SessionId"]) == (200, {"SessionId": begun["SessionId"]})
    assert ask(account, "DescribeSessions", State="Active")[1]["Sessions"] == []
    (ended,) = as_jsons(ask(account, "DescribeSessions", State="History")[1]["Sessions"])
    assert (ended["Status"], "EndDate" in ended) == ("Terminated", True)


def test_sessions_end_with_their_task(account: Account) -> None:
    task = run(account)
    account.call("ExecuteCommand", **execute(task))
    account.call("StopTask", task=task["taskArn"])
    assert ask(account, "DescribeSessions", State="Active")[1]["Sessions"] == []


@pytest.mark.parametrize(
    ("changes", "code", "part"),
    [
        ({"Target": "ecs:default_x_y"}, "TargetNotConnected", "is not connected."),
        ({"DocumentName": "Mine"}, "InvalidDocument", "Document with name Mine does not exist."),
        ({"DocumentName": FORWARD, "Parameters": {"portNumber": ["web"]}}, "InvalidParameters", "not a port"),
        ({"DocumentName": FORWARD, "Parameters": {"portNumber": ["0"]}}, "InvalidParameters", "not a port"),
        ({"DocumentName": FORWARD, "Parameters": {"port": ["80"]}}, "InvalidParameters", "not defined"),
        ({"DocumentName": TO_HOST, "Parameters": {"portNumber": ["80"]}}, "InvalidParameters", "'host' is required"),
    ],
)
def test_sessions_that_cannot_be_begun(account: Account, changes: Json, code: str, part: str) -> None:
    request: Json = {"Target": target(run(account)), **changes}
    status, answer = ask(account, "StartSession", **request)
    assert (status, answer["__type"], part in str(answer["message"])) == (400, code, True)
