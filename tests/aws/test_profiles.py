"""What profiles there are, with what kind of credentials: read as the AWS CLI reads them."""

from pathlib import Path

import pytest

from fargate_tui.aws.accounts import Accounts
from fargate_tui.fargate.accounts import Profile
from fargate_tui.fargate.errors import Invalid

CONFIG = """
[default]
region = eu-west-1
[profile corp]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = ops
region = eu-central-1
[sso-session corp]
sso_region = us-west-2
sso_start_url = https://corp.awsapps.com/start
[profile old-sso]
sso_account_id = 111111111111
sso_role_name = ops
sso_region = us-west-2
sso_start_url = https://old.awsapps.com/start
[profile staging]
role_arn = arn:aws:iam::222222222222:role/teams/deploy
source_profile = corp
[profile far]
role_arn = arn:aws-cn:iam::333333333333:role/far
source_profile = keyed-role
mfa_serial = arn:aws-cn:iam::1:mfa/ann
region = cn-north-1
[profile keyed-role]
role_arn = arn:aws:iam::222222222222:role/unused
source_profile = keys
[profile machine-role]
role_arn = arn:aws:iam::222222222222:role/box
credential_source = Ec2InstanceMetadata
[profile vault]
credential_process = /bin/vault --secret
endpoint_url = http://127.0.0.1:1
[profile pod]
role_arn = arn:aws:iam::222222222222:role/pod
web_identity_token_file = /var/token
[profile fresh]
login_session = arn:aws:iam::1:user/ann
[profile s3-only]
s3 =
  max_concurrent_requests = 20
"""
KEYS = "[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = hidden\naws_account_id = 444444444444\n"


def write(directory: Path, config: str, credentials: str = "") -> None:
    (directory / "config").write_text(config)
    (directory / "credentials").write_text(credentials)


async def found() -> dict[str, Profile]:
    return {profile.name: profile for profile in await Accounts().profiles()}


async def test_every_kind_of_profile(bare_machine: Path) -> None:
    write(bare_machine, CONFIG, KEYS)

    profiles = await found()

    assert {name: profile.kind for name, profile in profiles.items()} == {
        "corp": "sso",
        "default": "none",
        "far": "role",
        "fresh": "login",
        "keyed-role": "role",
        "keys": "keys",
        "machine-role": "role",
        "old-sso": "sso",
        "pod": "web-identity",
        "s3-only": "none",
        "staging": "role",
        "vault": "process",
    }
    assert list(profiles) == sorted(profiles)
    assert {profile.problem for profile in profiles.values()} == {""}
    assert "hidden" not in str(profiles)
    assert "AKIAKEYS" not in str(profiles)


async def test_what_the_config_says_of_them(bare_machine: Path) -> None:
    write(bare_machine, CONFIG, KEYS)

    profiles = await found()

    assert profiles["default"].region == "eu-west-1"
    assert profiles["corp"] == Profile(
        name="corp",
        kind="sso",
        region="eu-central-1",
        account="111111111111",
        role="ops",
        sso_session="corp",
        sso_start_url="https://corp.awsapps.com/start",
        sso_region="us-west-2",
        sso_profile="corp",
    )
    assert profiles["old-sso"].sso_start_url == "https://old.awsapps.com/start"
    assert profiles["old-sso"].sso_profile == "old-sso"
    staging = profiles["staging"]
    assert (staging.account, staging.role, staging.source) == ("222222222222", "deploy", "corp")
    assert (staging.chain, staging.sso_profile) == (("corp",), "corp")
    far = profiles["far"]
    assert (far.chain, far.mfa_serial) == (("keyed-role", "keys"), "arn:aws-cn:iam::1:mfa/ann")
    assert (far.partition_name, far.partition.web) == ("aws-cn", "amazonaws.cn")
    assert profiles["machine-role"].source == "Ec2InstanceMetadata"
    assert profiles["keys"].account == "444444444444"
    assert profiles["vault"].endpoint_url == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("[profile x]\nrole_arn = a\n", "role_arn needs a source_profile"),
        (
            "[profile x]\nrole_arn = a\nsource_profile = x\ncredential_source = Environment\n",
            "it has both source_profile and credential_source",
        ),
        ("[profile x]\nrole_arn = a\nsource_profile = gone\n", "there is no profile gone, its source"),
        (
            "[profile x]\nrole_arn = a\nsource_profile = y\n[profile y]\nrole_arn = a\nsource_profile = x\n",
            "its sources go round in a circle: x → y → x",
        ),
        (
            "[profile x]\nrole_arn = a\nsource_profile = y\n[profile y]\nregion = eu-west-1\n",
            "profile y, its source, has no credentials",
        ),
        ("[profile x]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n", "there is no sso-session corp"),
        ("[profile x]\nsso_account_id = 1\nsso_region = eu-west-1\n", "sso_start_url and sso_role_name are missing"),
        ("[profile x]\naws_access_key_id = A\n", "aws_secret_access_key is missing"),
    ],
)
async def test_a_profile_that_cannot_work_says_why(bare_machine: Path, config: str, problem: str) -> None:
    write(bare_machine, config)

    assert (await found())["x"].problem == problem


async def test_the_keys_of_the_environment_come_first(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bare_machine, CONFIG)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")

    first, *_ = await Accounts().profiles()

    assert first == Profile(name="", kind="environment", region="us-gov-west-1", partition_name="aws-us-gov")


async def test_no_files_at_all(bare_machine: Path) -> None:
    assert await Accounts().profiles() == ()


@pytest.mark.parametrize(
    "broken", [b"[profile ops\nregion = x\n", b"[profile a]\n[profile a]\n", b"\xff\xfe[default]\n"]
)
async def test_a_file_that_cannot_be_read(bare_machine: Path, broken: bytes) -> None:
    (bare_machine / "config").write_bytes(broken)

    with pytest.raises(Invalid, match=r"^cannot read the AWS config files: .*/config"):
        await Accounts().profiles()


async def test_the_regions_of_a_partition(bare_machine: Path) -> None:
    everywhere = await Accounts().regions()
    gov = await Accounts().regions("aws-us-gov")

    (ireland,) = [region for region in everywhere.regions if region.name == "eu-west-1"]
    assert (ireland.title, ireland.is_enabled) == ("Europe (Ireland)", None)
    assert [region.name for region in gov.regions] == ["us-gov-east-1", "us-gov-west-1"]
