"""Logging in, MFA, expiry, and who one is: against the local AWS, which refuses as AWS does."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.accounts import Accounts
from fargate_tui.aws.login import log_in
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.accounts import LoginState, MfaQuestion
from fargate_tui.fargate.errors import CredentialsExpired, Invalid, NotAllowed, Unreachable
from fargate_tui.fargate.known import Known, NotChecked
from tests.local_aws import STILL, LocalAws, started

Answering = Callable[[MfaQuestion], str | None]


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A local AWS that stands still at the present: clients go by the world's clock."""
    stderr = tmp_path_factory.mktemp("accounts") / "stderr"
    with started("scorekeep", stderr, held=False, options=STILL) as running:
        yield running


@pytest.fixture
def here(still: LocalAws, bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that has the profiles of the local AWS; returns its ~/.aws."""
    for name, value in still.control()["profiles"].items():
        monkeypatch.setenv(name, value)
    yield bare_machine
    still.clear_faults()


def altered(monkeypatch: pytest.MonkeyPatch, directory: Path, old: str, new: str) -> None:
    """The same profiles with something else in them."""
    config = Path(os.environ["AWS_CONFIG_FILE"]).read_text()
    (directory / "altered").write_text(config.replace(old, new))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(directory / "altered"))


def code_of(aws: LocalAws) -> str:
    aws.advance(60)
    return str(aws.control("access")["mfa_code"])


async def caller(aws: Aws) -> str:
    return (await aws.sts.caller_identity()).arn


async def connected(profile: str, ask: Any = None) -> Aws:
    return await connect(ConnectionSettings(profile=profile, ask=ask))


async def logged_in(aws: LocalAws, profile: str, **order: Any) -> list[LoginState]:
    """Log in, and have somebody decide as ordered."""
    states = []
    async with aclosing(Accounts().login(profile)) as told:
        async for state in told:
            states.append(state)
            if state.stage == "waiting":
                aws.control("access", order or {"approve": state.user_code})
    return states


# -- MFA ---------------------------------------------------------------------------------------------------------------


async def test_a_code_is_asked_for_until_it_is_right(still: LocalAws, here: Path) -> None:
    asked: list[MfaQuestion] = []
    answers = iter(["12345", "000000", code_of(still)])
    loop = asyncio.get_running_loop()

    async def ask(question: MfaQuestion) -> str | None:
        assert asyncio.get_running_loop() is loop
        asked.append(question)
        return next(answers)

    aws = await connected("ops-mfa", ask)

    assert "assumed-role/ops/" in await caller(aws)
    assert [each.attempt for each in asked] == [1, 2, 3]
    assert asked[0].profile == "ops-mfa"
    assert asked[0].device == "phone"
    assert asked[1].why == "a code is 6 digits"
    assert asked[2].why == "MultiFactorAuthentication failed with invalid MFA one time pass code"
    await aws.close()


async def test_the_session_is_shared_with_the_cli_and_asked_for_once(still: LocalAws, here: Path) -> None:
    code = code_of(still)

    async def ask(_: MfaQuestion) -> str | None:
        return code

    first = await connected("ops-mfa", ask)
    second = await connected("ops-mfa")

    assert await caller(first) == await caller(second)
    (kept,) = (here / "cli" / "cache").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert code not in kept.read_text()
    expiry = second.expiry
    assert (expiry.renewed_by, expiry.profile) == ("mfa", "ops-mfa")
    assert expiry.at is not None
    assert timedelta(minutes=50) < expiry.at - datetime.now(UTC) <= timedelta(hours=1)
    await first.close()
    await second.close()


async def test_no_code_is_an_error_that_says_what_to_do(still: LocalAws, here: Path) -> None:
    async def ask(_: MfaQuestion) -> str | None:
        return None

    with pytest.raises(CredentialsExpired) as caught:
        await connected("ops-mfa", ask)

    assert (caught.value.login, caught.value.profile) == ("mfa", "ops-mfa")
    assert str(caught.value) == (
        "cannot connect to AWS: the role of profile ops-mfa wants an MFA code, and none was given; "
        "run `aws sts get-caller-identity --profile ops-mfa`, which asks for it and remembers the session"
    )


async def test_a_device_that_is_not_the_persons_is_no_matter_of_the_code(
    still: LocalAws, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(monkeypatch, tmp_path, "mfa/phone", "mfa/tablet")
    asked = []

    async def ask(question: MfaQuestion) -> str | None:
        asked.append(question)
        return "123456"

    with pytest.raises(NotAllowed, match="unable to validate MFA code"):
        await connected("ops-mfa", ask)
    assert len(asked) == 1


async def test_who_gives_up_connecting_is_not_asked_any_more(still: LocalAws, here: Path) -> None:
    asking, given_up = asyncio.Event(), asyncio.Event()

    async def ask(_: MfaQuestion) -> str | None:
        asking.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()
        return None

    connecting = asyncio.create_task(connected("ops-mfa", ask))
    await asking.wait()
    connecting.cancel()

    async with asyncio.timeout(5):
        await given_up.wait()


async def test_a_session_that_is_over_is_not_asked_for_by_a_poll(still: LocalAws, here: Path) -> None:
    code = code_of(still)
    times = 0

    async def ask(_: MfaQuestion) -> str | None:
        nonlocal times
        times += 1
        return code

    aws = await connected("ops-mfa", ask)
    still.control("access", {"end_sessions": True})

    with pytest.raises(CredentialsExpired):
        await caller(aws)
    with pytest.raises(CredentialsExpired) as caught:
        # the session that is over is in no cache any more: the next connection asks, and has an old code
        await connected("ops-mfa")
    assert caught.value.login == "mfa"
    assert times == 1
    await aws.close()


# -- roles, processes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "who", "renewed_by"),
    [
        ("demo", "arn:aws:iam::123456789012:user/ops-admin", "nothing"),
        ("staging", "arn:aws:sts::210987654321:assumed-role/deploy/", "itself"),
        ("staging-audit", "arn:aws:sts::210987654321:assumed-role/audit/", "itself"),
        ("process", "arn:aws:iam::123456789012:user/ops-admin", "itself"),
    ],
)
async def test_profiles_of_every_kind(still: LocalAws, here: Path, profile: str, who: str, renewed_by: str) -> None:
    aws = await connected(profile)

    assert (await caller(aws)).startswith(who)
    assert aws.expiry.renewed_by == renewed_by
    assert (aws.expiry.at is None) is (profile == "demo")
    await aws.close()


async def test_a_session_that_aws_ended_is_not_taken_from_the_cache_again(still: LocalAws, here: Path) -> None:
    aws = await connected("staging")
    before = await caller(aws)
    still.control("access", {"end_sessions": True})

    with pytest.raises(CredentialsExpired):
        await caller(aws)
    again = await connected("staging")

    assert (await caller(again)).startswith(before.rpartition("/")[0])
    await aws.close()
    await again.close()


async def test_a_home_that_cannot_be_written_costs_the_cache_only(
    still: LocalAws, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "cli").write_text("no directory")

    aws = await connected("staging")

    assert "assumed-role/deploy" in await caller(aws)
    await aws.close()


# -- SSO ---------------------------------------------------------------------------------------------------------------


async def test_a_login_leaves_what_the_cli_reads(still: LocalAws, here: Path) -> None:
    with pytest.raises(CredentialsExpired) as caught:
        await connected("sso")
    assert (caught.value.login, caught.value.profile) == ("sso", "sso")

    waiting, done = await logged_in(still, "sso")

    assert (waiting.stage, waiting.session, done.stage, done.note) == ("waiting", "fargate-tui-demo", "done", "")
    assert waiting.complete_url == f"{waiting.url}?user_code={waiting.user_code}"
    assert done.is_renewable
    (kept,) = (here / "sso" / "cache").iterdir()
    assert kept.stem == sha1(b"fargate-tui-demo", usedforsecurity=False).hexdigest()
    assert kept.stat().st_mode & 0o077 == 0
    token = json.loads(kept.read_text())
    assert set(token) == {
        "startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt",
        "refreshToken",
    }  # fmt: skip
    assert token["expiresAt"].endswith("Z")
    assert token["accessToken"] not in str((waiting, done))

    for profile, role in (("sso", "Operator"), ("sso-viewer", "Viewer"), ("sso-staging", "Operator")):
        aws = await connected(profile)
        assert f"AWSReservedSSO_{role}" in await caller(aws)
        assert (aws.expiry.renewed_by, aws.expiry.profile) == ("itself", profile)
        await aws.close()


async def test_a_profile_with_a_start_url_of_its_own(still: LocalAws, here: Path) -> None:
    _, done = await logged_in(still, "sso-legacy")

    assert not done.is_renewable
    aws = await connected("sso-legacy")
    assert "AWSReservedSSO_Viewer" in await caller(aws)
    assert (aws.expiry.renewed_by, aws.expiry.profile) == ("sso", "sso-legacy")
    assert aws.expiry.remedy == "run `aws sso login --profile sso-legacy`"
    assert aws.expiry.at == done.expires_at or abs(aws.expiry.at - done.expires_at) < timedelta(seconds=1)  # type: ignore[operator]
    await aws.close()


async def test_a_token_near_its_end_is_renewed_by_itself(still: LocalAws, here: Path) -> None:
    await logged_in(still, "sso")
    (kept,) = (here / "sso" / "cache").iterdir()
    token = json.loads(kept.read_text())
    soon = datetime.now(UTC) + timedelta(minutes=5)
    kept.write_text(json.dumps(token | {"expiresAt": soon.strftime("%Y-%m-%dT%H:%M:%SZ")}))

    aws = await connected("sso")

    assert json.loads(kept.read_text())["accessToken"] != token["accessToken"]
    assert aws.expiry.at is not None
    assert aws.expiry.at > soon
    await aws.close()


async def test_a_login_that_is_over_says_with_which_profile_to_begin(still: LocalAws, here: Path) -> None:
    await logged_in(still, "sso")
    still.control("access", {"end_tokens": True})

    with pytest.raises(CredentialsExpired) as caught:
        await connected("sso-viewer")

    assert (caught.value.login, caught.value.profile) == ("sso", "sso-viewer")


@pytest.mark.parametrize("fault", ["", "SlowDownException"])
async def test_it_is_asked_as_often_as_aws_wants(still: LocalAws, here: Path, fault: str) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            still.control("access", {"approve": still.control("access")["logins"][-1]})
        await asyncio.sleep(0)

    if fault:
        still.fault("refused", service="sso-oidc", operation="CreateToken", code=fault, count=1)
    states = [state async for state in log_in("sso", pause)]

    assert states[-1].stage == "done"
    assert waits[0] == 1.0
    assert waits[1] == (6.0 if fault else 1.0)


async def test_a_network_that_is_away_for_a_while_costs_no_login(still: LocalAws, here: Path) -> None:
    async def pause(_: float) -> None:
        if not still.control("access")["logins"]:
            return
        still.control("access", {"approve": still.control("access")["logins"][-1]})

    still.fault("dropped_connection", service="sso-oidc", operation="CreateToken", count=2)
    states = [state async for state in log_in("sso", pause)]

    assert states[-1].stage == "done"


async def test_a_login_that_is_denied(still: LocalAws, here: Path) -> None:
    states = []
    async with aclosing(Accounts().login("sso")) as told:
        async for state in told:
            states.append(state.stage)
            if state.stage == "waiting":
                still.control("access", {"deny": state.user_code})

    assert states == ["waiting", "denied"]
    assert not (here / "sso").exists()


async def test_a_code_that_nobody_has_typed_ends(still: LocalAws, here: Path) -> None:
    states = []
    async with aclosing(Accounts().login("sso")) as told:
        async for state in told:
            states.append(state.stage)
            if state.stage == "waiting":
                still.advance(601)

    assert states == ["waiting", "expired"]


async def test_a_home_that_cannot_be_written_is_told_and_the_login_holds(still: LocalAws, here: Path) -> None:
    (here / "sso").write_text("no directory")

    _, done = await logged_in(still, "sso")

    assert done.note == "it could not be written, and ends with this program"
    aws = await connected("sso")
    assert "AWSReservedSSO_Operator" in await caller(aws)
    await aws.close()


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        ("nobody", "there is no profile nobody"),
        ("demo", "profile demo does not come from SSO"),
    ],
)
async def test_profiles_that_nobody_logs_in_with(still: LocalAws, here: Path, profile: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        _ = [state async for state in Accounts().login(profile)]


async def test_an_sso_that_does_not_answer(
    still: LocalAws, here: Path, unused_tcp_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(monkeypatch, tmp_path, still.url, f"http://127.0.0.1:{unused_tcp_port}")

    with pytest.raises(Unreachable, match=r"^cannot log in to fargate-tui-demo: 127\.0\.0\.1:\d+ refuses connections"):
        _ = [state async for state in Accounts().login("sso")]


# -- who one is --------------------------------------------------------------------------------------------------------


@pytest.fixture
async def admin(still: LocalAws, here: Path) -> AsyncIterator[Aws]:
    aws = await connected("demo")
    yield aws
    await aws.close()


async def test_the_account_has_a_name_or_it_is_not_known_why(admin: Aws, still: LocalAws, here: Path) -> None:
    assert await admin.who_am_i.account_alias() == Known("example-games")

    staging = await connected("staging")
    assert await staging.who_am_i.account_alias() == NotChecked(
        why="iam:ListAccountAliases is not allowed", action="iam:ListAccountAliases"
    )
    await staging.close()


async def test_what_a_user_may_do_is_simulated(admin: Aws) -> None:
    identity = await admin.sts.caller_identity()

    batches = [batch async for batch in admin.who_am_i.allowances(identity)]

    told = {each.action: each for batch in batches for each in batch}
    assert len(batches) > 2
    assert {each.verdict for each in told.values()} == {"allowed"}
    assert told["sts:GetCallerIdentity"].why == "it needs no permission"
    assert told["ecs:UpdateService"].why == "policy administration"
    assert told["ecs:UpdateService"].changes
    assert not told["ecs:ListServices"].changes
    assert told["ecs:ListServices"].purpose


async def test_what_a_role_may_do_is_simulated_by_its_arn_with_the_path(still: LocalAws, here: Path) -> None:
    await logged_in(still, "sso-viewer")
    aws = await connected("sso-viewer")
    identity = await aws.sts.caller_identity()

    ((ecs, stop),) = [batch async for batch in aws.who_am_i.allowances(identity, ("ecs:ListServices", "ecs:StopTask"))]

    assert (ecs.verdict, ecs.why) == ("allowed", "policy permissions")
    assert (stop.verdict, stop.why) == ("denied", "no policy allows it")
    await aws.close()


async def test_where_nothing_may_be_simulated_what_was_seen_counts(still: LocalAws, here: Path) -> None:
    aws = await connected("staging")
    identity = await aws.sts.caller_identity()
    _ = [page async for page in aws.ecs.cluster_pages()]
    with pytest.raises(NotAllowed):
        await aws.iam.all_roles()
    actions = ("ecs:ListClusters", "iam:ListRoles", "ecs:StopTask")

    ((clusters, roles, stop),) = [batch async for batch in aws.who_am_i.allowances(identity, actions)]

    assert (clusters.verdict, clusters.why) == ("allowed", "it was answered in this session")
    assert (roles.verdict, roles.why) == ("denied", "it was refused in this session")
    assert (stop.verdict, stop.why) == ("not checked", "iam:SimulatePrincipalPolicy is not allowed")
    await aws.close()


async def test_the_regions_with_those_that_are_enabled(admin: Aws, still: LocalAws) -> None:
    offers = await admin.region_offers()
    assert offers.why_not_checked == ""
    (ireland,) = [each for each in offers.regions if each.name == "eu-west-1"]
    assert (ireland.title, ireland.is_enabled) == ("Europe (Ireland)", True)

    still.fault("access_denied", service="ec2", operation="DescribeRegions")
    offers = await admin.region_offers()
    assert offers.why_not_checked == "ec2:DescribeRegions is not allowed"
    assert {each.is_enabled for each in offers.regions} == {None}
    assert len(offers.regions) > 20
