"""The logs screen fed by a tail at 5,000 lines a second: ``python -m tests.bench.log_tail --seconds 60``."""

import argparse
import asyncio
import gc
import statistics
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from textual.screen import Screen

import fargate_tui.app
from fargate_tui.app import FargateApp
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate
from fargate_tui.live.clock import WallClock
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.screens.logs import LogsScreen
from fargate_tui.settings import Settings
from fargate_tui.widgets.log_view import LogView
from tests.bench.log_view import resident_mib
from tests.bench.measures import Figure
from tests.live.small_aws import SmallAws, cluster, service, task
from tests.live.tailing import GROUP, definition, task_name

SECONDS = 10
PER_SECOND = 5_000
TASKS = 50
BEAT = 0.002
"""Seconds between two looks at whether the loop turns."""


class CountedApp(FargateApp):
    """The app, which counts the frames it writes."""

    CSS_PATH = str(Path(fargate_tui.app.__file__).with_name("app.tcss"))
    frames = 0

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.frames += 1


def account() -> SmallAws:
    """A service of 50 tasks in a cluster."""
    aws = SmallAws()
    tasks = [task(number) for number in range(1, TASKS + 1)]
    aws.put(cluster("prod", active_services_count=1), service("web"), definition(), *tasks)
    return aws


def update(first: int) -> TailUpdate:
    """What a session says of one second: lines of all tasks, half of them JSON."""
    at = int(time.time() * 1000)
    return TailUpdate(
        events=tuple(_event(at + number * 1000 // PER_SECOND, first + number) for number in range(PER_SECOND))
    )


def _event(at: int, number: int) -> LogEvent:
    plain = f"INFO GET /api/v1/orders/{number} 200 {number % 97} ms user={number % 1000}"
    json = f'{{"level":"info","message":"GET /api/v1/orders/{number}","status":200,"ms":{number % 97}}}'
    stream = f"ecs/api/{task_name(number % TASKS + 1)}"
    return LogEvent(at=at, stream=stream, message=json if number % 2 else plain, ingested_at=at, group=GROUP)


class Talk:
    """Says 5,000 lines a second into every session that is open, all of a second at once, as Live Tail does."""

    def __init__(self, aws: SmallAws) -> None:
        self.said = 0
        self._aws = aws

    async def go_on(self, seconds: int) -> None:
        """Say so much."""
        began = time.perf_counter()
        for second in range(seconds):
            self._aws.sessions[-1].said.put_nowait(await asyncio.to_thread(update, self.said))
            self.said += PER_SECOND
            await asyncio.sleep(max(0.0, began + second + 1 - time.perf_counter()))


async def listen(holds: list[float]) -> None:
    """Take down, in milliseconds, by how much each turn of the loop comes too late."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        holds.append((time.perf_counter() - began - BEAT) * 1000)


async def answer(app: CountedApp, view: LogView) -> float:
    """Milliseconds from a key that stops or starts following to the frame that shows it."""
    wanted, began = not view.following, time.perf_counter()
    app.simulate_key("G" if wanted else "k")
    while view.following is not wanted:  # noqa: ASYNC110 -- the loop is what is measured
        await asyncio.sleep(0)
    frames = app.frames
    while app.frames == frames and time.perf_counter() - began < 1:  # noqa: ASYNC110
        await asyncio.sleep(0)
    return (time.perf_counter() - began) * 1000


async def figures(seconds: int) -> AsyncIterator[Figure]:
    """Every figure of so many seconds."""
    aws = account()

    async def connect(_: Settings, _lock: Lock, _ask: Ask) -> Aws:
        return aws

    app = CountedApp(Settings(theme="fargate-dark", cluster="prod"), connect, clock=WallClock())
    async with app.run_test(size=(120, 36)):
        view = await _opened(app, aws)
        memory, cpu, holds, keys = resident_mib(), time.process_time(), list[float](), list[float]()
        talk = Talk(aws)
        talking, listening = asyncio.create_task(talk.go_on(seconds)), asyncio.create_task(listen(holds))
        while not talking.done():
            keys.append(await answer(app, view))
            await asyncio.sleep(0.21)
        while len(view.lines) + view.dropped < talk.said and len(keys) < 10_000:
            keys.append(await answer(app, view))
        listening.cancel()
        load = (time.process_time() - cpu) / seconds * 100
        marks = sum(line.kind == "mark" for line in view.lines)
        lost = talk.said - len(view.lines) - view.dropped + marks
        memory = resident_mib() - memory
    yield Figure(f"keys at 5,000 lines/s, {seconds} s, tailed", statistics.median(keys), "ms", 50, max(keys))
    yield Figure("  19 of 20 keys", statistics.quantiles(keys, n=20)[18], "ms", 50)
    yield Figure("  hold of the loop, 99 of 100", statistics.quantiles(holds, n=100)[98], "ms", 25, max(holds))
    yield Figure("  load, with making the lines", load, "% of a core", 80)
    yield Figure("  lines lost", abs(lost), "", 0)
    yield Figure("  memory of all, tail and view", memory, "MiB", 100)


async def _opened(app: CountedApp, aws: SmallAws) -> LogView:
    """The logs of the service, live."""
    while not aws.services or not app.is_running:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(1)
    app.simulate_key("l")
    while not aws.sessions or not isinstance(app.screen, LogsScreen):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(1)
    # as the program does once it is connected: a full pass takes 50 ms otherwise
    gc.collect()
    gc.freeze()
    return app.screen.query_one(LogView)


async def main(seconds: int) -> int:
    """Print every figure; 1 if one is outside its bound."""
    kept = True
    async for figure in figures(seconds):
        kept = kept and figure.kept
        worst = "" if figure.worst is None else f"{figure.worst:,.1f}"
        print(f"{figure.what:38}{figure.median:>10,.1f}  {figure.bound:>8,.0f}  {worst:>9}  {figure.unit}", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long lines are said (60 for the record)")
    sys.exit(asyncio.run(main(parser.parse_args().seconds)))
