"""What the view of logs costs, by itself and without a terminal: ``python -m tests.bench.log_view``."""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path

from textual.app import App

from fargate_tui.fargate.logs.lines import LogLine, line_key
from fargate_tui.widgets.log_view import LogView
from tests.bench.measures import Figure
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

LINES = 100_000
SECONDS = 10
PER_SECOND = 5_000
BATCHES = 4
"""A second, as a tail sends them."""
START = int(NOW.timestamp() * 1000)
_numbers = count()


def lines(many: int, length: int = 100) -> list[LogLine]:
    """Lines of two tasks, a fifth of a millisecond apart."""
    return [
        LogLine(
            text=f"GET /api/v1/orders/{number} 200 {number % 97} ms user={number % 1000} ".ljust(length, "."),
            key=line_key(START + number // 5, number),
            task_id=("1a2b3c4d5e6f", "99ff00aa11bb")[number % 2],
            level="info",
        )
        for number in (next(_numbers) for _ in range(many))
    ]


def resident_mib() -> float:
    """What this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


async def painted(app: App[None], view: LogView) -> None:
    """Wait until nothing is filtered and nothing waits for being written."""
    while view.filtering or view._repaint_regions or app._batch_count:  # noqa: ASYNC110 -- the loop is what is measured
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)


async def worst_hold(view: LogView, change: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds until a change of filters is through, and the longest that the loop was held meanwhile."""
    worst = 0.0
    began = last = time.perf_counter()
    change()
    while True:
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
        if not view.filtering:
            return (now - began) * 1000, worst * 1000
        await asyncio.sleep(0)


async def answer(app: TerminalApp, key: str) -> float:
    """Milliseconds from a key to what it writes."""
    frames, began = app.frames, time.perf_counter()
    app.simulate_key(key)
    while app.frames == frames and time.perf_counter() - began < 1:  # noqa: ASYNC110 -- the loop is what is measured
        await asyncio.sleep(0)
    return (time.perf_counter() - began) * 1000


async def figures() -> AsyncIterator[Figure]:
    """Every figure, in the order of the issue."""
    view = LogView(now=Clock())
    view.styles.height = "1fr"
    app = TerminalApp(view)
    async with app.run_test(size=(120, 36)):
        view.focus()
        async for figure in appended(app, view):
            yield figure
        async for figure in filtered(app, view):
            yield figure
        async for figure in followed(app, view):
            yield figure
        async for figure in sustained(app, view):
            yield figure


async def appended(app: TerminalApp, view: LogView) -> AsyncIterator[Figure]:
    """100,000 lines at once, the lines themselves with what the view makes of them."""
    gc.collect()
    before = resident_mib()
    made = lines(LINES)
    began = time.perf_counter()
    view.append(made)
    took = time.perf_counter() - began
    del made
    await painted(app, view)
    yield Figure("100,000 lines appended", took * 1000, "ms", 500)
    yield Figure("memory of the lines and the view", resident_mib() - before, "MiB", 40)


async def filtered(app: TerminalApp, view: LogView) -> AsyncIterator[Figure]:
    """Filters and a search over all of them."""
    for what, words in (("text", "orders/77"), ("pattern", "/orders/.*7 200/"), ("2 patterns", "/timeout|refused/")):
        found = []
        for _ in range(5):
            found.append(await worst_hold(view, lambda words=words: setattr(view, "keep", words)))  # type: ignore[misc]
            view.keep = ""
            await painted(app, view)
        yield Figure(f"a filter over them, {what}", statistics.median(ms for ms, _ in found), "ms", 150)
        yield Figure("  longest hold of the loop", statistics.median(ms for _, ms in found), "ms", 10)
    ms, held = await worst_hold(view, lambda: view.search("user=77"))
    yield Figure("a search over them", ms, "ms", 150, held)
    view.search("")
    await painted(app, view)


async def followed(app: TerminalApp, view: LogView) -> AsyncIterator[Figure]:
    """20 lines a second in four batches, following; a page up."""
    view.action_follow()
    await painted(app, view)
    app.cost()
    for _ in range(20):
        view.append(lines(20 // BATCHES))
        await painted(app, view)
    yield Figure("a followed line, of 20 a second", app.cost() / 100, "bytes", 3000)
    pages, sizes = [], []
    for _ in range(10):
        pages.append(await answer(app, "pageup"))
        sizes.append(app.cost())
    yield Figure("page up", statistics.median(pages), "ms", 25, max(pages))
    yield Figure("page up", statistics.median(sizes), "bytes", 12_000)


async def sustained(app: TerminalApp, view: LogView) -> AsyncIterator[Figure]:
    """5,000 lines a second while keys are pressed, and whether all are there."""
    before, written = len(view.lines) + view.dropped, 0
    keys: list[float] = []
    cpu = time.process_time()
    for _ in range(SECONDS * BATCHES):
        began = time.perf_counter()
        view.append(lines(PER_SECOND // BATCHES))
        written += PER_SECOND // BATCHES
        keys.append(await answer(app, "kjjk"[len(keys) % 4]))
        await asyncio.sleep(max(0.0, 1 / BATCHES - (time.perf_counter() - began)))
    yield Figure("keys at 5,000 lines a second", statistics.median(keys), "ms", 50, max(keys))
    yield Figure("  load, with making the lines", (time.process_time() - cpu) / SECONDS * 100, "% of a core", 50)
    yield Figure("  lines lost", before + written - len(view.lines) - view.dropped, "", 0)


async def main() -> int:
    """Print every figure; 1 if one is outside its bound."""
    kept = True
    async for figure in figures():
        kept = kept and figure.kept
        worst = "" if figure.worst is None else f"{figure.worst:,.1f}"
        print(f"{figure.what:38}{figure.median:>10,.1f}  {figure.bound:>8,.0f}  {worst:>9}  {figure.unit}", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
