"""How every command runs: its connection, its errors, its exit status, ctrl+c and a reader that has gone."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from fargate_tui.commands.output import Output
from fargate_tui.fargate.error_help import PAGE, section_of
from fargate_tui.fargate.errors import AwsError, Throttled, Unreachable

if TYPE_CHECKING:
    from fargate_tui.live.clock import Clock
    from fargate_tui.live.history import Journal
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

Found = TypeVar("Found")
DONE: Final = 0
FAILED: Final = 1
"""AWS cannot be asked, or a condition was not met."""
STOPPED: Final = 130
"""By ctrl+c."""
TOUCH_EVERY: Final = 60.0
"""Seconds between two signs of life: watches rest after 15 minutes without a key, and a script presses none."""

Work = Callable[["Store", Output, "Settings"], Awaitable[int]]
STATUSES: Final = """\
the exit status is 0, 1 where AWS cannot be asked (or the condition of --watch is not met), 2 where the command line
makes no sense, and 130 after ctrl+c. What is missing from an answer is said on standard error.
"""


def options(command: str, description: str, examples: str) -> argparse.ArgumentParser:
    """The options that every command has: whom to ask, and in which form to tell."""
    from fargate_tui.cli import add_connection_options

    made = argparse.ArgumentParser(
        prog=f"fargate-tui {command}",
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_connection_options(made)
    return made


def read(made: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """The command line as understood; exits with status 2 and a sentence where it makes no sense."""
    from fargate_tui.cli import check_demo

    given = made.parse_args(arguments)
    check_demo(made, given)
    return given


def run(given: argparse.Namespace, command: str, work: Work) -> int:
    """Do the work over a connection of its own; the exit status."""
    from fargate_tui.cli import sources_of

    output = Output(command)
    sources = sources_of(given)
    try:
        with ExitStack() as stack:
            if given.demo:
                from fargate_tui.local_aws import LocalAws, LocalAwsFailed

                local_aws = stack.enter_context(LocalAws(given.demo))
                try:
                    sources = local_aws.sources(sources, local_aws.wait(lambda _: None))
                except LocalAwsFailed as failure:
                    output.fail(str(failure))
                    return FAILED
            gathered = sources.gather()
            for mistake in gathered.mistakes:
                output.note(str(mistake))
            return asyncio.run(_work(gathered.settings, output, work))
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        output.let_go()
        return DONE


async def _work(settings: "Settings", output: Output, work: Work) -> int:
    from fargate_tui.aws.session import ConnectionSettings, connect
    from fargate_tui.commands.mfa import terminal_ask
    from fargate_tui.live.limits import Limits
    from fargate_tui.live.store import Store

    chosen = ConnectionSettings(
        profile=settings.profile,
        region=settings.region,
        endpoint_url=settings.endpoint_url,
        read_only=lambda: True,
        ask=terminal_ask(),
    )
    store = Store(lambda: connect(chosen), limits=Limits(settings.refresh, settings.live_tail))
    try:
        return await attended(store, output, lambda store, output: work(store, output, settings))
    finally:
        await store.close()


async def attended(store: "Store", output: Output, work: Callable[["Store", Output], Awaitable[int]]) -> int:
    """Do the work for as long as somebody reads it; what AWS does not answer is told in a sentence."""
    working = asyncio.ensure_future(work(store, output))
    others = (asyncio.create_task(output.is_left()), asyncio.create_task(_keep_awake(store)))
    try:
        await asyncio.wait((working, others[0]), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else DONE
    except AwsError as error:
        section = section_of(error)
        output.fail(str(error))
        output.fail(f"help: {section.where} ({PAGE}#{section.anchor})")
        return FAILED
    finally:
        for task in (working, *others):
            task.cancel()
        await asyncio.gather(working, *others, return_exceptions=True)


def changes_from_here() -> "Journal | None":
    """What was changed from here, where anything was."""
    from fargate_tui.cli import state_directory
    from fargate_tui.live.history import Journal

    path = state_directory() / "journal.sqlite3"
    return Journal(path) if path.exists() else None


async def within(
    clock: "Clock", patience: timedelta, work: Coroutine[object, object, Found], answered: asyncio.Event | None = None
) -> Found | None:
    """Do the work for so long, and in any case until it is ``answered``; None where that was not enough."""

    async def lose_patience() -> None:
        await clock.sleep(patience.total_seconds())
        if answered is not None:
            await answered.wait()

    working, waiting = asyncio.create_task(work), asyncio.create_task(lose_patience())
    try:
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)


def passes(error: AwsError) -> bool:
    """Whether it may be over when it is tried again, by itself."""
    return isinstance(error, (Throttled, Unreachable))


async def _keep_awake(store: "Store") -> None:
    while True:
        store.touch()
        await asyncio.sleep(TOUCH_EVERY)
