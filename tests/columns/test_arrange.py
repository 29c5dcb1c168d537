from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.columns.arrange import arrange, problem
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.memory import Memory
from fargate_tui.columns.services import COLUMNS
from fargate_tui.fargate.rows import Finding, ServiceRow

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)

findings = st.builds(
    Finding,
    severity=st.sampled_from(["ok", "info", "busy", "warn", "error"]),
    word=st.sampled_from(["steady", "failing"]),
)
services = st.builds(
    ServiceRow,
    arn=st.integers(0, 99).map("arn:{:02}".format),
    name=st.sampled_from(["web", "Web", "api", "worker"]),
    cluster=st.just("production"),
    finding=findings,
    desired=st.integers(0, 3),
    task_definition=st.sampled_from(["", "web:1", "api:2"]),
    created_at=st.none() | st.integers(0, 5).map(lambda hours: NOW - timedelta(hours=hours)),
)
rows_of_distinct_arns = st.lists(services, max_size=12, unique_by=lambda row: row.arn)
column_ids = st.sampled_from([column.id for column in COLUMNS])


def arranged(rows: list[ServiceRow], arrangement: Arrangement, now: datetime = NOW) -> list[ServiceRow]:
    return arrange(rows, arrangement, COLUMNS, now, key=lambda row: row.arn)


@settings(max_examples=40, deadline=None)
@given(rows_of_distinct_arns)
def test_without_a_sort_column_the_order_stays(rows: list[ServiceRow]) -> None:
    assert arranged(rows, Arrangement()) == rows


@settings(max_examples=40, deadline=None)
@given(rows_of_distinct_arns, column_ids, st.booleans())
def test_an_order_is_of_the_rows_alone(rows: list[ServiceRow], column: str, descending: bool) -> None:
    arrangement = Arrangement(sort=column, descending=descending)
    first = arranged(rows, arrangement)
    assert sorted(row.arn for row in first) == sorted(row.arn for row in rows)
    # neither the order they came in nor the time of day matters
    assert arranged(rows[::-1], arrangement, NOW + timedelta(days=3)) == first


@settings(max_examples=40, deadline=None)
@given(rows_of_distinct_arns, st.booleans())
def test_rows_without_a_value_come_last(rows: list[ServiceRow], descending: bool) -> None:
    missing = [row.created_at is None for row in arranged(rows, Arrangement(sort="age", descending=descending))]
    assert missing == sorted(missing)


@settings(max_examples=40, deadline=None)
@given(rows_of_distinct_arns, column_ids)
def test_ties_are_broken_by_arn_either_way(rows: list[ServiceRow], column: str) -> None:
    same = [row for row in rows if row.desired == 1]
    for descending in (False, True):
        order = [row.arn for row in arranged(same, Arrangement(sort="desired", descending=descending))]
        assert order == sorted(order)


def test_the_youngest_and_the_worst_come_first() -> None:
    old = ServiceRow(arn="a", name="old", cluster="c", finding=Finding(severity="error", word="x"), created_at=NOW)
    new = ServiceRow(
        arn="b", name="new", cluster="c", finding=Finding(severity="ok", word="x"), created_at=NOW + timedelta(hours=1)
    )
    assert arranged([old, new], Arrangement(sort="age")) == [new, old]
    assert arranged([new, old], Arrangement(sort="severity")) == [old, new]


@settings(max_examples=40, deadline=None)
@given(rows_of_distinct_arns)
def test_problems_only(rows: list[ServiceRow]) -> None:
    assert arranged(rows, Arrangement(problems_only=True)) == [row for row in rows if row.finding.is_problem]


def test_an_unknown_sort_column_is_said() -> None:
    arrangement = Arrangement(sort="colour")
    row = ServiceRow(arn="a", name="a", cluster="c", finding=Finding(severity="ok", word="x"))
    assert problem(arrangement, COLUMNS) == 'cannot sort: no column is called "colour"'
    assert arranged([row], arrangement) == [row]


arrangements = st.builds(Arrangement, filter=st.sampled_from(["", "web !worker", "web:1"]), sort=column_ids)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(rows_of_distinct_arns, arrangements), max_size=6))
def test_what_is_remembered_never_answers_for_another_row(rounds: list[tuple[list[ServiceRow], Arrangement]]) -> None:
    memory = Memory(COLUMNS, lambda row: row.arn)
    for rows, arrangement in rounds:
        remembered = arrange(rows, arrangement, COLUMNS, NOW, key=lambda row: row.arn, memory=memory)
        assert remembered == arranged(rows, arrangement)


def test_rows_that_are_gone_are_forgotten() -> None:
    memory = Memory(COLUMNS, lambda row: row.arn)
    finding = Finding(severity="ok", word="steady")
    for number in range(2000):
        row = ServiceRow(arn=str(number), name="web", cluster="c", finding=finding)
        arrange([row], Arrangement(filter="web", sort="age"), COLUMNS, NOW, key=lambda row: row.arn, memory=memory)
    assert len(memory._texts) < 300
    assert len(memory._values) < 300
