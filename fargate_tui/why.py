"""``fargate-tui why``: a post-mortem without the UI, as text or JSON, for scripts and incident channels.

Imports no Textual. It asks AWS what the task's screen asks, once, and ends.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, aclosing
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from fargate_tui.fargate.inquest import Inquest
    from fargate_tui.live.store import Store

EXPLAINED: Final = 0
FAILED: Final = 1
NOT_EXPLAINED: Final = 3
EPILOG = """\
  fargate-tui why production/api                     the task of the service that failed last, or why it has none
  fargate-tui why production/4f1c0a9e8b5d4a63…       this task; its id, or the beginning of it, or its ARN
  fargate-tui why --json production/api | jq .cause

the exit status is 0 where a rule explains it, 3 where none does, 1 where AWS cannot be asked or knows no such task or
no failed one, and 2 where the command line makes no sense. --json has lasting names: docs/why.md.
"""
_ID = frozenset("0123456789abcdef")
_SHORTEST = 8
"""Digits of a task's id that are enough."""


def parser() -> argparse.ArgumentParser:
    """The options of ``why``, declared once."""
    from fargate_tui.cli import add_connection_options

    options = argparse.ArgumentParser(
        prog="fargate-tui why",
        description="Say why a task died, or why a service's last failed task did, with the evidence.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("subject", metavar="CLUSTER/TASK|CLUSTER/SERVICE", help="what to look into")
    options.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_connection_options(options)
    options.add_argument(
        "--metrics",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="ask for memory and CPU before the end, which AWS bills (default: yes)",
    )
    return options


def main(arguments: Sequence[str]) -> NoReturn:
    """Print a post-mortem and exit."""
    options = parser()
    given = options.parse_args(arguments)
    cluster, name = _subject(given.subject)
    if not cluster or not name:
        options.error("name a cluster and a task or a service of it: CLUSTER/TASK or CLUSTER/SERVICE")
    if given.demo and (given.profile or given.endpoint_url):
        options.error("--demo brings its own endpoint and credentials: leave out --profile and --endpoint-url")
    try:
        sys.exit(_run(given, cluster, name))
    except KeyboardInterrupt:
        sys.exit(130)


def _subject(text: str) -> tuple[str, str]:
    """Cluster and name, of ``CLUSTER/NAME`` or of the ARN of a task or service."""
    from fargate_tui.fargate.arns import cluster_of, is_arn, name_of

    if is_arn(text):
        return cluster_of(text), text if ":task/" in text else name_of(text)
    cluster, _, name = text.partition("/")
    return cluster, name


def _run(given: argparse.Namespace, cluster: str, name: str) -> int:
    from fargate_tui.fargate.errors import AwsError
    from fargate_tui.settings import Settings

    settings = Settings(profile=given.profile, region=given.region, endpoint_url=given.endpoint_url)
    with ExitStack() as stack:
        if given.demo:
            from fargate_tui.local_aws import LocalAws, LocalAwsFailed

            local_aws = stack.enter_context(LocalAws(given.demo))
            try:
                settings = local_aws.settings(settings, local_aws.wait(lambda _: None))
            except LocalAwsFailed as failure:
                return _fail(str(failure))
        try:
            return asyncio.run(_explain(settings, cluster, name, metrics=given.metrics, wants_json=given.json))
        except AwsError as error:
            return _fail(str(error))


def _fail(why: str) -> int:
    print(f"fargate-tui why: {why}", file=sys.stderr)  # noqa: T201 - there is no screen to say it on
    return FAILED


async def _explain(settings: object, cluster: str, name: str, *, metrics: bool, wants_json: bool) -> int:
    from fargate_tui.aws.session import ConnectionSettings, connect
    from fargate_tui.live.clock import WallClock
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

    assert isinstance(settings, Settings)
    clock = WallClock()
    chosen = ConnectionSettings(
        profile=settings.profile, region=settings.region, endpoint_url=settings.endpoint_url, read_only=True
    )
    store = Store(lambda: connect(chosen), clock=clock)
    try:
        inquest = await _found(store, cluster, name, metrics=metrics)
    finally:
        await store.close()
    from fargate_tui.screens.mortem_text import as_json, text

    said = json.dumps(as_json(inquest), indent=2) if wants_json else text(inquest, clock.now())
    _print(said)
    return EXPLAINED if inquest.diagnosis.is_explained else NOT_EXPLAINED


def _print(said: str) -> None:
    """Print it, whatever the locale can say, and whoever has stopped reading."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        print(said, flush=True)  # noqa: T201 - that is what it is for
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _found(store: "Store", cluster: str, name: str, *, metrics: bool) -> "Inquest":
    """The inquest into the task that is meant: by its ARN or id, else into the service's."""
    from fargate_tui.fargate.errors import NotFound

    if name.startswith("arn:"):
        return await _inquest(store, cluster, name, metrics=metrics)
    if len(name) >= _SHORTEST and set(name) <= _ID:
        try:
            return await _inquest(store, cluster, await store.find_task(cluster, name), metrics=metrics)
        except NotFound as missing:
            try:
                return await _of_service(store, cluster, name, metrics=metrics)
            except NotFound:
                raise missing from None
    return await _of_service(store, cluster, name, metrics=metrics)


async def _of_service(store: "Store", cluster: str, name: str, *, metrics: bool) -> "Inquest":
    """Of the task of a service that failed last; where none has, of the service, else of what was stopped last."""
    from fargate_tui.fargate.errors import NotFound

    try:
        task = await store.last_failed(cluster, name, or_stopped=False)
    except NotFound:
        if (of_service := await store.inquest_of_service(cluster, name, metrics=metrics)) is not None:
            return of_service
        task = await store.last_failed(cluster, name)
    return await _inquest(store, cluster, task, metrics=metrics)


async def _inquest(store: "Store", cluster: str, arn: str, *, metrics: bool) -> "Inquest":
    """All of it; raises AwsError where AWS does not know the task."""
    async with aclosing(store.inquest(cluster, arn, metrics=metrics).follow()) as changes:
        async for change in changes:
            if change.snapshot.error is not None:
                raise change.snapshot.error
            for inquest in change.snapshot.rows:
                if inquest.is_complete:
                    return inquest
    raise AssertionError("a watch ends only when it is closed")
