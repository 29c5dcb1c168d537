"""Tasks that their service's scheduler has to leave alone."""

import pytest

from tests.demo.ecs.account import START, Account, Json, as_jsons, network


def protect(account: Account, *tasks: object, enabled: bool = True, **changes: object) -> Json:
    return account.call(
        "UpdateTaskProtection", cluster="default", tasks=list(tasks), protectionEnabled=enabled, **changes
    )


def protected(account: Account) -> set[object]:
    """ARNs of the tasks that are protected now."""
    answer = account.call("GetTaskProtection", cluster="default", tasks=[task["taskArn"] for task in account.tasks()])
    return {one["taskArn"] for one in as_jsons(answer["protectedTasks"]) if one["protectionEnabled"]}


def test_protection_expires_after_two_hours_unless_told_otherwise() -> None:
    account = Account()
    account.steady(desired=2)
    first, second = (task["taskArn"] for task in account.tasks())
    (shown,) = as_jsons(protect(account, first)["protectedTasks"])
    now = account.clock.now().timestamp()
    assert shown == {"taskArn": first, "protectionEnabled": True, "expirationDate": pytest.approx(now + 7200)}
    protect(account, second, expiresInMinutes=1)
    assert protected(account) == {first, second}
    account.clock.advance(60)
    assert protected(account) == {first}
    account.clock.advance(7200)
    assert protected(account) == set()
    assert START.timestamp() < now


def test_protection_can_be_taken_back() -> None:
    account = Account()
    account.steady(desired=1)
    (task,) = (task["taskArn"] for task in account.tasks())
    protect(account, task)
    assert protect(account, task, enabled=False)["protectedTasks"] == [{"taskArn": task, "protectionEnabled": False}]
    assert protected(account) == set()


def test_scaling_in_leaves_protected_tasks_and_says_so() -> None:
    account = Account()
    account.steady(desired=3)
    kept = [task["taskArn"] for task in account.tasks()][:2]
    protect(account, *kept, expiresInMinutes=10)
    account.call("UpdateService", service="web", desiredCount=1)
    account.clock.advance(120)
    assert [task["taskArn"] for task in account.tasks()] == kept
    assert "was unable to scale in due to (reason 1 tasks under protection)" in account.messages()[0]
    account.clock.advance(600)
    assert len(account.tasks()) == 1
    assert account.messages()[0] == "(service web) has reached a steady state."


def test_a_deployment_waits_for_protected_tasks() -> None:
    account = Account()
    account.steady(desired=2)
    kept = account.tasks()[0]["taskArn"]
    protect(account, kept, expiresInMinutes=30)
    account.call("UpdateService", service="web", forceNewDeployment=True)
    account.clock.advance(900)
    old = as_jsons(account.service()["deployments"])[1]
    assert (old["desiredCount"], old["runningCount"]) == (1, 1)
    assert kept in [task["taskArn"] for task in account.tasks()]
    account.clock.advance(1200)
    (done,) = as_jsons(account.service()["deployments"])
    assert done["rolloutState"] == "COMPLETED"


def test_a_person_may_stop_a_protected_task() -> None:
    account = Account()
    account.steady(desired=1)
    (task,) = (task["taskArn"] for task in account.tasks())
    protect(account, task)
    account.call("StopTask", task=task)
    account.clock.advance(60)
    assert task not in [one["taskArn"] for one in account.tasks()]
    failures = as_jsons(protect(account, task)["failures"])
    assert [one["reason"] for one in failures] == ["TASK_NOT_VALID"]


def test_only_tasks_of_services_are_valid() -> None:
    account = Account()
    account.register()
    answer = account.call("RunTask", taskDefinition="web", launchType="FARGATE", networkConfiguration=network())
    alone = as_jsons(answer["tasks"])[0]["taskArn"]
    for answer in (
        protect(account, alone, "nothing"),
        account.call("GetTaskProtection", cluster="default", tasks=[alone, "nothing"]),
    ):
        assert answer["protectedTasks"] == []
        assert [one["reason"] for one in as_jsons(answer["failures"])] == ["TASK_NOT_VALID", "MISSING"]
    assert account.call("GetTaskProtection", cluster="default") == {"protectedTasks": [], "failures": []}


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"tasks": ["a"] * 11}, "10"),
        ({"tasks": []}, "empty"),
        ({"expiresInMinutes": 0}, "between 1 and 2880"),
        ({"expiresInMinutes": 2881}, "between 1 and 2880"),
    ],
)
def test_what_cannot_be_protected(changes: Json, part: str) -> None:
    request: Json = {"cluster": "default", "tasks": ["a"], "protectionEnabled": True, **changes}
    assert part in Account().refused("UpdateTaskProtection", **request).message
