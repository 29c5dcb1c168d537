"""Tasks that really run: played through the load balancer, killed, stopped, broken."""

import http.client
import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.demo.scorekeep.town import Http, Town, wait_for
from tests.local_aws import LocalAws, started

SPEED = ("--speed", "20")


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with started("empty", tmp_path_factory.mktemp("real") / "stderr", held=False, options=SPEED) as running:
        yield running


@pytest.fixture(scope="module")
def game(aws: LocalAws) -> Town:
    """The game with two tasks, steady."""
    town = Town(aws, "game")
    town.balance()
    town.register()
    town.serve(2)
    town.steady()
    return town


def new_game(http: Http) -> tuple[str, str, str]:
    """``SESSION/GAME`` and its two players."""
    first, second = (http.made("POST", "/api/user", {"name": name})["id"] for name in ("Ada", "Grace"))
    session = http.made("POST", "/api/session")["id"]
    game = http.made("POST", f"/api/game/{session}")["id"]
    for user in (first, second):
        http.made("PUT", f"/api/game/{session}/{game}/user/{user}")
    http.made("PUT", f"/api/game/{session}/{game}/rules/TicTacToe")
    return f"{session}/{game}", first, second


def play(http: Http, moves: str) -> str:
    """Play these fields in turn; the last state."""
    place, *players = new_game(http)
    for number, field in enumerate(moves):
        http.made("POST", f"/api/move/{place}/{players[number % 2]}", f"{'XO'[number % 2]}{field}")
    return str(http.made("GET", f"/api/state/{place}")[-1]["state"])


def test_the_page_is_served_and_loads_nothing_from_elsewhere(game: Town) -> None:
    status, page = game.http().ask("GET", "/")
    assert status == 200
    assert "<title>Scorekeep</title>" in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_game_is_won_and_one_is_a_draw_through_the_load_balancer(game: Town) -> None:
    assert play(game.http(), "14253") == "AXXXOO    "
    assert play(game.http(), "123546879") == "DXOXXOOOXX"


def test_both_tasks_answer_and_share_the_game(game: Town) -> None:
    http = game.http()
    place, *_ = new_game(http)
    for _ in range(6):
        assert http.made("GET", f"/api/game/{place}")["rules"] == "TicTacToe"

    def streams() -> set[str]:
        found = game.aws.client("logs").filter_log_events(logGroupName=game.log_group, filterPattern='"GET /api/game"')
        return {event["logStreamName"] for event in found["events"] if "/scorekeep-api/" in event["logStreamName"]}

    wait_for(lambda: len(streams()) == 2, "lines of both tasks")


def test_requests_are_log_lines_and_come_in_live_tail_too(game: Town) -> None:
    groups = game.aws.client("logs").describe_log_groups(logGroupNamePrefix=game.log_group)["logGroups"]
    tail = tail_client(game.aws).start_live_tail(logGroupIdentifiers=[groups[0]["logGroupArn"]])
    updates = iter(tail["responseStream"])
    assert "sessionStart" in next(updates)
    session = game.http().made("POST", "/api/session")["id"]
    game.http().made("GET", f"/api/session/{session}")
    said: list[str] = []
    while not any(f"GET /api/session/{session}" in line for line in said):
        said += [one["message"] for one in next(updates)["sessionUpdate"]["sessionResults"]]
    tail["responseStream"].close()
    for container in ("scorekeep-frontend", "scorekeep-api"):
        assert said_by(game, container, f"GET /api/session/{session}")


def said_by(game: Town, container: str, text: str) -> list[str]:
    """The container's lines with this text, once there are any."""
    return wait_for(lambda: game.lines(container, f'"{text}"'), f"lines of {container}")


def tail_client(aws: LocalAws) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "logs", endpoint_url=aws.url, region_name="us-east-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="example", config=Config(inject_host_prefix=False),
    )  # fmt: skip


def test_requests_are_counted(game: Town) -> None:
    assert play(game.http(), "1").startswith("O")
    balancer = game.aws.client("elbv2").describe_load_balancers(Names=["game"])["LoadBalancers"][0]["LoadBalancerArn"]
    named = {"LoadBalancer": balancer.partition("loadbalancer/")[2], "TargetGroup": game.group.split(":")[-1]}

    def counted() -> bool:
        now = datetime.fromisoformat(game.aws.control("clock")["now"])
        points = game.aws.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/ApplicationELB", MetricName="RequestCount", Period=60, Statistics=["Sum"],
            Dimensions=[{"Name": name, "Value": value} for name, value in named.items()],
            StartTime=now - timedelta(hours=1), EndTime=now,
        )["Datapoints"]  # fmt: skip
        return bool(8 <= sum(point["Sum"] for point in points) < 200)

    wait_for(counted, "the requests of the game are counted, and no others")


def test_a_process_that_is_killed_is_a_stopped_task_and_is_replaced(game: Town) -> None:
    before = {task["taskArn"] for task in game.tasks()}
    victim = min(before)
    os.kill(game.processes(victim)["scorekeep-api"], signal.SIGKILL)
    task = game.stopped(victim)
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["stoppedReason"] == "Essential container in task exited"
    assert game.containers(task)["scorekeep-api"]["exitCode"] == 137
    assert game.containers(task)["scorekeep-frontend"]["exitCode"] == 143
    assert game.processes(victim) == {}
    wait_for(lambda: len(game.tasks()) == 2 and {one["taskArn"] for one in game.tasks()} - before, "a new task")
    game.steady()
    assert play(game.http(), "14253")[0] == "A"


def test_stop_task_ends_the_processes_gracefully(game: Town) -> None:
    victim = max(task["taskArn"] for task in game.tasks())
    pids = game.processes(victim)
    assert pids.keys() == {"scorekeep-frontend", "scorekeep-api"}
    game.aws.client("ecs").stop_task(cluster=game.name, task=victim, reason="tried")
    task = game.stopped(victim)
    assert [one["exitCode"] for one in task["containers"]] == [143, 143]
    assert task["stopCode"] == "UserInitiated"
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids.values())
    wait_for(lambda: game.lines("scorekeep-api", '"received SIGTERM"'), "its last words")
    game.steady()


def run_one(aws: LocalAws, name: str, **register: Any) -> tuple[Town, Any]:
    """A standalone task of the game that ends by itself, once it has."""
    town = Town(aws, name)
    aws.client("ecs").create_cluster(clusterName=name)
    town.subnets = [aws.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]]
    town.register(**register)
    ran = aws.client("ecs").run_task(
        cluster=name, taskDefinition=name, launchType="FARGATE", networkConfiguration=town.network
    )
    return town, ran["tasks"][0]


@pytest.mark.parametrize(
    ("name", "register", "says"),
    [
        ("fails", {"api": {"FAIL": "1"}}, "Table: scorekeep-session not found"),
        ("wrong-command", {"command": ["java", "-jar", "nothing.jar"]}, "Unable to access jarfile java"),
        ("same-port", {"api": {"PORT": "8080"}}, "java.net.BindException: Address already in use"),
    ],
)
def test_a_broken_revision_dies_and_says_why(aws: LocalAws, name: str, register: Any, says: str) -> None:
    town, task = run_one(aws, name, **register)
    stopped = town.stopped(task["taskArn"])
    assert stopped["stopCode"] == "EssentialContainerExited"
    assert town.containers(stopped)["scorekeep-api"]["exitCode"] == 1
    assert "startedAt" in stopped
    wait_for(lambda: any(says in line for line in town.lines("scorekeep-api")), "its last words")


def test_a_container_that_takes_no_notice_is_killed_at_its_stop_timeout(aws: LocalAws) -> None:
    town, task = run_one(aws, "deaf", api={"FAIL": "stop"}, stopTimeout=10)
    wait_for(lambda: town.task(task["taskArn"])["lastStatus"] == "RUNNING", "it runs")
    wait_for(lambda: town.lines("scorekeep-api", "Started"), "it listens to signals")
    aws.client("ecs").stop_task(cluster=town.name, task=task["taskArn"])
    stopped = town.stopped(task["taskArn"])
    assert town.containers(stopped)["scorekeep-api"]["exitCode"] == 137
    assert town.containers(stopped)["scorekeep-frontend"]["exitCode"] == 143


@pytest.mark.parametrize(
    ("name", "register", "reason", "words"),
    [
        (
            "ill",
            {"frontend": {"FAIL": "health"}},
            "Target.ResponseCodeMismatch",
            "Health checks failed with these codes: [500]",
        ),
        ("elsewhere", {"frontend": {"PORT": "8081"}}, "Target.FailedHealthChecks", "Health checks failed"),
    ],
)
def test_what_answers_its_health_check_badly_is_unhealthy_and_replaced(
    aws: LocalAws, name: str, register: Any, reason: str, words: str
) -> None:
    town = Town(aws, name)
    town.balance()
    town.register(**register)
    town.serve()
    found = wait_for(lambda: [one for one in town.health() if one["State"] == "unhealthy"], "the target is unhealthy")[
        0
    ]
    assert (found["Reason"], found["Description"]) == (reason, words)
    assert town.http().ask("GET", "/")[0] == 503
    wait_for(lambda: any(f"due to (reason {words})" in event for event in town.events()), "an event says so")
    aws.client("ecs").update_service(cluster=name, service=name, desiredCount=0)


def checked(path: str, port: int = 5000) -> dict[str, Any]:
    command = ["CMD-SHELL", f"curl -f http://localhost:{port}{path} || exit 1"]
    return {"command": command, "interval": 5, "timeout": 2, "retries": 2}


def test_container_health_checks_really_ask(aws: LocalAws) -> None:
    town, task = run_one(aws, "checked", healthCheck=checked("/health"))
    arn = task["taskArn"]
    wait_for(lambda: town.task(arn)["healthStatus"] == "HEALTHY", "it is healthy")
    assert town.containers(town.task(arn))["scorekeep-api"]["healthStatus"] == "HEALTHY"
    wait_for(lambda: town.lines("scorekeep-api", '"GET /health"'), "its check is a request")
    aws.client("ecs").stop_task(cluster=town.name, task=arn)


@pytest.mark.parametrize(("name", "path", "port"), [("check-404", "/nothing", 5000), ("check-refused", "/", 5001)])
def test_a_container_whose_check_fails_is_unhealthy(aws: LocalAws, name: str, path: str, port: int) -> None:
    town, task = run_one(aws, name, healthCheck=checked(path, port))
    wait_for(lambda: town.task(task["taskArn"])["healthStatus"] == "UNHEALTHY", "it is unhealthy")
    assert town.task(task["taskArn"])["lastStatus"] == "RUNNING"
    aws.client("ecs").stop_task(cluster=town.name, task=task["taskArn"])


def test_a_service_replaces_a_task_whose_container_is_unhealthy(aws: LocalAws) -> None:
    town = Town(aws, "unwell")
    town.balance()
    town.register(api={"FAIL": "health"}, healthCheck=checked("/health"))
    town.serve()
    wait_for(lambda: any("failed container health checks" in event for event in town.events()), "an event says so")
    stopped = town.tasks("STOPPED")[0]
    assert stopped["stoppedReason"] == "Task failed container health checks"
    aws.client("ecs").update_service(cluster="unwell", service="unwell", desiredCount=0)


def test_a_network_load_balancer_leads_to_the_game_too(aws: LocalAws) -> None:
    town = Town(aws, "by-connection")
    town.balance_by_connection()
    town.register()
    address = town.http().address
    with pytest.raises((OSError, http.client.HTTPException)):
        Http(f"http://{address}").ask("GET", "/")
    town.serve()
    wait_for(lambda: [one["State"] for one in town.health()] == ["healthy"], "its target is healthy")
    assert play(Http(f"http://{address}"), "14253")[0] == "A"
    aws.client("ecs").update_service(cluster=town.name, service=town.name, desiredCount=0)


def test_a_blue_green_deployment_shifts_requests_and_loses_none(aws: LocalAws) -> None:
    town = Town(aws, "shifted")
    town.balance()
    town.register()
    green, rule = town.pair()
    town.serve(
        alternateTargetGroupArn=green,
        productionListenerRule=rule,
        roleArn="arn:aws:iam::123456789012:role/ecsInfrastructureRole",
    )
    town.steady()
    answers: set[int] = set()
    game, ecs = town.http(), aws.client("ecs")

    def shifted() -> bool:
        answers.add(game.ask("GET", "/health")[0])
        deployments = ecs.list_service_deployments(cluster=town.name, service=town.name)["serviceDeployments"]
        return bool(deployments[0]["status"] == "SUCCESSFUL" and not town.health())

    ecs.update_service(cluster=town.name, service=town.name, forceNewDeployment=True)
    wait_for(shifted, "the new tasks serve, and the old ones are gone")
    assert answers == {200}


def test_the_known_images_are_in_the_registry(aws: LocalAws) -> None:
    ecr = aws.client("ecr")
    names = {one["repositoryName"] for one in ecr.describe_repositories()["repositories"]}
    assert {"scorekeep-frontend", "scorekeep-api"} <= names
    images = ecr.list_images(repositoryName="scorekeep-api")["imageIds"]
    assert {one["imageTag"] for one in images} >= {"latest", "1.0"}
