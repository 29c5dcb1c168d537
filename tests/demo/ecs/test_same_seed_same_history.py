"""The same seed, calls and clock make the same history, ids included."""

import json

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import Account, balanced, container, network


def history(seed: int, push: float) -> str:
    """Everything an account can say after an eventful hour, pushed in steps of so many seconds."""
    account = Account(seed)
    log = {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"},
    }
    account.register(containerDefinitions=[container(logConfiguration=log)])
    account.register("job")
    account.ecs.order("web", Behaviour.runs().saying(every=30, lines=("one", "two", "three")))
    account.ecs.order("job", Behaviour.exits(1, after=90, jitter=60).sometimes(0.5))
    account.create(desired=5, loadBalancers=balanced())
    account.create("job", 3, taskDefinition="job")
    account.call("RunTask", taskDefinition="job", count=4, launchType="FARGATE", networkConfiguration=network())
    for _ in range(round(1800 / push)):
        account.clock.advance(push)
    account.register()
    account.ecs.order("web:2", Behaviour.image_cannot_be_pulled())
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    account.call("UpdateService", service="web", taskDefinition="web", deploymentConfiguration=breaker)
    for _ in range(round(1800 / push)):
        account.clock.advance(push)
    arns = account.call("ListServiceDeployments", service="web")
    everything = [account.service("web"), account.service("job"), account.tasks(), account.tasks("STOPPED"), arns]
    return json.dumps([everything, sorted(account.lines.items()), account.network.history])


def test_the_same_seed_makes_the_same_history() -> None:
    assert history(7, 1800) == history(7, 1800)


def test_how_the_clock_is_pushed_makes_no_difference() -> None:
    assert history(7, 1800) == history(7, 45)


def test_another_seed_makes_another_history() -> None:
    assert history(7, 1800) != history(8, 1800)
