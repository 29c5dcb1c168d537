"""As whom AWS is asked, and where: shown in the header, and chosen from any view."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Final, Literal

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.fargate.accounts import SOON, Expiry, principal_of
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import AwsError, NotLoggedIn
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.format import visible
from fargate_tui.keys.names import written
from fargate_tui.screens.context import Context
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.journey import ABROAD, Place
from fargate_tui.screens.navigation import GoAs, Jump, LogIn, Switch
from fargate_tui.settings.account_group import AccountGroup
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.masthead import Caller
from fargate_tui.widgets.prompt import Prompt

BY_HAND: Final = ("sso", "mfa", "command")
"""Who renews credentials that do not renew themselves."""
Chosen = Literal["profile", "region"]
GLYPHS: Final[dict[Chosen, str]] = {"profile": "profile:", "region": "Region:"}
"""What stands before what is typed while one is chosen."""
WORDS: Final[dict[Chosen, str]] = {
    "profile": "ask AWS as another profile: NAME, or NAME REGION",
    "region": "ask AWS in another Region: NAME",
}
"""What is typed after ``:``, and what it does."""
TOGETHER: Final = "accounts"
"""What is typed before the name of a group of the settings."""


class AccountScreen(EditingScreen):
    """A view from which another account can be gone to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+p", "choose_account('profile')", "profile", show=False, id="view.profile",
            tooltip="ask AWS as another profile, the last used first",
        ),
        Binding(
            "ctrl+r", "choose_account('region')", "Region", show=False, id="view.region",
            tooltip="ask AWS in another Region, the last used first",
        ),
        Binding(
            "ctrl+l", "log_in", "log in", show=False, id="view.log_in",
            tooltip="log in where credentials are missing or over: SSO, MFA",
        ),
    ]  # fmt: skip

    @property
    def not_logged_in(self) -> NotLoggedIn | None:
        """Why somebody has to log in for what is shown; None where nobody has to."""
        errors = (self.context.store.identity.snapshot.error, self.shown_error)
        found = next((error for error in errors if isinstance(error, NotLoggedIn)), None)
        return found or self._ending

    @property
    def _ending(self) -> NotLoggedIn | None:
        """Why somebody should log in before it is too late."""
        expiry = self.context.store.expiry()
        if expiry is None or not ends_soon(expiry, self.context.now()):
            return None
        login = expiry.renewed_by if expiry.renewed_by in ("sso", "mfa") else ""
        return NotLoggedIn(
            "go on for long", "the session ends soon", expiry.remedy, login=login, profile=expiry.profile
        )

    def tell_of_session(self) -> None:
        """Say once that the session ends soon."""
        ending = self._ending
        if ending is not None and not self.context.told_session:
            renewal = f"{self._login_key} renews it" if ending.login else ending.remedy
            self.notify(f"the session ends in less than a quarter of an hour: {renewal}", markup=False)
        self.context.told_session = ending is not None

    @property
    def _login_key(self) -> str:
        keys = [each.binding for each in self.active_bindings.values() if each.binding.id == "view.log_in"]
        return written(keys[0].key) if keys else ":login"

    @property
    def shown_error(self) -> AwsError | None:
        """Why what is shown is out of date."""
        return None

    def with_login(self, error: AwsError) -> str:
        """What an error says, and the key that logs in where that helps."""
        if not (isinstance(error, NotLoggedIn) and error.login):
            return str(error)
        return f"{error} · {self._login_key} logs in"

    def action_log_in(self) -> None:
        """Log in, without leaving the view."""
        error = self.not_logged_in
        if error is None:
            self.notify("nobody has to log in: AWS takes the credentials", markup=False)
        else:
            self.post_message(LogIn(error))

    def action_choose_account(self, what: Chosen) -> None:
        """Offer the profiles, or the Regions; pressed again while they are offered it goes on to the next."""
        prompt = self.query_one(Prompt)
        if prompt.is_open and prompt.glyph == GLYPHS[what]:
            prompt.move(1)
            return
        prompt.open(GLYPHS[what], complete=lambda typed: self._accounts(what, typed), listed=True, strict=True)
        self._learn_accounts(what)

    def _accounts(self, what: Chosen, typed: str) -> Sequence[Candidate]:
        atlas = self.context.atlas
        choices = atlas.profile_choices if what == "profile" else atlas.region_choices
        return choices(typed, self.context)

    @work(exclusive=True, group="accounts")
    async def _learn_accounts(self, what: Chosen) -> None:
        atlas = self.context.atlas
        try:
            await (atlas.learn_profiles() if what == "profile" else atlas.learn_regions(self.context))
        except AwsError as error:
            self.notify(str(error), severity="warning", markup=False)
        self.query_one(Prompt).complete_anew()
        if what == "region" and await atlas.learn_enabled(self.context):
            self.query_one(Prompt).complete_anew()

    def complete_accounts(self, typed: str) -> Sequence[Candidate]:
        """What ``profile`` or ``region`` could become, as it is typed after ``:``."""
        for what, hint in WORDS.items():
            if typed.startswith(f"{what} "):
                offered = self._accounts(what, typed.removeprefix(f"{what} "))
                return [Candidate(f"{what} {each.value}", " ".join(each.hint.split())) for each in offered]
            if typed.strip() and what.startswith(typed.strip().lower()):
                return [Candidate(what, hint)]
        if typed.startswith(f"{TOGETHER} "):
            groups = self.group_choices(typed.removeprefix(f"{TOGETHER} "))
            return [Candidate(f"{TOGETHER} {each.value}", each.hint) for each in groups]
        if typed.strip() and "login".startswith(typed.strip().lower()):
            return [Candidate("login", "log in where credentials are missing or over")]
        return ()

    def group_choices(self, typed: str) -> Sequence[Candidate]:
        """The groups of the settings that hold what is typed."""
        groups = self.context.settings.accounts
        offered = (Candidate(name, visible(group_words(group))) for name, group in groups.items())
        return [each for each in offered if typed.strip().lower() in f"{each.value} {each.hint}".lower()]

    @work(exclusive=True, group="accounts")
    async def _look_at(self, name: str) -> None:
        """Show the services of a group of the settings as one table."""
        for problem in await self.context.atlas.choose_group(name, self.context):
            self.notify(problem, severity="warning", markup=False)
        if name in self.context.settings.accounts:
            self.post_message(Jump(Place("services-abroad")))

    def learns_accounts(self, typed: str) -> None:
        """Learn what may stand behind ``profile`` or ``region``, once one of them is typed after ``:``."""
        for what in WORDS:
            if typed == f"{what} ":
                self._learn_accounts(what)

    def go_to_account(self, glyph: str, typed: str) -> bool:
        """Go where a name that was chosen leads, or ``profile NAME REGION``; whether it was one of these."""
        words = typed.split()
        chosen = next((what for what, each in GLYPHS.items() if each == glyph), None)
        if chosen is not None:
            words = [chosen, *words]
        match words:
            case ["profile" | "region"] if chosen is None:
                self.action_choose_account("profile" if words == ["profile"] else "region")
            case ["login"] if chosen is None:
                self.action_log_in()
            case [word, name] if chosen is None and word == TOGETHER:
                self._look_at(name)
            case ["profile", name, *region] if len(region) < 2:
                self.post_message(GoAs(name, "".join(region).lower()))
            case ["region", region]:
                self.post_message(Switch(self.context.here.in_region(region.lower())))
            case _:
                return chosen is not None
        return True


def group_words(group: AccountGroup) -> str:
    """What a group is of, in a line."""
    regions = f" in {', '.join(group.regions)}" if group.regions else ""
    return f"{', '.join(group.profiles)}{regions}"


def ends_soon(expiry: Expiry | None, now: datetime) -> bool:
    """Whether a person has to do something soon for the credentials to go on."""
    if expiry is None or expiry.at is None or expiry.renewed_by not in BY_HAND:
        return False
    return (expiry.at - now).total_seconds() < SOON


def session_words(expiry: Expiry | None, now: datetime) -> str:
    """``session 9m``, where the credentials end soon and do not renew themselves; empty where they do not."""
    if expiry is None or expiry.at is None or not ends_soon(expiry, now):
        return ""
    minutes = int((expiry.at - now).total_seconds() // 60)
    return f"session {minutes}m" if minutes > 0 else "session <1m" if minutes == 0 else "session over"


def seen_abroad(place: Place, context: Context) -> Place:
    """A list of all clusters as that of all chosen accounts, where some are chosen."""
    is_of_all = place == Place(place.view) and place.view in ABROAD
    return Place(ABROAD[place.view]) if is_of_all and context.atlas.chosen else place


def called(caller: CallerIdentity) -> str:
    """What the header calls who asks: the session of a role where it tells who that is, else the role."""
    principal = principal_of(caller)
    is_made_up = principal.session.startswith("botocore-session-")
    return principal.name if is_made_up else name_of(caller.arn)


def caller_of(context: Context) -> Caller:
    """Who asks, as far as that is known."""
    caller, here = context.store.caller(), context.here
    settings = context.settings
    session = session_words(context.store.expiry(), context.now())
    known = Caller(
        flags=(*context.flags, *([session] if session else [])),
        label=settings.label or "",
        colour=settings.colour or "",
    )
    if caller is None:
        return replace(known, profile=here.profile or "", region=here.region or "", is_certain=False)
    return replace(
        known,
        profile=caller.profile or "",
        account=caller.account,
        region=caller.region,
        name=called(caller),
        is_certain=context.is_certain,
    )
