"""Work in a thread: its result, its error, and no waiting for it."""

import asyncio
import threading

import pytest

from fargate_tui.aws.threads import in_thread


def double(number: int) -> int:
    return 2 * number


async def test_the_result_comes_back() -> None:
    assert await in_thread(double, 21) == 42


async def test_the_error_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda number: 1 // number, 0)


async def test_it_runs_beside_the_loop() -> None:
    assert await in_thread(lambda _: threading.current_thread() is not threading.main_thread(), None)


async def test_who_gives_up_does_not_wait() -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def wait(fail: bool) -> None:
        begun.set()
        release.wait()
        ended.set()
        if fail:
            raise LookupError

    for fail in (False, True):
        begun.clear()
        release.clear()
        waiting = asyncio.create_task(in_thread(wait, fail))
        await asyncio.to_thread(begun.wait)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        release.set()
        await asyncio.to_thread(ended.wait)


def test_the_loop_ends_without_it() -> None:
    release, ended = threading.Event(), threading.Event()

    def wait(_: None) -> None:
        release.wait()
        ended.set()

    async def leave() -> None:
        asyncio.create_task(in_thread(wait, None))  # noqa: RUF006 - left behind on purpose
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert not ended.is_set()
    release.set()
    assert ended.wait(60)
