"""Profile, Region and credentials are found where the AWS CLI finds them, without a network."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.accounts import MfaQuestion
from fargate_tui.fargate.errors import (
    AwsError,
    CredentialsExpired,
    CredentialsMissing,
    Invalid,
    NotAllowed,
    Unreachable,
)

IDENTITY = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/ops</Arn><Account>123456789012</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


def configure(directory: Path, config: str = "", credentials: str = "") -> None:
    (directory / "config").write_text(config)
    (directory / "credentials").write_text(credentials)


async def signed_with(scripted: Any, settings: ConnectionSettings) -> str:
    """The access key that a call is signed with."""
    scripted.on("GetCallerIdentity", scripted.reply(body=IDENTITY))
    aws = await connect(settings)
    await aws.sts.caller_identity()
    await aws.close()
    key, _, scope = scripted.headers[-1]["Authorization"].partition("Credential=")[2].partition("/")
    assert scope.split("/")[1] == settings.region
    return str(key)


def at(scripted: Any, profile: str | None = None) -> ConnectionSettings:
    return ConnectionSettings(region="eu-west-1", endpoint_url=scripted.url, profile=profile)


async def test_keys_of_the_environment(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")

    assert await signed_with(scripted, at(scripted)) == "AKIAENV"


async def test_a_chosen_profile_wins_over_the_environment(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    configure(bare_machine, credentials="[prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = s\n")

    assert await signed_with(scripted, at(scripted, profile="prod")) == "AKIAPROD"


async def test_aws_profile_of_the_environment(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "prod")
    configure(bare_machine, "[profile prod]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n")

    assert await signed_with(scripted, at(scripted)) == "AKIACONFIG"


async def test_credential_process(scripted: Any, bare_machine: Path, tmp_path: Path) -> None:
    told = {"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s", "SessionToken": "t"}
    script = tmp_path / "vault.py"
    script.write_text(f"print({json.dumps(told)!r})")
    configure(bare_machine, f"[profile vault]\ncredential_process = {sys.executable} {script}\n")

    assert await signed_with(scripted, at(scripted, profile="vault")) == "AKIAPROCESS"


async def test_a_failing_credential_process(scripted: Any, bare_machine: Path, tmp_path: Path) -> None:
    script = tmp_path / "vault.py"
    script.write_text("import sys; sys.exit('vault is sealed')")
    configure(bare_machine, f"[profile vault]\ncredential_process = {sys.executable} {script}\n")

    with pytest.raises(CredentialsExpired, match=r"vault is sealed.*; renew what the credential_process of profile"):
        await connect(at(scripted, profile="vault"))


def role_answer(key: str) -> bytes:
    expires = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    return f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><AssumedRoleId>A:x</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/ops/x</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>{expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""".encode()


ROLE = """[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = s
[profile ops]
role_arn = arn:aws:iam::123456789012:role/ops
source_profile = base
"""


async def test_a_role_is_assumed_once_and_shared_with_the_cli(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", scripted.url)
    configure(bare_machine, ROLE)
    scripted.on("AssumeRole", scripted.reply(body=role_answer("ASIAROLE")))

    assert await signed_with(scripted, at(scripted, profile="ops")) == "ASIAROLE"
    assert await signed_with(scripted, at(scripted, profile="ops")) == "ASIAROLE"

    assert scripted.times("AssumeRole") == 1
    (cached,) = (bare_machine / "cli" / "cache").iterdir()
    assert cached.stat().st_mode & 0o077 == 0


async def test_a_role_that_may_not_be_assumed(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", scripted.url)
    configure(bare_machine, ROLE)
    body = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
    <Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/base is not authorized to perform: sts:AssumeRole on
    resource: arn:aws:iam::123456789012:role/ops</Message></Error></ErrorResponse>"""
    scripted.on("AssumeRole", scripted.reply(body=body, status=403))

    with pytest.raises(NotAllowed) as caught:
        await connect(at(scripted, profile="ops"))

    assert str(caught.value) == "cannot connect to AWS: sts:AssumeRole is not allowed for base"


async def test_assuming_a_role_is_tried_no_longer_than_anything_else(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", scripted.url)
    configure(bare_machine, ROLE)
    scripted.on("AssumeRole", scripted.reply(drop=True))

    with pytest.raises(Unreachable, match=r"^cannot connect to AWS: 127\.0\.0\.1"):
        await connect(at(scripted, profile="ops"))
    assert scripted.times("AssumeRole") == 3


async def test_an_mfa_code_is_never_asked_for_on_the_terminal(scripted: Any, bare_machine: Path) -> None:
    configure(bare_machine, ROLE + "mfa_serial = arn:aws:iam::123456789012:mfa/alice\n")

    with pytest.raises(CredentialsExpired) as caught:
        await connect(at(scripted, profile="ops"))

    assert str(caught.value) == (
        "cannot connect to AWS: the role of profile ops wants an MFA code; "
        "run `aws sts get-caller-identity --profile ops`, which asks for it and remembers the session"
    )


CHAIN = (
    ROLE
    + """mfa_serial = arn:aws:iam::123456789012:mfa/alice
[profile far]
role_arn = arn:aws:iam::210987654321:role/far
source_profile = ops
"""
)


async def test_a_code_in_the_middle_of_a_chain(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", scripted.url)
    configure(bare_machine, CHAIN)
    scripted.on("AssumeRole", *(scripted.reply(body=role_answer(key)) for key in ("ASIAOPS", "ASIAFAR")))
    scripted.on("GetCallerIdentity", scripted.reply(body=IDENTITY))
    asked: list[str] = []

    async def ask(question: MfaQuestion) -> str | None:
        asked.append(question.profile)
        return "123 456"

    aws = await connect(replace(at(scripted, profile="far"), ask=ask))
    await aws.sts.caller_identity()

    assert "ASIAFAR" in scripted.headers[-1]["Authorization"]
    assert asked == ["ops"]
    assert [request.get("TokenCode") for name, request in scripted.asked if name == "AssumeRole"] == ["123456", None]
    assert (aws.expiry.renewed_by, aws.expiry.profile) == ("mfa", "ops")
    await aws.close()


EXPIRED = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error>
</ErrorResponse>"""


async def test_a_source_that_aws_ended_is_got_anew(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", scripted.url)
    configure(bare_machine, CHAIN.replace("mfa_serial", "external_id"))
    over = scripted.reply(body=EXPIRED, status=403)
    answers = [scripted.reply(body=role_answer(key)) for key in ("ASIAOPS", "ASIANEW", "ASIAFAR")]
    scripted.on("AssumeRole", answers[0], over, answers[1], answers[2])

    with pytest.raises(CredentialsExpired):
        await connect(at(scripted, profile="far"))
    assert list((bare_machine / "cli" / "cache").iterdir()) == []

    assert await signed_with(scripted, at(scripted, profile="far")) == "ASIAFAR"


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ("[profile ops]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = gone\n", "gone"),
        ("[profile ops]\nrole_arn = arn:aws:iam::1:role/ops\n", "source_profile or credential_source"),
        ("[profile ops]\nrole_arn = x\nsource_profile = b\n[profile b]\nregion = eu-west-1\n", "must have credentials"),
        ("[profile ops]\nrole_arn = x\ncredential_source = Nowhere\n", "Nowhere"),
        ("[profile ops\nregion = x\n", "config"),
    ],
)
async def test_a_wrong_config_is_said_in_words(scripted: Any, bare_machine: Path, config: str, why: str) -> None:
    configure(bare_machine, config)

    with pytest.raises(AwsError, match=f"^cannot connect to AWS: .*{why}"):
        await connect(at(scripted, profile="ops"))


def sso_token(directory: Path, name: str, **token: str) -> None:
    cache = directory / "sso" / "cache"
    cache.mkdir(parents=True)
    # botocore names the file after the session or start URL.
    (cache / f"{sha1(name.encode(), usedforsecurity=False).hexdigest()}.json").write_text(json.dumps(token))


SSO = """[profile prod]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = ops
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
"""
LEGACY_SSO = """[profile prod]
sso_account_id = 123456789012
sso_role_name = ops
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
"""
PAST = {"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("config", "name", "token"),
    [
        (SSO, "corp", None),
        (SSO, "corp", PAST),
        (LEGACY_SSO, "", None),
        (LEGACY_SSO, "https://corp.awsapps.com/start", PAST),
    ],
    ids=["session, never begun", "session, expired", "legacy, never begun", "legacy, expired"],
)
async def test_an_sso_session_that_is_over_names_the_command(
    scripted: Any, bare_machine: Path, config: str, name: str, token: Mapping[str, str] | None
) -> None:
    configure(bare_machine, config)
    if token:
        sso_token(bare_machine, name, **token)

    with pytest.raises(CredentialsExpired) as caught:
        await connect(at(scripted, profile="prod"))

    assert str(caught.value) == (
        "cannot connect to AWS: the SSO session of profile prod has expired or was never begun; "
        "run `aws sso login --profile prod`"
    )
    assert scripted.asked == []


def machine_credentials(key: str) -> Mapping[str, str]:
    expires = (datetime.now(UTC) + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"Code": "Success", "AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": expires}


async def test_the_role_of_a_container(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{scripted.url}/v2/credentials")
    scripted.on("/v2/credentials", machine_credentials("ASIACONTAINER"))

    assert await signed_with(scripted, at(scripted)) == "ASIACONTAINER"


async def test_the_role_of_an_instance(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"{scripted.url}/")
    roles = "/latest/meta-data/iam/security-credentials/"
    scripted.on("/latest/api/token", scripted.reply(body=b"token"))
    scripted.on(roles, scripted.reply(body=b"ops"))
    scripted.on(f"{roles}ops", machine_credentials("ASIAINSTANCE"))

    assert await signed_with(scripted, at(scripted)) == "ASIAINSTANCE"


async def test_no_instance_metadata_is_asked_for_once_only(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"{scripted.url}/")
    scripted.on("/latest/api/token", scripted.reply(body=b"", status=404))
    scripted.on("/latest/meta-data/iam/security-credentials/", scripted.reply(body=b"", status=404))

    with pytest.raises(CredentialsMissing):
        await connect(at(scripted))
    assert scripted.times("/latest/meta-data/iam/security-credentials/") == 1


async def test_nothing_anywhere(scripted: Any) -> None:
    with pytest.raises(CredentialsMissing, match=r"fargate-tui --demo"):
        await connect(at(scripted))


async def test_an_unknown_profile_lists_those_there_are(bare_machine: Path) -> None:
    configure(bare_machine, "[default]\n[profile prod]\n", "[staging]\n")

    with pytest.raises(Invalid) as caught:
        await connect(ConnectionSettings(profile="prd"))

    assert str(caught.value) == (
        "cannot connect to AWS: there is no profile prd in ~/.aws/config or ~/.aws/credentials; "
        "profiles: default, prod, staging"
    )


async def test_no_region_says_where_one_was_looked_for(bare_machine: Path) -> None:
    with pytest.raises(Invalid) as caught:
        await connect(ConnectionSettings())

    assert str(caught.value) == (
        "cannot connect to AWS: no Region: not in --region, AWS_REGION, AWS_DEFAULT_REGION, nor in profile default "
        "of ~/.aws/config; choose one, for instance --region eu-west-1"
    )


@pytest.mark.parametrize(
    ("flag", "environment", "region"),
    [
        ("us-east-2", {"AWS_REGION": "us-west-1", "AWS_DEFAULT_REGION": "us-west-2"}, "us-east-2"),
        (None, {"AWS_REGION": "us-west-1", "AWS_DEFAULT_REGION": "us-west-2"}, "us-west-1"),
        (None, {"AWS_DEFAULT_REGION": "us-west-2"}, "us-west-2"),
        (None, {}, "ap-northeast-1"),
    ],
)
async def test_the_regions_order(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, flag: str | None, environment: Mapping[str, str], region: str
) -> None:
    config = "[default]\nregion = ap-northeast-1\naws_access_key_id = A\naws_secret_access_key = s\n"
    configure(bare_machine, config)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    aws = await connect(ConnectionSettings(region=flag))

    assert aws.region == region
    await aws.close()


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])
async def test_endpoints_of_the_environment(
    scripted: Any, bare_machine: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, scripted.url)
    configure(bare_machine, credentials="[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n")

    assert await signed_with(scripted, ConnectionSettings(region="eu-west-1")) == "AKIADEFAULT"


async def test_no_proxy_is_asked_for_this_machine(
    scripted: Any, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")

    assert await signed_with(scripted, at(scripted)) == "AKIAENV"


async def test_a_nonsense_endpoint(aws: Any, scripted: Any) -> None:
    elsewhere = await connect(ConnectionSettings(region="eu-west-1", endpoint_url="nonsense"))

    with pytest.raises(Invalid, match="cannot list clusters: invalid endpoint: nonsense"):
        _ = [page async for page in elsewhere.ecs.cluster_pages()]
    await elsewhere.close()


def test_the_environment_of_these_tests_is_bare(bare_machine: Path) -> None:
    assert not [name for name in os.environ if name.startswith("AWS_") and "METADATA" not in name]
