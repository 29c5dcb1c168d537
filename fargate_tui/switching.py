"""From one account to another without a restart, and back where the other one does not answer."""

from collections.abc import Callable, Mapping
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotLoggedIn
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.context import Context
from fargate_tui.screens.destinations import learn_clusters
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import HOME, Place, elsewhere
from fargate_tui.screens.navigation import Jump, Switch
from fargate_tui.screens.proposing import LEAVE
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.plan_panel import Proposal, hints
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp

IN_THE_WAY = (NotLoggedIn, Invalid, NotAllowed)
"""Why nothing can be asked there; of anything else a view that is tried tells more."""
BACK = ("escape", "backspace", "h", "left", "q")


class Switching:
    """Takes a person to another account. The one before stays as it was until the other has answered."""

    def __init__(self, app: "FargateApp") -> None:
        self._app = app
        self._before: Context | None = None
        """The account that answered last; None while the present one does."""

    def begin(self) -> None:
        """Take note of the account that one starts with, once it answers."""
        self._app.run_worker(self._until_first_answer(self._app.context), group="switch", exclusive=True)

    def again(self) -> None:
        """See whether the present account answers, after somebody has logged in to it."""
        self._ask_who(self._app.context)

    async def _until_first_answer(self, context: Context) -> None:
        await context.shown.wait()
        if await _error_of(context, anew=False) is None:
            await self._note(context)

    async def to(self, wanted: Whereabouts, *, ends: bool, place: Place | None = None) -> None:
        """Go there, or ask first where something here would end with it."""
        here = self._app.context
        if wanted in (here.whereabouts, here.here):
            self._stay(here, place)
        elif here.going and not ends:
            self._ask(wanted, here.going, place)
        else:
            await here.leave()
            if self._before is None:
                self._before = here
            await self._enter(self._app.contexts.at(wanted), place)

    def _stay(self, here: Context, place: Place | None) -> None:
        if place is not None:
            self._app.post_message(Jump(place))
        else:
            self._app.notify(f"this is {here.title} already", markup=False)

    async def to_profile(self, name: str, region: str) -> None:
        """Go to the profile of a name, or say that there is none. The config files are read where it is not known."""
        atlas = self._app.context.atlas
        try:
            if isinstance(atlas.find(name), str):
                await atlas.learn_profiles()
        except AwsError as error:
            self._app.notify(str(error), severity="warning", markup=False)
            return
        found = atlas.find(name)
        if isinstance(found, str):
            self._app.notify(found, severity="warning", markup=False)
        else:
            await self.to(atlas.whereabouts(found, self._app.context, region), ends=False)

    def _ask(self, wanted: Whereabouts, going: tuple[str, ...], place: Place | None) -> None:
        title: Line = (Span("go to ", "title"), Span(str(wanted), "title"))
        ends = tuple(line(f"  ▲ it ends {each}", "warn") for each in going)
        keys = hints(("y", "go there, and end that"), ("esc", "stay"))
        go = Switch(wanted, ends=True, place=place)
        self._offer(Proposal((title, *ends), keys), {"y": lambda: self._app.post_message(go)})

    def _offer(self, proposal: Proposal, keys: Mapping[str, Callable[[], object]]) -> None:
        screen = self._app.screen
        if isinstance(screen, ActingScreen):
            for prompt in screen.query(Prompt):
                prompt.cancel()
            screen.offer(proposal, keys)

    async def _enter(self, context: Context, place: Place | None = None) -> None:
        """Show what was on the screen, as this account has it."""
        before = self._app.context
        context.header, context.metric_range, context.history = before.header, before.metric_range, before.history
        await self._app.enter(context, context.journey.jump(place or elsewhere(before.journey.place)))
        self._ask_who(context)

    def _ask_who(self, context: Context) -> None:
        self._app.login.expect(context.whereabouts.profile)
        context.entered_at = context.now()
        self._app.run_worker(self._until_answered(context), group="switch", exclusive=True)

    async def _until_answered(self, context: Context) -> None:
        """Wait until AWS says who is asking there, or why nobody can."""
        error = await _error_of(context)
        if self._app.context is not context:
            return
        if isinstance(error, IN_THE_WAY):
            self._tell(context, error)
            return
        before, self._before = self._before, None
        if before is not None and before is not context:
            await before.store.rest()
        await self._note(context)
        await self._leave_what_is_not_there(context)

    async def _note(self, context: Context) -> None:
        """Offer it first the next time; where that cannot be kept it is said once."""
        atlas = context.atlas
        was = atlas.visits.trouble
        with suppress(AwsError):
            await atlas.note(context)
        if atlas.visits.trouble and not was:
            self._app.telling.warn_of_disk(atlas.visits.trouble)

    # -- where it does not answer --------------------------------------------------------------------------------------

    def _tell(self, context: Context, error: AwsError) -> None:
        """Say why, and what can be done about it; no key reaches the view behind it meanwhile."""
        before = self._before
        again: dict[str, Callable[[], object]] = {"r": lambda: self._again(context)}
        login = (("l", "log in"),) if isinstance(error, NotLoggedIn) and error.login else ()
        if isinstance(error, NotLoggedIn) and login:
            again["l"] = lambda: self._log_in(context, error)
        keys = dict.fromkeys(BACK, lambda: self._go_back(context)) if before is not None else {}
        title = line(f"{context.title} cannot be asked", "title")
        if isinstance(self._app.screen, FrameScreen):
            self._app.screen.show_trouble(error)
        leave = (("esc", f"back to {before.title}"),) if before is not None else (LEAVE,)
        self._offer(Proposal((title,), hints(*login, ("r", "try again"), *leave), tone="bad"), {**again, **keys})

    def _log_in(self, context: Context, error: NotLoggedIn) -> None:
        self._app.login.begin(error, lambda: self._again(context), lambda: self._tell(context, error))

    def _again(self, context: Context) -> None:
        self._ask_who(context)
        if isinstance(self._app.screen, FrameScreen):
            self._app.screen.refresh_now()

    def _go_back(self, context: Context) -> None:
        self._app.run_worker(self._back(context), group="switch", exclusive=True)

    async def _back(self, failed: Context) -> None:
        before, self._before = self._before, None
        if before is None:
            return
        await self._app.enter(before, before.journey)
        if failed is not before:
            await self._app.contexts.forget(failed)

    # -- what is named there and not here ------------------------------------------------------------------------------

    async def _leave_what_is_not_there(self, context: Context) -> None:
        """Show the clusters where the account has none of the name that was on the screen."""
        cluster = context.journey.place.cluster
        if cluster is None:
            return
        await learn_clusters(context.store)
        listed = context.store.clusters().snapshot
        is_there = any(row.name == cluster for row in listed.rows) or not listed.complete or listed.error is not None
        if not is_there and self._app.context is context and context.journey.place.cluster == cluster:
            self._app.notify(f"there is no cluster {cluster} in {context.title}: these are its clusters", markup=False)
            self._app.post_message(Jump(HOME))


async def _error_of(context: Context, *, anew: bool = True) -> AwsError | None:
    """Why AWS does not say who is asking; None once it has."""
    identity = context.store.identity
    old = identity.snapshot.error if anew else None
    if anew:
        identity.refresh()
    async with aclosing(identity.follow()) as changes:
        async for change in changes:
            if context.is_certain:
                return None
            if change.snapshot.error is not None and change.snapshot.error is not old:
                return change.snapshot.error
    return None
