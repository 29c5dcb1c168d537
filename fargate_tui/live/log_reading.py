"""The logs of tasks: lines as they are said, and queries over what was said."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from fargate_tui.fargate.rows import TaskDetail, TaskRow
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.tail import Tail, TailSubject
from fargate_tui.live.tail.listing import Listing, of_task, of_tasks
from fargate_tui.live.tail.means import Means
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.live.log_groups import LogGroups
    from fargate_tui.live.log_queries import Asked, Queries, QueryState


class LogReading:
    """Opens tails, runs queries, and finds out where a subject writes."""

    def __init__(
        self,
        means: Means,
        task: Callable[[str, str], Watch[TaskDetail]],
        tasks: Callable[[TaskScope], Watch[TaskRow]],
    ) -> None:
        """``task`` and ``tasks`` give the watches of one (cluster and ARN) and of those of a scope."""
        self._means = means
        self._task = task
        self._tasks = tasks

    def tail(self, subject: TailSubject, since: timedelta, *, once: bool = False, live: bool = True) -> Tail:
        """What a subject says: read back as far as ``since``, then as it is said; ``once`` ends when that is read.

        ``live`` is whether a Live Tail may be held, which is billed.
        """
        means = self._means if live else replace(self._means, may_be_live=False)
        return Tail(subject, since, means, partial(self._listings, subject), once=once)

    def groups(self, subject: TailSubject) -> "AsyncGenerator[LogGroups, None]":
        """Where a subject writes, as far as that is known, until it is; use it inside `aclosing`."""
        from fargate_tui.live.log_groups import GroupsOfSubject

        return GroupsOfSubject(subject, self._means, partial(self._listings, subject)).follow()

    def query(self, asked: "Asked") -> "AsyncGenerator[QueryState, None]":
        """Run a query; it is billed. Closing the generator stops it at AWS: use it inside `aclosing`."""
        return self._queries.run(asked)

    async def group_names(self, prefix: str, region: str = "") -> tuple[str, ...]:
        """The names of the log groups that begin with ``prefix``, the first 50; raises AwsError."""
        async with (
            self._means.connection.use() as aws,
            aclosing(aws.logs(region or None).group_names(prefix)) as pages,
        ):
            return await anext(pages, ())

    async def close(self) -> None:
        """Stop every query."""
        if "_queries" in self.__dict__:
            await self._queries.close()

    def _listings(self, subject: TailSubject) -> AsyncGenerator[Listing, None]:
        """The tasks of a subject as its watch lists them."""
        if subject.task is not None:
            return of_task(self._task(subject.cluster, subject.task))
        return of_tasks(self._tasks(TaskScope(cluster=subject.cluster, service=subject.service, show="both")))

    @cached_property
    def _queries(self) -> "Queries":
        from fargate_tui.live.log_queries import Queries

        return Queries(self._means.connection, self._means.clock, self._means.chance)
