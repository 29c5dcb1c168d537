"""What is shown of a change: commands that a shell takes as they are meant, differences, and nothing secret."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.actions.action import Action, Bench
from fargate_tui.actions.stop_task import StopTask
from fargate_tui.aws.changing import STOP_TASK
from fargate_tui.fargate.changes import Call, Change, Difference, Subject
from fargate_tui.fargate.command_line import command_line, kebab
from fargate_tui.fargate.secrets import MASK
from fargate_tui.fargate.semantic_diff import differences
from tests.actions.errands import desk, task

SECRET = "hunter2-correct-horse"
NAMES = st.sampled_from(["cluster", "service", "reason", "taskDefinition", "desiredCount", "clientToken"])
TEXTS = st.text("ab1 -='\"$`\\\n;|&~*{}[]é→", max_size=20)
"""All that means something to a shell; the whole of Unicode takes Hypothesis seconds to load."""
VALUES: st.SearchStrategy[object] = st.one_of(
    TEXTS, st.integers(), st.booleans(), st.lists(TEXTS, max_size=4), st.dictionaries(TEXTS, TEXTS, max_size=3)
)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_a_shell_reads_the_command_as_it_was_meant(parameters: dict[str, object]) -> None:
    line = command_line(Call(service="ecs", operation="UpdateService", parameters=parameters), region="eu-west-1")
    words = shlex.split(line)
    assert words[:3] == ["aws", "ecs", "update-service"]
    assert words[-2:] == ["--region", "eu-west-1"]
    rest = words[3:-2]
    for name, value in parameters.items():
        rest = rest[_taken(rest, kebab(name), value) :]
    assert not rest


def _taken(words: list[str], name: str, value: object) -> int:
    """How many words an option takes, which are those it was made of."""
    if isinstance(value, bool):
        assert words[0] == (f"--{name}" if value else f"--no-{name}")
        return 1
    if isinstance(value, str) and value.startswith("-"):
        assert words[0] == f"--{name}={value}"
        return 1
    assert words[0] == f"--{name}"
    if isinstance(value, list) and value and not any(item.startswith("-") for item in value):
        assert words[1 : 1 + len(value)] == value
        return 1 + len(value)
    assert (json.loads(words[1]) if isinstance(value, list | dict) else words[1]) == (
        value if isinstance(value, list | dict) else str(value)
    )
    return 2


@pytest.mark.parametrize("reason", ["--foo; rm -rf ~", "$(id)", "`id`", "a'b", "-x", "", "zwei\nZeilen", "~"])
def test_nothing_that_is_typed_gets_out_of_its_quotes(reason: str) -> None:
    line = command_line(Call(service="ecs", operation="StopTask", parameters={"cluster": "c", "reason": reason}))
    last = shlex.split(line)[-1]
    assert last in (reason, f"--reason={reason}")


def container(*environment: tuple[str, str], name: str = "app", **members: object) -> dict[str, Any]:
    return {"name": name, "environment": [{"name": key, "value": value} for key, value in environment], **members}


VARIABLES = st.dictionaries(st.sampled_from(["PORT", "DB_PASSWORD", "API_TOKEN", "MODE"]), TEXTS, max_size=4)
DEFINITIONS = st.builds(
    lambda names, cpu: {
        "cpu": cpu,
        "containerDefinitions": [container(*names.items(), name="app"), container(name="x")],
    },
    VARIABLES,
    st.sampled_from(["256", "512"]),
)


@given(DEFINITIONS)
def test_what_is_equal_is_no_difference(definition: dict[str, Any]) -> None:
    assert differences(definition, definition) == ()


@given(DEFINITIONS)
def test_the_order_of_what_has_names_does_not_matter(definition: dict[str, Any]) -> None:
    turned = {
        **definition,
        "containerDefinitions": [
            {**each, "environment": each["environment"][::-1]} for each in definition["containerDefinitions"][::-1]
        ],
    }
    assert differences(definition, turned) == ()


@given(DEFINITIONS, st.sampled_from(["DB_PASSWORD", "API_TOKEN"]), st.booleans())
def test_a_secret_is_in_no_difference(definition: dict[str, Any], name: str, backwards: bool) -> None:
    other = {**definition, "containerDefinitions": [container((name, SECRET), logConfiguration={
        "logDriver": "splunk", "options": {"splunk-token": SECRET}})]}  # fmt: skip
    found = differences(other, definition) if backwards else differences(definition, other)
    assert found
    assert SECRET not in repr(found)


def test_that_a_secret_has_changed_is_said() -> None:
    old = {"containerDefinitions": [container(("DB_PASSWORD", "old-password"))]}
    new = {"containerDefinitions": [container(("DB_PASSWORD", SECRET))]}
    (found,) = differences(old, new)
    assert (found.before, found.after) == (MASK, MASK)


class RunWithSecret(Action):
    """An action whose call has a secret in it, as a task that is run with an override has."""

    id = "task.stop"
    kind = "task"
    bindings = StopTask.bindings
    operations = (STOP_TASK,)
    taken_back = "not at all"

    def title(self, subjects: object, answer: str) -> str:
        """The task."""
        return "run it with a secret"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """A call with a secret in its overrides."""
        overrides = {"containerOverrides": [container(("DB_PASSWORD", SECRET))]}
        call = Call(
            service="ecs", operation="StopTask",
            parameters={"cluster": "prod", "task": subject.arn, "overrides": overrides},
        )  # fmt: skip
        return Change(subject=subject, differences=(Difference(what="it", before="—", after="runs"),), calls=(call,))


async def test_a_secret_that_is_sent_is_in_no_command_and_not_in_the_journals_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    async with desk(task(1), journal=path, actions={"task.stop": RunWithSecret()}) as on:
        await on.do("task.stop", "x", task(1))
        (call,) = on.aws.carried_out
        assert SECRET in repr(call.parameters), "AWS gets it"
        (entry,) = await on.written()
        assert MASK in entry.commands[0]
        assert SECRET not in entry.commands[0]
    files = [each for each in tmp_path.iterdir() if each.is_file()]  # noqa: ASYNC240 - it is a test
    assert files
    assert not [each for each in files if SECRET.encode() in each.read_bytes()]
