"""The log lines of containers: at their start, at each beat, at their end."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from fargate_tui.demo.ecs.behaviour import Lines
from fargate_tui.demo.ecs.records import ContainerPlan, Task
from fargate_tui.demo.ecs.store import Store

Moment = Literal["at_start", "lines", "at_end"]


class Speech:
    """Writes what containers say where the awslogs driver would."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def say(self, task: Task, plan: ContainerPlan, moment: Moment) -> None:
        """Write the lines of a container for this moment, where it has any and a place to write them."""
        voice = task.behaviour.voice(plan.name)
        now, begin = self._store.clock.now(), self._store.logs_from
        if voice is None or plan.log is None or (begin is not None and now < begin):
            return
        lines = self._spoken(getattr(voice, moment), one=moment == "lines")
        if lines:
            group, prefix = plan.log
            self._store.logs.write(group, f"{prefix}/{plan.name}/{task.id}", now, lines)

    def beats(self, task: Task) -> Iterator[float]:
        """Write the lines of every container at its own pace; yields the seconds until the next."""
        clock = self._store.clock
        due = self._first_beats(task)
        while due:
            when, at = min(due)
            yield max(0.0, (when - clock.now()).total_seconds())
            plan = task.definition.containers[at]
            self.say(task, plan, "lines")
            due[due.index((when, at))] = (clock.now() + self._pause(task, plan, 0.8, 1.2), at)

    def _first_beats(self, task: Task) -> list[tuple[datetime, int]]:
        """When each container that has beats has its first, and which of the definition's containers it is."""
        now = self._store.clock.now()
        start = max(now, self._store.logs_from or now)
        return [
            (start + self._pause(task, plan, 0.1, 1.0), at)
            for at, plan in enumerate(task.definition.containers)
            if plan.log is not None and self._every(task, plan) > 0
        ]

    def _pause(self, task: Task, plan: ContainerPlan, least: float, most: float) -> timedelta:
        return timedelta(seconds=self._every(task, plan) * self._store.ids.between(least, most))

    def _every(self, task: Task, plan: ContainerPlan) -> float:
        voice = task.behaviour.voice(plan.name)
        return 0.0 if voice is None else voice.every

    def _spoken(self, lines: Lines, *, one: bool) -> Sequence[str]:
        if callable(lines):
            return lines(self._store.ids.chance)
        return (self._store.ids.chance.choice(lines),) if one and lines else lines
