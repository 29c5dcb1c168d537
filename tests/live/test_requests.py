"""What has been asked of AWS, as rows."""

from fargate_tui.fargate.requests import OperationCalls, request_rows
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws


def operation(name: str, bucket: str = "service read", **members: object) -> OperationCalls:
    return OperationCalls(action=f"ecs:{name}", name=name, bucket=bucket, burst=100, refill=20, **members)  # type: ignore[arg-type]


def test_operations_of_one_bucket_stand_together_and_share_its_budget() -> None:
    rows = request_rows(
        [
            operation("ListServices", minutes=((1, 60), (2, 10))),
            operation("ListClusters", "cluster read", minutes=((2, 30),)),
            operation("DescribeServices", minutes=((1, 60), (2, 300))),
        ]
    )
    assert [row.name for row in rows] == ["ListServices", "DescribeServices", "ListClusters"]
    assert [row.bucket_peak for row in rows] == [310, 310, 30]
    assert [round(row.share, 3) for row in rows] == [0.258, 0.258, 0.025]


def test_what_is_wrong_with_an_operation() -> None:
    rows = request_rows(
        [
            operation("A", per_minute=3),
            operation("B"),
            operation("C", throttled=9, throttled_lately=2),
            operation("D", throttled=9),
            operation("E", failed=1, last_error="cannot list"),
        ]
    )
    words = [(row.finding.severity, row.finding.word) for row in rows]
    assert words == [
        ("ok", "answered"),
        ("info", "quiet"),
        ("warn", "throttled"),
        ("info", "quiet"),
        ("error", "failing"),
    ]
    assert rows[2].finding.why.startswith("throttled 2 times in the last 5 minutes")
    assert rows[4].finding.why == "cannot list"


async def test_following_them_asks_nothing_and_opens_no_connection(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.told = (operation("ListServices", calls=1),)
    watch = store.own.requests()
    async with following(watch):
        assert watch.snapshot.loaded
        assert watch.snapshot.rows == ()
        await clock.push(20)
        assert aws.asked.total() == 0


async def test_they_are_told_anew_and_unchanged_rows_stay_the_same(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.told = (operation("ListServices", calls=1), operation("ListClusters", calls=1))
    async with following(store.clusters()):
        pass
    watch = store.own.requests()
    async with following(watch):
        first, second = watch.snapshot.rows
        aws.told = (operation("ListServices", calls=2), operation("ListClusters", calls=1))
        await clock.push(2.5)
        assert [row.calls.calls for row in watch.snapshot.rows] == [2, 1]
        assert watch.snapshot.rows[0] is not first
        assert watch.snapshot.rows[1] is second
