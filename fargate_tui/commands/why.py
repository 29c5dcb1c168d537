"""``fargate-tui why``: a post-mortem, as text or JSON, for scripts and incident channels.

It asks AWS what the task's screen asks, once, and ends.
"""

import argparse
import json
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from fargate_tui.commands.output import Output
from fargate_tui.commands.running import DONE, options, read, run
from fargate_tui.commands.targets import may_be_task, named

if TYPE_CHECKING:
    from fargate_tui.fargate.inquest import Inquest
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

NOT_EXPLAINED: Final = 3
EPILOG = """\
  fargate-tui why production/api                     the task of the service that failed last, or why it has none
  fargate-tui why production/4f1c0a9e8b5d4a63…       this task; its id, or the beginning of it, or its ARN
  fargate-tui why --json production/api | jq .cause

the exit status is 0 where a rule explains it, 3 where none does, 1 where AWS cannot be asked or knows no such task or
no failed one, and 2 where the command line makes no sense. --json has lasting names: docs/why.md.
"""


def parser() -> argparse.ArgumentParser:
    """The options of ``why``, declared once."""
    about = "Say why a task died, or why a service's last failed task did, with the evidence."
    made = options("why", about, EPILOG)
    made.add_argument("target", metavar="CLUSTER/TASK|CLUSTER/SERVICE", help="what to look into")
    made.add_argument(
        "--metrics",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="ask for memory and CPU before the end, which AWS bills (default: yes, or as the settings say)",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Print a post-mortem."""
    made = parser()
    given = read(made, arguments)
    where = named(given, made, smallest="task")
    cluster, name = where.cluster, where.task or where.service
    if not cluster or not name:
        made.error("name a cluster and a task or a service of it: CLUSTER/TASK or CLUSTER/SERVICE")

    async def work(store: "Store", output: Output, settings: "Settings") -> int:
        inquest = await _found(store, cluster, name, metrics=settings.metrics)
        output.write(_as_json(inquest) if given.json else _as_text(inquest))
        return DONE if inquest.diagnosis.is_explained else NOT_EXPLAINED

    return run(given, "why", work)


def _as_json(inquest: "Inquest") -> str:
    from fargate_tui.screens.mortem_text import as_json

    return json.dumps(as_json(inquest), indent=2)


def _as_text(inquest: "Inquest") -> str:
    from fargate_tui.live.clock import WallClock
    from fargate_tui.screens.mortem_text import text

    return text(inquest, WallClock().now())


async def _found(store: "Store", cluster: str, name: str, *, metrics: bool) -> "Inquest":
    """The inquest into the task that is meant: by its ARN or id, else into the service's."""
    from fargate_tui.fargate.errors import NotFound

    if name.startswith("arn:"):
        return await _inquest(store, cluster, name, metrics=metrics)
    if may_be_task(name):
        try:
            return await _inquest(store, cluster, await store.ends.find_task(cluster, name), metrics=metrics)
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
        task = await store.ends.last_failed(cluster, name, or_stopped=False)
    except NotFound:
        if (of_service := await store.ends.inquest_of_service(cluster, name, metrics=metrics)) is not None:
            return of_service
        task = await store.ends.last_failed(cluster, name)
    return await _inquest(store, cluster, task, metrics=metrics)


async def _inquest(store: "Store", cluster: str, arn: str, *, metrics: bool) -> "Inquest":
    """All of it; raises AwsError where AWS does not know the task."""
    async with aclosing(store.ends.inquest(cluster, arn, metrics=metrics).follow()) as changes:
        async for change in changes:
            if change.snapshot.error is not None:
                raise change.snapshot.error
            for inquest in change.snapshot.rows:
                if inquest.is_complete:
                    return inquest
    raise AssertionError("a watch ends only when it is closed")
