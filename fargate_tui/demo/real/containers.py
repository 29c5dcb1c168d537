"""Implements ``ports.Containers``: the containers of real tasks, and where their ports are."""

import asyncio
import contextlib
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fargate_tui.demo.ports import Program
from fargate_tui.demo.real.probe import REFUSED, status_of
from fargate_tui.demo.real.process import Process
from fargate_tui.demo.real.programs import command_line, environment_of, known, listens_at
from fargate_tui.demo.scorekeep.told import TABLE_FOLDER

_PATIENCE = 2.0
"""Seconds for the processes to end when the local AWS does."""


@dataclass(slots=True)
class _Task:
    ip: str
    ports: Mapping[int, int]
    """Where its containers' ports are on 127.0.0.1."""
    processes: dict[str, Process] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """A process, as one may want to find it."""

    task_id: str
    container: str
    pid: int
    port: Mapping[int, int]


class LocalContainers:
    """Runs containers on 127.0.0.1, each port of theirs on a free one."""

    def __init__(self, region: str) -> None:
        self.awake = False
        """Whether containers are run at all."""
        self._region = region
        self._tasks: dict[str, _Task] = {}
        self._at: dict[str, _Task] = {}
        self._folder: Path | None = None

    def knows(self, image: str) -> bool:
        """Whether there is a program for it, and it is to be run."""
        return self.awake and known(image, self._region) is not None

    def start(self, task_id: str, ip: str, programs: Sequence[Program]) -> None:
        """Run the containers of a task."""
        sockets = dict(self._sockets(programs))
        ports = {port: bound.getsockname()[1] for port, bound in sockets.values()}
        task = self._tasks[task_id] = self._at[ip] = _Task(ip, ports)
        for program in programs:
            bound = sockets[program.container][1] if program.container in sockets else None
            task.processes[program.container] = self._process(program, ports, bound)

    def left(self, task_id: str) -> Collection[str]:
        """The containers of a task that still run."""
        return [name for name, process in self._processes(task_id) if process.exit_code is None]

    def terminate(self, task_id: str, container: str) -> None:
        """Send SIGTERM."""
        dict(self._processes(task_id))[container].send(signal.SIGTERM)

    def kill(self, task_id: str, container: str) -> None:
        """Send SIGKILL."""
        dict(self._processes(task_id))[container].send(signal.SIGKILL)

    def exit_code(self, task_id: str, container: str) -> int | None:
        """What a container ended with."""
        process = dict(self._processes(task_id)).get(container)
        return None if process is None else process.exit_code

    def probe(self, task_id: str, port: int, path: str) -> Callable[[], int | None]:
        """Ask a port of a task's localhost by HTTP."""
        task = self._tasks.get(task_id)
        local = None if task is None else task.ports.get(port)
        if local is None:
            return lambda: REFUSED
        asking = asyncio.create_task(status_of(local, path))
        return lambda: asking.result() if asking.done() else None

    def forget(self, task_id: str) -> None:
        """The task is gone, and its address may be another's."""
        task = self._tasks.pop(task_id, None)
        if task is not None and self._at.get(task.ip) is task:
            del self._at[task.ip]

    def is_real(self, ip: str) -> bool:
        """Whether the containers at an address are processes."""
        return ip in self._at

    def local_port(self, ip: str, port: int) -> int | None:
        """Where a port of a task is on 127.0.0.1; None where none of its containers listens there."""
        task = self._at.get(ip)
        return None if task is None else task.ports.get(port)

    def ports(self, ip: str) -> Collection[int]:
        """All ports of 127.0.0.1 that the containers at an address listen on."""
        task = self._at.get(ip)
        return () if task is None else task.ports.values()

    def running(self) -> list[Running]:
        """Every process."""
        return [
            Running(task_id, name, process.pid, task.ports)
            for task_id, task in self._tasks.items()
            for name, process in task.processes.items()
            if process.pid is not None and process.exit_code is None
        ]

    async def close(self) -> None:
        """End every process."""
        processes = [process for task in self._tasks.values() for process in task.processes.values()]
        for process in processes:
            process.send(signal.SIGKILL)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                for process in processes:
                    await process.gone()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _processes(self, task_id: str) -> Iterator[tuple[str, Process]]:
        task = self._tasks.get(task_id)
        yield from () if task is None else task.processes.items()

    def _sockets(self, programs: Sequence[Program]) -> Iterator[tuple[str, tuple[int, socket.socket]]]:
        """For each container its port and a socket that waits for it there; the second at a port gets none."""
        taken: set[int] = set()
        for program in programs:
            of = known(program.image, self._region)
            port = None if of is None else listens_at(of, program.command, program.environment)
            if port is None or port in taken:
                continue
            taken.add(port)
            bound = socket.socket()
            bound.bind(("127.0.0.1", 0))
            yield program.container, (port, bound)

    def _process(self, program: Program, ports: Mapping[int, int], bound: socket.socket | None) -> Process:
        of = known(program.image, self._region)
        assert of is not None
        descriptor = None if bound is None else bound.fileno()
        environment = environment_of(program.environment, self._table(), ports, descriptor)
        return Process(command_line(of, program.command), environment, bound, program.heard, program.ended)

    def _table(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix=TABLE_FOLDER))
        return self._folder / "scorekeep.sqlite3"


Address = Callable[[str, int], int | None]
