"""Runs a task by hand: a revision, where, on what, and what is different this time."""

import shlex
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Bench, call_of, not_checked
from fargate_tui.actions.forms import Field, Form, FormAction
from fargate_tui.actions.run_before import Before, before_for, before_like
from fargate_tui.aws.changing import RUN_TASK
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences, run_draft, sizes
from fargate_tui.fargate.arns import family_of, family_revision, name_of
from fargate_tui.fargate.changes import Change, Difference, Effect, Outcome, Subject, Undo
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.records import ContainerDefinition, Subnet, Task, TaskDefinition
from fargate_tui.fargate.run_draft import CAPACITIES, OFF, ON, RunDraft
from fargate_tui.fargate.secrets import MASK, is_secret, masked_words
from fargate_tui.format import short_id

STARTER = "fargate-tui"
"""What AWS keeps of who started it, unless a person says otherwise."""
STOPPED_BECAUSE = "taken back from fargate-tui"
ABSENT = "—"


class _Run(FormAction):
    """Starts tasks that belong to no service, and watches them until they have ended by themselves."""

    operations: ClassVar[tuple[Operation, ...]] = (RUN_TASK,)
    taken_back = "by stopping the tasks that were started, while they run"

    @abstractmethod
    async def before(self, subject: Subject, bench: Bench) -> Before:
        """What is known of earlier runs; raises `AwsError`."""

    async def form(self, subject: Subject, bench: Bench) -> Form:
        """The fields, filled with what the last run or the service had."""
        return _form(subject, await self.before(subject, bench))

    def problems(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """What is wrong with what was filled in."""
        return run_draft.problems(RunDraft(**values))

    def answer_of(self, values: Mapping[str, str]) -> str:
        """What was filled in."""
        return msgspec.json.encode(RunDraft(**values)).decode()

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The revision, and how often."""
        if not answer:
            return f"run {subjects[0].name}"
        draft = drafted(answer)
        times = f" {draft.number} times" if draft.number > 1 else ""
        return f"run {draft.revision}{times}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Nothing to some tasks; what is overridden; what follows from it."""
        draft = drafted(answer)
        definition = await bench.aws.ecs.describe_task_definition(draft.revision)
        if definition.status not in (None, "ACTIVE"):
            raise Invalid(f"run {draft.revision}", f"it is {definition.status}", "only an ACTIVE revision can be run")
        return Change(
            subject=msgspec.structs.replace(subject, cluster=draft.cluster),
            differences=tuple(_differences(draft, definition)),
            calls=(call_of(RUN_TASK, **run_draft.parameters(draft)),),
            effects=tuple(await _effects(draft, definition, bench)),
            aim="ended",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:  # noqa: ARG002
        """Never known by looking: it is sent again with the same token, and AWS then tells what it has started."""
        return None

    async def made(
        self,
        change: Change,
        outcomes: Sequence[Outcome],
        bench: Bench,  # noqa: ARG002
    ) -> tuple[Subject, ...]:
        """The tasks that were started."""
        found = [task for outcome in outcomes for task in msgspec.convert(_tasks(outcome), list[Task], strict=False)]
        return tuple(
            Subject(
                kind="task", arn=task.task_arn, name=short_id(name_of(task.task_arn)), cluster=change.subject.cluster
            )
            for task in found
        )

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:  # noqa: ARG002
        """Stopping them."""
        return Undo(action="task.stop", answer=STOPPED_BECAUSE, subjects=tuple(made)) if made else None


class RunTaskDefinition(_Run):
    """Runs a task definition."""

    id = "task_definition.run"
    kind = "task-definition"
    bindings = (
        Binding("K", "act('task_definition.run')", "run", id="task_definition.run", tooltip="run a task of it"),
    )

    async def before(self, subject: Subject, bench: Bench) -> Before:
        """The newest task of the family, in whatever cluster."""
        return await before_for(subject.arn, bench)


class RunLikeTask(_Run):
    """Runs another task like one there is."""

    id = "task.run"
    kind = "task"
    bindings = (Binding("K", "act('task.run')", "run", id="task.run", tooltip="run another task like it"),)

    async def before(self, subject: Subject, bench: Bench) -> Before:
        """The task itself, with its overrides."""
        return await before_like(subject, bench)


def drafted(answer: str) -> RunDraft:
    """What was filled in; raises `Invalid`."""
    try:
        return msgspec.json.decode(answer, type=RunDraft)
    except msgspec.DecodeError:
        raise Invalid("run it", "it has more than one line can say", "fill in the form instead") from None


def _tasks(outcome: Outcome) -> object:
    return outcome.answer.get("tasks") or []


# -- the form ------------------------------------------------------------------------------------------------------


def _form(subject: Subject, before: Before) -> Form:
    definition = before.definition
    revision = family_revision(definition.task_definition_arn)
    names = tuple(each.name or "" for each in definition.container_definitions)
    values = {**msgspec.structs.asdict(RunDraft(starter=STARTER)), **before.values}
    values |= {"cluster": before.cluster, "revision": revision}
    values["container"] = values["container"] or next(iter(names), "")
    fields = (
        Field("cluster", "cluster", _with(before.cluster, before.clusters), is_kept=False),
        Field("revision", "revision", _with(revision, before.revisions), is_kept=False),
        Field("count", "count", hint=f"1 to {run_draft.MOST}"),
        Field("capacity", "capacity", CAPACITIES),
        Field("subnets", "subnets", hint="with a blank between"),
        Field("groups", "security groups", hint="nothing: the VPC's default one"),
        Field("public", "public address", (OFF, ON)),
        Field("container", "container", names, hint="whose command and environment"),
        Field("command", "command", hint=f"nothing: {_command_of(definition, values['container'])}"),
        Field("environment", "environment", hint="NAME=value NAME='other value', added to its own", is_secret=True),
        Field("cpu", "cpu", hint=f"nothing: {definition.cpu or ABSENT}"),
        Field("memory", "memory", hint=f"nothing: {definition.memory or ABSENT} MiB"),
        Field("role", "task role", hint=f"nothing: {name_of(definition.task_role_arn or '') or 'none'}"),
        Field("execute", "execute command", (OFF, ON), hint="for sessions in its containers"),
        Field("starter", "started by"),
        Field("tags", "tags", hint="key=value key='other value'"),
    )
    key = subject.arn if subject.kind == "task" else family_of(revision)
    return Form(key, fields, values, before.notes)


def _with(present: str, others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (present, *others) if each))


def _container(definition: TaskDefinition, name: str) -> ContainerDefinition:
    found = (each for each in definition.container_definitions if each.name == name)
    return next(found, ContainerDefinition())


def _command_of(definition: TaskDefinition, container: str) -> str:
    return shlex.join(masked_words(_container(definition, container).command)) or "as the image has it"


# -- the plan ------------------------------------------------------------------------------------------------------


def _differences(draft: RunDraft, definition: TaskDefinition) -> Iterator[Difference]:
    number = consequences.counted(draft.number, "task")
    yield Difference(what="standalone", before=ABSENT, after=f"{number} of {draft.revision} on {draft.capacity}")
    where = [*draft.subnet_ids, *(draft.group_ids or ("the VPC's default group",))]
    where += ["with a public address"] if draft.public == ON else []
    yield Difference(what="network", before=ABSENT, after=" ".join(where))
    container = _container(definition, draft.container)
    if command := shlex.split(draft.command):
        after = shlex.join(masked_words(command))
        yield Difference(
            what=f"{draft.container} command", before=_command_of(definition, draft.container), after=after
        )
    defined = {each.name: each.value or "" for each in container.environment}
    for name, value in run_draft.pairs(draft.environment):
        was = defined.get(name)
        before = ABSENT if was is None else _shown(name, was)
        yield Difference(what=f"{draft.container} {name}", before=before, after=_shown(name, value))
    yield from _of_task(draft, definition)


def _of_task(draft: RunDraft, definition: TaskDefinition) -> Iterator[Difference]:
    pairs = (
        ("cpu", definition.cpu, draft.cpu.strip()),
        ("memory", definition.memory, draft.memory.strip()),
        ("task role", name_of(definition.task_role_arn or ""), name_of(draft.role.strip())),
        ("execute command", OFF, ON if draft.execute == ON else ""),
    )
    for what, before, after in pairs:
        if after:
            yield Difference(what=what, before=before or ABSENT, after=after)


def _shown(name: str, value: str) -> str:
    return MASK if is_secret(name, value) else value or "''"


async def _effects(draft: RunDraft, definition: TaskDefinition, bench: Bench) -> list[Effect]:
    missing: list[Effect] = []
    subnets: tuple[Subnet, ...] = ()
    try:
        subnets = await bench.aws.ec2.subnets(draft.subnet_ids)
    except AwsError as error:
        missing.append(not_checked("free addresses", error))
    sized = msgspec.structs.replace(
        definition,
        cpu=str(sizes.read_cpu(draft.cpu) or definition.cpu),
        memory=str(sizes.read_memory(draft.memory) or definition.memory),
    )
    is_spot = draft.capacity == CAPACITIES[1]
    return [
        *consequences.of_addresses(subnets, draft.number),
        *consequences.of_cost(sized, bench.region, 0, draft.number, spot=is_spot),
        *(_of_spot() if is_spot else ()),
        *_of_roles(draft, definition),
        *missing,
    ]


def _of_spot() -> Iterator[Effect]:
    yield Effect(text="Spot: AWS may stop it with two minutes' notice, and nothing starts another", severity="warn")


def _of_roles(draft: RunDraft, definition: TaskDefinition) -> Iterator[Effect]:
    roles = dict.fromkeys(filter(None, (draft.role.strip() or definition.task_role_arn, definition.execution_role_arn)))
    if roles:
        yield Effect(text=f"needs iam:PassRole for {', '.join(map(name_of, roles))}: not checked")
    if draft.execute == ON and not (draft.role.strip() or definition.task_role_arn):
        yield Effect(text="execute command needs a task role, and it has none", severity="error")
