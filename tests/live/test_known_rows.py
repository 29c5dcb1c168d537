"""The rows that are kept for the next start: what is kept, how much of it, and nothing that is secret."""

from datetime import UTC, datetime

from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow, TaskRow
from fargate_tui.live.known_rows import MOST_BYTES, MOST_ROWS, KnownListing, bounded, decoded, encoded, listing_of
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.snapshot import Recalled
from fargate_tui.live.store import Store
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
FINE = Finding(severity="ok", word="steady")
OF_PROD = TaskScope(cluster="prod", show="both")


def task(number: int, started_by: str = "") -> TaskRow:
    return TaskRow(arn=f"arn:{number}", id=f"{number:032}", cluster="prod", finding=FINE, started_by=started_by)


def tasks(count: int) -> KnownListing:
    return KnownListing(kind="tasks", scope=OF_PROD, at=AT, tasks=tuple(task(number) for number in range(count)))


def test_what_is_written_is_read_again() -> None:
    cluster = KnownListing(kind="clusters", at=AT, clusters=(ClusterRow(arn="c", name="prod", finding=FINE),))
    service = ServiceRow(arn="s", name="web", cluster="prod", finding=FINE, created_at=AT)
    services = KnownListing(kind="services", scope=TaskScope(cluster="prod"), at=AT, services=(service,))
    assert decoded(encoded([cluster, services, tasks(3)])) == (cluster, services, tasks(3))


def test_what_is_not_understood_is_nothing() -> None:
    assert decoded(b"") == ()
    assert decoded(b'[{"kind":"boxes","at":"2026-11-23T03:12:00Z"}]') == ()
    assert decoded(b"\xff") == ()


def test_the_list_seen_last_is_kept_as_far_as_there_is_room_and_others_whole_or_not() -> None:
    kept = bounded([tasks(MOST_ROWS + 1), tasks(1)])
    assert [len(listing.rows) for listing in kept] == [MOST_ROWS]
    kept = bounded([tasks(3), tasks(MOST_ROWS), tasks(2)])
    assert [len(listing.rows) for listing in kept] == [3, 2]


def test_of_long_rows_as_many_are_kept_as_there_is_room_for() -> None:
    long = KnownListing(
        kind="tasks", scope=OF_PROD, at=AT, tasks=tuple(task(number, "x" * 1000) for number in range(MOST_ROWS))
    )
    held = encoded([long, tasks(2)])
    assert MOST_BYTES * 0.8 < len(held) <= MOST_BYTES
    kept = decoded(held)
    assert kept[0].tasks == long.tasks[: len(kept[0].tasks)]


def test_what_looks_like_a_secret_is_not_written() -> None:
    why = Finding(severity="error", word="failing", why="exec: --password hunter2: not found")
    row = ServiceRow(arn="s", name="web", cluster="p", finding=why, last_event="failed: TOKEN=hunter2")
    listing = KnownListing(kind="services", at=AT, services=(row,))
    of_task = KnownListing(kind="tasks", at=AT, tasks=(task(1, started_by="job --token=hunter2"),))
    assert b"hunter2" not in encoded([listing, of_task])


async def test_a_store_gives_lists_what_is_recalled_and_keeps_it_apart() -> None:
    store = Store(_nobody, clock=HeldClock())
    store.shelf.recall([tasks(3)])
    watch = store.tasks(OF_PROD)
    given = watch.recalled
    assert given == Recalled(tasks(3).tasks, AT)
    assert watch.snapshot.rows == ()
    assert list(store.shelf.known(TaskRow)) == [], "what is recalled is not what AWS has said"
    assert store.tasks(TaskScope(cluster="prod", show="running")).recalled is None
    assert store.shelf.listings() == [tasks(3)], "what has not been looked at in this run is kept as it was"
    store.shelf.recall(())
    given = store.tasks(OF_PROD).recalled
    assert given is None
    await store.close()


def test_only_lists_are_kept() -> None:
    assert listing_of(("requests",), (), AT) is None
    assert listing_of(("services", None), (), AT) == KnownListing(kind="services", at=AT)


async def _nobody() -> SmallAws:
    raise AssertionError("nothing is asked")
