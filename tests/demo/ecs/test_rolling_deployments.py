"""From one revision to the next: rolling, failing, rolled back, stopped by hand."""

import pytest

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import Account, Json, as_json, as_jsons, balanced

BREAKER: Json = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


def deploy(account: Account, behaviour: Behaviour | None = None, **changes: object) -> Json:
    """Register the next revision and update the service to it."""
    revision = account.register()["revision"]
    if behaviour is not None:
        account.ecs.order(f"web:{revision}", behaviour)
    return as_json(account.call("UpdateService", service="web", taskDefinition="web", **changes)["service"])


def rollouts(account: Account) -> list[Json]:
    """The service deployments, newest first."""
    brief = as_jsons(account.call("ListServiceDeployments", service="web")["serviceDeployments"])
    arns = [one["serviceDeploymentArn"] for one in brief]
    return as_jsons(account.call("DescribeServiceDeployments", serviceDeploymentArns=arns)["serviceDeployments"])


def deployments(account: Account) -> list[tuple[object, object, object, object]]:
    return [
        (one["status"], one["rolloutState"], one["desiredCount"], one["runningCount"])
        for one in as_jsons(account.service()["deployments"])
    ]


def test_new_tasks_come_before_old_ones_go() -> None:
    account = Account()
    old = as_jsons(account.steady(desired=4)["deployments"])[0]["id"]
    updated = deploy(account)
    assert [one["status"] for one in as_jsons(updated["deployments"])] == ["PRIMARY", "ACTIVE"]
    assert str(updated["taskDefinition"]).endswith(":2")
    account.clock.advance(10)
    assert deployments(account) == [("PRIMARY", "IN_PROGRESS", 4, 0), ("ACTIVE", "COMPLETED", 4, 4)]
    account.clock.advance(200)
    assert deployments(account) == [("PRIMARY", "COMPLETED", 4, 4)]
    assert {task["taskDefinitionArn"] for task in account.tasks()} == {updated["taskDefinition"]}
    assert {task["stoppedReason"] for task in account.tasks("STOPPED")} == {
        f"Scaling activity initiated by (deployment {old})"
    }


@pytest.mark.parametrize(
    ("desired", "least", "most", "fewest", "highest"),
    [(4, 100, 200, 4, 8), (4, 50, 100, 2, 4), (1, 0, 100, 0, 1), (5, 50, 150, 3, 7), (3, 100, 150, 3, 4)],
)
def test_percentages_bound_the_counts(desired: int, least: int, most: int, fewest: int, highest: int) -> None:
    account = Account()
    configuration = {"minimumHealthyPercent": least, "maximumPercent": most}
    account.steady(desired=desired, deploymentConfiguration=configuration)
    deploy(account)
    running, alive = set(), set()
    for _ in range(600):
        account.clock.advance(1)
        service = account.service()
        running.add(int(str(service["runningCount"])))
        alive.add(int(str(service["runningCount"])) + int(str(service["pendingCount"])))
    assert min(running) >= fewest
    assert max(alive) == highest
    assert deployments(account) == [("PRIMARY", "COMPLETED", desired, desired)]


def test_percentages_that_leave_no_way_are_told() -> None:
    account = Account()
    account.steady(desired=1, deploymentConfiguration={"minimumHealthyPercent": 100, "maximumPercent": 150})
    deploy(account)
    account.clock.advance(600)
    assert deployments(account) == [("PRIMARY", "IN_PROGRESS", 1, 0), ("ACTIVE", "COMPLETED", 1, 1)]
    assert account.messages()[0] == (
        "(service web) was unable to stop or start tasks during a deployment because of the service deployment "
        "configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )
    account.call("UpdateService", service="web", deploymentConfiguration={"maximumPercent": 200})
    account.clock.advance(300)
    assert deployments(account) == [("PRIMARY", "COMPLETED", 1, 1)]


def test_only_some_changes_deploy() -> None:
    account = Account()
    account.steady(desired=1)

    def deployments_after(**changes: object) -> int:
        account.call("UpdateService", service="web", **changes)
        return len(rollouts(account))

    assert deployments_after(desiredCount=2) == 1
    assert deployments_after(deploymentConfiguration={"maximumPercent": 150}) == 1
    assert deployments_after(healthCheckGracePeriodSeconds=10, enableExecuteCommand=True) == 1
    assert deployments_after(taskDefinition="web:1") == 1
    assert deployments_after(forceNewDeployment=True) == 2
    assert deployments_after(platformVersion="1.4.0") == 3
    assert deployments_after(loadBalancers=balanced()) == 4


def test_the_breaker_trips_and_rolls_back() -> None:
    account = Account()
    account.steady(desired=2, deploymentConfiguration=BREAKER)
    good = as_jsons(account.service()["deployments"])[0]["id"]
    deploy(account, Behaviour.image_cannot_be_pulled())
    account.clock.advance(30)
    bad = as_jsons(account.service()["deployments"])[0]
    assert bad["rolloutState"] == "IN_PROGRESS"
    account.clock.advance(400)
    service = account.service()
    (back,) = as_jsons(service["deployments"])
    assert (back["id"], back["rolloutState"], back["runningCount"]) == (good, "COMPLETED", 2)
    assert str(service["taskDefinition"]).endswith(":1")
    said = account.messages()
    failed = said.index(f"(service web) (deployment {bad['id']}) deployment failed: tasks failed to start.")
    assert said[failed - 1] == f"(service web) rolling back to deployment {good}."
    story, first = rollouts(account)
    assert first["status"] == "SUCCESSFUL"
    assert story["status"] == "ROLLBACK_SUCCESSFUL"
    breaker = as_json(story["deploymentCircuitBreaker"])
    assert (breaker["status"], breaker["threshold"]) == ("TRIGGERED", 3)
    assert int(str(breaker["failureCount"])) >= 3
    assert as_json(story["rollback"])["serviceRevisionArn"] == as_json(first["targetServiceRevision"])["arn"]
    revisions = [as_json(one["targetServiceRevision"])["arn"] for one in (story, first)]
    described = account.call("DescribeServiceRevisions", serviceRevisionArns=[*revisions, "arn:aws:ecs:nowhere"])
    assert [str(one["taskDefinition"]).rpartition(":")[2] for one in as_jsons(described["serviceRevisions"])] == [
        "2",
        "1",
    ]
    assert as_jsons(described["failures"])[0]["reason"] == "MISSING"


def test_the_old_revision_serves_all_the_while_a_bad_one_fails() -> None:
    account = Account()
    account.steady(desired=3, deploymentConfiguration=BREAKER)
    deploy(account, Behaviour.exits(1, after=10))
    for _ in range(300):
        account.clock.advance(2)
        serving = [task for task in account.tasks() if str(task["taskDefinitionArn"]).endswith(":1")]
        assert len(serving) == 3
    assert rollouts(account)[0]["status"] == "ROLLBACK_SUCCESSFUL"


def test_while_it_rolls_back_the_reason_names_the_deployment() -> None:
    account = Account()
    account.steady(desired=2, deploymentConfiguration={**BREAKER, "minimumHealthyPercent": 50, "maximumPercent": 100})
    deploy(account, Behaviour.image_cannot_be_pulled())
    for _ in range(400):
        account.clock.advance(1)
        if rollouts(account)[0]["status"] == "ROLLBACK_IN_PROGRESS":
            break
    back, failed = as_jsons(account.service()["deployments"])
    assert back["rolloutStateReason"] == (f"ECS deployment circuit breaker: rolling back to deploymentId {back['id']}.")
    assert (failed["rolloutState"], failed["status"]) == ("FAILED", "ACTIVE")
    assert failed["rolloutStateReason"] == "ECS deployment circuit breaker: tasks failed to start."


def test_without_rollback_a_tripped_breaker_just_stops() -> None:
    account = Account()
    account.register()
    account.ecs.order("web:1", Behaviour.image_cannot_be_pulled())
    account.create(desired=2, deploymentConfiguration=BREAKER)
    account.clock.advance(600)
    (only,) = as_jsons(account.service()["deployments"])
    assert only["rolloutState"] == "FAILED"
    assert account.service()["pendingCount"] == 0
    assert rollouts(account)[0]["status"] == "STOPPED"
    attempts = len(account.network.history)
    account.clock.advance(7200)
    assert len(account.network.history) == attempts
    account.ecs.order("web:1", Behaviour.runs())
    account.call("UpdateService", service="web", forceNewDeployment=True)
    account.clock.advance(300)
    assert deployments(account) == [("PRIMARY", "COMPLETED", 2, 2)]


@pytest.mark.parametrize(("desired", "left"), [(2, 2), (1, 1), (0, 0), (4, 2)])
def test_what_serves_stays_when_nothing_can_follow(desired: int, left: int) -> None:
    account = Account()
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}
    configuration = {**breaker, "minimumHealthyPercent": 50, "maximumPercent": 120}
    account.steady(desired=4, deploymentConfiguration=configuration)
    deploy(account, Behaviour.image_cannot_be_pulled())
    account.clock.advance(600)
    assert deployments(account) == [("PRIMARY", "FAILED", 4, 0), ("ACTIVE", "COMPLETED", 2, 2)]
    account.call("UpdateService", service="web", desiredCount=desired)
    account.clock.advance(120)
    assert account.service()["runningCount"] == left


def test_a_lowered_maximum_holds_in_the_middle_of_a_deployment() -> None:
    account = Account()
    account.steady(desired=4)
    deploy(account)
    account.clock.advance(8)
    assert account.service()["pendingCount"] == 4
    configuration = {"minimumHealthyPercent": 50, "maximumPercent": 110}
    account.call("UpdateService", service="web", deploymentConfiguration=configuration)
    account.clock.advance(2)
    service = account.service()
    assert (service["runningCount"], service["pendingCount"]) == (2, 2)


def test_no_old_task_is_started_for_what_a_healthy_new_one_does() -> None:
    for seconds in range(30, 90, 2):
        account = Account()
        account.steady(desired=1)
        deploy(account)
        account.clock.advance(seconds)
        old = [task for task in account.tasks() if str(task["taskDefinitionArn"]).endswith(":1")]
        for task in old:
            account.call("StopTask", task=task["taskArn"])
        account.clock.advance(300)
        tasks = account.tasks() + account.tasks("STOPPED")
        new = next(task for task in tasks if str(task["taskDefinitionArn"]).endswith(":2"))
        healthy = float(str(new["startedAt"])) + 40
        late = [task for task in tasks if task is not new and float(str(task["createdAt"])) > healthy]
        assert late == []


def test_a_rollback_that_fails_says_so() -> None:
    account = Account()
    account.steady(desired=2, deploymentConfiguration={**BREAKER, "minimumHealthyPercent": 0, "maximumPercent": 100})
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    deploy(account)
    account.clock.advance(7200)
    assert rollouts(account)[0]["status"] == "ROLLBACK_FAILED"


@pytest.mark.parametrize(
    ("breaker", "tripped"),
    [
        ({"thresholdConfiguration": {"type": "COUNT", "value": 1}}, True),
        ({"thresholdConfiguration": {"type": "COUNT", "value": 50}}, False),
        ({"enable": False}, False),
    ],
)
def test_the_breakers_threshold_is_configurable(breaker: Json, tripped: bool) -> None:
    account = Account()
    configuration = {"deploymentCircuitBreaker": {"enable": True, "rollback": True, **breaker}}
    account.steady(desired=1, deploymentConfiguration=configuration)
    deploy(account, Behaviour.image_cannot_be_pulled())
    account.clock.advance(60)
    assert (rollouts(account)[0]["status"] == "ROLLBACK_SUCCESSFUL") is tripped


def test_a_healthy_task_resets_the_failures_unless_told_otherwise() -> None:
    for reset in (True, False):
        account = Account()
        never = {"type": "COUNT", "value": 100}
        breaker = {"enable": True, "rollback": True, "resetOnHealthyTask": reset, "thresholdConfiguration": never}
        account.steady(desired=10, deploymentConfiguration={"deploymentCircuitBreaker": breaker})
        deploy(account, Behaviour.image_cannot_be_pulled().sometimes(0.3))
        account.clock.advance(35)
        assert as_jsons(account.service()["deployments"])[0]["failedTasks"] != 0
        account.clock.advance(600)
        assert (as_jsons(account.service()["deployments"])[0]["failedTasks"] == 0) is reset


def test_a_newer_deployment_supersedes_one_under_way() -> None:
    account = Account()
    account.steady(desired=2)
    deploy(account)
    account.clock.advance(15)
    deploy(account)
    assert len(as_jsons(account.service()["deployments"])) == 3
    account.clock.advance(300)
    assert deployments(account) == [("PRIMARY", "COMPLETED", 2, 2)]
    assert [one["status"] for one in rollouts(account)] == ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]
    assert {str(task["taskDefinitionArn"]).rpartition(":")[2] for task in account.tasks()} == {"3"}


def test_a_deployment_can_be_rolled_back_by_hand() -> None:
    account = Account()
    account.steady(desired=2)
    deploy(account, Behaviour.exits(1, after=5))
    account.clock.advance(60)
    arn = rollouts(account)[0]["serviceDeploymentArn"]
    assert account.call("StopServiceDeployment", serviceDeploymentArn=arn, stopType="ROLLBACK") == {
        "serviceDeploymentArn": arn
    }
    assert rollouts(account)[0]["status"] == "ROLLBACK_IN_PROGRESS"
    conflict = account.refused("StopServiceDeployment", serviceDeploymentArn=arn)
    assert (conflict.code, conflict.members) == ("ConflictException", {"resourceIds": [arn]})
    account.clock.advance(120)
    assert rollouts(account)[0]["status"] == "ROLLBACK_SUCCESSFUL"
    assert deployments(account) == [("PRIMARY", "COMPLETED", 2, 2)]
    assert {str(task["taskDefinitionArn"]).rpartition(":")[2] for task in account.tasks()} == {"1"}
    unknown = account.refused("StopServiceDeployment", serviceDeploymentArn=f"{arn}x")
    assert unknown.code == "ServiceDeploymentNotFoundException"


def test_the_first_deployment_has_nothing_to_go_back_to() -> None:
    account = Account()
    account.register()
    account.create(desired=1)
    arn = rollouts(account)[0]["serviceDeploymentArn"]
    assert account.refused("StopServiceDeployment", serviceDeploymentArn=arn).code == "InvalidParameterException"


def test_an_old_task_that_dies_while_a_deployment_fails_is_replaced_by_its_own_kind() -> None:
    account = Account()
    account.steady(desired=2)
    deploy(account, Behaviour.image_cannot_be_pulled())
    account.clock.advance(60)
    old = next(task for task in account.tasks() if str(task["taskDefinitionArn"]).endswith(":1"))
    account.call("StopTask", task=old["taskArn"])
    account.clock.advance(1800)
    running = [task for task in account.tasks() if task["lastStatus"] == "RUNNING"]
    assert [str(task["taskDefinitionArn"]).rpartition(":")[2] for task in running] == ["1", "1"]


def test_a_deployment_ends_with_its_service() -> None:
    account = Account()
    account.steady(desired=2)
    deploy(account)
    account.clock.advance(10)
    account.call("DeleteService", service="web", force=True)
    assert [one["status"] for one in rollouts(account)] == ["STOPPED", "SUCCESSFUL"]
    account.clock.advance(120)
    assert account.service()["status"] == "INACTIVE"
    assert as_jsons(account.service()["deployments"]) == []


def test_service_deployments_are_filtered_by_status_and_time() -> None:
    account = Account()
    account.steady(desired=1)
    first = account.clock.now().timestamp()
    deploy(account)
    account.clock.advance(300)

    def listed(**filters: object) -> int:
        return len(as_jsons(account.call("ListServiceDeployments", service="web", **filters)["serviceDeployments"]))

    assert listed(status=["SUCCESSFUL"]) == 2
    assert listed(status=["IN_PROGRESS"]) == 0
    assert listed(createdAt={"after": first - 1}) == 1
    assert listed(createdAt={"before": first - 1}) == 1
    newest = as_jsons(account.call("ListServiceDeployments", service="web", maxResults=1)["serviceDeployments"])
    assert newest[0]["serviceDeploymentArn"] == account.service()["currentServiceDeployment"]
