"""``fargate-tui tasks``: the tasks of a service, of a cluster, or of all, with why the stopped ones ended."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fargate_tui.columns.tasks import ACROSS, COLUMNS, EVERYWHERE
from fargate_tui.commands.asked import add_options, asked
from fargate_tui.commands.listing import Listing, views_of
from fargate_tui.commands.members import Member, moment
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import STATUSES, options, read, run
from fargate_tui.commands.targets import named
from fargate_tui.commands.vocabulary import MET, Verdict, Vocabulary, Word
from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.clock import WallClock
from fargate_tui.live.scope import Show, TaskScope

if TYPE_CHECKING:
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

EXAMPLES: Final = f"""\
  fargate-tui tasks production/api                            those that run
  fargate-tui tasks production --stopped --problems           why tasks of the last hour ended badly
  fargate-tui tasks production/api --json | jq -r '.[].privateIp'
  fargate-tui tasks batch --filter task:4f1c0a9e --watch stopped
  fargate-tui tasks production/api --watch 'healthy and count>=3' --timeout 5m

{STATUSES}"""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


MEMBERS: Final[tuple[Member[TaskRow], ...]] = (
    Member("arn", "text", lambda row: row.arn, "its ARN"),
    Member("id", "text", lambda row: row.id, "the last part of that", word="task"),
    Member("cluster", "text", lambda row: row.cluster, "the name of its cluster"),
    Member(
        "service", "text", lambda row: service_of_group(row.group) or None, "its service; null of a standalone task"
    ),
    Member("group", "text", lambda row: row.group, "`service:NAME`, `family:NAME`, or as RunTask was told"),
    Member("startedBy", "text", lambda row: row.started_by, "the deployment, `ecs-svc/…`, or as RunTask was told"),
    Member(
        "state", "text", lambda row: row.finding.word, "the state in a word: `running`, `starting`, `out of memory`, …"
    ),
    Member("severity", "text", lambda row: row.finding.severity, "`ok`, `info`, `busy`, `warn` or `error`"),
    Member("why", "text", lambda row: row.finding.why, "why it stopped, or what is not right about it"),
    Member("status", "text", lambda row: row.last_status, "its lastStatus: `PENDING`, `RUNNING`, `STOPPED`, …"),
    Member("desiredStatus", "text", lambda row: row.desired_status, "what ECS wants of it: `RUNNING` or `STOPPED`"),
    Member(
        "health",
        "text",
        lambda row: row.health or None,
        "`HEALTHY`, `UNHEALTHY` or `UNKNOWN`; null without a container health check",
    ),
    Member(
        "target",
        "text",
        lambda row: row.target,
        "the state of its worst target: `healthy`, `draining`, …; null where it has none or that is not known",
    ),
    Member("targetReason", "text", lambda row: row.target_reason, "what the load balancer says of that"),
    Member("zone", "text", lambda row: row.availability_zone, "availability zone"),
    Member("privateIp", "text", lambda row: row.private_ip, "IPv4 address in the VPC", word="private"),
    Member(
        "publicIp",
        "text",
        lambda row: row.public_ip,
        "empty where it has none, null where that is not known",
        word="public",
    ),
    Member("interface", "text", lambda row: row.interface, "id of its network interface"),
    Member("taskDefinition", "text", lambda row: row.task_definition, "`family:revision`", word="revision"),
    Member("launch", "text", lambda row: row.launch, "`FARGATE` or `SPOT`"),
    Member("cpu", "number", lambda row: _number(row.cpu), "units, of which 1,024 are one vCPU"),
    Member("memory", "number", lambda row: _number(row.memory), "MiB"),
    Member("createdAt", "time", lambda row: moment(row.created_at), "when it was asked for"),
    Member("startedAt", "time", lambda row: moment(row.started_at), "when all of its containers had started"),
    Member("stoppedAt", "time", lambda row: moment(row.stopped_at), "when it had ended"),
    Member("exitCodes", "list", lambda row: list(row.exit_codes), "of the containers that have ended with one"),
)


def _state(row: TaskRow) -> str:
    return f"{row.finding.word}: {row.finding.why}" if row.finding.why else row.last_status.lower()


def _running(row: TaskRow) -> Verdict:
    if row.is_stopped:
        return Verdict("never", _state(row))
    return MET if row.last_status == "RUNNING" else Verdict("waiting", _state(row))


def _healthy(row: TaskRow) -> Verdict:
    runs = _running(row)
    if runs.standing != "met":
        return runs
    if row.health not in ("", "HEALTHY"):
        return Verdict("waiting", f"its container health is {row.health}")
    if row.target not in (None, "healthy"):
        return Verdict("waiting", f"its target is {row.target}")
    return MET


def _stopped(row: TaskRow) -> Verdict:
    return MET if row.is_stopped else Verdict("waiting", row.last_status.lower())


def _succeeded(row: TaskRow) -> Verdict:
    if not row.is_stopped:
        return Verdict("waiting", row.last_status.lower())
    return MET if row.exit_codes and not any(row.exit_codes) else Verdict("never", _state(row))


ENDS: Final = ("stopped", "succeeded")
"""What stopped tasks are looked at for."""
WORDS: Final = Vocabulary(
    "task",
    (
        Word("running", "its status is RUNNING; it can hold no more once it has stopped", _running),
        Word(
            "healthy",
            "it is running, its container health checks pass where it has any, and so do those of its load balancer",
            _healthy,
            needs_all=True,
        ),
        Word("stopped", "it has ended, however; looks at stopped tasks too, and there must be one", _stopped),
        Word(
            "succeeded",
            "it has ended and all its exit codes are 0; can hold no more where another one is not",
            _succeeded,
        ),
    ),
    MEMBERS,
    lambda row: row.id[:8],
)


def parser() -> argparse.ArgumentParser:
    """The options of ``tasks``, declared once."""
    made = options("tasks", "List tasks, with why the stopped ones ended.", EXAMPLES)
    made.add_argument(
        "target", nargs="?", metavar="CLUSTER[/SERVICE]", help="names, or an ARN; all clusters without it"
    )
    which = made.add_mutually_exclusive_group()
    shows: tuple[tuple[str, Show, str], ...] = (
        ("--running", "running", "those that ECS wants to run (default)"),
        ("--stopped", "stopped", "those that have stopped within the last hour, or are about to"),
        ("--all", "both", "both"),
    )
    for flag, show, help_text in shows:
        which.add_argument(flag, dest="show", action="store_const", const=show, help=help_text)
    made.add_argument("--standalone", action="store_true", help="only tasks that no service keeps")
    add_options(made, COLUMNS, WORDS)
    return made


def main(arguments: Sequence[str]) -> int:
    """List tasks."""
    made = parser()
    given = read(made, arguments)
    where = named(given, made, smallest="service")
    columns = COLUMNS if where.service else ACROSS if where.cluster else EVERYWHERE
    wanted = asked(given, made, columns, WORDS)
    ending = wanted.until is not None and any(name in ENDS for name in wanted.until.names)
    if ending and given.show == "running":
        made.error("--watch: tasks that have stopped are not among --running: leave that out")
    show: Show = given.show or ("both" if ending else "running")
    scope = TaskScope(where.cluster, where.service, standalone_only=given.standalone, show=show)

    async def work(store: "Store", output: Output, _: "Settings") -> int:
        return await Listing(columns, WORDS, wanted, output, WallClock()).tell(lambda: views_of(store.tasks(scope)))

    return run(given, "tasks", work)
