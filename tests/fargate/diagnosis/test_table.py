import subprocess
import sys
from importlib import import_module
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.diagnosis import BY_NUMBER, RULES, Cause, Evidence, Probe, Rule
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.table import rule_of, rule_of_event, rule_of_text
from fargate_tui.fargate.records import Container, Task

NUMBERS = {f"D{number:02}" for number in range(1, 67)}
BY_ID = [pytest.param(rule, id=rule.number) for rule in RULES]


def test_every_row_of_the_table_is_declared_once() -> None:
    assert sorted(rule.number for rule in RULES) == sorted(NUMBERS)
    assert set(BY_NUMBER) == NUMBERS


@pytest.mark.parametrize("rule", BY_ID)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert rule.texts or rule.codes or rule.exits or rule.state is not None
    assert bool(rule.texts) == bool(rule.words)
    assert rule.causes
    assert len({cause.id for cause in rule.causes}) == len(rule.causes)
    assert set(rule.probes) <= set(get_args(Probe))
    assert all(word == word.lower() for word in rule.words)


@pytest.mark.parametrize("rule", BY_ID)
def test_its_words_are_plain_clauses(rule: Rule) -> None:
    clauses = [rule.remedy, *(cause.says for cause in rule.causes)]
    assert not [clause for clause in clauses if clause.endswith(".") or clause[:1].isspace() or "\n" in clause]
    assert all(len(clause) <= 120 for clause in clauses)


@pytest.mark.parametrize("rule", BY_ID)
def test_every_cause_has_its_judge(rule: Rule) -> None:
    """Asked with nothing gathered, a judge is silent; that it is found at all is what is looked at."""
    case = Case(Task(task_arn="arn:aws:ecs:eu-west-1:1:task/c/t"))
    for cause in rule.causes:
        if cause.judge is not None:
            assert list(cause.judge(case, Evidence())) == []


def test_no_verdict_is_left_that_no_rule_asks_for() -> None:
    asked = {cell.cell_contents for rule in RULES for cause in rule.causes for cell in _cells(cause)}
    for room in ("definitions", "images", "network", "roles", "service", "stores", "targets"):
        module = import_module(f"fargate_tui.fargate.diagnosis.verdicts.{room}")
        here = {name for name, thing in vars(module).items() if _is_of(module.__name__, name, thing)}
        assert here - {name.split(".")[1] for name in asked if name.startswith(f"{room}.")} <= {"called"}


def _cells(cause: Cause) -> list[Any]:
    return [cell for cell in getattr(cause.judge, "__closure__", None) or () if isinstance(cell.cell_contents, str)]


def _is_of(module: str, name: str, thing: object) -> bool:
    return callable(thing) and getattr(thing, "__module__", "") == module and name[0].islower()


def test_a_code_belongs_to_one_rule() -> None:
    exits = [code for rule in RULES for code in rule.exits]
    codes = [code for rule in RULES for code in rule.codes]
    assert len(exits) == len(set(exits))
    assert len(codes) == len(set(codes))
    assert set(range(256)) <= set(exits)


def test_a_list_of_tasks_loads_neither_verdicts_nor_evidence() -> None:
    script = (
        "import sys; from fargate_tui.fargate.diagnosis import ending_of\n"
        "print([name for name in sys.modules if 'verdicts' in name or name.endswith(('.evidence', '.post_mortem'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_all_that_is_offered_can_be_had() -> None:
    room = import_module("fargate_tui.fargate.diagnosis")
    assert not [name for name in room.__all__ if not hasattr(room, name)]
    with pytest.raises(AttributeError):
        room.something_else  # noqa: B018


texts = st.text() | st.lists(
    st.sampled_from(
        [
            "CannotPullContainerError:",
            "secret",
            "log group",
            "timeout",
            "EFS",
            "exec:",
            "denied",
            "EBS",
            "not found",
            "\n",
        ]
    )
    | st.text(max_size=20)
).map(" ".join)
tasks = st.builds(
    Task,
    task_arn=st.just("arn:aws:ecs:eu-west-1:1:task/c/t"),
    stop_code=st.none() | st.text() | st.sampled_from(["UserInitiated", "TaskFailedToStart", "SpotInterruption"]),
    stopped_reason=st.none() | texts,
    containers=st.lists(
        st.builds(Container, name=st.none() | st.text(), exit_code=st.none() | st.integers(), reason=st.none() | texts),
        max_size=3,
    ).map(tuple),
)


@given(tasks)
def test_any_task_is_judged_without_an_error(task: Task) -> None:
    rule = rule_of(Case(task))
    assert rule is None or rule.scope == "ended task"


@given(texts)
def test_any_event_is_judged_without_an_error(message: str) -> None:
    rule = rule_of_event(message)
    assert rule is None or rule in RULES


@given(texts)
def test_the_quick_look_at_words_hides_no_rule(text: str) -> None:
    """The rule is that which trying all patterns one after the other finds."""
    even = Case.of_text(text).text
    slow = next((rule for rule in RULES if rule.texts and rule.scope == "ended task" and _meets(rule, even)), None)
    assert rule_of_text(even) is slow


def _meets(rule: Rule, text: str) -> bool:
    return Case.of_text(text).search(rule.texts) is not None
