"""Several accounts at one port: who asks decides which is asked; roles, MFA and SSO as AWS does them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from fargate_tui.demo.people import AUDIT, DEPLOY, OPS, PHONE, STAGING, STAGING_KEY
from tests.local_aws import ACCESS_KEY, REGION, STILL, LocalAws, started

ONCE = Config(retries={"total_max_attempts": 1})
QUIET = Config(retries={"total_max_attempts": 1}, signature_version=UNSIGNED)
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    directory = tmp_path_factory.mktemp("world")
    with started("scorekeep", directory / "stderr", held=False, options=(*STILL, "--profiles", str(directory))) as aws:
        yield aws


def client(world: LocalAws, service: str, keys: Mapping[str, str] | str = ACCESS_KEY, region: str = REGION) -> Any:
    if isinstance(keys, str):
        keys = {"AccessKeyId": keys, "SecretAccessKey": "s"}
    return boto3.client(
        service,
        endpoint_url=world.url,
        region_name=region,
        config=ONCE,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
    )


def assume(world: LocalAws, role: str, keys: Any = ACCESS_KEY, **more: Any) -> Mapping[str, str]:
    answer = client(world, "sts", keys).assume_role(RoleArn=role, RoleSessionName="ann", **more)
    credentials: Mapping[str, str] = answer["Credentials"]
    return credentials


def refused(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_the_access_key_decides_which_account_is_asked(world: LocalAws) -> None:
    home, staging = client(world, "sts").get_caller_identity(), client(world, "sts", STAGING_KEY).get_caller_identity()

    assert (home["Account"], home["Arn"]) == ("123456789012", "arn:aws:iam::123456789012:user/ops-admin")
    assert (staging["Account"], staging["Arn"]) == (STAGING, f"arn:aws:iam::{STAGING}:user/staging-admin")
    ecs = client(world, "ecs", STAGING_KEY)
    assert ecs.list_clusters()["clusterArns"] == [f"arn:aws:ecs:us-east-1:{STAGING}:cluster/staging"]
    services = ecs.describe_services(cluster="staging", services=["storefront", "orders-worker"])["services"]
    assert [service["runningCount"] for service in services] == [2, services[1]["runningCount"]]
    assert services[0]["events"], "it has a past"
    assert (
        client(world, "ecs").list_clusters()["clusterArns"][0] == "arn:aws:ecs:us-east-1:123456789012:cluster/default"
    )


def test_everything_of_the_second_account_bears_its_number(world: LocalAws) -> None:
    ecs, ec2 = client(world, "ecs", STAGING_KEY), client(world, "ec2", STAGING_KEY)
    tasks = ecs.list_tasks(cluster="staging", serviceName="storefront")["taskArns"]
    described = ecs.describe_tasks(cluster="staging", tasks=tasks)["tasks"]
    definition = ecs.describe_task_definition(taskDefinition="storefront")["taskDefinition"]
    eni = next(
        each["value"] for each in described[0]["attachments"][0]["details"] if each["name"].startswith("network")
    )
    (face,) = ec2.describe_network_interfaces(NetworkInterfaceIds=[eni])["NetworkInterfaces"]
    repositories = client(world, "ecr", STAGING_KEY).describe_repositories()["repositories"]
    quota = client(world, "service-quotas", STAGING_KEY).get_service_quota(
        ServiceCode="fargate", QuotaCode="L-3032A538"
    )

    assert face["OwnerId"] == STAGING
    assert {each["registryId"] for each in repositories} == {STAGING}
    told = json.dumps([described, definition, repositories, quota], default=str)
    assert STAGING in told
    assert "123456789012" not in told


def test_another_region_holds_a_cluster_with_a_past(world: LocalAws) -> None:
    ecs = client(world, "ecs", region="eu-west-1")

    assert ecs.list_clusters()["clusterArns"] == ["arn:aws:ecs:eu-west-1:123456789012:cluster/games-eu"]
    (service,) = ecs.describe_services(cluster="games-eu", services=["scorekeep-eu"])["services"]
    assert (service["desiredCount"], service["runningCount"]) == (2, 2)
    ecs.update_service(cluster="games-eu", service="scorekeep-eu", desiredCount=3)
    world.advance(120)
    (service,) = ecs.describe_services(cluster="games-eu", services=["scorekeep-eu"])["services"]
    assert service["runningCount"] == 3, "it goes on with the clock of all"
    events = client(world, "logs", region="eu-west-1").filter_log_events(logGroupName="/ecs/scorekeep-eu", limit=5)
    assert len(events["events"]) == 5


def test_a_role_is_taken_on_and_a_second_through_it(world: LocalAws) -> None:
    deploy = assume(world, DEPLOY.arn)
    audit = assume(world, AUDIT.arn, deploy)

    assert client(world, "sts", deploy).get_caller_identity()["Arn"] == (
        f"arn:aws:sts::{STAGING}:assumed-role/deploy/ann"
    )
    assert client(world, "ecs", audit).list_clusters()["clusterArns"]
    session = f"arn:aws:sts::{STAGING}:assumed-role/audit/ann"
    code, text = refused(client(world, "ecs", audit).delete_cluster, cluster="staging")
    assert text.startswith(f"User: {session} is not authorized to perform: ecs:DeleteCluster on resource: *")
    assert text.endswith("because no identity-based policy allows the ecs:DeleteCluster action")
    code, text = refused(client(world, "ecs", deploy).delete_cluster, cluster="staging")
    assert text.endswith("with an explicit deny in an identity-based policy")
    user = "arn:aws:iam::123456789012:user/ops-admin"
    direct = f"User: {user} is not authorized to perform: sts:AssumeRole on resource: {AUDIT.arn}"
    sts = client(world, "sts")
    assert refused(sts.assume_role, RoleArn=AUDIT.arn, RoleSessionName="ann") == ("AccessDenied", direct)
    code, text = refused(
        client(world, "sts", deploy).assume_role, RoleArn=AUDIT.arn, RoleSessionName="ann", DurationSeconds=7200
    )
    assert (code, "role chaining" in text) == ("ValidationError", True)


def test_a_code_is_wanted_and_holds_once(world: LocalAws) -> None:
    sts = client(world, "sts")
    asked = {"RoleArn": OPS.arn, "RoleSessionName": "ann", "SerialNumber": PHONE}
    code = world.control("access")["mfa_code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    assert refused(sts.assume_role, RoleArn=OPS.arn, RoleSessionName="ann")[0] == "AccessDenied"
    assert "invalid MFA one time pass code" in refused(sts.assume_role, **asked, TokenCode=wrong)[1]
    world.advance(30)
    assert sts.assume_role(**asked, TokenCode=code)["Credentials"], "that of the half minute before holds"
    assert "invalid MFA" in refused(sts.assume_role, **asked, TokenCode=code)[1], "but not twice"
    code = world.control("access")["mfa_code"]
    world.advance(60)
    assert "invalid MFA" in refused(sts.assume_role, **asked, TokenCode=code)[1], "and not for ever"
    other = {**asked, "SerialNumber": PHONE.replace("phone", "tablet")}
    assert "unable to validate MFA code" in refused(sts.assume_role, **other, TokenCode="123456")[1]


def test_a_session_of_a_user(world: LocalAws) -> None:
    session = client(world, "sts").get_session_token()["Credentials"]

    assert client(world, "sts", session).get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/ops-admin"
    assert refused(client(world, "sts", session).get_session_token)[0] == "AccessDenied"


def test_a_session_ends_by_the_held_clock(own_local_aws: LocalAws) -> None:
    def begin() -> Mapping[str, str]:
        code = fresh_code(own_local_aws)
        return assume(own_local_aws, OPS.arn, SerialNumber=PHONE, TokenCode=code, DurationSeconds=900)

    short = begin()
    ecs, sts = client(own_local_aws, "ecs", short), client(own_local_aws, "sts", short)
    assert ecs.list_clusters()["clusterArns"] is not None

    own_local_aws.advance(901)

    assert refused(ecs.list_clusters)[0] == "ExpiredTokenException"
    assert refused(sts.get_caller_identity)[0] == "ExpiredToken"
    later = begin()
    assert own_local_aws.control("access", {"end_sessions": True})["sessions_ended"] >= 1
    assert refused(client(own_local_aws, "ecs", later).list_clusters)[0] == "ExpiredTokenException"


def test_credentials_that_nobody_has(world: LocalAws) -> None:
    nobody = {"AccessKeyId": "ASIANOBODY", "SecretAccessKey": "s", "SessionToken": "nonsense"}

    assert refused(client(world, "ecs", nobody).list_clusters)[0] == "UnrecognizedClientException"
    assert refused(client(world, "sts", nobody).get_caller_identity)[0] == "InvalidClientTokenId"


def test_a_cached_session_outlives_the_local_aws_that_gave_it(world: LocalAws, own_local_aws: LocalAws) -> None:
    session = assume(world, OPS.arn, SerialNumber=PHONE, TokenCode=fresh_code(world))

    told = client(own_local_aws, "sts", session).get_caller_identity()

    assert told["Arn"] == "arn:aws:sts::123456789012:assumed-role/ops/ann"


def fresh_code(world: LocalAws) -> str:
    world.advance(60)
    return str(world.control("access")["mfa_code"])


# -- SSO ---------------------------------------------------------------------------------------------------------------


def oidc(own_local_aws: LocalAws) -> Any:
    return boto3.client("sso-oidc", endpoint_url=own_local_aws.url, region_name=REGION, config=QUIET)


def begun(own_local_aws: LocalAws) -> tuple[Any, dict[str, Any], Mapping[str, Any]]:
    sso = oidc(own_local_aws)
    made = sso.register_client(clientName="test", clientType="public", scopes=["sso:account:access"])
    registered = {name: made[name] for name in ("clientId", "clientSecret")}
    device = sso.start_device_authorization(**registered, startUrl=f"{own_local_aws.url}/start")
    return sso, {**registered, "grantType": DEVICE_GRANT, "deviceCode": device["deviceCode"]}, device


def test_a_login_waits_and_is_approved(own_local_aws: LocalAws) -> None:
    sso, asked, device = begun(own_local_aws)
    assert device["verificationUriComplete"].endswith(f"/start/device?user_code={device['userCode']}")
    assert refused(sso.create_token, **asked)[0] == "AuthorizationPendingException"
    assert refused(sso.create_token, **asked)[0] == "SlowDownException"
    assert device["userCode"] in own_local_aws.control("access")["logins"]

    own_local_aws.control("access", {"approve": device["userCode"]})
    token = sso.create_token(**asked)

    assert refused(sso.create_token, **asked)[0] == "InvalidGrantException"
    portal = boto3.client("sso", endpoint_url=own_local_aws.url, region_name=REGION, config=QUIET)
    bearer = {"accessToken": token["accessToken"]}
    assert [each["accountId"] for each in portal.list_accounts(**bearer)["accountList"]] == ["123456789012", STAGING]
    roles = portal.list_account_roles(**bearer, accountId="123456789012")["roleList"]
    assert [each["roleName"] for each in roles] == ["Viewer", "Operator"]
    given = portal.get_role_credentials(**bearer, accountId=STAGING, roleName="Operator")["roleCredentials"]
    keys = {name[0].upper() + name[1:]: given[name] for name in ("accessKeyId", "secretAccessKey", "sessionToken")}
    assert client(own_local_aws, "sts", keys).get_caller_identity()["Arn"] == (
        f"arn:aws:sts::{STAGING}:assumed-role/AWSReservedSSO_Operator_8f9e0d1c2b3a4958/ann@example.com"
    )
    assert (
        refused(portal.get_role_credentials, **bearer, accountId=STAGING, roleName="Viewer")[0] == "ForbiddenException"
    )
    renewal = {"grantType": "refresh_token", "refreshToken": token["refreshToken"]}
    registered = {name: asked[name] for name in ("clientId", "clientSecret")}
    assert sso.create_token(**registered, **renewal)["accessToken"] != token["accessToken"]
    own_local_aws.advance(8 * 3600 + 1)
    assert refused(portal.list_accounts, **bearer)[0] == "UnauthorizedException"


def test_a_login_is_denied_or_too_late(own_local_aws: LocalAws) -> None:
    sso, asked, device = begun(own_local_aws)
    own_local_aws.control("access", {"deny": device["userCode"]})
    assert refused(sso.create_token, **asked)[0] == "AccessDeniedException"

    sso, asked, device = begun(own_local_aws)
    own_local_aws.advance(601)
    assert refused(sso.create_token, **asked)[0] == "ExpiredTokenException"
    assert device["userCode"] not in own_local_aws.control("access")["logins"]


def test_a_program_that_nobody_registered(own_local_aws: LocalAws) -> None:
    sso, asked, _ = begun(own_local_aws)
    assert refused(sso.create_token, **{**asked, "clientSecret": "wrong"})[0] == "InvalidClientException"
    elsewhere = {name: asked[name] for name in ("clientId", "clientSecret")} | {"startUrl": "https://nobody.example"}
    assert refused(sso.start_device_authorization, **elsewhere)[0] == "InvalidRequestException"


def test_the_page_approves(own_local_aws: LocalAws) -> None:
    from urllib.request import urlopen

    sso, asked, device = begun(own_local_aws)
    with urlopen(device["verificationUriComplete"]) as page:
        assert f'value="{device["userCode"]}"' in page.read().decode()
    body = f"user_code={device['userCode']}&answer=approve".encode()
    with urlopen(device["verificationUri"], data=body) as page:
        assert "allowed" in page.read().decode()
    assert sso.create_token(**asked)["accessToken"]


# -- what clients find -------------------------------------------------------------------------------------------------


def test_the_profiles_lead_in(world: LocalAws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in world.control()["profiles"].items():
        monkeypatch.setenv(name, value)

    def asks(profile: str) -> str:
        session = boto3.Session(profile_name=profile)
        return str(session.client("sts").get_caller_identity()["Arn"]).rpartition("/botocore")[0] or "user"

    assert asks("demo") == "user"
    assert asks("staging") == f"arn:aws:sts::{STAGING}:assumed-role/deploy"
    assert asks("staging-audit") == f"arn:aws:sts::{STAGING}:assumed-role/audit"
    assert asks("process") == "user"


def test_the_vault_prints_what_the_cli_expects(world: LocalAws) -> None:
    vault = Path(sys.modules["fargate_tui.demo.people"].__file__ or "").with_name("vault.py")

    told = json.loads(subprocess.run([sys.executable, vault, world.url], capture_output=True, check=True).stdout)

    assert told["Version"] == 1
    assert client(world, "sts", told).get_caller_identity()["Arn"].endswith("user/ops-admin")


def test_files_of_somebody_elses_stay(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[default]\n")

    with started("empty", tmp_path / "stderr", options=("--profiles", str(tmp_path))) as running:
        assert running.control()["profiles"] == {}

    assert (tmp_path / "config").read_text() == "[default]\n"
    assert "no profiles for the AWS CLI" in (tmp_path / "stderr").read_text()


def test_a_directory_that_was_made_for_it_is_gone_with_it(tmp_path: Path) -> None:
    made = tmp_path / "fargate-tui-demo-x"
    (made / "cli" / "cache").mkdir(parents=True)

    with started("empty", tmp_path / "stderr", options=("--profiles", str(made))) as running:
        assert running.control()["profiles"]["AWS_CONFIG_FILE"] == str(made / "config")

    assert not made.exists()


def test_its_own_files_are_gone_with_it(tmp_path: Path) -> None:
    with started("empty", tmp_path / "stderr") as running:
        config = Path(running.control()["profiles"]["AWS_CONFIG_FILE"])
        assert config.exists()

    assert not config.parent.exists()


# -- what the callers may do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "allowed", "denied"),
    [
        ("arn:aws:iam::123456789012:user/ops-admin", "ecs:DeleteCluster", ""),
        (OPS.arn, "ecs:DeleteCluster", ""),
        (
            "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operator_8f9e0d1c2b3a4958",
            "ecs:UpdateService",
            "ecs:DeleteService",
        ),
    ],
)
def test_the_simulation_knows_people(world: LocalAws, source: str, allowed: str, denied: str) -> None:
    iam = client(world, "iam")
    actions = [action for action in (allowed, denied) if action]
    results = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=actions)["EvaluationResults"]

    assert [each["EvalDecision"] for each in results] == ["allowed", "explicitDeny"][: len(actions)]
    without_path = "arn:aws:iam::123456789012:role/AWSReservedSSO_Operator_8f9e0d1c2b3a4958"
    code, _ = refused(iam.simulate_principal_policy, PolicySourceArn=without_path, ActionNames=actions)
    assert code == "NoSuchEntity"


def test_the_accounts_have_names(world: LocalAws) -> None:
    assert client(world, "iam").list_account_aliases()["AccountAliases"] == ["example-games"]
    client(world, "ecs", STAGING_KEY).list_clusters()
    assert client(world, "iam", STAGING_KEY).list_account_aliases()["AccountAliases"] == ["example-games-staging"]
