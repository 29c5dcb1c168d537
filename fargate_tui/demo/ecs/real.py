"""Containers that are processes: what they are told, and what their ends mean for their task."""

from collections.abc import Callable, Iterator, Mapping

from fargate_tui.demo.ecs.records import ContainerPlan, Task
from fargate_tui.demo.ecs.speech import Speech
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Members
from fargate_tui.demo.ports import Program

_LOOK = 0.25
"""Seconds between two looks at containers that are to end."""

Exited = Callable[[Task, ContainerPlan, int], None]


class RealContainers:
    """Runs the containers of tasks whose images are known, and that were not ordered to fail by themselves."""

    def __init__(self, store: Store, speech: Speech, exited: Exited) -> None:
        self._store = store
        self._speech = speech
        self._exited = exited

    def start(self, task: Task) -> bool:
        """Run what can be run of a task; whether there was anything."""
        containers = self._store.containers
        if containers is None or task.interface is None or task.behaviour.kind != "runs":
            return False
        known = [plan for plan in task.definition.containers if containers.knows(plan.image)]
        if not known:
            return False
        task.real = frozenset(plan.name for plan in known)
        containers.start(task.id, task.interface.private_ip, [self._program(task, plan) for plan in known])
        return True

    def stop(self, task: Task) -> Iterator[float]:
        """SIGTERM, and SIGKILL at each container's stopTimeout; goes on until all have ended."""
        containers = self._store.containers
        if containers is None:
            return
        for name in containers.left(task.id):
            containers.terminate(task.id, name)
        waited = 0.0
        while left := containers.left(task.id):
            for plan in task.definition.containers:
                if plan.name in left and waited >= plan.stop_timeout:
                    containers.kill(task.id, plan.name)
            yield _LOOK
            waited += _LOOK

    def exit_code(self, task: Task, container: str) -> int | None:
        """What a container of the task really ended with; None where it is played."""
        containers = self._store.containers
        return None if containers is None or not task.real else containers.exit_code(task.id, container)

    def forget(self, task: Task) -> None:
        """The task's address is given back."""
        if task.real and self._store.containers is not None:
            self._store.containers.forget(task.id)

    def _program(self, task: Task, plan: ContainerPlan) -> Program:
        command, environment = _told(task, plan.name)
        return Program(
            container=plan.name,
            image=plan.image,
            command=command,
            environment=environment,
            heard=lambda line: self._speech.hear(task, plan, line),
            ended=lambda code: self._exited(task, plan, code),
        )


def _told(task: Task, name: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The arguments and the environment of a container, overrides last; secrets are not read."""
    defined = _named(Members(task.definition.wire).each("containerDefinitions"), name)
    override = _named(Members(task.wire).members("overrides").each("containerOverrides"), name)
    pairs = [*defined.each("environment"), *override.each("environment")]
    arguments = (*defined.texts("entryPoint"), *(override.texts("command") or defined.texts("command")))
    return arguments, {pair.text("name") or "": pair.text("value") or "" for pair in pairs}


def _named(containers: list[Members], name: str) -> Members:
    return next((one for one in containers if one.text("name") == name), Members({}))
