"""Tasks that are run by hand: overrides, exit codes, Spot, and what cannot be placed."""

import pytest

from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.ecs.events import NO_CAPACITY
from tests.demo.ecs.account import Account, Json, as_jsons, container, network

JOB = (
    Behaviour.exits(0, after=20)
    .saying(at_end=("done",))
    .when_told("MONTH=13", Behaviour.exits(3, after=5).saying(at_end=("no such month",)))
    .when_told("--fail", Behaviour.exits(4, after=5))
)
SPOT: Json = {"capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}
MIXED: list[Json] = [
    {"capacityProvider": "FARGATE", "base": 1, "weight": 0},
    {"capacityProvider": "FARGATE_SPOT", "weight": 1},
]


@pytest.fixture
def account() -> Account:
    account = Account()
    account.call("PutClusterCapacityProviders", cluster="default", **SPOT)
    options = {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"}
    log = {"logDriver": "awslogs", "options": options}
    account.register("job", containerDefinitions=[container(logConfiguration=log)])
    account.ecs.order("job", JOB)
    return account


def run(account: Account, **changes: object) -> Json:
    request: Json = {"taskDefinition": "job", "networkConfiguration": network(), **changes}
    if "capacityProviderStrategy" not in changes:
        request["launchType"] = "FARGATE"
    return account.call("RunTask", **request)


def told(**override: object) -> Json:
    return {"containerOverrides": [{"name": "app", **override}]}


@pytest.mark.parametrize(
    ("overrides", "code", "last"),
    [
        ({}, 0, "done"),
        (told(environment=[{"name": "MONTH", "value": "12"}]), 0, "done"),
        (told(environment=[{"name": "MONTH", "value": "13"}]), 3, "no such month"),
        (told(command=["report", "--fail"]), 4, None),
    ],
)
def test_a_task_ends_with_the_code_it_was_told_to(account: Account, overrides: Json, code: int, last: str) -> None:
    (task,) = as_jsons(run(account, overrides=overrides)["tasks"])
    account.clock.advance(120)
    (ended,) = account.tasks("STOPPED")
    assert ended["taskArn"] == task["taskArn"]
    assert (ended["stopCode"], ended["lastStatus"]) == ("EssentialContainerExited", "STOPPED")
    assert [one["exitCode"] for one in as_jsons(ended["containers"])] == [code]
    assert [lines[-1] for lines in account.lines.values()] == ([last] if last else [])


def test_what_was_overridden_is_shown(account: Account) -> None:
    overrides: Json = {
        **told(command=["report"], environment=[{"name": "A", "value": "1"}], cpu=64, memory=128),
        "cpu": "1 vCPU",
        "memory": "2 GB",
        "taskRoleArn": "arn:aws:iam::123456789012:role/other",
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "ephemeralStorage": {"sizeInGiB": 30},
    }
    (task,) = as_jsons(run(account, overrides=overrides, enableExecuteCommand=True, startedBy="me")["tasks"])
    assert (task["cpu"], task["memory"], task["ephemeralStorage"]) == ("1024", "2048", {"sizeInGiB": 30})
    assert task["overrides"] == {**overrides, "cpu": "1024", "memory": "2048", "inferenceAcceleratorOverrides": []}
    assert (task["startedBy"], task["enableExecuteCommand"]) == ("me", True)
    (shown,) = as_jsons(task["containers"])
    assert (shown["cpu"], shown["memory"]) == ("64", "128")


def test_a_strategy_places_tasks_on_spot(account: Account) -> None:
    tasks = as_jsons(run(account, count=3, capacityProviderStrategy=MIXED)["tasks"])
    assert [task["capacityProviderName"] for task in tasks] == ["FARGATE", "FARGATE_SPOT", "FARGATE_SPOT"]


def test_what_cannot_be_placed_is_a_failure_each(account: Account) -> None:
    account.ecs.order("job", Behaviour.no_capacity())
    answer = run(account, count=3, capacityProviderStrategy=MIXED)
    assert [task["capacityProviderName"] for task in as_jsons(answer["tasks"])] == ["FARGATE"]
    assert answer["failures"] == [{"reason": NO_CAPACITY}] * 2
    assert run(account)["tasks"] == []


def test_a_service_without_capacity_says_so_and_goes_on_once_there_is_some() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.no_capacity())
    account.create()
    account.clock.advance(300)
    assert account.messages() == [f"(service web) was unable to place a task. Reason: {NO_CAPACITY}"]
    account.ecs.order("web", Behaviour.runs())
    account.clock.advance(300)
    assert account.service()["runningCount"] == 2


def test_a_task_is_stopped_with_a_reason(account: Account) -> None:
    first, second = as_jsons(run(account, count=2)["tasks"])
    account.clock.advance(30)
    account.call("StopTask", task=first["taskArn"], reason="replaced by hand")
    account.call("StopTask", task=second["taskArn"])
    account.clock.advance(60)
    ended = {task["taskArn"]: task for task in account.tasks("STOPPED")}
    assert ended[first["taskArn"]]["stoppedReason"] == "replaced by hand"
    assert ended[second["taskArn"]]["stoppedReason"] == "Task stopped by user"
    assert {task["stopCode"] for task in ended.values()} == {"UserInitiated"}
    assert {one["exitCode"] for task in ended.values() for one in as_jsons(task["containers"])} == {143}
    again = account.call("StopTask", task=first["taskArn"], reason="once more")["task"]
    assert again == ended[first["taskArn"]]
