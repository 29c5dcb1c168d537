"""The log lines of containers: at their start, while they run, at their end."""

from collections.abc import Iterator, Sequence
from typing import Literal

from fargate_tui.demo.ecs.behaviour import Voice
from fargate_tui.demo.ecs.records import ContainerPlan, Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ports import Lines


class Speech:
    """Writes what containers say where the awslogs driver would."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def say(self, task: Task, plan: ContainerPlan, moment: Literal["at_start", "at_end"]) -> None:
        """Write the lines of a container for this moment, where it has any and a place to write them."""
        voice = task.behaviour.voice(plan.name)
        now, begin = self._store.clock.now(), self._store.logs_from
        if voice is None or plan.log is None or plan.name in task.real or (begin is not None and now < begin):
            return
        if lines := self._spoken(voice.at_start if moment == "at_start" else voice.at_end):
            self._store.logs.write(*_place(task, plan), now, lines)

    def hear(self, task: Task, plan: ContainerPlan, line: str) -> None:
        """Write a line that a real container has written."""
        if plan.log is not None:
            self._store.logs.write(*_place(task, plan), self._store.clock.now(), (line,))

    def begin(self, task: Task) -> None:
        """Let every container say its lines at its own pace from now on, or from when logs begin."""
        now = self._store.clock.now()
        start = max(now, self._store.logs_from or now)
        for plan, voice in _voices(task):
            self._store.logs.begin(*_place(task, plan), start, voice.every, voice.lines)

    def end(self, task: Task) -> None:
        """Let them fall silent."""
        now = self._store.clock.now()
        for plan, _ in _voices(task):
            self._store.logs.end(*_place(task, plan), now)

    def _spoken(self, lines: Lines) -> Sequence[str]:
        return lines(self._store.ids.chance) if callable(lines) else lines


def _voices(task: Task) -> Iterator[tuple[ContainerPlan, Voice]]:
    """The containers that say something all the time."""
    for plan in task.definition.containers:
        voice = task.behaviour.voice(plan.name)
        if plan.log is not None and voice is not None and voice.every > 0 and plan.name not in task.real:
            yield plan, voice


def _place(task: Task, plan: ContainerPlan) -> tuple[str, str]:
    assert plan.log is not None
    group, prefix = plan.log
    return group, f"{prefix}/{plan.name}/{task.id}"
