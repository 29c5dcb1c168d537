"""One task: how it stands and why, its containers, its life, its network."""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.actions.catalogue import bindings_on
from fargate_tui.columns.containers import COLUMNS
from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import Container
from fargate_tui.fargate.rows import TaskDetail
from fargate_tui.fargate.sessions import Wanted
from fargate_tui.fargate.things import Thing, container_thing, task_thing
from fargate_tui.format import short_id
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.paging import PAGER, Lines, PagingScreen
from fargate_tui.screens.reaching import ReachingScreen
from fargate_tui.screens.related import METRICS, NETWORK
from fargate_tui.screens.task_lines import bars, detail_lines, make_lines, summary_lines
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.text_view import TextView
from fargate_tui.widgets.waterfall import Waterfall

if TYPE_CHECKING:
    from fargate_tui.fargate.inquest import Inquest

MOST_CONTAINERS = 5
"""Containers that are shown without scrolling; most tasks have fewer."""


class TaskScreen(ReachingScreen, FrameScreen, PagingScreen):
    """A task in full; it stays on screen after it has ended and after AWS has forgotten it.

    Once it has ended, is ending or does not get on, the screen is its post-mortem: one text, the cause first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what all its containers say, live"),
        Binding("L", "logs_of_container", "logs of the container", show=False, id="container.logs"),
        Binding("c", "copy('id')", "copy", id="row.copy_id", tooltip="its id; once it has ended why, as Markdown"),
        METRICS,
        NETWORK,
        Binding("d", "look('describe')", "describe", id="row.describe", tooltip="all AWS says of it, readable"),
        Binding("y", "look('json')", "json", id="row.json", tooltip="all AWS says of it, as it was sent"),
        Binding("t", "task_definition", "task def", id="task.task_definition", tooltip="the revision it runs"),
        Binding("tab", "app.focus_next", "next part", id="view.next_part", tooltip="containers, details"),
        Binding("C", "copy('arn')", "copy the ARN", show=False, id="row.copy_arn"),
        *bindings_on("task"),
        CONSOLE,
        PAGER,
    ]

    # Textual 8.2 declares it as of the instance
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (18, "-high")]  # noqa: RUF012

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.task is not None, "a task's place names it"
        self.arn = place.task
        self.latest: Snapshot[TaskDetail] = Snapshot()
        self.inquest: Inquest | None = None
        """What is known of its end; None while there is none."""
        self._is_due = asyncio.Event()
        self._status = ""

    def middle(self) -> Iterable[Widget]:
        """The summary, the containers, the waterfall and the details, from top to bottom."""
        summary = TextView(id="summary")
        summary.can_focus = False
        summary.wrap = True
        yield summary
        yield ResourceTable(
            COLUMNS,
            lambda container: container.name or "",
            now=self.context.now,
            placeholder="asking AWS…",
            opens=False,
            id="containers",
        )
        yield Waterfall(now=self.context.now)
        details = TextView(id="details")
        details.wrap = True
        yield details
        mortem = TextView(id="mortem")
        mortem.wrap = True
        mortem.display = False
        yield mortem

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """This task."""
        if kind != "task":
            return ()
        name = short_id(task_id(self.arn))
        return (Subject(kind="task", arn=self.arn, name=name, cluster=self.place.cluster or ""),)

    def wanted(self) -> Wanted | None:
        """The container under the cursor."""
        container = self.query_one("#containers", ResourceTable).cursor_row
        name = container.name if isinstance(container, Container) else None
        return Wanted(
            cluster=self.place.cluster or "", task=self.arn, service=self.place.service or "", container=name or ""
        )

    def near(self) -> tuple[Thing, ...]:
        """The container under the cursor, of a task that lives."""
        container, task = self.query_one("#containers", ResourceTable).cursor_row, self.about()
        if not isinstance(container, Container) or task is None or self.inquest is not None:
            return ()
        return (container_thing(container.name or "", task),)

    def task_thing(self, name: str) -> Thing | None:
        """This task, as AWS has told of it."""
        rows = (detail.row for detail in self.latest.rows if detail.row.id == name)
        known = (task_thing(row, self.known_service(row.cluster, self.place.service or "")) for row in rows)
        return next(known, None) or super().task_thing(name)

    def listing(self) -> Watch[TaskDetail]:
        """The task."""
        return self.context.store.task(self.place.cluster or "", self.arn)

    async def follow(self) -> None:
        """Take each change of the task, and of what becomes known of its end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_task())
            group.create_task(self._follow_inquest())

    async def _follow_task(self) -> None:
        async with aclosing(self.listing().follow()) as changes:
            async for change in changes:
                self.take(change)

    async def _follow_inquest(self) -> None:
        await self._is_due.wait()
        async with aclosing(self.inquiry().follow()) as changes:
            async for change in changes:
                for inquest in change.snapshot.rows:
                    self.show_inquest(inquest)
                if change.snapshot.error is not None and not change.snapshot.rows:
                    await self._show_unasked(change.snapshot.error)

    async def _show_unasked(self, error: AwsError) -> None:
        """Say what can be said of a task that AWS tells nothing of any more, by how it was kept."""
        from fargate_tui.fargate.inquest import unasked

        said = await self.context.store.recorder.diagnosis(self.arn)
        for detail in self.latest.rows:
            self.show_inquest(unasked(detail.task, self.context.now(), error.why, said))

    def inquiry(self) -> "Watch[Inquest]":
        """What is looked into once it has ended."""
        return self.context.store.ends.inquest(
            self.place.cluster or "", self.arn, metrics=self.context.settings.metrics
        )

    def take(self, change: Change[TaskDetail]) -> None:
        """Show the task as it is now."""
        self.latest = change.snapshot
        for detail in change.snapshot.rows:
            self.show_task(detail)
        if change.snapshot.error is not None and not change.snapshot.rows:
            self.query_one("#containers", ResourceTable).placeholder = "this task is not to be had"
        self.show_trouble(change.snapshot.error, change.snapshot.gaps)
        self.show_header()

    def show_task(self, detail: TaskDetail) -> None:
        """Fill every part with one task."""
        self.query_one("#summary", TextView).show(summary_lines(detail, self.context.now()))
        table: ResourceTable[Container] = self.query_one("#containers", ResourceTable)
        table.styles.height = 1 + min(max(len(detail.task.containers), 1), MOST_CONTAINERS)
        table.update_rows(detail.task.containers)
        self.query_one(Waterfall).show(bars(detail.task))
        self.query_one("#details", TextView).show(detail_lines(detail, self.context.now(), self.key))
        self._inquire(detail)
        self._show_mortem()
        # The key bar offers less of a task that has ended.
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer of a task that has ended neither a shell nor what only one that runs can be made to do."""
        of_the_living = action == "reach" or (action == "act" and parameters[0] in ("task.stop", "task.protect"))
        if of_the_living and any(detail.row.is_stopped for detail in self.latest.rows):
            return False
        return super().check_action(action, parameters)

    def _inquire(self, detail: TaskDetail) -> None:
        """Begin the inquest where there is something to look into, and anew when the task has come to its end."""
        if detail.row.finding.severity == "ok" and not detail.row.is_stopped:
            return
        from fargate_tui.fargate.inquest import is_due

        if not is_due(detail.task, self.context.now()):
            return
        if self._is_due.is_set() and detail.row.is_stopped and self._status != detail.row.last_status:
            self.inquiry().refresh()
        self._status = detail.row.last_status
        self._is_due.set()

    def show_inquest(self, inquest: "Inquest") -> None:
        """Show what is known of its end in place of all else."""
        self.inquest = inquest
        mortem = self.query_one("#mortem", TextView)
        if not mortem.display:
            for part in ("#summary", "#containers", "#details"):
                self.query_one(part).display = False
            self.query_one(Waterfall).display = False
            mortem.display = True
            mortem.focus()
        self._show_mortem()

    def _show_mortem(self) -> None:
        if self.inquest is None:
            return
        from fargate_tui.screens.mortem_lines import mortem_lines

        mortem, now = self.query_one("#mortem", TextView), self.context.now()
        # Until it is laid out it has no size of its own: what is folded for none would stand so until the next tick.
        width = mortem.size.width or self.size.width - mortem.gutter.width
        lines = list(mortem_lines(self.inquest, now, width - 1, self.key))
        for detail in self.latest.rows:
            lines += [(), *make_lines(detail, now, self.key)]
        mortem.show(lines, anchored=True)

    def on_resize(self) -> None:
        """Lay the post-mortem out for the new width."""
        self.call_after_refresh(self._show_mortem)

    def tick(self) -> None:
        """Paint what goes on, and the ages in the text."""
        self.query_one(Waterfall).tick()
        for detail in self.latest.rows:
            self.query_one("#details", TextView).show(detail_lines(detail, self.context.now(), self.key))
        self._show_mortem()

    def paged(self) -> Lines | None:
        """Its post-mortem; of one that lives what stands above and below its containers."""
        parts = ("#summary", "#details") if self.inquest is None else ("#mortem",)
        texts = tuple(text for part in parts for text in (*self.query_one(part, TextView).lines, ""))
        return (lambda: texts) if any(texts) else None

    def refresh_now(self) -> None:
        """Ask AWS now."""
        self.listing().refresh()
        if self.inquest is not None:
            self.inquiry().refresh()

    @property
    def snapshot(self) -> Snapshot[object] | None:
        """What is shown."""
        return self.latest  # type: ignore[return-value]  # rows are only counted

    @property
    def trail(self) -> Trail:
        """Where one is."""
        return Trail(self.place.path)

    def action_look(self, view: Literal["json", "describe"]) -> None:
        """Show all of it, readable or raw."""
        self.post_message(Descend(replace(self.place, view=view, subject=("task", self.arn))))

    def action_logs(self) -> None:
        """Follow all containers."""
        self.post_message(Descend(replace(self.place, view="logs")))

    def action_logs_of_container(self) -> None:
        """Follow the container under the cursor."""
        container = self.query_one("#containers", ResourceTable).cursor_row
        if isinstance(container, Container):
            self.post_message(Descend(replace(self.place, view="logs", container=container.name)))

    def action_task_definition(self) -> None:
        """Show the revision that the task runs."""
        for detail in self.latest.rows:
            self.post_message(Descend(Place("task-definition", task_definition=detail.row.task_definition)))

    def action_copy(self, what: str) -> None:
        """Copy the ARN, or the id; once it has ended, in place of the id why, with secrets masked."""
        if what == "id" and self.inquest is not None:
            from fargate_tui.screens.mortem_text import markdown

            self.copy(markdown(self.inquest))
            return
        self.copy(self.arn if what == "arn" else self.arn.rsplit("/", 1)[-1])
