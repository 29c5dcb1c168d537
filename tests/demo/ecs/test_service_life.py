"""A service at its desired count: starting, scaling, healing, waiting, draining."""

from collections import Counter
from itertools import pairwise

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import Account, as_json, as_jsons, network

STEADY = "(service web) has reached a steady state."


def subnets(account: Account) -> Counter[object]:
    details = [as_jsons(as_jsons(task["attachments"])[0]["details"]) for task in account.tasks()]
    return Counter(pair["value"] for pairs in details for pair in pairs if pair["name"] == "subnetId")


def test_a_new_service_reaches_its_desired_count() -> None:
    account = Account()
    account.register()
    created = account.create(desired=5)
    assert (created["runningCount"], created["pendingCount"], created["status"]) == (0, 0, "ACTIVE")
    deployment = as_jsons(created["deployments"])[0]
    assert (deployment["status"], deployment["rolloutState"]) == ("PRIMARY", "IN_PROGRESS")
    account.clock.advance(3)
    assert account.service()["pendingCount"] == 5
    account.clock.advance(200)
    service = account.service()
    assert (service["runningCount"], service["pendingCount"]) == (5, 0)
    deployment = as_jsons(service["deployments"])[0]
    assert deployment["rolloutState"] == "COMPLETED"
    assert deployment["rolloutStateReason"] == f"ECS deployment {deployment['id']} completed."
    assert account.messages()[:2] == [STEADY, f"(service web) (deployment {deployment['id']}) deployment completed."]
    tasks = account.tasks()
    assert {task["group"] for task in tasks} == {"service:web"}
    assert {task["startedBy"] for task in tasks} == {deployment["id"]}


def test_tasks_are_spread_over_the_subnets_and_stay_so() -> None:
    account = Account()
    account.steady(desired=9)
    assert set(subnets(account).values()) == {3}
    account.call("UpdateService", service="web", desiredCount=3)
    account.clock.advance(120)
    assert set(subnets(account).values()) == {1}


def test_scaling_out_and_in() -> None:
    account = Account()
    account.steady(desired=2)
    account.call("UpdateService", service="web", desiredCount=4)
    account.clock.advance(120)
    assert account.service()["runningCount"] == 4
    before = {task["taskArn"] for task in account.tasks()}
    account.call("UpdateService", service="web", desiredCount=1)
    account.clock.advance(2)
    service = account.service()
    assert service["runningCount"] == 1
    dead = account.tasks("STOPPED")
    assert {task["taskArn"] for task in dead} < before
    deployment = as_jsons(service["deployments"])[0]["id"]
    reasons = {task["stoppedReason"] for task in dead}
    assert reasons == {f"Scaling activity initiated by (deployment {deployment})"}
    assert {task["stopCode"] for task in dead} == {"ServiceSchedulerInitiated"}
    account.clock.advance(60)
    assert account.messages()[0] == STEADY
    assert len(as_jsons(account.call("ListServiceDeployments", service="web")["serviceDeployments"])) == 1


def test_scaling_in_takes_what_has_not_started_first() -> None:
    account = Account()
    account.steady(desired=2)
    running = {task["taskArn"] for task in account.tasks()}
    account.call("UpdateService", service="web", desiredCount=4)
    account.clock.advance(4)
    account.call("UpdateService", service="web", desiredCount=2)
    account.clock.advance(4)
    assert {task["taskArn"] for task in account.tasks()} == running
    assert "(service web) stopped 2 pending tasks." in account.messages()


def test_desired_zero_is_steady_with_nothing() -> None:
    account = Account()
    service = account.steady(desired=0)
    assert (service["runningCount"], service["desiredCount"]) == (0, 0)
    assert as_jsons(service["deployments"])[0]["rolloutState"] == "COMPLETED"
    assert account.messages()[0] == STEADY


def test_a_task_that_ends_is_replaced() -> None:
    account = Account()
    account.steady(desired=2)
    victim = account.tasks()[0]
    account.call("StopTask", task=victim["taskArn"])
    account.clock.advance(10)
    service = account.service()
    assert (service["runningCount"], service["pendingCount"]) == (1, 1)
    account.clock.advance(120)
    assert account.service()["runningCount"] == 2
    assert as_jsons(account.service()["deployments"])[0]["failedTasks"] == 0
    assert account.messages()[0] == STEADY


def test_a_steady_state_is_told_every_six_hours_while_it_lasts() -> None:
    account = Account()
    account.steady(desired=1)
    account.clock.advance(25 * 3600)
    assert account.messages()[:5] == [STEADY] * 5
    times = [event["createdAt"] for event in as_jsons(account.service()["events"])][:5]
    gaps = {round(float(str(late)) - float(str(early))) for late, early in pairwise(times)}
    assert gaps == {6 * 3600}


def test_a_hundred_events_are_kept_newest_first() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.exits(1, after=5))
    account.create(desired=2)
    account.clock.advance(3 * 3600)
    events = as_jsons(account.service()["events"])
    times = [float(str(event["createdAt"])) for event in events]
    assert len(events) == 100
    assert times == sorted(times, reverse=True)
    assert len({event["id"] for event in events}) == 100


def test_starts_that_fail_are_tried_less_and_less_often() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    account.create(desired=2)
    account.clock.advance(6 * 3600)
    said = account.messages()
    assert said.count("(service web) is unable to consistently start tasks successfully.") == 1
    assert sum("was unable to place a task. Reason: CannotPullContainerError" in text for text in said) == 1
    starts = [event for event in as_jsons(account.service()["events"]) if "has started" in str(event["message"])]
    times = [float(str(event["createdAt"])) for event in reversed(starts)]
    gaps = [late - early for early, late in pairwise(times)]
    assert gaps[0] < 60
    assert 900 <= gaps[-1] < 1000
    account.clock.advance(3600)
    assert sum("unable to consistently" in text for text in account.messages()) == 2


def test_a_start_that_succeeds_ends_the_back_off() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    account.create(desired=1)
    account.clock.advance(3600)
    account.ecs.order("web", Behaviour.runs())
    account.clock.advance(1200)
    assert account.service()["runningCount"] == 1
    victim = account.tasks()[0]
    account.call("StopTask", task=victim["taskArn"])
    account.clock.advance(60)
    assert account.service()["runningCount"] == 1


def starts(account: Account) -> list[float]:
    """When tasks were started, oldest first."""
    events = reversed(as_jsons(account.service()["events"]))
    return [float(str(event["createdAt"])) for event in events if "has started" in str(event["message"])]


def test_many_tasks_that_fail_together_are_one_failure() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    account.create(desired=10)
    account.clock.advance(150)
    rounds = starts(account)
    assert rounds[-1] - rounds[0] > 100
    assert max(late - early for early, late in pairwise(rounds)) < 60


def test_what_was_resolved_may_happen_again() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    account.create(desired=1)
    account.clock.advance(1800)
    account.ecs.order("web", Behaviour.runs())
    account.clock.advance(1200)
    assert account.messages()[0] == STEADY
    account.ecs.order("web", Behaviour.image_cannot_be_pulled())
    account.call("StopTask", task=account.tasks()[0]["taskArn"])
    before = account.clock.now().timestamp()
    account.clock.advance(120)
    again = [time for time in starts(account) if time >= before]
    assert len(again) >= 3
    assert sum("was unable to place a task" in text for text in account.messages()) == 2


def test_a_steady_state_that_was_disturbed_is_told_once_at_a_time() -> None:
    account = Account()
    account.steady(desired=1)
    account.clock.advance(3600)
    account.call("StopTask", task=account.tasks()[0]["taskArn"])
    account.clock.advance(13 * 3600)
    assert account.messages().count(STEADY) == 1 + 1 + 2


def test_tasks_that_ran_are_replaced_without_back_off() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.exits(1, after=100))
    account.create(desired=1)
    account.clock.advance(4 * 3600)
    starts = [event for event in as_jsons(account.service()["events"]) if "has started" in str(event["message"])]
    times = [float(str(event["createdAt"])) for event in reversed(starts)]
    assert max(late - early for early, late in pairwise(times)) < 200


def test_a_strategy_decides_the_providers() -> None:
    account = Account()
    account.call(
        "PutClusterCapacityProviders",
        cluster="default",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
    )
    strategy = [
        {"capacityProvider": "FARGATE", "base": 2, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3},
    ]
    service = account.steady(desired=10, launchType=None, capacityProviderStrategy=strategy)
    assert "launchType" not in service
    assert [item["capacityProvider"] for item in as_jsons(service["capacityProviderStrategy"])] == [
        "FARGATE",
        "FARGATE_SPOT",
    ]
    tasks = account.tasks()
    assert Counter(task["capacityProviderName"] for task in tasks) == {"FARGATE": 4, "FARGATE_SPOT": 6}
    assert {task["launchType"] for task in tasks} == {"FARGATE"}
    default = account.steady("spot", desired=2, launchType=None)
    assert as_jsons(default["capacityProviderStrategy"])[0]["capacityProvider"] == "FARGATE_SPOT"


def test_tags_are_propagated_as_asked() -> None:
    account = Account()
    account.register(tags=[{"key": "from", "value": "definition"}])
    account.create(
        "a",
        1,
        taskDefinition="web",
        propagateTags="SERVICE",
        enableECSManagedTags=True,
        tags=[{"key": "from", "value": "service"}],
    )
    account.create("b", 1, taskDefinition="web", propagateTags="TASK_DEFINITION")
    account.create("c", 1, taskDefinition="web")
    account.clock.advance(5)

    def tags(service: str) -> dict[object, object]:
        arns = account.call("ListTasks", serviceName=service)["taskArns"]
        task = as_jsons(account.call("DescribeTasks", tasks=arns, include=["TAGS"])["tasks"])[0]
        return {tag["key"]: tag["value"] for tag in as_jsons(task["tags"])}

    assert tags("a") == {"aws:ecs:clusterName": "default", "aws:ecs:serviceName": "a", "from": "service"}
    assert tags("b") == {"from": "definition"}
    assert tags("c") == {}


def test_a_deleted_service_drains_and_then_is_inactive() -> None:
    account = Account()
    account.steady(desired=2)
    assert account.refused("DeleteService", service="web").message == (
        "The service cannot be stopped while it is scaled above 0."
    )
    deleted = as_json(account.call("DeleteService", service="web", force=True)["service"])
    assert deleted["status"] == "DRAINING"
    assert account.call("ListServices")["serviceArns"] == []
    assert account.refused("UpdateService", service="web", desiredCount=3).code == "ServiceNotActiveException"
    account.clock.advance(3)
    assert account.refused("CreateService", serviceName="web", taskDefinition="web", desiredCount=1).message == (
        "Unable to Start a service that is still Draining."
    )
    assert account.refused("DeleteCluster", cluster="default").code == "ClusterContainsServicesException"
    account.clock.advance(120)
    assert account.service()["status"] == "INACTIVE"
    assert not account.network.attached
    account.steady(desired=1)
    assert account.service()["status"] == "ACTIVE"


def test_an_inactive_service_is_forgotten_after_a_day_unless_it_was_made_anew() -> None:
    account = Account()
    account.steady(desired=0)
    account.steady("other", desired=0)
    for name in ("web", "other"):
        account.call("DeleteService", service=name)
    account.clock.advance(60)
    account.create(desired=0)
    account.clock.advance(25 * 3600)
    answer = account.call("DescribeServices", services=["web", "other"])
    assert [service["serviceName"] for service in as_jsons(answer["services"])] == ["web"]
    assert [failure["reason"] for failure in as_jsons(answer["failures"])] == ["MISSING"]


def test_an_empty_cluster_can_be_deleted_and_made_again() -> None:
    account = Account()
    account.register()
    answer = account.call("RunTask", taskDefinition="web", launchType="FARGATE", networkConfiguration=network())
    assert account.refused("DeleteCluster", cluster="default").code == "ClusterContainsTasksException"
    account.call("StopTask", task=as_jsons(answer["tasks"])[0]["taskArn"])
    account.clock.advance(60)
    assert as_json(account.call("DeleteCluster", cluster="default")["cluster"])["status"] == "INACTIVE"
    assert account.call("ListClusters")["clusterArns"] == []
    assert account.refused("ListTasks").code == "ClusterNotFoundException"
    assert as_jsons(account.call("DescribeClusters")["clusters"])[0]["status"] == "INACTIVE"
    assert as_json(account.call("CreateCluster")["cluster"])["status"] == "ACTIVE"
