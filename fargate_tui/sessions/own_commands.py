"""Commands of one's own: refused, run in the terminal or beside the screen, and written into the journal."""

import asyncio
import os
import shlex
import shutil
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.errors import ReadOnly
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.secrets import masked_command
from fargate_tui.fargate.sessions import Command
from fargate_tui.fargate.things import Thing
from fargate_tui.format import short_id, visible
from fargate_tui.live.clock import Clock
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import Lock
from fargate_tui.sessions.gathered import Gathered
from fargate_tui.sessions.handover import HandOver
from fargate_tui.sessions.relay import HANGS, Child, Ended, how, last_line
from fargate_tui.sessions.surroundings import Asked
from fargate_tui.settings.own_command import OwnCommand

KEPT: Final = 20
"""Runs beside the screen whose output is kept."""
SHELL: Final = "sh"
_MEANT: Final[Mapping[int, str]] = {126: "that it may not be run", 127: "that a program in it was not found"}
"""What a shell says by exit statuses of its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command that is to be run for one thing; all of it stays as it was when its key was pressed."""

    name: str
    own: OwnCommand
    thing: Thing
    variables: Mapping[str, str]
    """All that it is told."""
    hidden: tuple[str, ...] = ()
    """What of our environment it does not get."""

    @property
    def title(self) -> str:
        """``runbook for service api``."""
        return f"{self.name} for {self.thing}"

    @property
    def argv(self) -> tuple[str, ...]:
        """The program and its arguments."""
        command = self.own.command
        return (SHELL, "-c", command) if isinstance(command, str) else command

    @property
    def text(self) -> str:
        """The command as a shell takes it, without its variables; what looks like a secret is masked."""
        command = self.own.command
        return masked_command(command if isinstance(command, str) else shlex.join(command))

    @property
    def for_a_shell(self) -> str:
        """The same with its variables, to be run again."""
        given = " ".join(f"{name}={shlex.quote(value)}" for name, value in self.variables.items())
        command = self.own.command
        run = shlex.join(self.argv) if isinstance(command, str) else shlex.join(command)
        return f"{given} {masked_command(run)}"

    @property
    def command(self) -> Command:
        """What is run."""
        return Command(argv=self.argv, environment=self.variables, unset=self.hidden)


@dataclass(slots=True, eq=False)
class Beside:
    """A run beside the screen."""

    order: Order
    began: datetime
    gathered: Gathered = field(default_factory=Gathered)
    ended: Ended | None = None
    """None while it goes on."""
    is_stopped: bool = False
    """Whether it was ended from here."""

    @property
    def is_well(self) -> bool:
        """Whether it has ended as it should."""
        return self.ended is not None and self.ended.is_well

    @property
    def words(self) -> str:
        """How it stands, with the last that it said."""
        return told(self.order.title, self.ended) if self.ended is not None else f"{self.order.title} runs"


@dataclass(slots=True)
class OwnCommands:
    """Those of one account; what runs beside the screen ends with it, and with the program."""

    caller: Callable[[], CallerIdentity | None]
    clock: Clock
    journal: Journal
    hand_over: HandOver
    lock: Lock
    runs: list[Beside] = field(default_factory=list)
    """Beside the screen, the oldest first."""
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def going(self) -> tuple[Beside, ...]:
        """Those that have not ended."""
        return tuple(run for run in self.runs if run.ended is None)

    async def follow(self) -> AsyncGenerator[tuple[Beside, ...], None]:
        """All that ran beside the screen, and again whenever one begins or ends; use it in `contextlib.aclosing`."""
        while True:
            changed = self._changed
            yield tuple(self.runs)
            await changed.wait()

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def refuse(self, order: Order) -> None:
        """Raise `ReadOnly` for what may change something while nothing may be changed."""
        if self.lock.is_closed and not order.own.safe:
            raise ReadOnly(f"run {order.title}")

    async def run_here(self, order: Order) -> Ended:
        """Run it in the terminal, until it has ended; raises `ReadOnly`."""
        self.refuse(order)
        entry = await self._write_down(order)
        missing = _missing(order)
        if missing is not None:
            ended = missing
        else:
            begin = f"── {visible(order.title)}\n── {HANGS}\n"
            ended = await self.hand_over(Child(order.command, begin, order.title, stays="unless full"))
        await self._amend(entry, order, ended)
        return ended

    def run_beside(self, orders: Sequence[Order], ended: Callable[[Beside], None]) -> None:
        """Begin to run them one after the other, until one fails; raises `ReadOnly`. ``ended`` is told of each."""
        for order in orders:
            self.refuse(order)
        task = asyncio.create_task(self._run_all(tuple(orders), ended), name=orders[0].title)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_all(self, orders: tuple[Order, ...], ended: Callable[[Beside], None]) -> None:
        for order in orders:
            run = Beside(order, self.clock.now())
            self.runs[:] = [*self.runs[-KEPT + 1 :], run]
            self._tell()
            await self._run(run)
            self._tell()
            ended(run)
            if not run.is_well:
                return

    async def _run(self, run: Beside) -> None:
        order, began = run.order, self.clock.monotonic()
        entry = await self._write_down(order)
        run.ended = _missing(order)
        if run.ended is None:
            try:
                # What was read-only meanwhile is refused as what is begun then.
                self.refuse(order)
                status = await run.gathered.run(order.command)
            except (OSError, ReadOnly) as error:
                run.ended = Ended(None, last=str(error))
            else:
                seconds = self.clock.monotonic() - began
                run.ended = Ended(status, seconds, run.is_stopped, _last_of(run.gathered, status))
        await self._amend(entry, order, run.ended)

    async def stop(self, run: Beside) -> None:
        """End one."""
        run.is_stopped = True
        await run.gathered.stop()

    async def close(self) -> None:
        """End all, and begin none that waits."""
        await asyncio.gather(*(self.stop(run) for run in self.going))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- the journal ---------------------------------------------------------------------------------------------------

    async def _write_down(self, order: Order) -> JournalEntry | None:
        if order.own.safe:
            return None
        caller = self.caller()
        entry = JournalEntry(
            at=self.clock.now(),
            caller=caller.arn if caller else "",
            account=caller.account if caller else "",
            region=caller.region if caller else "",
            action=f"command.{order.name}",
            title=order.title,
            subject=subject_of(order.thing),
            commands=(order.for_a_shell,),
        )
        return await self.journal.begin(entry)

    async def _amend(self, entry: JournalEntry | None, order: Order, ended: Ended) -> None:
        if entry is not None:
            result = "done" if ended.is_well else "failed"
            words = told(order.title, ended)
            await self.journal.amend(msgspec.structs.replace(entry, result=result, words=words))


def order_of(name: str, own: OwnCommand, thing: Thing, asked: Asked) -> Order:
    """A command for a thing of the account that is asked."""
    return Order(name, own, thing, {**thing.variables, **asked.variables}, tuple(asked.hidden(os.environ)))


def told(title: str, ended: Ended) -> str:
    """How it ended, and the last that it said."""
    meant = _MEANT.get(ended.status or 0)
    said = f", by which a shell says {meant}" if meant else ""
    last = f": {visible(ended.last)}" if ended.last and ended.status is not None else ""
    return f"{how(title, ended)}{said}{last}"


def subject_of(thing: Thing) -> Subject:
    """As what the journal knows it: of an event or a line of log what that is about."""
    known = thing.variables
    kind: Kind
    if thing.kind == "task-definition":
        kind, name, arn = "task-definition", thing.name, thing.arn
    elif "TASK_ID" in known:
        kind, name, arn = "task", short_id(known["TASK_ID"]), known.get("TASK_ARN", known["TASK_ID"])
    elif "SERVICE" in known:
        kind, name, arn = "service", known["SERVICE"], known.get("SERVICE_ARN", known["SERVICE"])
    elif "CLUSTER" in known:
        kind, name, arn = "cluster", known["CLUSTER"], known.get("CLUSTER_ARN", known["CLUSTER"])
    else:
        kind, name, arn = "log-group", known.get("LOG_GROUP", thing.name), known.get("LOG_GROUP", thing.name)
    return Subject(kind=kind, name=name, arn=arn, cluster=thing.cluster)


def _missing(order: Order) -> Ended | None:
    """That there is no such program; None where there is one, as for every line of a shell."""
    path = order.command.surroundings(os.environ).get("PATH")
    if shutil.which(order.argv[0], path=path) is not None:
        return None
    return Ended(None, last=f"there is no program {order.argv[0]!r} on the PATH")


def _last_of(gathered: Gathered, status: int) -> str:
    """The last line that it wrote; where it failed of its errors."""
    errors = last_line(gathered.errors) if status else ""
    return errors or last_line(gathered.last)
