"""``fargate-tui why`` as a program of its own, against the local AWS; and what it says of a post-mortem."""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.diagnosis import Evidence, Fact, Known, Suspect
from fargate_tui.fargate.inquest import Inquest, begun, judged
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.records import Container, Task
from fargate_tui.screens.mortem_text import as_json, markdown, text
from tests.commands.program import ran
from tests.local_aws import LocalAws

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def why(local_aws: LocalAws, *words: str) -> "subprocess.CompletedProcess[str]":
    return ran(local_aws, "why", *words)


def test_a_service_is_explained_by_its_last_failed_task(local_aws: LocalAws) -> None:
    told = why(local_aws, "incidents/endpoint-missing")

    assert told.returncode == 0, told.stderr
    subnet = "no NAT route, no public address, no ecr.dkr endpoint"
    assert "image endpoint-missing:v1.1.0 cannot be pulled: subnet-" in told.stdout
    assert subnet in " ".join(told.stdout.split())
    assert "certain, by evidence" in told.stdout
    assert "✗ route" in told.stdout
    assert told.stderr == ""


def test_json_has_lasting_names(local_aws: LocalAws) -> None:
    told = why(local_aws, "--json", "incidents/endpoint-missing")

    said = json.loads(told.stdout)
    assert (said["shape"], said["rule"], said["confidence"], said["explained"]) == (1, "D02", "certain", True)
    assert {"verdict", "says", "probe", "cause", "missing"} == set(said["evidence"][0])
    (path,) = said["path"]
    assert (path["to"], [hop["verdict"] for hop in path["hops"]]) == ("ecr.dkr", ["open", "open", "blocked"])

    by_id = why(local_aws, "--json", f"incidents/{said['task'].rpartition('/')[2][:12]}")
    by_arn = why(local_aws, "--json", said["task"])
    assert json.loads(by_id.stdout)["task"] == json.loads(by_arn.stdout)["task"] == said["task"]


def test_a_service_no_task_of_which_could_be_placed_is_explained_by_its_events(local_aws: LocalAws) -> None:
    told = why(local_aws, "incidents/quota")

    assert told.returncode == 0, told.stderr
    assert "service quota in incidents (quota:1)" in told.stdout
    assert "the account's Fargate quota is reached" in told.stdout
    assert re.search(r"not checked Fargate On-Demand vCPU resource count: \d+; how much of it is used", told.stdout), (
        "the clock of this local AWS is held elsewhere"
    )
    assert "no task of it has failed" in told.stdout
    assert "limit on the number of vCPUs you can run concurrently" in told.stdout
    said = json.loads(why(local_aws, "--json", "incidents/quota").stdout)
    assert (said["rule"], said["task"], said["service"], said["cluster"]) == ("D58", None, "quota", "incidents")


def test_a_task_that_no_rule_explains_is_another_exit_status(local_aws: LocalAws) -> None:
    ecs = local_aws.client("ecs")
    (arn, *_) = ecs.list_tasks(cluster="incidents", serviceName="protected")["taskArns"]

    told = why(local_aws, arn)

    assert (told.returncode, told.stderr) == (3, "")
    assert "no rule matched" in told.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("incidents/nothing",), 1, "cannot list tasks of nothing: service not found"),
        (("nothing/nothing",), 1, "cluster not found"),
        (("incidents/0123456789abcdef",), 1, "cannot find task 0123456789abcdef: incidents has no such task"),
        (("incidents",), 2, "name a cluster and a task or a service of it"),
        (("incidents/x", "--demo"), 2, "--demo brings its own endpoint: leave out --endpoint-url"),
    ],
)
def test_what_cannot_be_told(local_aws: LocalAws, words: tuple[str, ...], status: int, said: str) -> None:
    told = why(local_aws, *words)

    assert (told.returncode, told.stdout) == (status, "")
    assert said in told.stderr.lower() if status == 1 else said in told.stderr


def inquest(**members: Any) -> Inquest:
    task = Task(
        task_arn="arn:aws:ecs:eu-west-1:123456789012:task/prod/" + 32 * "a",
        group="service:web",
        task_definition_arn="arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7",
        stopped_at=NOW - timedelta(minutes=3),
        stop_code="EssentialContainerExited",
        stopped_reason="Essential container in task exited",
        containers=(Container(name="api", last_status="STOPPED", exit_code=1),),
    )
    lines = {
        "api": (
            LogEvent(at=int(NOW.timestamp() * 1000), stream="s", message='level=error password="hunter2-and-more"'),
            LogEvent(at=int(NOW.timestamp() * 1000), stream="s", message="key AKIAIOSFODNN7EXAMPLE was refused"),
        )
    }
    known = msgspec.structs.replace(begun(task, NOW), lines=Known(lines), evidence=Evidence(), **members)
    return judged(known, NOW)


@pytest.mark.parametrize("form", [lambda it: text(it, NOW), markdown, lambda it: json.dumps(as_json(it))])
def test_what_looks_like_a_secret_is_masked_wherever_it_leaves_the_screen(form: Any) -> None:
    said = form(inquest())

    assert "hunter2" not in said
    assert "AKIAIOSFODNN7EXAMPLE" not in said
    assert "api ended first: exit 1" in said or '"exitCode": 1' in said


@pytest.mark.parametrize("form", [lambda it: text(it, NOW), markdown, lambda it: json.dumps(as_json(it))])
def test_last_words_that_are_evidence_are_masked_too(form: Any) -> None:
    fact = Fact(
        verdict="noted", probe="E-log", sentence="the last words of api: password=hunter2-and-more", cause="crash"
    )
    it = inquest()
    crash = Suspect(id="crash", says="native code crashed")
    it = msgspec.structs.replace(it, diagnosis=msgspec.structs.replace(it.diagnosis, suspects=(crash,), facts=(fact,)))

    said = form(it)

    assert "the last words of api: password=••••••" in said.replace("\\u2022", "•")
    assert "hunter2" not in said


@pytest.mark.parametrize("form", [lambda it: text(it, NOW), markdown, lambda it: json.dumps(as_json(it))])
def test_what_aws_names_is_no_secret(form: Any) -> None:
    task = Task(
        task_arn="arn:aws:ecs:eu-west-1:1:task/prod/1",
        task_definition_arn="arn:aws:ecs:eu-west-1:1:task-definition/secret-denied:12",
        stop_code="TaskFailedToStart",
        stopped_reason="ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: not "
        "authorized to perform: secretsmanager:GetSecretValue on resource: "
        "arn:aws:secretsmanager:eu-west-1:1:secret:payments/db",
    )
    said = form(judged(msgspec.structs.replace(begun(task, NOW), is_complete=True), NOW))

    assert "secretsmanager:GetSecretValue" in said
    assert "secret-denied:12" in said


def test_markdown_is_for_an_incident_channel() -> None:
    first, _, whose, *rest = markdown(inquest()).split("\n")

    assert first == "**api exited 1**"
    assert whose.startswith("task aaaa")
    assert "of web in prod (web:7), ended 2026-11-23 03:09:00 UTC" in whose
    assert rest.count("```") == 4, "lines of log and AWS's words stand as they are"


def test_what_no_rule_knows_is_said_word_for_word() -> None:
    task = Task(
        task_arn="arn:aws:ecs:eu-west-1:1:task/prod/1", stop_code="TaskFailedToStart", stopped_reason="Frobbed."
    )
    odd = judged(msgspec.structs.replace(begun(task, NOW), is_complete=True), NOW)

    assert "no rule matched" in text(odd, NOW)
    assert "stopped reason: Frobbed." in text(odd, NOW)
    assert as_json(odd)["explained"] is False
