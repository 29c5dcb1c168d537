"""Where sessions in containers are asked for: looked at first, then begun, written into the journal, and ended."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field
from typing import Final

import msgspec

from fargate_tui.fargate.arns import name_of, service_of_group, task_id
from fargate_tui.fargate.changes import Call, Difference, Subject
from fargate_tui.fargate.command_line import command_line
from fargate_tui.fargate.errors import AwsError, Invalid, NotFound, ReadOnly
from fargate_tui.fargate.exec_checks import AGENT, Check, Evidence, checks, problems
from fargate_tui.fargate.journal import JournalEntry, Result
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.records import CallerIdentity, Service, Task, TaskDefinition
from fargate_tui.fargate.secrets import masked_command
from fargate_tui.fargate.sessions import (
    SHELL,
    Command,
    Grant,
    Plugin,
    Wanted,
    execute_call,
    grant_of,
    plugin_command,
    target_of,
    terminate_call,
)
from fargate_tui.format import short_id, visible
from fargate_tui.live.clock import Clock
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import NEVER_CLOSED, Lock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.sessions.handover import HandOver
from fargate_tui.sessions.plugin import find_plugin
from fargate_tui.sessions.relay import HANGS, Child, how

NEWEST: Final = 100
"""Tasks of a service among which one is chosen."""
WINDOWS_SHELL: Final = "powershell.exe"
HINT: Final = f"exit or ctrl+d ends it · {HANGS}"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found out before a session."""

    cluster: str
    task: Task
    containers: tuple[str, ...]
    container: str
    """Empty while one of several has to be chosen."""
    plugin: Plugin | None
    definition: TaskDefinition | None = None
    service: Service | None = None
    checks: tuple[Check, ...] = ()

    @property
    def problems(self) -> tuple[Check, ...]:
        """What is in the way."""
        return problems(self.checks)

    @property
    def subject(self) -> Subject:
        """The task."""
        arn = self.task.task_arn
        return Subject(kind="task", arn=arn, name=short_id(task_id(arn)), cluster=self.cluster)

    @property
    def place(self) -> str:
        """``api of task 4f1c0a9e``."""
        return f"{self.container or 'a container'} of task {self.subject.name}"

    @property
    def shell(self) -> str:
        """The shell that its containers have, if they have any."""
        return WINDOWS_SHELL if (self.task.platform_family or "").startswith("Windows") else SHELL


@dataclass(slots=True)
class Desk:
    """Sessions of one run of the program."""

    use: Callable[[], AbstractAsyncContextManager[Aws]]
    """Holds the connection for a few questions."""
    caller: Callable[[], CallerIdentity | None]
    clock: Clock
    journal: Journal
    hand_over: HandOver
    lock: Lock = NEVER_CLOSED
    profile: str = ""
    """As it was named by the person; the plugin reads it again where a connection is lost."""
    endpoint: str = ""
    """Where AWS is asked; empty for AWS itself."""
    find: Callable[[], Awaitable[Plugin | None]] = field(default=find_plugin)

    @property
    def read_only(self) -> bool:
        """Whether nobody is let into a container now."""
        return self.lock.is_closed

    # -- looking -------------------------------------------------------------------------------------------------------

    async def look(self, wanted: Wanted) -> Look:
        """Find the task and the container, and check all that can be; raises `AwsError` where there is no task."""
        finding = asyncio.ensure_future(self.find())
        try:
            async with self.use() as aws:
                task = await _task(aws, wanted)
                names = tuple(each.name for each in task.containers if each.name)
                container = wanted.container or (names[0] if len(names) == 1 else "")
                evidence = await _evidence(aws, wanted, task, container)
            evidence = msgspec.structs.replace(evidence, plugin=await finding)
        finally:
            finding.cancel()
        return Look(
            cluster=wanted.cluster,
            task=task,
            containers=names,
            container=container,
            plugin=evidence.plugin,
            definition=evidence.definition,
            service=evidence.service,
            checks=checks(evidence) if container else (),
        )

    # -- a shell, or a command -----------------------------------------------------------------------------------------

    def call(self, look: Look, command: str = "") -> Call:
        """What AWS is asked for."""
        return execute_call(look.cluster, look.task.task_arn, look.container, command or look.shell)

    async def execute(self, look: Look, command: str = "") -> str:
        """Run a command in a container, a shell where none is given, in the terminal; how it ended, in a sentence.

        Raises `AwsError` where AWS gives no session; then nothing has been run.
        """
        name = f"`{visible(masked_command(command))}`" if command else "the shell"
        title = f"run {masked_command(command)} in {look.place}" if command else f"shell in {look.place}"
        if self.read_only:
            raise ReadOnly(f"open a {title}")
        if look.plugin is None:
            # Before AWS is asked: a session that nobody takes stays open there.
            raise NotFound(f"open a {title}", "session-manager-plugin is not on the PATH")
        call, said = self.call(look, command), masked_command(command or look.shell)
        grant, entry = await self.begin(call, title, look, Difference(what="command", before="—", after=said))
        request = {"Target": target_of(look.task, look.container)}
        child = Child(
            command=self.command(look.plugin, grant, request),
            begin=f"── {visible(title)} in {visible(look.cluster)} · as root\n── {HINT}\n",
            ended=name,
            stays="always" if command else "failed",
        )
        ended = await self.hand_over(child)
        words = how(name, ended)
        if not ended.is_well:
            await self.end(grant.id)
        await self.amend(entry, "done" if ended.is_well else "failed", words)
        return f"{words} · {look.place}"

    # -- what every session needs --------------------------------------------------------------------------------------

    async def begin(self, call: Call, title: str, look: Look, *differences: Difference) -> tuple[Grant, JournalEntry]:
        """Ask AWS for a session, and write down that it was asked for; raises `AwsError`."""
        caller = self.caller()
        entry = await self.journal.begin(
            JournalEntry(
                at=self.clock.now(),
                caller=caller.arn if caller else "",
                account=caller.account if caller else "",
                region=caller.region if caller else "",
                action="task.forward" if call.service == "ssm" else "task.exec",
                title=title,
                subject=look.subject,
                differences=differences,
                commands=(command_line(_without_secrets(call), region=caller.region if caller else ""),),
            )
        )
        try:
            async with self.use() as aws:
                outcome = await aws.changes.carry_out(call, f"open a {title}")
            grant = grant_of(outcome)
            if grant is None:
                raise Invalid(f"open a {title}", "AWS answered without a session")
        except AwsError as error:
            await self.amend(entry, "refused", str(error))
            raise
        entry = msgspec.structs.replace(entry, request_ids=(outcome.request_id,))
        return grant, await self.amend(entry, "accepted", "begun")

    async def amend(self, entry: JournalEntry, result: Result, words: str) -> JournalEntry:
        """Write down what came of it."""
        amended = msgspec.structs.replace(entry, result=result, words=words)
        await self.journal.amend(amended)
        return amended

    async def end(self, session: str) -> None:
        """Tell AWS that a session is over, as far as that is allowed; AWS ends it by itself after 20 idle minutes."""
        try:
            async with self.use() as aws:
                await aws.changes.carry_out(terminate_call(session), "end a session")
        except AwsError:
            return

    def command(self, plugin: Plugin, grant: Grant, request: Mapping[str, object], service: str = "ecs") -> Command:
        """How the plugin is called for a session."""
        caller = self.caller()
        region = caller.region if caller else ""
        endpoint = self.endpoint or f"https://{service}.{region}.{of_region(region).suffix}"
        return plugin_command(plugin, grant, request, region=region, profile=self.profile, endpoint=endpoint)


def _without_secrets(call: Call) -> Call:
    """The same call with the secrets in its command masked."""
    if "command" not in call.parameters:
        return call
    command = masked_command(str(call.parameters["command"]))
    return msgspec.structs.replace(call, parameters={**call.parameters, "command": command})


async def _task(aws: Aws, wanted: Wanted) -> Task:
    """The task that is meant, or the one of the service that is the likeliest to let somebody in."""
    arns = (wanted.task,) if wanted.task else await _first_tasks(aws, wanted)
    tasks = [task for task in await _described(aws, wanted.cluster, arns[:NEWEST]) if wanted.task or _is_running(task)]
    if not tasks:
        of = f"task {short_id(task_id(wanted.task))}" if wanted.task else f"a task of {wanted.service}"
        raise NotFound(f"find {of}", "AWS does not know it any more" if wanted.task else "none is running")
    return max(tasks, key=_openness)


async def _first_tasks(aws: Aws, wanted: Wanted) -> tuple[str, ...]:
    async with aclosing(aws.ecs.task_pages(wanted.cluster, service=wanted.service)) as pages:
        async for page in pages:
            return page
    return ()


def _is_running(task: Task) -> bool:
    return task.last_status == "RUNNING" and task.desired_status != "STOPPED"


def _openness(task: Task) -> tuple[bool, bool, bool, float]:
    agents = [agent for container in task.containers for agent in container.managed_agents if agent.name == AGENT]
    return (
        task.enable_execute_command,
        any(agent.last_status == "RUNNING" for agent in agents),
        task.health_status != "UNHEALTHY",
        task.started_at.timestamp() if task.started_at else 0.0,
    )


async def _described(aws: Aws, cluster: str, arns: tuple[str, ...]) -> list[Task]:
    found: list[Task] = []
    if not arns:
        return found
    async with aclosing(aws.ecs.describe_tasks(cluster, arns)) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            found += answer.records
    return found


async def _evidence(aws: Aws, wanted: Wanted, task: Task, container: str) -> Evidence:
    """What the checks are made upon; what cannot be read is said to be missing."""
    missing: dict[str, str] = {}
    name = service_of_group(task.group or "")
    service, definition, cluster = await asyncio.gather(
        _or_missing("service", _service(aws, wanted.cluster, name), missing),
        _or_missing("definition", aws.ecs.describe_task_definition(task.task_definition_arn or ""), missing),
        _or_missing("cluster", aws.ecs.raw("cluster", name_of(task.cluster_arn or wanted.cluster)), missing),
    )
    return Evidence(
        task=task,
        container=container,
        plugin=None,
        service=service if isinstance(service, Service) else None,
        definition=definition if isinstance(definition, TaskDefinition) else None,
        cluster=cluster if isinstance(cluster, Mapping) else None,
        missing=missing,
    )


async def _or_missing(what: str, question: Awaitable[object], missing: dict[str, str]) -> object:
    try:
        return await question
    except AwsError as error:
        missing[what] = str(error)
        return None


async def _service(aws: Aws, cluster: str, name: str) -> Service | None:
    if not name:
        return None
    async with aclosing(aws.ecs.describe_services(cluster, [name])) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            return next(iter(answer.records), None)
    return None
