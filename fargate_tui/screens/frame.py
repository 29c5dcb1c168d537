"""The frame around every view: header, notice, footer, prompt, and the keys that work everywhere."""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.widget import Widget

from fargate_tui.columns.column import Column
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.context import Context
from fargate_tui.screens.destinations import complete, destination, is_named, learn_names
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend, Jump, Walk
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_panel import FormPanel
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.masthead import Caller, Masthead, Pulse, Trail, liveness
from fargate_tui.widgets.notice import Notice
from fargate_tui.widgets.plan_panel import PlanPanel
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.run_bar import RunBar

if TYPE_CHECKING:
    from fargate_tui.fargate.sessions import Wanted
    from fargate_tui.screens.commands import Subjects

EXEC = "exec"
"""What is typed after ``:`` before a command that is run in a container."""
TYPING = 0.15
"""Seconds without another key after which AWS is asked about what is typed."""
AGE_TICK = 5.0
"""Seconds between two looks at what has aged; ages change coarsely, so most looks paint nothing."""


NAMES_KEPT = timedelta(seconds=30)
"""How old a listing may be for a name that is not in it to be called unknown."""

DEPLOYMENTS = Binding(
    "2", "deployments", "deploys", id="row.deployments", tooltip="the cockpit: old against new, and those before"
)
"""For the views of what is deployed."""
METRICS = Binding("5", "metrics", "metrics", id="row.metrics", tooltip="plots of how it has been doing, and its alarms")
"""For the views of what is measured; each has it where its other views are."""

SCALING = Binding(
    "7", "scaling", "scaling", show=False, id="row.scaling", tooltip="limits, policies and schedules of autoscaling"
)
"""For the views of a service."""
NETWORK = Binding("6", "network", "network", show=False, id="row.network", tooltip="interfaces, ways in and out")
"""For the views of a service and of a task."""
PERMISSIONS = Binding(
    "9", "permissions", "permissions", show=False, id="row.permissions",
    tooltip="its roles, and what they allow",
)  # fmt: skip
"""For the views of a service."""
TARGETS = Binding(
    "t", "targets", "targets", id="network.targets",
    tooltip="load balancers, rules, target groups, and the health of each target",
)  # fmt: skip
"""For the views of a network."""
WHY = Binding("v", "why", "why", id="row.why", tooltip="why the task that failed last died, with the evidence")
"""For the views of services and tasks."""
NEW = Binding("n", "new", "new", id="list.new", tooltip="a wizard for another one of what this list holds")
"""For the lists of what can be created."""
CONFIG = Binding(
    "8", "config", "config", show=False, id="row.config", tooltip="all that the service is told to be, with defaults"
)
"""For the views of a service."""


class FrameScreen(EditingScreen):
    """A view of one place. A subclass composes its middle and follows what it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h,left,backspace", "back", "back", id="view.back", tooltip="clear the filter, or one step up"),
        Binding(
            "colon", "go_to", "go to", key_display=":", id="view.go_to",
            tooltip="go to any view or thing by name, or :scale 5",
        ),
        Binding("question_mark", "help", "help", key_display="?", id="view.help", tooltip="all keys of this view"),
        Binding("r", "refresh_now", "refresh", show=False, id="view.refresh", tooltip="ask AWS now"),
        Binding("tilde", "walk('last')", "last view", show=False, key_display="~", id="view.last"),
        Binding(
            "left_square_bracket", "walk('back')", "history back", show=False, key_display="[", id="view.history_back",
        ),
        Binding(
            "right_square_bracket", "walk('forward')", "history forward", show=False, key_display="]",
            id="view.history_forward",
        ),
        Binding("u", "undo", "take back", show=False, id="view.undo", tooltip="take back the last change"),
        Binding(
            "W", "run_logs", "logs of the run", show=False, id="view.run_logs",
            tooltip="logs of the task that was run last from here",
        ),
        Binding("ctrl+e", "toggle_header", "header on or off", show=False, id="view.header"),
        Binding("q", "app.quit", "quit", show=False, id="app.quit"),
    ]  # fmt: skip
    AUTO_FOCUS = "ResourceTable, TextView"

    GOES_ON_COVERED: ClassVar[bool] = False
    """Whether it goes on following while something small lies over it: logs would be read back again."""
    COLUMNS: ClassVar[Sequence[Column[Any]]] = ()
    """The columns of its table."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__()
        self.place = place
        self.context = context
        self._goes_on = False
        self._about: Subjects = {}
        """What was marked or under the cursor when ``:`` was pressed."""
        self._reached: Wanted | None = None
        """What one could get into then."""
        self._learning = ""
        """The action whose answers have been asked for."""

    def compose(self) -> ComposeResult:
        """The frame; `middle` is the subclass's."""
        yield Masthead()
        yield from self.middle()
        yield Notice()
        yield RunBar()
        yield PlanPanel()
        yield FormPanel()
        yield KeyBar()
        yield Prompt(history=self.context.history)

    @abstractmethod
    def middle(self) -> Iterable[Widget]:
        """What stands between header and footer."""

    @abstractmethod
    async def follow(self) -> None:
        """Follow what is shown until cancelled."""

    @abstractmethod
    def refresh_now(self) -> None:
        """Ask AWS now for what is shown."""

    def leave(self) -> None:
        """Remember how the view is left."""

    def tick(self) -> None:
        """Paint what looks different only because time has passed."""

    @property
    def snapshot(self) -> Snapshot[object] | None:
        """What is shown, for the header's age; None before anything is."""
        return None

    @property
    def trail(self) -> Trail:
        """The second line of the header."""
        return Trail(path=self.place.path)

    # -- life ----------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the header as it was, and look for what has aged now and then."""
        self.query_one(Masthead).display = self.context.header
        self.set_interval(AGE_TICK, self._tick)
        self.show_header()

    @on(events.ScreenResume)
    def _resume(self) -> None:
        # Not before the frame is painted: what is followed first loads rules, and then the AWS SDK.
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if self._goes_on:
            self._goes_on = False
        elif self.is_current:
            self._follow_rows()
            self._follow_identity()
            self._follow_runs()

    @on(events.ScreenSuspend)
    def _suspend(self) -> None:
        self._goes_on = self.GOES_ON_COVERED and (self.is_current or isinstance(self.app.screen, ModalScreen))
        if self._goes_on:
            return
        # A covered screen otherwise goes on polling (textual.md, finding 9).
        self.workers.cancel_group(self, "rows")
        self.workers.cancel_group(self, "identity")
        self.workers.cancel_group(self, "runs")
        self.leave()

    @work(exclusive=True, group="rows")
    async def _follow_rows(self) -> None:
        await self._until_taken_down(self.follow())

    @work(exclusive=True, group="identity")
    async def _follow_identity(self) -> None:
        await self._until_taken_down(self._show_callers())

    @work(exclusive=True, group="runs")
    async def _follow_runs(self) -> None:
        await self._until_taken_down(self.follow_runs())

    async def _show_callers(self) -> None:
        async with aclosing(self.context.store.identity.follow()) as changes:
            async for change in changes:
                self.show_caller(change.snapshot)

    async def _until_taken_down(self, following: Awaitable[None]) -> None:
        """Let an answer that comes to a view whose widgets are gone (quit, switched away) go nowhere."""
        try:
            await following
        except* NoMatches:
            if self.query(Masthead):
                raise

    def _tick(self) -> None:
        # Textual 8.2 calls a covered first screen current too, and paints all of the one in front for a change of it.
        if self.app.screen is not self:
            return
        self.show_header()
        self.show_runs()
        self.tick()

    # -- header and notice ---------------------------------------------------------------------------------------------

    def show_caller(self, snapshot: Snapshot[CallerIdentity]) -> None:
        """Show who is asking, as far as that is known."""
        flags = self.context.flags
        if not snapshot.rows:
            self.query_one(Masthead).caller = Caller(flags=flags)
            return
        caller = snapshot.rows[0]
        self.query_one(Masthead).caller = Caller(
            profile=caller.profile or "",
            account=caller.account,
            region=caller.region,
            name=name_of(caller.arn),
            flags=flags,
        )

    def show_header(self) -> None:
        """Bring the header up to date."""
        masthead = self.query_one(Masthead)
        masthead.trail = self._with_forwards(self._with_kind(self.trail))
        snapshot = self.snapshot
        if snapshot is None or snapshot.rows or snapshot.loaded or snapshot.error:
            self.context.shown.set()
        words, tone = liveness(snapshot, self.context.now())
        masthead.pulse = Pulse(words, tone, self.context.calls_per_minute(), self.problems)

    def _with_kind(self, trail: Trail) -> Trail:
        """The trail with the word that the service is one of Express Mode, where that is known."""
        where = (self.place.cluster, self.place.service)
        if self.place.service is None:
            return trail
        service = next((row for row in self.context.store.known(ServiceRow) if (row.cluster, row.name) == where), None)
        is_express = service is not None and service.is_express
        return replace(trail, notes=("Express Mode", *trail.notes)) if is_express else trail

    def _with_forwards(self, trail: Trail) -> Trail:
        """The trail with how many ports are forwarded, where some are."""
        number = self.context.forwarded
        return replace(trail, notes=(f"⇉ {number}", *trail.notes)) if number else trail

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """The columns of its table, at this place."""
        return self.COLUMNS

    @property
    def problems(self) -> int | None:
        """How many of the things shown have a problem; None where that is not known or means nothing."""
        return None

    def show_trouble(self, error: AwsError | None, gaps: tuple[str, ...] = ()) -> None:
        """Show what went wrong and what is missing; nothing hides the notice."""
        notice = self.query_one(Notice)
        notice.tone = "bad" if error else "warn"
        notice.text = "\n".join([*([str(error)] if error else []), *gaps])

    @property
    def measured(self) -> Place | None:
        """The place of the metrics of what is shown: of a task, else of a service."""
        place = self.place
        if not place.cluster or not (place.service or place.task):
            return None
        return Place("metrics", cluster=place.cluster, service=place.service, task=place.task)

    @property
    def deployed(self) -> Place | None:
        """The place of the deployments of the service that is shown."""
        place = self.place
        if not place.cluster or not place.service:
            return None
        return Place("deployments", cluster=place.cluster, service=place.service)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """One step back."""
        self.post_message(Walk("up"))

    def action_walk(self, way: str) -> None:
        """Through the history, or to the last view."""
        match way:
            case "back" | "forward" | "last":
                self.post_message(Walk(way))

    async def show_last_failed(self, cluster: str, service: str) -> None:
        """Go to the post-mortem of the task of a service that failed last, or say that there is none."""
        try:
            arn = await self.context.store.last_failed(cluster, service)
        except AwsError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self.post_message(Descend(Place("task", cluster=cluster, service=service, task=arn)))

    def action_metrics(self) -> None:
        """Show how it has been doing."""
        if self.measured is not None:
            self.post_message(Descend(self.measured))

    def action_deployments(self) -> None:
        """Show what is being deployed, and was."""
        if self.deployed is not None:
            self.post_message(Descend(self.deployed))

    @property
    def scaled(self) -> Place | None:
        """The place of what scales the service that is shown."""
        of = self.measured
        return Place("scaling", cluster=of.cluster, service=of.service) if of is not None and of.service else None

    def action_scaling(self) -> None:
        """Show what scales the service."""
        if self.scaled is not None:
            self.post_message(Descend(self.scaled))

    def action_network(self) -> None:
        """Show the interfaces of the service, or the network of the task."""
        of = self.measured
        if of is not None:
            self.post_message(Descend(replace(of, view="network" if of.task else "enis")))

    def action_permissions(self) -> None:
        """Show the roles of the service."""
        if self.scaled is not None:
            self.post_message(Descend(replace(self.scaled, view="permissions")))

    def action_targets(self) -> None:
        """Show what is in front of the tasks of the service, or of the cluster."""
        self.post_message(Descend(Place("targets", cluster=self.place.cluster, service=self.place.service)))

    def action_config(self) -> None:
        """Show all that the service is told to be."""
        if self.scaled is not None:
            self.post_message(Descend(replace(self.scaled, view="config")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer metrics where something is measured, scaling, deployments and configuration for a service."""
        if action in ("scaling", "config", "permissions"):
            return self.scaled is not None
        if action == "targets":
            return self.place.cluster is not None
        if action == "deployments":
            return self.deployed is not None
        if action == "network":
            return self.measured is not None
        if action == "metrics":
            return self.measured is not None and self.place.view != "metrics"
        return super().check_action(action, parameters)

    def action_refresh_now(self) -> None:
        """Ask AWS now."""
        self.refresh_now()

    def action_toggle_header(self) -> None:
        """Show or hide the two lines at the top, in every view."""
        self.context.header = not self.context.header
        self.query_one(Masthead).display = self.context.header

    def action_help(self) -> None:
        """Show all keys of this view."""
        from fargate_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen.of(self, self.columns, read_only=self.context.runs.read_only))

    def action_go_to(self) -> None:
        """Ask where to go, or what to do; what is not known by name yet is asked for meanwhile."""
        # What is done then is done to what is under the cursor now.
        from fargate_tui.screens.commands import kinds

        self._about = {kind: self.subjects_of(kind) for kind in kinds()}
        self._reached = self.wanted()
        self._learning, self._choices = "", ()
        self.query_one(Prompt).open(":", complete=self._complete_typed)
        self._learn_names()

    def _complete_typed(self, typed: str) -> Sequence[Candidate]:
        from fargate_tui.screens.commands import offered

        actions = tuple(offered(typed, self._about, self._choices))
        places = complete(typed, self.context.store, self.place, self.context.group_names)
        text = typed.strip().lower()
        first = [place for place in places if place.value.lower().startswith(text)]
        if text and EXEC.startswith(text) and self._reached is not None:
            first.append(Candidate(EXEC, "run one command in the container under the cursor"))
        return tuple(dict.fromkeys((*first, *actions, *places)))

    @on(Prompt.Changed)
    def _is_typing(self, changed: Prompt.Changed) -> None:
        if changed.prompt.glyph == ":" and changed.value.startswith("logs "):
            self.learn_groups(changed.value.removeprefix("logs ").strip())
        elif changed.prompt.glyph == "O":
            self.learn_groups(changed.value.strip())
        elif changed.prompt.glyph == ":" and " " in changed.value.lstrip():
            self._learn_answers(changed.value)

    def _learn_answers(self, typed: str) -> None:
        """Ask what may be typed behind an action's name, once."""
        from fargate_tui.screens.commands import command

        said = command(typed, self._about)
        if said is not None and said.subjects and said.action.id != self._learning:
            self._learning, self._choices = said.action.id, ()
            self._learn_choices(said.action, said.subjects[0])

    @work(exclusive=True, group="log groups")
    async def learn_groups(self, prefix: str) -> None:
        """Ask for the names of log groups, and offer them once they are known."""
        if prefix:
            await asyncio.sleep(TYPING)
        if await self.context.group_names.learn(self.context.store, prefix):
            self.query_one(Prompt).complete_anew()

    @work(exclusive=True, group="names")
    async def _learn_names(self) -> None:
        await learn_names(self.context.store)

    @on(Prompt.Submitted)
    def _typed(self, submitted: Prompt.Submitted) -> None:
        submitted.stop()
        if submitted.prompt.glyph == ":":
            self._go(submitted.value)
        elif not self.answered(submitted.prompt.glyph, submitted.value):
            self.typed(submitted.prompt.glyph, submitted.value)

    def typed(self, glyph: str, value: str) -> None:
        """Take what was typed into the prompt that was opened with ``glyph``."""

    def wanted(self) -> "Wanted | None":
        """The container, task or service under the cursor that one could get into; most views show none."""
        return None

    def execute(self, wanted: "Wanted", command: str) -> None:
        """Run one command in a container; ask for it where it is empty."""

    def _exec(self, typed: str) -> bool:
        """Run what was typed behind ``exec``; whether that was the word, and nothing else is called so."""
        word, _, rest = typed.strip().partition(" ")
        if word.lower() != EXEC or is_named(typed, self.context.store, self.place):
            return False
        if self._reached is None:
            said = "exec runs a command in a container, and nothing that runs is under the cursor"
            self.notify(said, severity="warning", markup=False)
        else:
            self.execute(self._reached, rest.strip())
        return True

    async def _do(self, typed: str) -> bool:
        """Begin the action that was typed; whether it was one, and no view or thing is called so."""
        if self._exec(typed):
            return True
        from fargate_tui.actions.forms import FormAction
        from fargate_tui.screens.commands import command

        said = command(typed, self._about)
        if said is None or is_named(typed, self.context.store, self.place):
            return False
        if said.refusal:
            self.notify(said.refusal, severity="warning", markup=False)
        elif said.answer and not isinstance(said.action, FormAction):
            self.propose(said.action, said.subjects, said.answer)
        elif self.subjects_of(said.action.kind) != said.subjects:
            self.notify(
                "what was under the cursor is no longer there: nothing was done", severity="warning", markup=False
            )
        elif said.own:
            await self.run_action(said.own)
        else:
            self.action_act(said.action.id)
        return True

    @work(exclusive=True, group="go")
    async def _go(self, typed: str) -> None:
        if not typed.strip() or await self._do(typed):
            return
        found = destination(typed, self.context.store, self.place)
        if not isinstance(found, Place):
            # What was listed a while ago, or before the last change from here, may lack what was made since.
            changed = [step.ended_at for run in self.context.runs.runs for step in run.steps if step.ended_at]
            await learn_names(self.context.store, max((self.context.now() - NAMES_KEPT, *changed)))
            found = destination(typed, self.context.store, self.place)
        if isinstance(found, Place):
            self.post_message(Jump(found))
        else:
            self.notify(found, severity="warning", markup=False)
