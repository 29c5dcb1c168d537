"""Logging in from inside: by SSO and by MFA, from where one is, and what is never shown or kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.fargate.accounts import LoginState
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, Unreachable
from fargate_tui.sessions.browser import browser_of
from fargate_tui.widgets.plan_panel import PlanPanel
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.prompt_input import Typed
from tests.live.held_clock import HeldClock
from tests.screens.abroad import Account, Wanting, abroad, app_abroad, machine, three
from tests.screens.person import Person, settled
from tests.screens.test_screen_pictures import SIZES, SnapCompare

CODE = "WDJB-MJHT"
PAGE = "https://device.sso.us-east-1.amazonaws.com/"
AT = datetime(2026, 11, 23, 3, 22, tzinfo=UTC)
WAITING = LoginState(
    stage="waiting", profile="staging", session="corp", user_code=CODE, url=PAGE,
    complete_url=f"{PAGE}?user_code={CODE}", expires_at=AT,
)  # fmt: skip
DONE = LoginState(stage="done", profile="staging", session="corp", expires_at=AT.replace(hour=11))


def expired(profile: str = "staging", how: Any = "sso") -> CredentialsExpired:
    why = f"the SSO session of profile {profile} has expired"
    return CredentialsExpired(
        "connect to AWS", why, f"run `aws sso login --profile {profile}`", login=how, profile=profile
    )


def is_open(person: Person) -> bool:
    return person.app.screen.query_one(PlanPanel).is_open


async def test_a_session_that_is_over_is_begun_anew_where_one_wanted_to_go() -> None:
    accounts, known = three(), machine()
    staging = accounts["staging", "eu-west-1"]
    accounts["staging", "eu-west-1"] = expired()
    async with abroad(accounts, known=known) as person:
        await person.go("profile staging")
        assert person.says("l log in r try again esc back to default in eu-west-1")
        await person.press("l")
        assert known.logins == ["staging"]
        known.login_states.put_nowait(WAITING)
        await person.until(lambda: person.says(CODE))
        assert person.says(f"open {PAGE}")
        await person.press("c")
        assert person.app.clipboard == f"{PAGE}?user_code={CODE}"
        assert person.says(CODE)
        accounts["staging", "eu-west-1"] = staging
        known.login_states.put_nowait(DONE)
        await person.until(lambda: "2222-2222-2222" in person.header)
        assert not is_open(person)
        assert person.names == ["stage"]
        assert "logged in to corp until 11:22 UTC" in person.told


async def test_what_is_on_the_screen_stays_there_while_one_logs_in() -> None:
    accounts, known = three(), machine()
    default = accounts["default", "eu-west-1"]
    assert isinstance(default, Account)
    async with abroad(accounts, known=known, cluster="prod") as person:
        default.errors["ListServices prod"] = accounts["default", "eu-west-1"] = expired("default")
        await person.wait(60)
        assert person.names == ["prod-web"]
        assert person.is_stale()
        assert "ctrl+l logs in" in person.notice
        await person.press("ctrl+l")
        known.login_states.put_nowait(WAITING)
        await person.until(lambda: person.says(CODE))
        assert person.names == ["prod-web"]
        default.errors.clear()
        accounts["default", "eu-west-1"] = default
        known.login_states.put_nowait(DONE)
        await person.until(lambda: not person.is_stale())
        await person.until(lambda: [each.profile for each in person.app.context.atlas.visits.known] == ["default"])
        assert person.names == ["prod-web"]
        assert not person.notice
        assert person.path == "prod › services"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LoginState(stage="denied", profile="staging", session="corp"), "it was denied in the browser"),
        (LoginState(stage="expired", profile="staging", session="corp"), "the code has ended before it was allowed"),
        (Unreachable("log in", "oidc.us-east-1.amazonaws.com cannot be reached"), "cannot be reached"),
    ],
)
async def test_a_login_that_fails_says_why_and_is_begun_again(state: LoginState | AwsError, words: str) -> None:
    accounts, known = three(), machine()
    accounts["staging", "eu-west-1"] = expired()
    async with abroad(accounts, known=known) as person:
        await person.go("profile staging")
        await person.press("l")
        known.login_states.put_nowait(state)
        await person.until(lambda: person.says(words))
        await person.press("r")
        assert known.logins == ["staging", "staging"]


async def test_escape_gives_up_and_asks_for_no_more_tokens() -> None:
    accounts, known = three(), machine()
    accounts["staging", "eu-west-1"] = expired()
    async with abroad(accounts, known=known) as person:
        await person.go("profile staging")
        await person.press("l")
        known.login_states.put_nowait(WAITING)
        await person.until(lambda: person.says(CODE))
        await person.press("escape")
        await person.until(lambda: known.given_up == 1)
        assert not person.says(CODE)
        assert person.says("staging in eu-west-1 cannot be asked")
        await person.press("escape")
        assert "1111-1111-1111" in person.header


async def test_who_is_logged_in_is_told_so() -> None:
    async with abroad(three()) as person:
        await person.press("ctrl+l")
        assert person.told == ["nobody has to log in: AWS takes the credentials"]


def wanting() -> tuple[dict[tuple[str, str], Any], Wanting]:
    accounts: dict[tuple[str, str], Any] = dict(three())
    role = Wanting(Account("222222222222", "ops", "eu-west-1", "ops"), "424242", "ops")
    accounts["ops", "eu-west-1"] = role
    return accounts, role


async def test_a_role_that_wants_a_code_asks_for_it_and_the_code_is_nowhere_afterwards() -> None:
    accounts, role = wanting()
    async with abroad(accounts) as person:
        await person.go("profile ops")
        await person.until(lambda: person.says("MFA code of ann for ops:"))
        await person.type("424242")
        assert "424242" not in person.text
        assert person.says("••••••")
        await person.press("enter")
        await person.until(lambda: "2222-2222-2222" in person.header)
        assert person.names == ["ops"]
        prompt = person.app.screen.query_one(Prompt)
        assert "424242" not in str(person.app.context.history)
        assert person.app.screen.query_one(Typed).value == ""
        await person.press(":")
        await person.type("abc")
        assert prompt.value == "abc"
        assert person.says("abc")
        assert role.asked == 1


async def test_a_wrong_code_is_asked_for_again_with_what_aws_said() -> None:
    accounts, role = wanting()
    async with abroad(accounts) as person:
        await person.go("profile ops")
        await person.until(lambda: person.says("MFA code of ann"))
        for wrong, said in (("12", "an MFA code has 6 digits"), ("111111", "the code was not taken")):
            await person.type(wrong)
            await person.press("enter")
            await person.until(lambda: any(told.startswith(said) for told in person.told))  # noqa: B023
        await person.type("424242")
        await person.press("enter")
        await person.until(lambda: "2222-2222-2222" in person.header)
        assert role.asked == 2


async def test_without_a_code_it_is_not_asked_for_again_until_the_login_key() -> None:
    accounts, role = wanting()
    async with abroad(accounts) as person:
        await person.go("profile ops")
        await person.until(lambda: person.says("MFA code of ann"))
        await person.press("escape")
        await person.until(lambda: is_open(person))
        before = role.asked
        await person.wait(120)
        assert not person.says("MFA code of ann")
        assert role.asked > before, "nothing was polled"
        await person.press("l")
        await person.until(lambda: person.says("MFA code of ann"))
        await person.type("424242")
        await person.press("enter")
        await person.until(lambda: "2222-2222-2222" in person.header)


async def test_a_code_that_is_wanted_while_somebody_types_does_not_take_the_line() -> None:
    accounts, role = wanting()
    async with abroad(accounts) as person:
        where = person.app.context.atlas.whereabouts(machine().known[2], person.app.context)
        person.app.context.atlas.chosen = {where: "ops"}
        await person.go("svc")
        await person.press("/")
        await person.type("web")
        await person.until(lambda: role.asked > 0)
        assert person.app.screen.query_one(Prompt).value == "web"
        assert "the role wants an MFA code" in person.notice


@pytest.mark.parametrize(
    ("environment", "platform", "program"),
    [
        ({"DISPLAY": ":0"}, "linux", "xdg-open"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "xdg-open"),
        ({}, "linux", ""),
        ({"SSH_TTY": "/dev/pts/1"}, "linux", ""),
        ({}, "darwin", "open"),
        ({"SSH_CONNECTION": "10.0.0.1 22"}, "darwin", ""),
    ],
)
def test_a_browser_is_opened_only_where_somebody_sees_it(
    environment: dict[str, str], platform: str, program: str, tmp_path: Any
) -> None:
    (tmp_path / "xdg-open").write_text("#!/bin/sh\n")
    (tmp_path / "xdg-open").chmod(0o755)
    found = browser_of({**environment, "PATH": str(tmp_path)}, platform)
    assert found.rpartition("/")[2] == program


@SIZES
@pytest.mark.parametrize("state", ["cannot", "code", "denied"])
def test_login(state: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    clock, accounts, known = HeldClock(), three(), machine()
    accounts["staging", "eu-west-1"] = expired()
    app = app_abroad(accounts, clock, known)

    async def arrange(pilot: Pilot[Any]) -> None:
        await settled(app)
        person = Person(pilot, Account("1", "default", "eu-west-1"), clock)
        await person.go("profile staging")
        if state != "cannot":
            app.login.browser = "xdg-open"
            known.login_states.put_nowait(WAITING)
            await person.press("l")
            await person.until(lambda: person.says(CODE))
        if state == "denied":
            known.login_states.put_nowait(LoginState(stage="denied", profile="staging", session="corp"))
            await person.until(lambda: person.says("denied"))
        app.screen._on_timer_update()

    assert snap_compare(app, terminal_size=size, run_before=arrange)
