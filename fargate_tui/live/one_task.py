"""One task in full, with its targets and its network interface."""

from fargate_tui.fargate.arns import cluster_of, service_of_group, task_id
from fargate_tui.fargate.errors import AwsError, NotAllowed, NotFound
from fargate_tui.fargate.findings import task_finding
from fargate_tui.fargate.records import NetworkInterface, ProtectedTask, TargetHealth, Task
from fargate_tui.fargate.rows import TaskDetail
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.ports.network import Ec2
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.rows import interface_detail, joined, task_row
from fargate_tui.live.service_facts import FactsOfServices, ServiceFacts
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.targets import Targets


class OneTask:
    """Describes one task each round; its interface is asked for once."""

    def __init__(self, cluster: str, arn: str, clock: Clock, targets: Targets) -> None:
        self._cluster = cluster
        self._arn = arn
        self._targets = targets
        self._facts = FactsOfServices(clock)
        self._interface: NetworkInterface | None = None
        self._refusal = Refusal(clock, lost="network interface", action="ec2:DescribeNetworkInterfaces")
        self._protection: ProtectedTask | None = None
        self._unprotected = Refusal(clock, lost="protection", action="ecs:GetTaskProtection")

    async def ask(self, aws: Aws, show: Show[TaskDetail]) -> Reading[TaskDetail]:
        """Ask once; raises NotFound when AWS has forgotten the task."""
        book = Round()
        task = await self._describe(aws, book)
        service = service_of_group(task.group or "")
        facts = self._facts.of(service)
        show([self._detail(task, facts)])
        if service:
            await self._facts.learn(aws.ecs, self._cluster, (service,), book)
            facts = self._facts.of(service)
        is_stopped = task.last_status in ("STOPPED", "DELETED")
        if facts is not None and not is_stopped:
            await self._targets.learn(aws.elb, facts.target_groups, book)
        await self._find_interface(aws.ec2, task, is_stopped=is_stopped, book=book)
        await self._find_protection(aws.ecs, task.task_arn if service and not is_stopped else "", book)
        detail = self._detail(task, facts)
        return Reading(
            (detail,),
            calls=book.calls,
            gaps=book.gaps,
            is_lively=not is_stopped and not (task.last_status == "RUNNING" and task.desired_status == "RUNNING"),
            at_least=30.0 if is_stopped else 0.0,
        )

    async def _describe(self, aws: Aws, book: Round) -> Task:
        answers = [answer async for answer in aws.ecs.describe_tasks(self._cluster, (self._arn,))]
        book.count("tasks", len(answers))
        if error := next((answer.error for answer in answers if answer.error is not None), None):
            raise error
        found = [task for answer in answers for task in answer.records]
        if not found:
            raise NotFound(f"describe task {task_id(self._arn)}", "AWS forgets a task about an hour after it stopped")
        return found[0]

    async def _find_interface(self, ec2: Ec2, task: Task, *, is_stopped: bool, book: Round) -> None:
        """Find the interface while it exists; what was found stays known when the task has stopped."""
        interface_id = interface_detail(task, "networkInterfaceId")
        is_known = self._interface is not None and self._interface.network_interface_id == interface_id
        if interface_id and not is_known and not is_stopped and not self._refusal.stands:
            book.count("ec2")
            try:
                self._interface = next(iter(await ec2.network_interfaces((interface_id,))), None)
                self._refusal.lift()
            except NotAllowed as error:
                self._refusal.note(error)
            except AwsError as error:
                book.absorb(error)
        book.miss(*self._refusal.gaps)

    async def _find_protection(self, ecs: Ecs, arn: str, book: Round) -> None:
        """Ask whether ECS must leave it alone; a task without a service it never stops by itself."""
        self._protection = None
        if arn and not self._unprotected.stands:
            book.count("protection")
            try:
                self._protection = next(iter(await ecs.task_protection(self._cluster, (arn,))), None)
                self._unprotected.lift()
            except NotAllowed as error:
                self._unprotected.note(error)
            except AwsError as error:
                book.absorb(error)
        book.miss(*self._unprotected.gaps)

    def _detail(self, task: Task, facts: ServiceFacts | None) -> TaskDetail:
        primary = facts.primary_at_end_of(task) if facts is not None else None
        own = task_finding(task, primary=primary)
        row = task_row(task, cluster_of(task.task_arn) or self._cluster, own)
        targets = self._targets_of(task, facts, row.private_ip)
        return TaskDetail(
            arn=task.task_arn,
            task=task,
            row=joined(row, own, targets, self._public_ip(task, facts)),
            targets=targets,
            interface=self._interface,
            protection=self._protection,
        )

    def _targets_of(self, task: Task, facts: ServiceFacts | None, address: str) -> tuple[TargetHealth, ...]:
        if facts is None or task.last_status in ("STOPPED", "DELETED"):
            return ()
        return self._targets.of(facts.target_groups, address)

    def _public_ip(self, task: Task, facts: ServiceFacts | None) -> str | None:
        if self._interface is not None:
            return self._interface.public_ip or ""
        is_private = facts is not None and not facts.has_public_addresses
        return "" if is_private or task.last_status in ("STOPPED", "DELETED") else None
