"""What ``--demo`` leads to: the local AWS with its profiles, and nothing of the person's own."""

import os
from pathlib import Path

import pytest

from fargate_tui.aws.accounts import Accounts
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.connecting import connection_options
from fargate_tui.demo.people import STAGING
from fargate_tui.demo.profiles import regions
from fargate_tui.local_aws import LocalAws, leading_to
from fargate_tui.settings import Settings
from fargate_tui.settings.file import SettingsFile
from fargate_tui.settings.sources import Sources

VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_FARGATE_TUI_CACHES",
    "AWS_EC2_METADATA_DISABLED",
)


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment that is put back, and a home that holds nothing."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("HOME", str(tmp_path))


async def test_the_demo_has_profiles_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with LocalAws("empty") as local_aws:
        settings = local_aws.sources(Sources.read({}), local_aws.wait(lambda _: None)).gather().settings
        directory = Path(os.environ["AWS_CONFIG_FILE"]).parent

        profiles = {profile.name: profile for profile in await Accounts().profiles()}
        aws = await connect(ConnectionSettings(profile="process", endpoint_url=settings.endpoint_url))
        caller = await aws.sts.caller_identity()
        await aws.close()

    assert {"", "demo", "staging", "ops-mfa", "sso", "process"} <= set(profiles)
    assert not [profile.problem for profile in profiles.values() if profile.problem]
    assert caller.arn == "arn:aws:iam::123456789012:user/ops-admin"
    assert not directory.exists()
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_without_a_place_for_them_there_are_no_profiles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fargate_tui.local_aws.TemporaryDirectory", full)
    with LocalAws("empty") as local_aws:
        settings = local_aws.sources(Sources.read({}), local_aws.wait(lambda _: None)).gather().settings

        assert [profile.kind for profile in await Accounts().profiles()] == ["environment"]
        aws = await connect(ConnectionSettings(region="us-east-1", endpoint_url=settings.endpoint_url))
        assert (await aws.sts.caller_identity()).account == "123456789012"
        await aws.close()


@pytest.mark.parametrize(
    ("options", "profile", "region"),
    [
        ({}, None, "us-east-1"),
        ({"region": "eu-west-1"}, None, "eu-west-1"),
        ({"profile": "demo-ireland"}, "demo-ireland", "eu-west-1"),
        ({"profile": "staging", "region": "eu-central-1"}, "staging", "eu-central-1"),
    ],
)
def test_it_begins_as_the_profile_of_the_command_line(
    options: dict[str, object], profile: str | None, region: str
) -> None:
    environment = {"FARGATE_TUI_PROFILE": "mine", "FARGATE_TUI_REGION": "ap-northeast-1"}
    sources = Sources(SettingsFile(Path()), environment, options, Settings(demo="empty"))
    settings = leading_to(sources, "http://127.0.0.1:1").gather().settings

    assert (settings.profile, settings.region) == (profile, region)
    assert settings.endpoint_url == "http://127.0.0.1:1"


def test_a_link_leads_there_as_the_same_profile() -> None:
    settings = Settings(demo="scorekeep", profile="sso", endpoint_url="http://127.0.0.1:1")
    assert connection_options(settings, "sso", "us-east-1") == (
        "--demo", "scorekeep", "--profile", "sso", "--region", "us-east-1",
    )  # fmt: skip


async def test_the_profiles_of_the_command_line_are_those_of_its_files(tmp_path: Path) -> None:
    with LocalAws("empty") as local_aws:
        sources = Sources.read({"profile": "staging"})
        settings = local_aws.sources(sources, local_aws.wait(lambda _: None)).gather().settings
        listed = {profile.name: profile.region for profile in await Accounts().profiles() if profile.name}
        aws = await connect(ConnectionSettings(settings.profile, settings.region, settings.endpoint_url))
        caller = await aws.sts.caller_identity()
        await aws.close()

    assert regions() == listed
    assert caller.account == STAGING
