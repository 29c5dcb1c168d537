"""What is filled in to run a task: what is wrong with it, and what is sent."""

from typing import Any

import pytest

from fargate_tui.fargate.failures import failures_of, is_all_refused
from fargate_tui.fargate.run_draft import RunDraft, masked_pairs, parameters, problems
from fargate_tui.fargate.secrets import MASK, masked_words

WHOLE = {"cluster": "batch", "revision": "report:3", "subnets": "subnet-1", "container": "report"}


def draft(**members: str) -> RunDraft:
    return RunDraft(**{**WHOLE, **members})


def test_a_whole_draft_has_no_problem() -> None:
    assert problems(draft()) == {}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("cluster", " "),
        ("revision", "report"),
        ("count", "0"),
        ("count", "11"),
        ("count", "two"),
        ("subnets", ""),
        ("subnets", "vpc-1"),
        ("subnets", " ".join(f"subnet-{number}" for number in range(17))),
        ("groups", "default"),
        ("command", "sh -c 'x"),
        ("environment", "MONTH"),
        ("environment", "A='x"),
        ("environment", "2A=x"),
        ("environment", f"A={'x' * 8200}"),
        ("cpu", "300"),
        ("role", "admin"),
        ("starter", "me & you"),
        ("tags", "aws:x=y"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(field: str, typed: str) -> None:
    assert list(problems(draft(**{field: typed}))) == [field]


def test_memory_has_to_fit_the_cpu() -> None:
    assert problems(draft(cpu="256", memory="4096")) == {"memory": "with 256 CPU 512 to 2048 MiB"}
    assert list(problems(draft(cpu="256"))) == ["memory"]
    assert problems(draft(cpu=".25 vCPU", memory="0.5 GB")) == {}


def test_a_problem_does_not_tell_a_secret() -> None:
    assert "hunter2" not in str(problems(draft(environment="PASSWORD hunter2")))


def test_only_what_was_filled_in_is_sent() -> None:
    assert parameters(draft()) == {
        "cluster": "batch",
        "taskDefinition": "report:3",
        "count": 1,
        "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": "DISABLED"}},
    }


def test_everything_that_was_filled_in_is_sent() -> None:
    role = "arn:aws:iam::123456789012:role/report"
    sent: Any = parameters(
        draft(
            count="3",
            capacity="FARGATE_SPOT",
            subnets="subnet-1, subnet-2",
            groups="sg-1",
            public="on",
            command="python -c 'print(1)'",
            environment="MONTH=2026-10 NAME='two words'",
            cpu="512",
            memory="1024",
            role=role,
            execute="on",
            starter="ops",
            tags="team=finance",
        )
    )
    assert sent["capacityProviderStrategy"] == [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    assert "launchType" not in sent
    assert sent["networkConfiguration"]["awsvpcConfiguration"] == {
        "subnets": ["subnet-1", "subnet-2"],
        "securityGroups": ["sg-1"],
        "assignPublicIp": "ENABLED",
    }
    assert sent["overrides"] == {
        "containerOverrides": [
            {
                "name": "report",
                "command": ["python", "-c", "print(1)"],
                "environment": [{"name": "MONTH", "value": "2026-10"}, {"name": "NAME", "value": "two words"}],
            }
        ],
        "cpu": "512",
        "memory": "1024",
        "taskRoleArn": role,
    }
    assert (sent["count"], sent["enableExecuteCommand"], sent["startedBy"]) == (3, True, "ops")
    assert sent["tags"] == [{"key": "team", "value": "finance"}]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("MONTH=2026-10", "MONTH=2026-10"),
        ("DB_PASSWORD=hunter2 A='b c'", f"DB_PASSWORD={MASK} A='b c'"),
        ("DB_PASSWORD='hunter2", MASK),
        ("", ""),
    ],
)
def test_secrets_are_not_shown_over_a_shoulder(typed: str, shown: str) -> None:
    assert masked_pairs(typed) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["run", "--token=abc"], ["run", f"--token={MASK}"]),
        (["run", "--password", "abc"], ["run", "--password", MASK]),
        (["env", "API_KEY=abc", "run"], ["env", f"API_KEY={MASK}", "run"]),
        (["run", "--password", "--month=1"], ["run", "--password", "--month=1"]),
        (["python", "-m", "report"], ["python", "-m", "report"]),
    ],
)
def test_secrets_in_commands_are_masked(words: list[str], shown: list[str]) -> None:
    assert masked_words(words) == shown


def test_failures_are_refusals_in_words() -> None:
    capacity = {"reason": "Capacity is unavailable at this time. Please try again later."}
    assert failures_of({"failures": [capacity, capacity]}) == (
        "capacity is unavailable at this time. Please try again later",
    )
    assert is_all_refused({"tasks": [], "failures": [capacity]})
    assert not is_all_refused({"tasks": [{}], "failures": [capacity]})
    assert not is_all_refused({})
    told = failures_of({"failures": [{"arn": "arn:aws:ecs:eu-west-1:1:task/c/0123456789", "reason": "TASK_NOT_VALID"}]})
    assert told == ("01234567: only a task that a service keeps can be protected, while it runs",)
