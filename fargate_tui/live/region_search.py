"""One Region looked through for a text, the cheapest questions first.

Names of services by the hundred, then tasks by the hundred, running ones before stopped ones, public addresses last.
"""

from collections.abc import Callable, Iterable
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.finds import FoundRow, Sought, matched_in, matched_name
from fargate_tui.fargate.records import Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.found_rows import of_cluster, of_service, of_service_arn, of_task
from fargate_tui.live.listing import clusters_of, each_cluster
from fargate_tui.live.ports.aws import Elsewhere
from fargate_tui.live.round import Round
from fargate_tui.live.rows import interface_detail

SERVICES_DESCRIBED: Final = 50
"""Services of one cluster whose state is asked for; of more, only the names are shown."""

INTERFACES: Final = 200
"""Interfaces that are asked for at a time."""


class RegionSearch:
    """Looks for one text through a Region."""

    def __init__(
        self,
        what: Sought,
        clock: Clock,
        note: Callable[[Iterable[FoundRow]], None],
        is_over: Callable[[], bool],
    ) -> None:
        """``note`` takes what is found; nothing more is asked once ``is_over``."""
        self._what = what
        self._clock = clock
        self._note = note
        self._is_over = is_over
        self.tasks = 0
        """That were looked at."""
        self.clusters = (0, 0)
        """Those looked through, and all."""
        self._private: dict[str, Task] = {}
        """Tasks by their interface, whose public address has yet to be asked for."""

    async def ask(self, aws: Elsewhere, book: Round) -> None:
        """Search once; raises AwsError where no cluster answers."""
        if self._is_over():
            return
        clusters = await clusters_of(aws.ecs, book)
        self.clusters = (0, len(clusters))
        self._note(of_cluster(cluster) for cluster in clusters if matched_name(name_of(cluster), self._what))
        await each_cluster(clusters, lambda cluster: self._look_into(aws, cluster, book), book)
        if self._what.kind == "address":
            await self._ask_addresses(aws, book)

    async def _look_into(self, aws: Elsewhere, cluster: str, book: Round) -> None:
        if self._what.kind in ("name", "id"):
            await self._find_services(aws, cluster, book)
        for status in ("RUNNING", "STOPPED"):
            async with aclosing(aws.ecs.task_pages(cluster, desired_status=status)) as pages:
                async for page in pages:
                    book.count("tasks")
                    if self._is_over():
                        return
                    await self._describe(aws, cluster, page, book)
        done, of = self.clusters
        self.clusters = (done + 1, of)
        self._note(())

    async def _find_services(self, aws: Elsewhere, cluster: str, book: Round) -> None:
        arns: list[str] = []
        async with aclosing(aws.ecs.service_pages(cluster)) as pages:
            async for page in pages:
                book.count("services")
                arns += (arn for arn in page if matched_name(name_of(arn), self._what))
                if self._is_over():
                    return
        self._note(of_service_arn(arn, cluster) for arn in arns)
        if not arns:
            return
        async with aclosing(aws.ecs.describe_services(cluster, arns[:SERVICES_DESCRIBED])) as answers:
            async for answer in answers:
                book.count("services")
                if answer.error is not None:
                    book.absorb(answer.error)
                self._note(of_service(service, cluster, self._clock.now()) for service in answer.records)

    async def _describe(self, aws: Elsewhere, cluster: str, arns: tuple[str, ...], book: Round) -> None:
        if not arns:
            return
        async with aclosing(aws.ecs.describe_tasks(cluster, arns)) as answers:
            async for answer in answers:
                book.count("tasks")
                if answer.error is not None:
                    book.absorb(answer.error)
                self.tasks += len(answer.records)
                matched = ((task, matched_in(task, self._what)) for task in answer.records)
                self._note(of_task(task, words) for task, words in matched if words)
                self._remember_interfaces(answer.records)

    def _remember_interfaces(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            interface = interface_detail(task, "networkInterfaceId")
            if interface and self._what.kind == "address" and task.last_status == "RUNNING":
                self._private[interface] = task

    async def _ask_addresses(self, aws: Elsewhere, book: Round) -> None:
        """Ask for the public addresses of all running tasks: ECS tells the private ones only."""
        ids = tuple(self._private)
        for start in range(0, len(ids), INTERFACES):
            if self._is_over():
                return
            book.count("ec2")
            try:
                interfaces = await aws.ec2.network_interfaces(ids[start : start + INTERFACES])
            except AwsError as error:
                book.absorb(error)
                return
            for interface in interfaces:
                task = self._private.get(interface.network_interface_id)
                words = matched_in(task, self._what, interface.public_ip or "") if task is not None else ""
                if task is not None and words:
                    self._note((of_task(task, words),))
