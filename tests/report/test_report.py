"""The report says what is needed, and nothing that is secret, wherever that was planted."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from fargate_tui import __version__
from fargate_tui.fargate.requests import OperationCalls
from fargate_tui.report.keeping import keep
from fargate_tui.report.masking import Mask
from fargate_tui.report.told import ABOUT, NOT_RUNNING, Session, report
from tests.test_cli import modules_after

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"
ACCOUNT = "123456789012"
OTHER = "210987654321"
ENVIRONMENT = {
    "HOME": "/home/ada",
    "TERM": "xterm-256color",
    "LANG": "C.UTF-8",
    "SSH_CONNECTION": "203.0.113.7 50000 10.0.0.1 22",
    "AWS_PROFILE": "prod",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_SESSION_TOKEN": TOKEN,
    "AWS_CONFIG_FILE": "/home/ada/aws/config",
    "AWS_ENDPOINT_URL": "https://ada:hunter22@gateway.example:8443/aws",
    "HTTPS_PROXY": "http://ada:hunter22@proxy.example:3128",
    "DATABASE_PASSWORD": "correct horse battery",
    "PATH": "/nowhere",
}
SETTINGS = (
    'profile  "prod"  AWS_PROFILE',
    f'commands  {{ship = {{run = "curl -H token={TOKEN} https://hooks.example"}}}}  config.toml line 4',
    f'accounts  {{"{ACCOUNT}" = "shop"}}  config.toml line 9',
)
CALLS = (
    OperationCalls(action="ecs:ListServices", name="ListServices", bucket="service read", burst=100, refill=20,
                   calls=420, failed=3, throttled=2, median=0.034, worst=2.4),
    OperationCalls(action="iam:GetRole", name="GetRole", bucket="iam read", burst=20, refill=5, calls=1, failed=1,
                   last_error=f"User: arn:aws:sts::{ACCOUNT}:assumed-role/Ops/ada@example.com is not authorized to "
                   f"perform: iam:GetRole on role arn:aws:iam::{OTHER}:role/shop-task with {SECRET}"),
)  # fmt: skip
SESSION = Session(
    (("profile", "prod"), ("account", "1234-5678-9012"), ("region", "eu-west-1")),
    CALLS,
    (f"cannot open https://acme-corp.awsapps.com/start#/?account={ACCOUNT}", "cannot write /home/ada/x: \x1b[31mred"),
)
PLANTED = (
    SECRET, TOKEN, ACCOUNT, OTHER, "1234-5678-9012", "AKIAIOSFODNN7EXAMPLE", "hunter22", "correct horse battery",
    "ada@example.com", "/home/ada", "acme-corp", "203.0.113.7", "\x1b",
)  # fmt: skip


@pytest.fixture
def text(tmp_path: Path) -> str:
    return report(AT, ENVIRONMENT, tmp_path, SETTINGS, SESSION)


def test_nothing_that_was_planted_is_in_it(text: str) -> None:
    assert [each for each in PLANTED if each in text] == []


def test_it_says_what_it_runs_on_where_and_what_was_asked(text: str) -> None:
    lines = text.splitlines()
    assert lines[0] == "fargate-tui report, 2026-11-23 03:12:00 UTC"
    assert ABOUT in text
    assert f"fargate-tui  {__version__}" in lines
    assert f"textual      {version('textual')}" in lines
    assert "TERM=xterm-256color" in lines
    assert "AWS_SECRET_ACCESS_KEY is set" in lines
    assert "AWS_CONFIG_FILE=~/aws/config" in lines
    assert "over SSH     yes" in lines
    assert 'profile  "prod"  AWS_PROFILE' in lines
    assert "  ecs:ListServices  420 calls, 3 failed, 2 throttled, median 34 ms, worst 2400 ms" in lines


def test_two_accounts_can_be_told_apart_and_what_was_refused_is_still_there(text: str) -> None:
    assert "sts::<account 1>:assumed-role/Ops/… is not authorized to perform: iam:GetRole on role arn:aws:iam::" in text
    assert "account      <account 1>" in text
    assert "<account 2>:role/shop-task" in text


def test_files_are_told_by_size_and_not_by_what_is_in_them(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    journal.write_bytes(b"x" * 2048)
    journal.chmod(0o600)
    (tmp_path / "drafts").mkdir()
    text = report(AT, {}, tmp_path, ())
    assert "  journal.sqlite3  2.0 kB  -rw-------" in text
    assert "drafts/  0 inside" in text
    assert NOT_RUNNING in text
    assert f"{tmp_path / 'none'}: there is none" in report(AT, {}, tmp_path / "none", ())


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web", "<account 1>.dkr.ecr.eu-west-1.amazonaws.com/web"),
        ("task 4f1c0a9e8b5d4a63123456789012abcd", "task 4f1c0a9e8b5d4a63123456789012abcd"),
        ("arn:aws:iam::123456789012:user/ada", "arn:aws:iam::<account 1>:user/…"),
        ("password=hunter22;", "password=••••••;"),
        ("10.0.1.33 refuses connections", "10.0.1.33 refuses connections"),
    ],
)
def test_what_is_masked_and_what_is_not(said: str, masked: str) -> None:
    assert Mask({}, "/home/ada")(said) == masked


def test_it_is_kept_where_only_its_owner_reads_it(tmp_path: Path) -> None:
    kept = keep("text", tmp_path / "state", AT)
    assert kept.path == tmp_path / "state" / "reports" / "report-20261123T031200.txt"
    assert not kept.why
    assert kept.path.read_text() == "text"
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700


def test_where_the_state_directory_is_none_it_is_kept_elsewhere_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file in the way")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = keep("text", tmp_path / "state", AT)
    assert kept.path is not None
    assert kept.path.read_text() == "text"
    assert str(tmp_path / "state") in kept.why


def test_where_nothing_may_be_written_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "state").write_text("a file in the way")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    kept = keep("text", tmp_path / "state", AT)
    assert kept.path is None
    assert str(tmp_path / "nowhere") in kept.why


def test_it_loads_nothing_of_what_it_reports() -> None:
    loaded = modules_after("import fargate_tui.report.told, fargate_tui.report.keeping")
    assert not loaded & {"textual", "rich", "botocore", "aiobotocore", "aiohttp", "msgspec"}
