"""One task from PROVISIONING to its last hour."""

from datetime import timedelta

import pytest

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import TARGET_GROUP, Account, Json, as_json, as_jsons, balanced, container, network

STATES = ("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED")


def run(account: Account, **request: object) -> Json:
    account.register()
    answer = account.call(
        "RunTask", taskDefinition="web", networkConfiguration=network(), launchType="FARGATE", **request
    )
    return as_jsons(answer["tasks"])[0]


def describe(account: Account, task: Json) -> Json:
    return as_jsons(account.call("DescribeTasks", tasks=[task["taskArn"]])["tasks"])[0]


def watch(account: Account, task: Json, seconds: int) -> list[Json]:
    """What the task looked like second by second, each picture once."""
    pictures = [describe(account, task)]
    for _ in range(seconds):
        account.clock.advance(1)
        now = describe(account, task)
        if now != pictures[-1]:
            pictures.append(now)
    return pictures


def states(pictures: list[Json]) -> list[object]:
    seen = [picture["lastStatus"] for picture in pictures]
    return [state for at, state in enumerate(seen) if at == 0 or seen[at - 1] != state]


def test_a_task_of_a_balanced_service_goes_through_every_state() -> None:
    account = Account()
    account.register()
    account.create(desired=1, loadBalancers=balanced())
    account.clock.advance(1)
    task = account.tasks()[0]
    up = watch(account, task, 120)
    account.call("UpdateService", service="web", desiredCount=0)
    down = watch(account, task, 120)
    assert tuple(dict.fromkeys(states(up + down))) == STATES


def test_times_follow_each_other_and_versions_grow() -> None:
    account = Account()
    task = run(account)
    pictures = watch(account, task, 90)
    account.call("StopTask", task=task["taskArn"], reason="over")
    pictures += watch(account, task, 60)
    last = pictures[-1]
    names = ("createdAt", "connectivityAt", "pullStartedAt", "pullStoppedAt", "startedAt", "stoppingAt")
    times = [last[name] for name in (*names, "executionStoppedAt", "stoppedAt")]
    assert all(isinstance(time, float) for time in times)
    assert times == sorted(times, key=lambda time: float(str(time)))
    versions = [picture["version"] for picture in pictures]
    assert versions == sorted(set(versions), key=lambda version: int(str(version)))


def test_an_answer_does_not_change_afterwards() -> None:
    account = Account()
    task = run(account)
    pictures = watch(account, task, 60)
    assert pictures[0]["lastStatus"] == "PROVISIONING"
    assert as_jsons(pictures[0]["containers"])[0]["lastStatus"] == "PENDING"
    assert pictures[-1]["lastStatus"] == "RUNNING"


def test_a_running_task_shows_what_fargate_shows() -> None:
    account = Account()
    task = run(account, startedBy="me", enableExecuteCommand=True, tags=[{"key": "team", "value": "shop"}])
    account.clock.advance(60)
    running = describe(account, task)
    assert running["group"] == "family:web"
    assert running["startedBy"] == "me"
    assert running["tags"] == []
    assert (running["cpu"], running["memory"], running["platformVersion"]) == ("256", "512", "1.4.0")
    details = {detail["name"]: detail["value"] for detail in as_jsons(as_jsons(running["attachments"])[0]["details"])}
    assert details.keys() == {"subnetId", "networkInterfaceId", "macAddress", "privateDnsName", "privateIPv4Address"}
    app = as_jsons(running["containers"])[0]
    assert str(app["runtimeId"]).startswith(str(running["taskArn"]).rpartition("/")[2])
    assert str(app["imageDigest"]).startswith("sha256:")
    assert as_jsons(app["managedAgents"])[0]["lastStatus"] == "RUNNING"
    assert as_jsons(app["networkInterfaces"])[0]["privateIpv4Address"] == details["privateIPv4Address"]
    with_tags = as_jsons(account.call("DescribeTasks", tasks=[task["taskArn"]], include=["TAGS"])["tasks"])[0]
    assert with_tags["tags"] == [{"key": "team", "value": "shop"}]


def test_a_stopped_task_gives_its_address_back_and_is_gone_after_an_hour() -> None:
    account = Account()
    task = run(account)
    account.clock.advance(60)
    assert len(account.network.attached) == 1
    stopping = as_json(account.call("StopTask", task=task["taskArn"])["task"])
    assert (stopping["desiredStatus"], stopping["stopCode"]) == ("STOPPED", "UserInitiated")
    assert stopping["stoppedReason"] == "Task stopped by user"
    account.clock.advance(60)
    stopped = describe(account, task)
    assert stopped["lastStatus"] == "STOPPED"
    assert as_jsons(stopped["attachments"])[0]["status"] == "DELETED"
    assert not account.network.attached
    account.clock.advance(3500)
    assert describe(account, task)["lastStatus"] == "STOPPED"
    account.clock.advance(200)
    answer = account.call("DescribeTasks", tasks=[task["taskArn"]])
    assert answer == {"tasks": [], "failures": [{"arn": task["taskArn"], "reason": "MISSING"}]}


@pytest.mark.parametrize("seconds", range(0, 40, 2))
def test_a_task_may_be_stopped_at_any_moment(seconds: int) -> None:
    account = Account()
    task = run(account)
    account.clock.advance(seconds)
    account.call("StopTask", task=task["taskArn"])
    account.call("StopTask", task=task["taskArn"], reason="again")
    account.clock.advance(120)
    stopped = describe(account, task)
    assert stopped["lastStatus"] == "STOPPED"
    assert stopped["stoppedReason"] == "Task stopped by user"
    app = as_jsons(stopped["containers"])[0]
    assert ("exitCode" in app) == ("runtimeId" in app)
    assert not account.network.attached


def test_stopping_a_task_takes_its_tags() -> None:
    account = Account()
    task = run(account, tags=[{"key": "team", "value": "shop"}])
    arn = task["taskArn"]
    assert account.call("ListTagsForResource", resourceArn=arn)["tags"] == [{"key": "team", "value": "shop"}]
    account.call("StopTask", task=str(arn).rpartition("/")[2])
    assert account.call("ListTagsForResource", resourceArn=arn)["tags"] == []


def test_the_cluster_counts_its_tasks() -> None:
    account = Account()

    def counts() -> tuple[object, object]:
        cluster = as_jsons(account.call("DescribeClusters", clusters=["default"])["clusters"])[0]
        return cluster["pendingTasksCount"], cluster["runningTasksCount"]

    task = run(account)
    assert counts() == (1, 0)
    account.clock.advance(60)
    assert counts() == (0, 1)
    account.call("StopTask", task=task["taskArn"])
    assert counts() == (0, 0)


def test_a_container_health_check_decides_the_tasks_health() -> None:
    account = Account()
    check = {"command": ["CMD-SHELL", "true"], "interval": 10}
    account.register(containerDefinitions=[container(healthCheck=check), container("side", portMappings=[])])
    run_answer = account.call("RunTask", taskDefinition="web:1", networkConfiguration=network(), launchType="FARGATE")
    task = as_jsons(run_answer["tasks"])[0]
    seen = [picture["healthStatus"] for picture in watch(account, task, 60)]
    assert list(dict.fromkeys(seen)) == ["UNKNOWN", "HEALTHY"]
    containers = as_jsons(describe(account, task)["containers"])
    assert [each["healthStatus"] for each in containers] == ["HEALTHY", "UNKNOWN"]


def test_sigterm_is_answered_or_ends_in_sigkill() -> None:
    account = Account()
    for seconds, expected in ((2.0, 0), (200.0, 137)):
        account.ecs.order("web", Behaviour.runs().stopping(seconds=seconds, exit_code=0))
        task = run(account)
        account.clock.advance(60)
        account.call("StopTask", task=task["taskArn"])
        account.clock.advance(120)
        assert as_jsons(describe(account, task)["containers"])[0]["exitCode"] == expected


def test_targets_are_registered_while_a_task_runs_and_drained_after() -> None:
    account = Account()
    account.steady(desired=1, loadBalancers=balanced())
    assert list(account.targets.targets.values()) == ["healthy"]
    assert {group for group, _, _ in account.targets.targets} == {TARGET_GROUP}
    account.call("UpdateService", service="web", desiredCount=0)
    account.clock.advance(5)
    assert list(account.targets.targets.values()) == ["draining"]
    account.clock.advance(60)
    assert not account.targets.targets


def test_containers_write_to_their_streams() -> None:
    account = Account()
    log = {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app"},
    }
    account.register(containerDefinitions=[container(logConfiguration=log)])
    order = Behaviour.exits(0, after=100).saying(
        "app", at_start=("hello",), every=10, lines=lambda chance: (f"beat {chance.randrange(10)}",), at_end=("bye",)
    )
    account.ecs.order("web:1", order)
    answer = account.call("RunTask", taskDefinition="web:1", networkConfiguration=network(), launchType="FARGATE")
    task_id = str(as_jsons(answer["tasks"])[0]["taskArn"]).rpartition("/")[2]
    account.clock.advance(300)
    ((where, lines),) = account.lines.items()
    assert where == ("/ecs/web", f"app/app/{task_id}")
    assert (lines[0], lines[-1]) == ("hello", "bye")
    beats = lines[1:-1]
    assert 8 <= len(beats) <= 13
    assert all(beat.startswith("beat ") for beat in beats)


def test_nothing_is_written_before_logs_begin() -> None:
    begin = Account().clock.now() + timedelta(days=3)
    account = Account(logs_from=begin)
    log = {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app"},
    }
    account.register(containerDefinitions=[container(logConfiguration=log)])
    account.ecs.order("web", Behaviour.runs().saying(at_start=("hello",), every=10, lines=("beat",)))
    account.call("RunTask", taskDefinition="web", networkConfiguration=network(), launchType="FARGATE")
    account.clock.run_until(begin)
    assert not account.lines
    account.clock.advance(60)
    ((_, lines),) = account.lines.items()
    assert set(lines) == {"beat"}
