from datetime import UTC, datetime, timedelta

import pytest

from fargate_tui.fargate.diagnosis import (
    Evidence,
    ImageAnswer,
    Known,
    NotChecked,
    RoleAnswer,
    causes_lately,
    diagnose,
    ending_of,
)
from fargate_tui.fargate.network import Path, Verdict
from fargate_tui.fargate.records import Container, ContainerDefinition, ServiceEvent, Task, TaskDefinition

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ARN = "arn:aws:ecs:eu-west-1:123456789012:task/prod/4f1c4f1c4f1c4f1c4f1c4f1c4f1c4f1c"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/scorekeep-api:7"
TIMEOUT = (
    f"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {IMAGE}: "
    'failed to do request: Head "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/": dial tcp: i/o timeout'
)


def way(service: str, verdict: Verdict, sentence: str) -> Path:
    """A way as `fargate.network` tells it."""
    return Path(service=service, label=service, verdict=verdict, sentence=sentence)


def ended(reason: str | None = None, code: str = "TaskFailedToStart", *containers: Container, arn: str = ARN) -> Task:
    return Task(
        task_arn=arn,
        last_status="STOPPED",
        stop_code=code,
        stopped_reason=reason,
        stopped_at=NOW - timedelta(minutes=2),
        group="service:scorekeep-api",
        memory="1024",
        containers=containers or (Container(name="api", image=IMAGE),),
    )


NO_WAY = "subnet-0ab has no way to ECR: no NAT route, no public address, no ecr.dkr endpoint"


def test_the_headline_names_image_subnet_and_what_is_missing() -> None:
    ways = (way("ecr.dkr", "blocked", NO_WAY), way("s3", "unknown", "S3: behind a transit gateway"))
    found = diagnose(ended(TIMEOUT), evidence=Evidence(ways_out=Known(ways)), now=NOW)
    assert (found.rule, found.confidence) == ("D02", "certain")
    assert found.headline == f"image scorekeep-api:7 cannot be pulled: {NO_WAY}"
    assert [(fact.verdict, fact.cause) for fact in found.facts] == [
        ("confirmed", "no way to the registry"),
        ("not checked", "no way to the registry"),
    ]


def test_without_evidence_the_words_alone_are_likely() -> None:
    found = diagnose(ended(TIMEOUT), now=NOW)
    assert (found.confidence, found.facts) == ("likely", ())
    assert found.headline == "cannot pull image scorekeep-api:7: no network path to the registry" == found.finding.why


def test_what_is_not_allowed_to_be_read_names_its_iam_action() -> None:
    part = NotChecked(why="not allowed", action="ec2:DescribeRouteTables")
    (fact,) = diagnose(ended(TIMEOUT), evidence=Evidence(ways_out=part), now=NOW).facts
    assert (fact.verdict, fact.missing) == ("not checked", "ec2:DescribeRouteTables")


def test_what_is_still_being_gathered_is_neither_cleared_nor_not_checked() -> None:
    found = diagnose(ended(TIMEOUT), evidence=Evidence(), now=NOW)
    assert (found.facts, [suspect.verdict for suspect in found.suspects]) == ((), ["open"])


def test_a_cleared_cause_is_not_the_confirmed_one() -> None:
    text = f"CannotPullContainerError: failed to resolve ref {IMAGE}: unexpected status: 403 Forbidden"
    allowed = dict.fromkeys(("ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), "allowed")
    evidence = Evidence(
        roles={"execution": Known(RoleAnswer(exists=True, decisions=allowed))},  # type: ignore[arg-type]
        images={IMAGE: Known(ImageAnswer(exists=False, newest_tags=("9", "8")))},
    )
    found = diagnose(ended(text), evidence=evidence, now=NOW)
    assert [suspect.verdict for suspect in found.suspects][:3] == ["cleared", "confirmed", "open"]
    assert found.headline == (
        "image scorekeep-api:7 cannot be pulled: repository scorekeep-api has no tag 7; its newest: 9, 8"
    )


def test_where_no_rule_matches_all_is_said_word_for_word() -> None:
    task = ended("The heron landed. It flew away.", "TaskFailedToStart", Container(name="api", reason="Odd words."))
    event = ServiceEvent(message=f"(service scorekeep-api) (task {ARN.rsplit('/', 1)[1]}) met a heron.")
    found = diagnose(task, events=(event,), evidence=Evidence(), now=NOW)
    assert (found.rule, found.confidence, found.is_explained) == ("", "unknown", False)
    assert found.headline == "no rule matched: The heron landed"
    assert found.verbatim == (
        "stop code: TaskFailedToStart",
        "stopped reason: The heron landed. It flew away.",
        "api: Odd words.",
        f"event: {event.message}",
    )


DEFINITION = TaskDefinition(
    task_definition_arn="arn:aws:ecs:eu-west-1:1:task-definition/web:7",
    family="web",
    revision=7,
    memory="1024",
    container_definitions=(
        ContainerDefinition(name="api", memory=512),
        ContainerDefinition(name="proxy"),
        ContainerDefinition(name="init", essential=False),
    ),
)


def test_which_container_ended_first_and_took_the_others_with_it() -> None:
    task = ended(
        "Essential container in task exited",
        "EssentialContainerExited",
        Container(name="init", exit_code=0),
        Container(name="proxy", exit_code=137),
        Container(name="api", exit_code=1),
        Container(name="late"),
    )
    found = diagnose(task, definition=DEFINITION, now=NOW)
    assert [end.words for end in found.ends] == [
        "init was done before: exit 0, finished normally",
        "api ended first: exit 1, application error",
        "proxy was stopped with it: exit 137, killed (SIGKILL)",
        "late never ran",
    ]


def test_a_container_that_is_not_essential_is_never_the_culprit() -> None:
    task = ended(
        "", "EssentialContainerExited", Container(name="init", exit_code=3), Container(name="api", exit_code=0)
    )
    assert diagnose(task, definition=DEFINITION, now=NOW).headline.startswith("api exited 0")
    assert diagnose(task, now=NOW).headline == "init exited 3"


@pytest.mark.parametrize(("silent", "first"), [("api", "api"), ("proxy", "proxy")])
def test_of_two_failures_the_one_that_fell_silent_first_is_the_first(silent: str, first: str) -> None:
    both = (Container(name="api", exit_code=1), Container(name="proxy", exit_code=2))
    task = ended("Essential container in task exited", "EssentialContainerExited", *both)
    words = {name: NOW - timedelta(seconds=30 if name == silent else 3) for name in ("api", "proxy")}
    assert diagnose(task, last_words=words, now=NOW).ends[0].name == first
    assert {end.part for end in diagnose(task, now=NOW).ends} == {"not known"}


def test_siblings_that_died_of_the_same_cause_are_counted() -> None:
    others = [ended(TIMEOUT if i < 6 else "Task stopped by user", arn=f"{ARN[:-1]}{i}") for i in range(8)]
    found = diagnose(ended(TIMEOUT), siblings=(*others, ended(TIMEOUT)), now=NOW)
    assert found.siblings is not None
    assert found.siblings.words == "7 of the last 9 stopped tasks of this service died of the same cause"


def test_causes_are_counted_for_the_list_of_services() -> None:
    oom = Container(name="api", exit_code=137, reason="OutOfMemoryError: Container killed due to memory usage")
    tasks = [ended("Essential container in task exited", "EssentialContainerExited", oom)] * 3
    (count,) = causes_lately(tasks, NOW)
    assert count.words == "3× OOM in 10 min"
    assert count.beside("") == "3× OOM in 10 min"
    assert (
        count.beside(ending_of(tasks[0]).why) == "3× out of memory: api was killed at 1024 MiB (exit 137) · in 10 min"
    )
    assert count.beside("deployment of api:7 failed") == "3× OOM: deployment of api:7 failed · in 10 min"
    assert causes_lately(tasks, NOW + timedelta(hours=1)) == ()
    assert causes_lately(tasks[:1], NOW) == ()
