"""Runs the local AWS from its first line of progress to its end."""

import asyncio
import contextlib
import gc
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

from fargate_tui.demo.account import Account
from fargate_tui.demo.clock import HeldClock, LiveClock
from fargate_tui.demo.control import Control
from fargate_tui.demo.parent import parent_gone
from fargate_tui.demo.profiles import Files
from fargate_tui.demo.real import Real
from fargate_tui.demo.scenarios import Say, Scenario
from fargate_tui.demo.server import Server
from fargate_tui.demo.world import World

HELD_PRESENT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
"""When it is in a local AWS whose clock is held: the same in every run."""
Announce = Callable[[str, Mapping[str, str]], None]
"""Is told the endpoint, and the variables that lead clients to the profiles."""
_SLICE = timedelta(hours=2)
_UNTIL_REAL = 2.0
"""Seconds, of the world."""
_LOGS = timedelta(minutes=65)
"""What containers wrote before that is not there to read; stopped tasks can be described for an hour."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    name: str
    scenario: Scenario
    port: int
    seed: int
    speed: float
    held: Literal["always", "now"] | None
    """Whether the clock is held, and where: at the same moment in every run, or at the present."""
    with_parent: bool
    files: Path | None = None
    """The directory for the profiles; None: one of its own."""
    real: Real | None = None
    """When containers of known images are processes; None: as the scenario has it."""

    @property
    def realness(self) -> Real:
        """When they are, after all: never where the clock is held, for processes know no time but the world's."""
        return "never" if self.held else self.real or self.scenario.real


async def run(options: Options, say: Say, announce: Announce) -> None:
    """Build the scenario, let its past happen, announce the endpoint, and serve until told to end."""
    # nearly all that is made until it is ready stays: the collector's rounds over it cost a quarter of the start
    gc.disable()
    present = HELD_PRESENT if options.held == "always" else datetime.now(UTC)
    start = present - options.scenario.past
    clock = HeldClock(start) if options.held else LiveClock(start, options.speed)
    account = Account(clock, options.seed, logs_from=present - _LOGS)
    world = World(account)
    control = Control(world, options.name)
    server = Server(world, control)
    ending = _told_to_end(options)
    url = await server.listen(options.port)
    files = Files(options.files)
    try:
        try:
            control.files = files.write(url)
        except OSError as error:
            say(f"no profiles for the AWS CLI: {error}")
        serving = asyncio.create_task(
            _serve(options, world, control, present, say, lambda: announce(url, control.files))
        )
        await asyncio.wait([serving, ending], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
        serving.cancel()
    finally:
        ending.cancel()
        files.remove()
        await server.close()
        for reality in account.realities:
            await reality.close()


async def _serve(
    options: Options, world: World, control: Control, present: datetime, say: Say, announce: Callable[[], None]
) -> None:
    scenario, account = options.scenario, world.home
    world.others = {number: partial(make, account) for number, make in scenario.others.items()}
    control.facts = await scenario.build(account, present, say)
    if scenario.past:
        say(f"{_length(scenario.past)} pass")
    await _pass_time(account.clock, present)
    if isinstance(account.clock, LiveClock):
        # the world's clock went on for a second or two meanwhile
        account.clock.run_until(datetime.now(UTC))
    if options.realness == "always":
        account.be_real("always")
    gc.freeze()
    gc.enable()
    control.ready.set()
    announce()
    await asyncio.gather(_go_on(account.clock), _listen(options, account))


async def _listen(options: Options, account: Account) -> None:
    """Open the load balancers' ports, once those were served who waited for the first answers."""
    if options.realness == "on-demand":
        await asyncio.sleep(_UNTIL_REAL)
        account.be_real("on-demand")
    await account.show_listeners()


async def _go_on(clock: HeldClock) -> None:
    while isinstance(clock, LiveClock):
        try:
            await clock.run()
        except Exception:  # noqa: BLE001  one appointment that went wrong is told, and the rest of the world goes on
            traceback.print_exc(file=sys.stderr)
    await asyncio.Event().wait()


async def _pass_time(clock: HeldClock, present: datetime) -> None:
    while clock.now() < present:
        clock.run_until(min(clock.now() + _SLICE, present))
        # signals, and clients that ask whether it is ready, get their turn
        await asyncio.sleep(0)


def _length(past: timedelta) -> str:
    return f"{past.days} days" if past.days > 1 else f"{past.total_seconds() / 60:.0f} minutes"


def _told_to_end(options: Options) -> asyncio.Task[None]:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, told.set)

    async def wait() -> None:
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(told.wait())]
        if options.with_parent:
            waits.append(asyncio.ensure_future(parent_gone()))
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

    return asyncio.create_task(wait())
