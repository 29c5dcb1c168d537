import re
from collections import Counter

import pytest

from fargate_tui.fargate.diagnosis import RULES, ending_of
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.table import rule_of, rule_of_event
from fargate_tui.fargate.records import Container, Task
from tests.fargate.diagnosis.messages import CUT, EVENTS, LATER, MESSAGES, NEAR, NO_RULE

ARN = "arn:aws:ecs:us-east-1:123456789012:task/prod/0123456789abcdef0123456789abcdef"


def met(reason: str, *containers: Container) -> str:
    task = Task(task_arn=ARN, last_status="STOPPED", stopped_reason=reason, containers=containers)
    rule = rule_of(Case(task))
    return rule.number if rule is not None else ""


def _ids(rows: tuple[tuple[str, str], ...]) -> list[str]:
    seen: Counter[str] = Counter()
    seen.update()
    names = []
    for number, _ in rows:
        seen[number] += 1
        names.append(f"{number}-{seen[number]}")
    return names


TEXTS = (*MESSAGES, *NEAR, *LATER)


@pytest.mark.parametrize(("number", "text"), TEXTS, ids=_ids(TEXTS))
def test_a_message_meets_its_rule(number: str, text: str) -> None:
    assert met(text) == number


@pytest.mark.parametrize(("number", "text"), TEXTS, ids=_ids(TEXTS))
def test_it_meets_the_same_rule_however_it_is_written(number: str, text: str) -> None:
    """In a container's reason, wrapped, in another case, with curly quotes."""
    assert met("Task failed to start", Container(name="api", reason=text)) == number
    assert met(re.sub(" ", "\n", text)) == number
    assert met(re.sub(" ", "\r\n    ", text)) == number
    assert met(text.upper()) == number
    assert met(text.replace("'", "’")) == number


@pytest.mark.parametrize(("number", "text"), EVENTS, ids=_ids(EVENTS))
def test_an_event_meets_its_rule(number: str, text: str) -> None:
    rule = rule_of_event(text)
    assert (rule.number if rule else "") == number


@pytest.mark.parametrize("text", NO_RULE)
def test_what_no_rule_knows_meets_none(text: str) -> None:
    assert met(text) == ""
    assert rule_of_event(text) is None


CUT_SHORT = [(number, less, text) for number, less, text in CUT]


@pytest.mark.parametrize(("number", "less", "text"), CUT_SHORT, ids=[row[0] for row in CUT_SHORT])
def test_a_message_cut_short_anywhere_says_less_and_nothing_wrong(number: str, less: frozenset[str], text: str) -> None:
    """AWS cuts at 1,024 characters, so a name of any length may put the cut anywhere."""
    assert met(text) == number
    found = {met(text[:end]) for end in range(len(text))}
    assert found <= {number, "", *less}


def test_long_names_push_the_cause_beyond_the_end() -> None:
    for number, less, text in CUT:
        long = text.replace("has been retried", "has been retried" + " and retried" * 80, 1)[:1024]
        assert met(long) in {number, *less}


def test_there_are_enough_of_them() -> None:
    assert len(MESSAGES) >= 150
    assert len({text for _, text in MESSAGES}) == len(MESSAGES)
    assert len(NO_RULE) >= 25


def test_every_rule_over_texts_is_met_by_a_message() -> None:
    """None stands wholly in the shadow of one before it."""
    told = {number for number, _ in (*MESSAGES, *EVENTS)}
    assert {rule.number for rule in RULES if rule.texts} <= told


@pytest.mark.parametrize(("number", "text"), MESSAGES, ids=_ids(MESSAGES))
def test_every_message_makes_one_plain_line(number: str, text: str) -> None:
    containers = (Container(name="api", image="123456789012.dkr.ecr.us-east-1.amazonaws.com/api:7"),)
    task = Task(task_arn=ARN, stop_code="TaskFailedToStart", stopped_reason=text, containers=containers)
    why = ending_of(task).why
    assert why
    assert "\n" not in why
    assert not why.endswith(".") or why.endswith("...")
