"""Commands of one's own, from any view: their keys, what they are about, refused, confirmed, run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import BindingsMap

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.pointable import OFS, Of
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.loading import load_actions
from fargate_tui.screens.pointing import NEAR, kinds_of
from fargate_tui.screens.proposing import LEAVE
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.docked import Docked
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints

if TYPE_CHECKING:
    from fargate_tui.fargate.things import Thing
    from fargate_tui.sessions.own_commands import Beside, Order
    from fargate_tui.settings.own_command import OwnCommand

Things = Mapping[Of, "tuple[Thing, ...]"]
NOTHING: Things = {}
TOLD = 15.0
"""Seconds for which it stands there how a command beside the screen has ended."""
IN_A_BROWSER = "commands of your own run on the machine that serves this, and not from a browser"
LOGS = ("LOG_GROUP", "LOG_STREAM")
"""Variables for which a task definition is read, where a command names one."""


class CommandingScreen(EditingScreen):
    """A view from which a person's own commands are run. What they are about is fixed when the key is pressed."""

    _own_things: Things = NOTHING
    """What was there when ``:`` was pressed."""
    _own_awaited: "tuple[Proposal, tuple[Order, ...]] | None" = None
    """What is run once a name has been typed."""

    # -- what they are about -------------------------------------------------------------------------------------------

    def near(self) -> "tuple[Thing, ...]":
        """What is under the cursor, or marked."""
        return ()

    def things(self) -> Things:
        """All that a command pressed now could be about, the nearest first."""
        kinds = kinds_of(self.place)
        near = NEAR.get(self.place.view)
        found = {kind: self.near() if kind == near else self._thing_at(kind) for kind in kinds}
        return {kind: things for kind, things in found.items() if things}

    def about(self) -> "Thing | None":
        """What the view itself is about."""
        near = NEAR.get(self.place.view)
        kinds = [kind for kind in kinds_of(self.place) if kind != near]
        return next((thing for kind in kinds for thing in self._thing_at(kind)), None)

    def _thing_at(self, kind: Of) -> "tuple[Thing, ...]":
        from fargate_tui.fargate import things

        place, cluster = self.place, self.place.cluster or ""
        match kind:
            case "cluster":
                known = next((row for row in self.context.store.shelf.known(ClusterRow) if row.name == cluster), None)
                return (things.cluster_thing(cluster, known.arn if known is not None else ""),)
            case "service":
                service = self.known_service(cluster, place.service or "")
                return (
                    things.service_thing(service)
                    if service is not None
                    else things.named_service(cluster, place.service or ""),
                )
            case "task" | "container":
                task = self.task_thing(task_id(place.task or "")) or things.named_task(
                    cluster, place.service or "", place.task or ""
                )
                return (task if kind == "task" else things.container_thing(place.container or "", task),)
            case "task-definition":
                name = place.task_definition or ""
                return (things.revision_thing(name, place.subject[1] if place.subject else ""),)
        return ()

    def known_service(self, cluster: str, name: str) -> ServiceRow | None:
        """The row of a service, where it has been listed."""
        rows = self.context.store.shelf.known(ServiceRow)
        return next((row for row in rows if (row.cluster, row.name) == (cluster, name)), None)

    def task_thing(self, name: str) -> "Thing | None":
        """A task by its id, where it has been listed."""
        from fargate_tui.fargate.arns import service_of_group
        from fargate_tui.fargate.things import task_thing

        row = next((row for row in self.context.store.shelf.known(TaskRow) if row.id == name), None) if name else None
        return task_thing(row, self.known_service(row.cluster, service_of_group(row.group))) if row else None

    # -- keys and names ------------------------------------------------------------------------------------------------

    def bind_own(self) -> None:
        """Take the keys of the person's own commands that are for what there is here, once all others are there."""
        commands, chosen = self.context.settings.commands, self.context.keymap
        if not commands or self.lacks_actions or self.app.is_web:
            return
        from fargate_tui.keys.own import OWN, bindings_at

        others = [(usual, each) for usual, each in self._bindings if not (each.id or "").startswith(OWN)]
        taken = {key for usual, each in others for key in chosen.keys.get(each.id or "", (usual,))}
        own = bindings_at(commands, kinds_of(self.place), chosen, taken)
        self._bindings = BindingsMap([*(each for _, each in others), *own])

    def note_things(self) -> None:
        """Keep what is there now: what is typed after ``:`` is meant for it."""
        self._own_things = self.things() if self.context.settings.commands else {}

    def offered_commands(self, typed: str) -> Iterator[Candidate]:
        """The commands that what is typed could become, and apply to what was there."""
        text = typed.strip().lower()
        for name, own in self.context.settings.commands.items() if text else ():
            things = self._own_meant(own, self._own_things)
            if things and name.lower().startswith(text):
                of = str(things[0]) if len(things) == 1 else f"{len(things)} marked"
                yield Candidate(name, f"{of}: {own.description}" if own.description else of)

    def obeys_command(self, typed: str) -> bool:
        """Run the command that was typed; whether it was one."""
        own = self.context.settings.commands.get(typed.strip())
        if own is not None:
            self._run_own(typed.strip(), own, self._own_meant(own, self._own_things))
        return own is not None

    @staticmethod
    def _own_meant(own: "OwnCommand", things: Things) -> "tuple[Thing, ...]":
        return next((found for kind, found in things.items() if kind in own.on), ())

    def action_own(self, name: str, _is_safe: bool) -> None:
        """Run a command for what is under the cursor, all that is marked, or what is shown."""
        own = self.context.settings.commands[name]
        if not any(panel.is_open for panel in self.query(Docked)):
            self._run_own(name, own, self._own_meant(own, self.things()))

    # -- running -------------------------------------------------------------------------------------------------------

    def _run_own(self, name: str, own: "OwnCommand", things: "tuple[Thing, ...]") -> None:
        if self.app.is_web:
            self._warn_own(IN_A_BROWSER)
        elif not things:
            kinds = " or ".join(kind.replace("-", " ") for kind in OFS if kind in own.on)
            cursor = " · ↵ puts a cursor on a line" if self.place.view == "logs" and "log" in own.on else ""
            self._warn_own(f"{name} is for a {kinds}, and none is under the cursor{cursor}")
        elif self.is_hindered():
            return
        elif len(things) > 1 and not own.background:
            self._warn_own(f"{name} takes the terminal, so one at a time: {len(things)} are marked")
        else:
            self._prepare_own(name, own, things)

    def _warn_own(self, words: str) -> None:
        self.notify(words, severity="warning", markup=False)

    @work(exclusive=True, group="own command")
    async def _prepare_own(self, name: str, own: "OwnCommand", things: "tuple[Thing, ...]") -> None:
        await load_actions(self.context)
        from fargate_tui.sessions.own_commands import order_of
        from fargate_tui.sessions.surroundings import Asked

        caller, settings = self.context.store.caller(), self.context.settings
        asked = Asked(
            profile=self.context.here.profile or "",
            region=self.context.here.region or "",
            account=caller.account if caller is not None else "",
            endpoint=settings.endpoint_url or "",
        )
        told = [await self._with_logs(own, thing) for thing in things]
        self._propose_orders(tuple(order_of(name, own, thing, asked) for thing in told))

    def _propose_orders(self, orders: "tuple[Order, ...]") -> None:
        from fargate_tui.screens.command_lines import order_lines

        own, copied = orders[0].own, {"c": lambda: self._copy_orders(orders)}
        if self.context.lock.is_closed and not own.safe:
            words = f"read-only: nothing can be changed from here{self.way_out}"
            refusal: Line = (Span("  ▲ ", "warn"), Span(words, "warn"))
            keys = hints(("c", "copy the command"), ("esc", "close"))
            self.offer(Proposal((*order_lines(orders), refusal), keys), copied)
        elif self.context.settings.guarded and not own.safe:
            from fargate_tui.actions.action import typed_for
            from fargate_tui.sessions.own_commands import subject_of

            typed = typed_for(tuple(subject_of(order.thing) for order in orders))
            proposal = Proposal(order_lines(orders), hints(LEAVE), typed)
            self._own_awaited = (proposal, orders)
            self.offer(proposal, {})
        elif own.asks or len(orders) > 1:
            keys = hints(("y", "do it"), LEAVE, ("c", "copy the command"))
            self.offer(Proposal(order_lines(orders), keys), {**copied, "y": lambda: self._carry_out_orders(orders)})
        else:
            self._carry_out_orders(orders)

    def _copy_orders(self, orders: "tuple[Order, ...]") -> None:
        self.copy("\n".join(order.for_a_shell for order in orders), more=len(orders) - 1)

    @on(PlanPanel.Confirmed)
    def _confirmed_orders(self, confirmed: PlanPanel.Confirmed) -> None:
        awaited, self._own_awaited = self._own_awaited, None
        # The panel may show something else by now.
        if awaited is None or confirmed.panel.proposal is not awaited[0]:
            return
        confirmed.stop()
        confirmed.prevent_default()
        self.withdraw()
        self._carry_out_orders(awaited[1])

    def _carry_out_orders(self, orders: "tuple[Order, ...]") -> None:
        if orders[0].own.background:
            self._run_beside(orders)
        else:
            self._run_here(orders[0])

    def _run_beside(self, orders: "tuple[Order, ...]") -> None:
        app = self.app

        def tell(run: "Beside") -> None:
            words = f"{run.words} · :output shows all"
            app.notify(words, severity="information" if run.is_well else "error", timeout=TOLD, markup=False)

        try:
            self.context.own_commands.run_beside(orders, tell)
        except AwsError as error:
            self._warn_own(str(error))
            return
        more = f" and {len(orders) - 1} more" if len(orders) > 1 else ""
        self.notify(f"{orders[0].title}{more} runs · :output shows what it says", timeout=4, markup=False)

    @work(group="own command here")
    async def _run_here(self, order: "Order") -> None:
        from fargate_tui.sessions.own_commands import told
        from fargate_tui.sessions.relay import how

        try:
            ended = await self.context.own_commands.run_here(order)
        except AwsError as error:
            self._warn_own(str(error))
            return
        if ended.is_well:
            self.notify(how(order.title, ended), markup=False)
        else:
            self.notify(told(order.title, ended), severity="error", markup=False)

    # -- looking up ----------------------------------------------------------------------------------------------------

    async def _with_logs(self, own: "OwnCommand", thing: "Thing") -> "Thing":
        """The thing with where it logs, where the command wants to know; what AWS does not tell is left out."""
        text = own.command if isinstance(own.command, str) else " ".join(own.command)
        definition = thing.variables.get("TASK_DEFINITION")
        if definition is None or not any(name in text for name in LOGS):
            return thing
        from fargate_tui.fargate.logs.destinations import log_streams

        try:
            found = log_streams(await self.context.store.lookups.task_definition(definition), self.context.region)
        except AwsError:
            return thing
        container, task = thing.variables.get("CONTAINER"), thing.variables.get("TASK_ID", "")
        fitting = [each for each in found if container in (None, each.container)]
        groups: Sequence[str] = tuple(dict.fromkeys(each.group for each in fitting))
        if len(groups) != 1:
            return thing
        stream = fitting[0].stream_of(task) if task and len(fitting) == 1 else ""
        return thing.having(LOG_GROUP=groups[0], LOG_STREAM=stream)
