"""The language of ``--watch``."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.commands.conditions import BadCondition, parse
from fargate_tui.commands.members import Member
from fargate_tui.commands.vocabulary import MET, Verdict, Vocabulary, Word


@dataclass(frozen=True)
class Row:
    name: str = "api"
    running: int | None = 3
    desired: int = 3
    state: str = "steady"
    is_express: bool = False


def _steady(row: Row) -> Verdict:
    if row.state == "failed":
        return Verdict("never", "it failed")
    return MET if row.state == "steady" else Verdict("waiting", row.state)


WORDS: Vocabulary[Row] = Vocabulary(
    "service",
    (Word("steady", "…", _steady), Word("checked", "…", lambda _row: MET, needs_all=True)),
    (
        Member("service", "text", lambda row: row.name, "…"),
        Member("running", "number", lambda row: row.running, "…"),
        Member("desired", "number", lambda row: row.desired, "…"),
        Member("taskDefinition", "text", lambda row: f"{row.name}:7", "…", word="revision"),
        Member("state", "text", lambda row: row.state, "…"),
        Member("express", "truth", lambda row: row.is_express, "…"),
        Member("createdAt", "time", lambda _row: "2026", "…"),
    ),
    lambda row: row.name,
)
API = Row()


@pytest.mark.parametrize(
    ("text", "row", "standing"),
    [
        ("steady", API, "met"),
        ("STEADY", API, "met"),
        ("steady", replace(API, state="rolling"), "waiting"),
        ("steady", replace(API, state="failed"), "never"),
        ("running>=3", API, "met"),
        (" running >= 3 ", API, "met"),
        ("running>3", API, "waiting"),
        ("running<4 and running!=2", API, "met"),
        ("running<4, running=2", API, "waiting"),
        ("running==desired", API, "met"),
        ("running=desired", replace(API, desired=4), "waiting"),
        ("running>=1", replace(API, running=None), "waiting"),
        ("running!=9", replace(API, running=None), "waiting"),
        ("revision=API:7", API, "met"),
        ("taskDefinition!=api:7", API, "waiting"),
        ('state="crash loop"', replace(API, state="crash loop"), "met"),
        ("express=false", API, "met"),
        ("express=true", API, "waiting"),
        ("running>=1 and steady", replace(API, state="failed"), "never"),
        ("running>=9 and steady", replace(API, state="failed"), "never"),
    ],
)
def test_what_a_condition_means(text: str, row: Row, standing: str) -> None:
    assert parse(text, WORDS).judge([row]).standing == standing


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stedy", 'no condition is called "stedy" (did you mean steady?); words: steady, checked; fields to compare:'),
        ("runing>=3", 'no field is called "runing" (did you mean running?)'),
        ("createdAt=2026", 'no field is called "createdAt"'),
        ("running", "compare running with something"),
        ("steady=3", 'no field is called "steady"'),
        ("running>=many", 'running is a number, and "many" is none'),
        ("count=all", 'count is a number, and "all" is none'),
        ("state>steady", "state is no number: it can be = or !="),
        ("running >= 3 steady", 'cannot read "running >= 3 steady"'),
        ("running>=", "cannot read"),
        ("steady and", "and, and then?"),
        ("steady and and steady", 'cannot read "and steady"'),
        ("", "an empty condition"),
        ("  ", "an empty condition"),
    ],
)
def test_what_is_no_condition_is_told_with_what_there_is(text: str, says: str) -> None:
    with pytest.raises(BadCondition) as bad:
        parse(text, WORDS)
    assert says in str(bad.value)


def test_every_row_has_to_meet_it_and_there_has_to_be_one() -> None:
    steady = parse("steady", WORDS)
    late, failed = Row("late", state="rolling"), Row("bad", state="failed")

    assert steady.judge([]) == Verdict("waiting", "there is no such service")
    assert steady.judge([API, Row("web")]) == MET
    assert steady.judge([API, late]) == Verdict("waiting", "late: rolling")
    assert steady.judge([API, late, replace(late, name="later")]) == Verdict("waiting", "late: rolling (and 1 more)")
    assert steady.judge([API, late, failed]) == Verdict("never", "bad: it failed")


def test_rows_can_be_counted() -> None:
    assert parse("count=0", WORDS).judge([]) == MET
    assert parse("count>=2", WORDS).judge([API]) == Verdict("waiting", "count is 1, not >= 2")
    assert parse("count>=2 and steady", WORDS).judge([API, API]) == MET


def test_of_things_that_happen_one_is_enough_if_it_is_all_of_it() -> None:
    events = replace(WORDS, of_any=True)
    either = parse("steady and running>=3", events)

    assert either.judge([Row(state="rolling"), API]) == MET
    assert either.judge([Row(state="rolling"), Row(running=1)]) == Verdict("waiting", "no service was so")
    assert either.judge([Row(state="failed")]) == Verdict("waiting", "no service was so")
    assert parse("count>=2 and steady", events).judge([API]) == Verdict("waiting", "count is 1, not >= 2")


def test_what_is_not_checked_is_not_well() -> None:
    assert parse("checked", WORDS).judge([API], ["no target health"]) == Verdict(
        "waiting", "not checked: no target health"
    )
    assert parse("steady", WORDS).judge([API], ["no target health"]) == MET
    assert parse("steady", WORDS).judge([API], ["one cluster"], is_partial=True).standing == "waiting"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("running>=5", "api: running is 3, not >= 5"),
        ("running>desired", "api: running is 3, not > desired (3)"),
        ("state!=steady", "api: state is steady, not != steady"),
    ],
)
def test_what_stands_in_the_way_is_said(text: str, why: str) -> None:
    assert parse(text, WORDS).judge([API]).why == why


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_told_not_to_be(text: str) -> None:
    try:
        condition: Any = parse(text, WORDS)
    except BadCondition:
        return
    assert condition.judge([API]).standing in ("met", "waiting", "never")


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["<", "<=", "=", "==", "!=", ">=", ">"]))
def test_comparisons_are_those_of_numbers(running: int, wanted: int, sign: str) -> None:
    holds = eval(f"{running} {'==' if sign == '=' else sign} {wanted}")
    assert (parse(f"running{sign}{wanted}", WORDS).judge([replace(API, running=running)]) == MET) is holds
