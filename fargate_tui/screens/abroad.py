"""Lists over several accounts: each row with whose it is, each account asked over its own connection."""

import asyncio
from abc import abstractmethod
from contextlib import aclosing
from dataclasses import replace
from typing import Any, ClassVar, Literal, TypeVar

from textual import events
from textual.binding import Binding, BindingType

from fargate_tui.columns import abroad
from fargate_tui.fargate.abroad import Abroad, Listed
from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.errors import AwsError, NotLoggedIn
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.format import visible
from fargate_tui.keys.keymap import Keymap
from fargate_tui.live.abroad import Gathered
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.console import CONSOLE, page_of
from fargate_tui.screens.context import Context
from fargate_tui.screens.destinations import inside
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import ABROAD, Place
from fargate_tui.screens.navigation import Switch
from fargate_tui.screens.views import class_of

Thing = TypeVar("Thing", bound=Listed)


class AbroadScreen(ArrangedScreen[Abroad[Thing]]):
    """The rows of the chosen accounts; opening one goes to its account."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it says, live"),
        CONSOLE,
    ]

    EXPLAINS = True

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._gathered: Gathered[Thing] = Gathered({})

    @abstractmethod
    def watch_of(self, store: Store) -> Watch[Thing]:
        """The listing of one account."""

    @abstractmethod
    def place_in(self, thing: Thing) -> Place:
        """Where opening a row leads, in its account."""

    @abstractmethod
    def logs_in(self, thing: Thing) -> Place:
        """Where what a row says is followed, in its account."""

    async def follow(self) -> None:
        """Follow the listing of each account."""
        for problem in await self.context.atlas.choose_due(self.context):
            self.notify(problem, severity="warning", markup=False)
        chosen = self.context.atlas.chosen
        self._gathered = Gathered(chosen)
        if not chosen:
            self.table.placeholder = "no account is chosen · :accounts chooses some"
            return
        async with asyncio.TaskGroup() as group:
            for where in chosen:
                group.create_task(self._follow_one(where))

    async def _follow_one(self, where: Whereabouts) -> None:
        watch = self.watch_of(self.context.atlas.at(where).store)
        async with aclosing(watch.follow()) as changes:
            async for change in changes:
                arriving = not (self.latest.loaded and self.latest.complete)
                self.latest = self._gathered.take(where, change.snapshot)
                self.table.stale = self.latest.error is not None and self.latest.loaded
                self.table.placeholder = self.placeholder(self.latest)
                self.table.update_rows(self.latest.rows, arriving=arriving)
                self.show_problems()
                self.show_header()

    def refresh_now(self) -> None:
        """Ask each account now."""
        for where in self.context.atlas.chosen:
            self.watch_of(self.context.atlas.at(where).store).refresh()

    @property
    def asked_per_minute(self) -> int:
        """Calls to all of the accounts."""
        atlas = self.context.atlas
        return sum(atlas.at(where).calls_per_minute() for where in atlas.chosen)

    @property
    def shown_error(self) -> AwsError | None:
        """Why one of the accounts does not answer: first that where somebody has to log in."""
        errors = self._gathered.errors
        return next((error for error in errors if isinstance(error, NotLoggedIn)), next(iter(errors), None))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What each account cannot say, and the key that logs in."""
        missed = super().gaps
        error = self.shown_error
        return tuple(gap.replace(str(error), self.with_login(error)) if error else gap for gap in missed)

    def notes(self) -> tuple[str, ...]:
        """How many accounts are asked, and how the rows are arranged."""
        number = len(self.context.atlas.chosen)
        return (f"{number} account{'s' if number != 1 else ''}", *super().notes())

    def action_open(self) -> None:
        """Go to the account of the row, and into it."""
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Switch(row.where, place=self.place_in(row.thing)))

    def action_logs(self) -> None:
        """Go to the account of the row, and follow what it says."""
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Switch(row.where, place=self.logs_in(row.thing)))

    @staticmethod
    def id_of(row: Any) -> str:
        """What a person calls the row."""
        return str(getattr(row.thing, "name", "") or row.thing.id)

    @staticmethod
    def key_of(row: Any) -> str:
        """The profile and the ARN."""
        return str(row.arn)

    def action_copy(self, what: str) -> None:
        """Copy the id or the ARN, without the profile."""
        chosen = self.table.chosen
        if chosen:
            texts = [row.thing.arn if what == "arn" else self.id_of(row) for row in chosen]
            self.copy("\n".join(texts), more=len(texts) - 1)

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        return f"no {self.noun} in any of the chosen accounts"

    def console_page(self, region: str) -> str:
        """That of the row, in its own Region."""
        row = self.table.cursor_row
        return page_of(self.place_in(row.thing), row.region or region) if row is not None else ""

    def action_describe(self) -> None:
        """Go to the account of the row, and read there all that AWS says of it."""
        self._read("describe")

    def action_json(self) -> None:
        """The same as AWS sent it."""
        self._read("json")

    def _read(self, view: Literal["describe", "json"]) -> None:
        row = self.table.cursor_row
        if row is not None:
            place = replace(self.place_in(row.thing), view=view, subject=(self.kind, row.thing.arn))
            self.post_message(Switch(row.where, place=place))

    # -- what is done in the account of a row --------------------------------------------------------------------------

    def hindrance(self) -> str:
        """Nothing is changed from here, whatever is typed."""
        return f"nothing is changed from a list of several accounts · {self._first}"

    @property
    def _first(self) -> str:
        row = self.table.cursor_row
        return "↵ on a row goes to its account" if row is None else f"↵ goes to {visible(row.profile)} first"

    def on_key(self, event: events.Key) -> None:
        """Say of a key that does something in the list of one account where that is done."""
        if self.focused is not self.table or event.key in self.active_bindings:
            return
        of_one = next(view for view, several in ABROAD.items() if several == self.place.view)
        what = done_by(event.key, class_of(of_one), self.context.keymap)
        if what:
            self.notify(f"{what} is of one account · {self._first}", severity="warning", markup=False)


def done_by(key: str, view: type[FrameScreen], keymap: Keymap) -> str:
    """What a key does in a view, by its description; empty where it does nothing."""
    declared = view._merge_bindings()
    bindings = (binding for bound in declared.key_to_bindings.values() for binding in bound if binding.description)
    found = (each for each in bindings if key in (keymap.keys.get(each.id or "") or (each.key,)))
    return next((each.description for each in found), "")


class ClustersAbroad(AbroadScreen[ClusterRow]):
    """The clusters of the chosen accounts."""

    COLUMNS = abroad.CLUSTERS
    noun = "clusters"
    kind = "cluster"

    def watch_of(self, store: Store) -> Watch[ClusterRow]:
        """All clusters."""
        return store.clusters()

    def place_in(self, thing: ClusterRow) -> Place:
        """Its services."""
        return inside(thing)

    def logs_in(self, thing: ClusterRow) -> Place:
        """Of all its tasks."""
        return Place("logs", cluster=thing.name)


class ServicesAbroad(AbroadScreen[ServiceRow]):
    """The services of the chosen accounts."""

    COLUMNS = abroad.SERVICES
    noun = "services"
    kind = "service"

    def watch_of(self, store: Store) -> Watch[ServiceRow]:
        """The services of all clusters."""
        return store.services(None)

    def place_in(self, thing: ServiceRow) -> Place:
        """Its tasks."""
        return Place("tasks", cluster=thing.cluster, service=thing.name)

    def logs_in(self, thing: ServiceRow) -> Place:
        """Of all its tasks."""
        return Place("logs", cluster=thing.cluster, service=thing.name)


class TasksAbroad(AbroadScreen[TaskRow]):
    """The tasks of the chosen accounts."""

    COLUMNS = abroad.TASKS
    noun = "tasks"
    kind = "task"

    def watch_of(self, store: Store) -> Watch[TaskRow]:
        """The tasks of all clusters."""
        return store.tasks(TaskScope())

    def place_in(self, thing: TaskRow) -> Place:
        """The task."""
        return Place("task", cluster=thing.cluster, service=_service_of(thing), task=thing.arn)

    def logs_in(self, thing: TaskRow) -> Place:
        """Of all its containers."""
        return Place("logs", cluster=thing.cluster, service=_service_of(thing), task=thing.arn)


def _service_of(task: TaskRow) -> str | None:
    return service_of_group(task.group) or None
