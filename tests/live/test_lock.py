"""Read-only mode, and how it is lifted for a while."""

from fargate_tui.live.lock import NEVER_CLOSED, Lock


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def test_it_opens_for_so_long_and_closes_by_itself() -> None:
    hand = Hand()
    lock = Lock(closed=True, minutes=15, monotonic=hand)
    assert (lock.is_closed, lock.minutes_left) == (True, None)
    lock.open()
    assert (lock.is_closed, lock.minutes_left) == (False, 15)
    hand.seconds += 14 * 60 + 59
    assert (lock.is_closed, lock.minutes_left) == (False, 1)
    hand.seconds += 1
    assert (lock.is_closed, lock.minutes_left) == (True, None)


def test_it_can_be_closed_before() -> None:
    lock = Lock(closed=True, monotonic=Hand())
    lock.open()
    lock.close()
    assert lock.is_closed


def test_what_does_not_open_stays_closed() -> None:
    lock = Lock(closed=True, opens=False, monotonic=Hand())
    lock.open()
    assert lock.is_closed


def test_what_is_not_closed_never_is() -> None:
    assert (NEVER_CLOSED.is_closed, NEVER_CLOSED.minutes_left) == (False, None)
    lock = Lock(monotonic=Hand())
    lock.close()
    assert not lock.is_closed
