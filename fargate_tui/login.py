"""Logging in from inside: by SSO in a browser wherever that is, by an MFA code; what is on the screen stays there."""

import asyncio
import os
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_tui.fargate.accounts import LoginState, MfaQuestion
from fargate_tui.fargate.errors import AwsError, NotLoggedIn
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.sessions.browser import browse, browser_of
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.plan_panel import Proposal, hints
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp

LEAVE = ("escape", "backspace", "h", "left", "q")
DIGITS = 6
"""Of an MFA code."""
STAGES = {"denied": "it was denied in the browser", "expired": "the code has ended before it was allowed"}


Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Done:
    """What comes after a login."""

    then: Act
    otherwise: Act
    """Where it was given up."""


class Login:
    """The logins of one run. No code, token or key of theirs is kept or written by us."""

    def __init__(self, app: "FargateApp") -> None:
        self._app = app
        self._expected: set[str | None] = set()
        """The profiles that a person has just gone to: an MFA code may be asked for."""
        self._one_at_a_time = asyncio.Lock()
        self.browser = browser_of(os.environ)
        """What opens an address; empty where nothing does."""

    def begin(self, error: NotLoggedIn, then: Act, otherwise: Act = lambda: None) -> None:
        """Log in as the error says; do something when that is done, or where it was given up."""
        self._begin(error, Done(then, otherwise))

    def _begin(self, error: NotLoggedIn, done: "Done") -> None:
        if error.login == "sso":
            self._app.run_worker(self._sso(error.profile, done), group="login", exclusive=True)
        elif error.login == "mfa":
            self._expected.update((error.profile, self._app.context.whereabouts.profile))
            self._app.run_worker(self._renewed(done), group="login", exclusive=True)
        else:
            self._app.notify(error.remedy or str(error), severity="warning", markup=False)

    async def _renewed(self, done: Done) -> None:
        for context in self._app.contexts:
            await context.store.renew()
        done.then()
        if isinstance(self._app.screen, FrameScreen):
            self._app.screen.refresh_now()

    # -- MFA -----------------------------------------------------------------------------------------------------------

    def expect(self, profile: str | None) -> None:
        """Let the code of a profile be asked for, once: the person has just done what wants it."""
        self._expected.add(profile)

    def asking(self, profile: str | None) -> Ask:
        """Asks for codes of a profile where they are expected; a poll that wants one does not ask who is typing."""

        async def ask(question: MfaQuestion) -> str | None:
            if question.attempt == 1 and profile not in self._expected:
                return None
            self._expected.discard(profile)
            async with self._one_at_a_time:
                return await self._code(question)

        return ask

    async def _code(self, question: MfaQuestion) -> str | None:
        """Six digits, or None where they are not given."""
        if question.why:
            self._app.notify(f"the code was not taken: {question.why}", severity="warning", markup=False)
        while isinstance(screen := self._app.screen, FrameScreen):
            answer = await screen.query_one(Prompt).ask(f"MFA code of {question.device} for {question.profile}:")
            if answer is None or (answer.isdecimal() and len(answer) == DIGITS):
                return answer
            self._app.notify(f"an MFA code has {DIGITS} digits", severity="warning", markup=False)
        return None

    # -- SSO -----------------------------------------------------------------------------------------------------------

    async def _sso(self, profile: str, done: Done) -> None:
        title = f"log in with {profile}"
        self._offer(
            Proposal((line(title, "title"), line("  asking for a code…", "muted")), hints(("esc", "give up"))), done
        )
        try:
            async with aclosing(self._app.context.atlas.accounts.login(profile)) as states:
                async for state in states:
                    await self._show(title, state, profile, done)
        except AwsError as error:
            self._tell(title, str(error), profile, done)

    async def _show(self, title: str, state: LoginState, profile: str, done: Done) -> None:
        if state.stage == "waiting":
            self._offer_code(title, state, done)
        elif state.stage == "done":
            self._withdraw()
            until = f" until {state.expires_at:%H:%M} UTC" if state.expires_at is not None else ""
            self._app.notify(f"logged in to {state.session}{until}", markup=False)
            await self._renewed(done)
        else:
            self._tell(title, STAGES[state.stage], profile, done)

    def _offer_code(self, title: str, state: LoginState, done: Done) -> None:
        until = f"  until {state.expires_at:%H:%M:%S} UTC" if state.expires_at is not None else ""
        lines: tuple[Line, ...] = (
            (Span(title, "title"), Span(f" · {state.session}", "muted")),
            (Span("  open  "), Span(state.url, "value")),
            (Span("  code  "), Span(state.user_code, "title"), Span(until, "muted")),
            line("  allow it there, on any machine: this goes on by itself", "muted"),
        )
        keys: dict[str, Act] = {"c": lambda: self._copy(title, state, done)}
        shown = [("c", "copy the address")]
        if self.browser:
            keys["b"] = lambda: self._browse(title, state, done)
            shown.append(("b", "open the browser"))
        self._offer(Proposal(lines, hints(*shown, ("esc", "give up"))), done, keys)

    def _copy(self, title: str, state: LoginState, done: Done) -> None:
        self._app.copy_to_clipboard(_address(state))
        self._app.notify("the address with the code is sent to the clipboard", markup=False)
        self._offer_code(title, state, done)

    def _browse(self, title: str, state: LoginState, done: Done) -> None:
        self._offer_code(title, state, done)
        self._app.run_worker(self._opened(_address(state)), group="browser", exclusive=True)

    async def _opened(self, url: str) -> None:
        try:
            await browse(self.browser, url)
        except OSError as error:
            self._app.notify(f"no browser could be started: {error.strerror}", severity="warning", markup=False)

    def _tell(self, title: str, why: str, profile: str, done: Done) -> None:
        said: Line = (Span("  ✗ ", "bad"), Span(why))
        again = NotLoggedIn(title, why, login="sso", profile=profile)
        keys = hints(("r", "try again"), ("esc", "leave it"))
        self._offer(
            Proposal((line(title, "title"), said), keys, tone="bad"), done, {"r": lambda: self._begin(again, done)}
        )

    def _offer(self, proposal: Proposal, done: Done, keys: dict[str, Act] | None = None) -> None:
        leave = dict.fromkeys(LEAVE, lambda: self._give_up(done))
        if isinstance(self._app.screen, ActingScreen):
            self._app.screen.offer(proposal, leave | (keys or {}))

    def _withdraw(self) -> None:
        if isinstance(self._app.screen, ActingScreen):
            self._app.screen.withdraw()

    def _give_up(self, done: Done) -> None:
        self._app.workers.cancel_group(self._app, "login")
        done.otherwise()


def _address(state: LoginState) -> str:
    """Where it is allowed, with the code in it where that goes."""
    return state.complete_url or state.url
