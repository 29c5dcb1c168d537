"""When tasks are real and when they are not, and that no process outlives the local AWS."""

import asyncio
import os
import select
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from fargate_tui.local_addresses import local_addresses
from tests.demo.scorekeep.town import Http, Town, wait_for
from tests.local_aws import LocalAws, started


@contextmanager
def ends_of(pids: list[int]) -> Iterator[Callable[[], bool]]:
    """Tells whether all of these processes end within some seconds."""
    with ExitStack() as stack:
        handles = [os.pidfd_open(pid) for pid in pids]
        for handle in handles:
            stack.callback(os.close, handle)
        yield lambda: all(select.select([handle], [], [], 10)[0] for handle in handles)


def table_folders(pid: int) -> list[Path]:
    """The folder of the game's table, as the process was told it."""
    environment = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return [Path(one.partition("=")[2]).parent for one in environment if one.startswith("SCOREKEEP_TABLE=")]


@pytest.mark.parametrize("end", [Popen.terminate, Popen.kill, lambda process: process.stdin.close()])
def test_no_process_outlives_the_local_aws(tmp_path: Path, end: Callable[[Popen[str]], None]) -> None:
    with started("empty", tmp_path / "stderr", held=False, options=("--speed", "50")) as aws:
        town = Town(aws, "brief")
        aws.client("ecs").create_cluster(clusterName=town.name)
        town.subnets = [aws.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]]
        town.register(api={"FAIL": "stop"})
        task = aws.client("ecs").run_task(
            cluster=town.name, taskDefinition=town.name, launchType="FARGATE", networkConfiguration=town.network
        )["tasks"][0]["taskArn"]
        pids = wait_for(lambda: len(found := town.processes(task)) == 2 and found, "both containers run")
        wait_for(lambda: town.lines("scorekeep-api", "Started"), "it does not listen to SIGTERM")
        with ends_of(list(pids.values())) as all_end:
            tables = table_folders(pids["scorekeep-api"])
            end(aws.process)
            assert all_end()
        assert tables
        wait_for(lambda: not any(table.exists() for table in tables), "the table is removed")
        assert "Traceback" not in (tmp_path / "stderr").read_text()


def test_with_a_held_clock_everything_is_played(own_local_aws: LocalAws) -> None:
    town = Town(own_local_aws, "played")
    town.balance()
    town.register()
    town.serve()
    own_local_aws.advance(120)
    assert [one["State"] for one in town.health()] == ["healthy"]
    told = own_local_aws.control()
    assert (told["addresses"], told["processes"]) == ({}, [])


def test_the_game_of_the_demo_runs_for_real_from_its_first_request_on(tmp_path: Path) -> None:
    with started("scorekeep", tmp_path / "stderr", held=False) as aws:
        balancers = aws.client("elbv2").describe_load_balancers()["LoadBalancers"]
        names = {one["LoadBalancerName"]: one["DNSName"] for one in balancers}
        used = {names["scorekeep"], names["production"]}
        addresses = wait_for(lambda: (found := aws.control()["addresses"]).keys() >= used and found, "they listen")
        assert asyncio.run(local_addresses(aws.url)) == addresses
        assert aws.control()["processes"] == []
        game = Http(addresses[names["scorekeep"]])
        session = game.made("POST", "/api/session")["id"]
        assert {game.made("GET", f"/api/session/{session}")["id"] for _ in range(4)} == {session}
        tasks = {one["task"] for one in aws.control()["processes"]}
        assert len(tasks) == 2
        assert Http(addresses[names["production"]]).ask("GET", "/")[0] == 503
        asked = {"logGroupName": "/ecs/scorekeep", "filterPattern": f'"{session}"'}
        lines = wait_for(lambda: aws.client("logs").filter_log_events(**asked)["events"], "requests are log lines")
        assert {one["logStreamName"].rpartition("/")[2] for one in lines} <= tasks
        assert "Traceback" not in (tmp_path / "stderr").read_text()


def test_nobody_is_at_home_at_an_endpoint_that_is_silent() -> None:
    assert asyncio.run(local_addresses("http://127.0.0.1:1")) == {}
