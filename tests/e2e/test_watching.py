"""Being told in a real terminal: what is written to it when news comes, and what is left of that."""

import re
import time
from collections.abc import Callable

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws

HOSTILE = "no \x1b]0;pwned\a\x9c image\r\n"
"""What AWS says of a task; none of it may reach the terminal as it is."""
IN_TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0"}
NOTIFIED = re.compile(rb"\x07\x1b\]9;(watched/api: [^\x00-\x1f]+)\x07\x1bPtmux;\x1b\x1b\]9;\1\x07\x1b\\")
"""A bell, and a notification that tmux is asked to pass on."""
ENTITLED = re.compile(rb"\x1b\[22;2t\x1b\]2;watched/api: [^\x00-\x1f]+ \xc2\xb7 fargate-tui\x07")
GIVEN_BACK = b"\x1b]2;fargate-tui\x07\x1b[23;2t"


def service_of(aws: LocalAws) -> None:
    """One task of a service that stands."""
    ecs, ec2 = aws.client("ecs"), aws.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    ecs.create_cluster(clusterName="watched")
    ecs.register_task_definition(
        family="watched-api",
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        containerDefinitions=[{"name": "api", "image": "public.ecr.aws/nginx/nginx:1"}],
    )
    ecs.create_service(
        cluster="watched",
        serviceName="api",
        taskDefinition="watched-api",
        desiredCount=1,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "assignPublicIp": "ENABLED"}},
    )
    aws.advance(120)


def fail(aws: LocalAws) -> None:
    """Let the task end, and none start again."""
    aws.behave("watched-api", "fails_to_start", reason=HOSTILE, moment="start")
    ecs = aws.client("ecs")
    for task in ecs.list_tasks(cluster="watched", serviceName="api")["taskArns"]:
        ecs.stop_task(cluster="watched", task=task)
    aws.advance(120)


def until(terminal: Terminal, is_so: Callable[[bytes], object]) -> None:
    """Wait until something has been written."""
    end = time.monotonic() + 20
    while not is_so(bytes(terminal.raw)):
        assert time.monotonic() < end, terminal.text
        terminal.pump(0.05)


def test_news_ring_notify_and_name_the_window_and_give_its_title_back(own_local_aws: LocalAws) -> None:
    service_of(own_local_aws)
    with program(own_local_aws.url, "watched/api", environment=IN_TMUX) as terminal:
        terminal.wait_for("RUNNING")
        terminal.press("W")
        terminal.wait_for("◉ watched: watched/api · W ends it")
        fail(own_local_aws)
        terminal.press("r")
        until(terminal, NOTIFIED.search)
        assert ENTITLED.search(terminal.raw)
        assert GIVEN_BACK not in terminal.raw
        assert b"]0;pwned\x07" not in terminal.raw
        assert b"\xc2\x9c" not in terminal.raw
        terminal.wait_for("◉ watched/api: ")
        terminal.press("j")
        until(terminal, lambda raw: GIVEN_BACK in raw)
