"""What the task definition says (E-td)."""

from collections.abc import Callable, Iterable, Iterator

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, not_checked, noted
from fargate_tui.fargate.diagnosis.rule import Judge
from fargate_tui.fargate.diagnosis.verdicts.parts import of_definition
from fargate_tui.fargate.exit_codes import KILLED
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition

STOP_TIMEOUT = 30
"""Seconds that Fargate gives a container to end where its definition says nothing."""
_AWSLOGS = ("awslogs-group", "awslogs-region", "awslogs-stream-prefix")


def _judge(what: str, judge: Callable[[Case, TaskDefinition], Iterable[Fact]]) -> Judge:
    def of(case: Case, evidence: Evidence) -> Iterator[Fact]:
        return of_definition(case, evidence.definition, what, lambda definition: judge(case, definition))

    return of


def _of_container(case: Case, definition: TaskDefinition) -> tuple[ContainerDefinition, ...]:
    """The container that the case is about, or all of them."""
    culprit = case.whose("Error") or case.culprit
    ours = tuple(each for each in definition.container_definitions if culprit is not None and each.name == culprit.name)
    return ours or definition.container_definitions


def _log_options(_case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    for container in definition.container_definitions:
        logs = container.log_configuration
        if logs is None or logs.log_driver != "awslogs":
            continue
        lacking = [name for name in _AWSLOGS if not logs.options.get(name)]
        if lacking:
            yield confirmed("E-td", f"{container.name} has no {', '.join(lacking)}")
        else:
            yield cleared("E-td", f"{container.name} has all options of awslogs")


def _limits(case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    task = definition.memory or case.task.memory or ""
    hard = sum(each.memory or 0 for each in definition.container_definitions)
    for container in _of_container(case, definition):
        if container.memory and task.isdecimal() and container.memory < int(task):
            words = f"{container.name} may take {container.memory:,} MiB of the task's {int(task):,}"
            yield confirmed("E-td", f"{words}: its own limit is the lower one")
        elif task.isdecimal():
            yield cleared("E-td", f"{container.name} has no limit below the task's {int(task):,} MiB")
    if task.isdecimal() and hard > int(task):
        yield confirmed("E-td", f"limits of its containers sum up to {hard:,} MiB, the task has {int(task):,}")


def _creates_group(_case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    for container in definition.container_definitions:
        options = container.log_configuration.options if container.log_configuration is not None else {}
        if options.get("awslogs-create-group", "").lower() == "true":
            words = f"{container.name} asks for its log group to be created, which AWS's own policy does not allow"
            yield noted("E-td", f"{words} (logs:CreateLogGroup)")


def _health_check(case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    for container in definition.container_definitions:
        check = container.health_check
        if check is None:
            continue
        command = " ".join(check.command)
        start, interval = check.start_period or 0, check.interval or 30
        words = f"{container.name} checks itself by “{command}” every {interval} s, {check.retries or 3} times"
        lived = _lived(case)
        patience = start + interval * (check.retries or 3)
        if not start and lived is not None and lived < patience + interval:
            yield confirmed("E-td", f"{words}, and has no startPeriod: it lived for {lived:,.0f} s")
        else:
            yield noted("E-td", f"{words}, from {start} s after its start")


def _lived(case: Case) -> float | None:
    task = case.task
    end = task.stopping_at or task.execution_stopped_at or task.stopped_at
    return (end - task.started_at).total_seconds() if end is not None and task.started_at is not None else None


def _command(case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    for container in _of_container(case, definition):
        given = " ".join((*container.entry_point, *container.command))
        if given:
            yield noted("E-td", f"{container.name} is told to run “{given}”")
        else:
            yield noted("E-td", f"{container.name} runs what its image says")


def _json_key(case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    found = case.search(r"json key (?P<key>[\w.-]+)")
    if found is None:
        return
    for container in definition.container_definitions:
        for secret in container.secrets:
            if f":{found['key']}:" in f"{secret.value_from or ''}:":
                yield confirmed("E-td", f"{container.name} asks {secret.name} of its key “{found['key']}”")


def _role_of_logs(_case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    if definition.execution_role_arn:
        yield cleared("E-td", "the task definition has an execution role")
    else:
        yield confirmed("E-td", "the task definition has no execution role")


def _waits(_case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    waiting = [each for each in definition.container_definitions if each.depends_on]
    for container in waiting:
        on = ", ".join(f"{each.container_name} ({each.condition})" for each in container.depends_on)
        yield noted("E-td", f"{container.name} waits for {on}")
    if not waiting:
        yield cleared("E-td", "no container waits for another")


def _stop_timeout(case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    killed = {each.name for each in case.task.containers if each.exit_code == KILLED}
    if not killed:
        codes = {each.name: each.exit_code for each in case.task.containers if each.exit_code is not None}
        if codes and len(codes) == len(case.task.containers):
            told = ", ".join(f"{name} (exit {code})" for name, code in codes.items())
            yield cleared("E-td", f"nothing had to be killed: {told}")
        return
    asked, ended = case.task.stopping_at, case.task.execution_stopped_at or case.task.stopped_at
    if asked is None or ended is None:
        yield not_checked("E-td", "how long it took to end: AWS does not say when it was asked to")
        return
    took = (ended - asked).total_seconds()
    for container in (each for each in definition.container_definitions if each.name in killed):
        limit = container.stop_timeout or STOP_TIMEOUT
        words = f"{container.name} was killed {took:,.0f} s after it was asked to end; its stopTimeout is {limit} s"
        # It is killed at the limit; times of AWS are off by a second or so.
        yield (confirmed if took >= limit - 1 else cleared)("E-td", words)


def _fits(_case: Case, definition: TaskDefinition) -> Iterator[Fact]:
    if "FARGATE" not in definition.requires_compatibilities:
        yield confirmed("E-td", "its requiresCompatibilities do not hold FARGATE")
    if definition.network_mode != "awsvpc":
        yield confirmed("E-td", f"its network mode is {definition.network_mode or 'not given'}, not awsvpc")
    if not (definition.cpu and definition.memory):
        yield confirmed("E-td", "it does not say the task's cpu and memory")


def _registry(case: Case, _definition: TaskDefinition) -> Iterator[Fact]:
    image = names.image(case)
    if not image:
        return
    host = image.split("/", 1)[0]
    if "/" not in image or "." not in host or host == "docker.io":
        yield confirmed("E-td", f"{names.called_image(case)} comes from Docker Hub, which counts pulls by address")
    else:
        yield cleared("E-td", f"{names.called_image(case)} comes from {host}")


stop_timeout = _judge("how long it may take to end", _stop_timeout)
log_options = _judge("the options of its log drivers", _log_options)
creates_group = _judge("whether its log group is to be created", _creates_group)
limits = _judge("memory limits of its containers", _limits)
health_check = _judge("its health checks", _health_check)
command = _judge("what its containers are told to run", _command)
json_key = _judge("which key of the secret is asked for", _json_key)
execution_role = _judge("whether it has an execution role", _role_of_logs)
waits = _judge("which containers wait for others", _waits)
fits = _judge("whether it is made for Fargate", _fits)
registry = _judge("where its image comes from", _registry)
