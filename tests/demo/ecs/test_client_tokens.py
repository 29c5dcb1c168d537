"""Asking twice with one client token makes one thing."""

from tests.demo.ecs.account import Account, Json, as_json, as_jsons, network, service


def run(**changes: object) -> Json:
    return {"taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": network(), **changes}


def test_run_task_again_answers_with_the_same_tasks() -> None:
    account = Account()
    account.register()
    first = as_jsons(account.call("RunTask", **run(count=2, clientToken="t"))["tasks"])
    account.clock.advance(60)
    second = as_jsons(account.call("RunTask", **run(count=2, clientToken="t"))["tasks"])
    assert [task["taskArn"] for task in first] == [task["taskArn"] for task in second]
    assert {task["lastStatus"] for task in second} == {"RUNNING"}
    assert len(account.tasks()) == 2


def test_run_task_with_other_parameters_is_a_conflict() -> None:
    account = Account()
    account.register()
    arns = [task["taskArn"] for task in as_jsons(account.call("RunTask", **run(clientToken="t"))["tasks"])]
    error = account.refused("RunTask", **run(clientToken="t", count=3))
    assert error.code == "ConflictException"
    assert error.members == {"resourceIds": arns}
    assert len(account.tasks()) == 1


def test_a_request_that_failed_does_not_use_up_its_token() -> None:
    account = Account()
    account.refused("RunTask", **run(clientToken="t"))
    account.register()
    assert len(as_jsons(account.call("RunTask", **run(clientToken="t"))["tasks"])) == 1


def test_without_a_token_tasks_are_made_each_time() -> None:
    account = Account()
    account.register()
    account.call("RunTask", **run())
    account.call("RunTask", **run())
    assert len(account.tasks()) == 2


def test_create_service_again_answers_with_the_same_service() -> None:
    account = Account()
    account.register()
    first = as_json(account.call("CreateService", **service(clientToken="t"))["service"])
    second = as_json(account.call("CreateService", **service(clientToken="t"))["service"])
    assert first["serviceArn"] == second["serviceArn"]
    assert len(as_jsons(second["deployments"])) == 1
    assert account.refused("CreateService", **service("web", 9, clientToken="t")).code == "ConflictException"
    assert account.refused("CreateService", **service()).message == "Creation of service was not idempotent."


def test_create_cluster_again_answers_with_the_same_cluster() -> None:
    account = Account()
    first = account.call("CreateCluster", clusterName="x", tags=[{"key": "a", "value": "b"}])
    assert account.call("CreateCluster", clusterName="x") == first


def test_a_token_is_forgotten_after_a_day() -> None:
    account = Account()
    account.register()
    account.call("RunTask", **run(clientToken="t"))
    account.clock.advance(25 * 3600)
    account.call("RunTask", **run(clientToken="t"))
    assert len(account.tasks()) == 2
