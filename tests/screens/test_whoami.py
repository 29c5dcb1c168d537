"""Who asks, by which credentials, until when, and what that one may do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.fargate.accounts import Allowance, Expiry, Profile
from fargate_tui.fargate.errors import CredentialsExpired
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.screens.accounts import called
from fargate_tui.screens.whoami import DEEDS
from fargate_tui.screens.whoami_lines import Caller, Deed, whoami_lines
from fargate_tui.widgets.lines import plain
from tests.live.held_clock import HeldClock
from tests.screens.abroad import Account, abroad, app_abroad, three
from tests.screens.person import Person, settled
from tests.screens.test_screen_pictures import SIZES, SnapCompare

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ROLE = CallerIdentity(
    account="123456789012",
    arn="arn:aws:sts::123456789012:assumed-role/ops/ann@corp",
    region="eu-west-1",
    profile="prod",
)
MAY = (
    Allowance(action="ecs:UpdateService", verdict="denied", why="no policy allows it", purpose="scaling", changes=True),
    Allowance(action="ecs:StopTask", verdict="allowed", changes=True),
    Allowance(action="ecs:ListClusters", verdict="allowed", purpose="the list of clusters"),
    Allowance(action="ecs:DescribeClusters", verdict="allowed", purpose="the list of clusters"),
    Allowance(action="logs:StartLiveTail", verdict="denied", why="denied by policy no-tail", purpose="a log view"),
    Allowance(action="ec2:DescribeVpcs", verdict="not checked", why="iam:SimulatePrincipalPolicy is not allowed"),
)


def told(caller: Caller, *deeds: Deed) -> str:
    return "\n".join(plain(line) for line in whoami_lines(caller, deeds))


def test_who_it_is_stands_there_before_aws_has_said_more() -> None:
    text = told(Caller(ROLE, NOW, "SSO ops"))
    assert "account   1234-5678-9012\n" in text
    assert "is        role ops · session ann@corp" in text
    assert "profile   prod · SSO ops" in text
    assert "Region    eu-west-1 · partition aws" in text
    assert "session   not known yet" in text
    assert text.endswith("asking IAM what may be done…")


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        (Known("acme-prod"), "1234-5678-9012 · acme-prod"),
        (Known(""), "1234-5678-9012 · has no alias"),
        (
            NotChecked(why="iam:ListAccountAliases is not allowed"),
            "1234-5678-9012 · alias not checked: iam:ListAccountAliases is not allowed",
        ),
    ],
)
def test_the_alias_is_told_or_why_it_is_not(alias: Any, words: str) -> None:
    assert words in told(Caller(ROLE, NOW, alias=alias))


@pytest.mark.parametrize(
    ("expiry", "words"),
    [
        (Expiry(at=NOW + timedelta(hours=1), renewed_by="itself"), "ends 04:12 UTC, in 1h 00m · renews itself"),
        (
            Expiry(at=NOW + timedelta(minutes=9), renewed_by="sso", remedy="log in"),
            "ends 03:21 UTC, in 9m 00s · log in",
        ),
        (
            Expiry(at=NOW - timedelta(minutes=2), renewed_by="command", remedy="run it"),
            "is over since 03:10 UTC · run it",
        ),
        (Expiry(), "has no end that is known"),
    ],
)
def test_the_end_of_the_session(expiry: Expiry, words: str) -> None:
    assert f"session   {words}" in told(Caller(ROLE, NOW, expiry=expiry))


def test_a_chain_of_roles_is_told_from_the_end_to_the_beginning() -> None:
    profile = Profile(name="prod", kind="role", chain=("jump", "base"))
    assert "by way of prod → jump → base" in told(Caller(ROLE, NOW, profile=profile))


def test_what_is_denied_comes_first_and_what_was_not_checked_is_never_allowed() -> None:
    deeds = (
        Deed("stop task", ("ecs:StopTask",)),
        Deed("deploy service", ("ecs:UpdateService", "iam:PassRole")),
        Deed("run task", ("ecs:RunTask",)),
    )
    text = told(Caller(ROLE, NOW, may={each.action: each for each in MAY}, is_whole=True), *deeds)
    assert "what may be changed from here: 1 of 3" in text
    changing = [line for line in text.split("\n") if line.startswith(("  ✗", "  ?", "  ✓"))]
    assert changing[0].startswith("  ✗ deploy service")
    assert "ecs:UpdateService (no policy allows it)" in changing[0]
    assert changing[1].startswith("  ? run task")
    assert changing[2].startswith("  ✓ stop task")
    assert "what may be looked at: 2 of 4" in text
    assert "✗ logs:StartLiveTail          denied by policy no-tail · a log view" in text
    assert "✓ ecs                         DescribeClusters, ListClusters" in text
    assert "? not checked: iam:SimulatePrincipalPolicy is not allowed" in text


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:sts::123456789012:assumed-role/deploy/botocore-session-1795471002", "deploy"),
        ("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0a1b/ann@corp", "ann@corp"),
        ("arn:aws:iam::123456789012:user/ops/ann", "ann"),
    ],
)
def test_the_header_calls_a_role_by_its_name_where_the_session_has_none(arn: str, name: str) -> None:
    assert called(CallerIdentity(account="123456789012", arn=arn, region="eu-west-1")) == name


def test_every_deed_needs_something_and_is_named_once() -> None:
    assert all(deed.needs for deed in DEEDS)
    assert len({deed.name for deed in DEEDS}) == len(DEEDS)


def known() -> dict[tuple[str, str], Any]:
    accounts: dict[tuple[str, str], Any] = dict(three())
    first = accounts["default", "eu-west-1"]
    first.alias = Known("acme-prod")
    first.expiry = Expiry(at=NOW + timedelta(hours=1), renewed_by="itself")
    every = dict.fromkeys(action for deed in DEEDS for action in deed.needs)
    allowed = [
        Allowance(action=action, verdict="allowed", changes=True) for action in every if action != "ecs:UpdateService"
    ]
    first.may = (*MAY[:1], *MAY[2:], *allowed)
    return accounts


async def test_the_view_is_reached_by_name_and_copies() -> None:
    async with abroad(known()) as person:
        await person.go("whoami")
        await person.until(lambda: person.says("what may be changed"))
        assert person.path == "who am I"
        assert person.says("1111-1111-1111 · acme-prod")
        assert person.says("profile default · keys")
        await person.press("c")
        assert person.app.clipboard == "111111111111"
        await person.press("C")
        assert person.app.clipboard == "arn:aws:iam::111111111111:user/default-ops"


async def test_a_session_that_ends_meanwhile_is_told_below_what_was_known() -> None:
    accounts = known()
    expired = CredentialsExpired("see", "the session is over", login="sso", profile="default")
    accounts["default", "eu-west-1"].errors["SimulatePrincipalPolicy"] = expired
    async with abroad(accounts) as person:
        await person.go("whoami")
        await person.until(lambda: "the session is over" in person.notice)
        assert "ctrl+l logs in" in person.notice
        assert person.says("1111-1111-1111 · acme-prod")


@SIZES
def test_whoami(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    clock, accounts = HeldClock(), known()
    app = app_abroad(accounts, clock)

    async def arrange(pilot: Pilot[Any]) -> None:
        await settled(app)
        person = Person(pilot, Account("1", "default", "eu-west-1"), clock)
        await person.go("whoami")
        await person.until(lambda: person.says("what may be changed"))
        app.screen._on_timer_update()

    assert snap_compare(app, terminal_size=size, run_before=arrange)


def test_what_nobody_could_say_is_not_counted_as_refused() -> None:
    may = {"ecs:StopTask": Allowance(action="ecs:StopTask", verdict="not checked", why="IAM may not be asked")}
    text = told(Caller(ROLE, NOW, may=may, is_whole=True), Deed("stop task", ("ecs:StopTask",)))
    assert "what may be changed from here: not checked" in text
    assert text.index("? not checked: IAM may not be asked") < text.index("what may be changed from here")
