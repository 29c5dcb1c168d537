"""A small account to change, and everything that changes it, over a clock that stands still."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fargate_tui.actions.action import Action
from fargate_tui.actions.catalogue import ALL
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.records import CallerIdentity, ContainerDefinition, Deployment, Service, Task, TaskDefinition
from fargate_tui.fargate.runs import Run
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import ECS, SmallAws, service, task

OPS = CallerIdentity(account="123456789012", arn="arn:aws:iam::123456789012:user/ops", region="eu-west-1")


def subject_of(thing: Service | Task) -> Subject:
    """A thing as a screen names it."""
    kind: Kind = "service" if isinstance(thing, Service) else "task"
    arn = thing.service_arn if isinstance(thing, Service) else thing.task_arn
    return Subject(kind=kind, arn=arn, name=arn.rpartition("/")[2], cluster="prod")


def web(name: str = "web", count: int = 2) -> Service:
    """A service that runs as it should, at its revision 7."""
    revision = f"{ECS}task-definition/web:7"
    primary = Deployment(
        id="ecs-svc/1", status="PRIMARY", task_definition=revision, desired_count=count, running_count=count,
        rollout_state="COMPLETED",
    )  # fmt: skip
    return service(name, desired_count=count, running_count=count, task_definition=revision, deployments=(primary,))


def revision(number: int, **members: object) -> TaskDefinition:
    """A revision of the family ``web``."""
    return TaskDefinition(
        task_definition_arn=f"{ECS}task-definition/web:{number}", family="web", revision=number, status="ACTIVE",
        container_definitions=(ContainerDefinition(name="web", image=f"nginx:1.{number}"),),
    )  # fmt: skip


@dataclass
class Desk:
    """What somebody who changes things has before them."""

    aws: SmallAws
    runs: Runs
    clock: HeldClock
    journal: Journal
    used: list[int] = field(default_factory=list)

    async def do(self, action: str, answer: str, *things: Service | Task, pace: int = 1) -> Run:
        """Plan, confirm, and let everything run that can without time passing."""
        plan = await self.runs.plan(action, [subject_of(thing) for thing in things], answer)
        run = self.runs.start(plan, pace=pace)
        await settled()
        return self.run(run.arn)

    async def undo(self) -> Run:
        """Take the last change back."""
        run = self.runs.start(await self.runs.plan_undo(*await self.runs.last_undoable()))
        await settled()
        return self.run(run.arn)

    def run(self, arn: str) -> Run:
        """A run as it is now."""
        return next(run for run in self.runs.runs if run.arn == arn)

    async def wait(self, seconds: float) -> None:
        """Let the held clock go on."""
        await self.clock.push(seconds)
        await settled()

    async def written(self) -> Sequence[JournalEntry]:
        """The journal, newest first."""
        return await self.journal.entries()


async def settled() -> None:
    """Let everything run that can; the journal's thread has answered when its next answer is there."""
    for _ in range(16):
        await settle()
        for journal in _open:
            await journal.entries()
    await settle()


_open: list[Journal] = []


@asynccontextmanager
async def desk(
    *things: Service | Task | TaskDefinition,
    journal: Path | None = None,
    read_only: bool = False,
    aws: Aws | None = None,
    actions: Mapping[str, Action] = ALL,
) -> AsyncIterator[Desk]:
    """Sit down at one; ``aws`` stands in for the small one."""
    small, clock, kept = SmallAws(), HeldClock(), Journal(journal)
    small.put(*things)

    @asynccontextmanager
    async def use() -> AsyncIterator[Aws]:
        yield small if aws is None else aws

    runs = Runs(Reach(use, lambda: OPS, clock, kept), actions, lock=Lock(closed=read_only))
    _open.append(kept)
    try:
        yield Desk(small, runs, clock, kept)
    finally:
        _open.remove(kept)
        with contextlib.suppress(Exception):
            await runs.close()


__all__ = ["OPS", "Desk", "desk", "revision", "settled", "subject_of", "task", "web"]
