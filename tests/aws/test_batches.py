"""Side by side, and yet in order."""

import asyncio
from contextlib import aclosing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.aws.batches import batches, in_order


@settings(deadline=None)
@given(items=st.lists(st.text(max_size=3)), size=st.integers(1, 12))
def test_batches_lose_and_reorder_nothing(items: list[str], size: int) -> None:
    made = list(batches(items, size))

    assert [item for batch in made for item in batch] == items
    assert all(0 < len(batch) <= size for batch in made)
    assert all(len(batch) == size for batch in made[:-1])


@settings(deadline=None)
@given(finishing=st.permutations(range(7)), in_flight=st.integers(1, 7))
async def test_replies_keep_their_order_whatever_finishes_first(finishing: list[int], in_flight: int) -> None:
    gates = [asyncio.Event() for _ in finishing]
    under_way: set[int] = set()
    most = 0

    async def ask(number: int) -> int:
        nonlocal most
        under_way.add(number)
        most = max(most, len(under_way))
        await gates[number].wait()
        under_way.discard(number)
        return number

    async def finish() -> None:
        for number in finishing:
            gates[number].set()
            await asyncio.sleep(0)

    finisher = asyncio.create_task(finish())
    assert [reply async for reply in in_order(iter(range(7)), ask, in_flight)] == list(range(7))
    await finisher
    assert most <= in_flight


async def test_the_first_reply_does_not_wait_for_the_last() -> None:
    async def ask(number: int) -> int:
        if number:
            await asyncio.Event().wait()
        return number

    async with aclosing(in_order(iter(range(6)), ask)) as replies:
        assert await anext(replies) == 0


async def test_an_error_cancels_the_rest() -> None:
    cancelled: list[int] = []

    async def ask(number: int) -> int:
        if number == 0:
            raise LookupError
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        return number

    replies = in_order(iter(range(3)), ask)
    await asyncio.sleep(0)
    with pytest.raises(LookupError):
        await anext(replies)
    assert cancelled == [1, 2]
    assert not [task for task in asyncio.all_tasks() if "ask" in repr(task.get_coro())]
