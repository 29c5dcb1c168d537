"""Rules of Logs Insights."""

import pytest

from fargate_tui.fargate.logs.insights import READY, QueryResults, QueryRow, QueryStatistics, price, ready_queries


@pytest.mark.parametrize(
    ("scanned", "region", "expected"),
    [
        (0, "us-east-1", 0.0),
        (2_000_000_000, "us-east-1", 0.01),
        (1_000_000_000, "ap-northeast-1", 0.0076),
        (2_000_000_000, "eu-west-1", None),
    ],
)
def test_a_price_is_named_only_where_it_is_known(scanned: float, region: str, expected: float | None) -> None:
    assert price(QueryStatistics(bytes_scanned=scanned), region) == expected


def test_rows_are_told_apart_and_read_by_name() -> None:
    row = QueryRow(number=3, fields=(("level", "error"), ("n", "")))
    assert (row.key, QueryRow(number=3, ptr="p").key) == ("#3", "p")
    assert (row.value("level"), row.value("n"), row.value("x")) == ("error", "", None)


@pytest.mark.parametrize(("status", "is_over"), [("Scheduled", False), ("Running", False), ("Complete", True)])
def test_a_query_is_over_unless_it_is_under_way(status: str, is_over: bool) -> None:
    assert QueryResults(status=status).is_over is is_over


def test_ready_queries_have_names_of_their_own_and_of_a_task_its_streams_only() -> None:
    assert len({ready.name for ready in READY}) == len(READY)
    assert all(ready.text.startswith('filter @logStream like "4f1c" | ') for ready in ready_queries("4f1c"))
