"""Other accounts, as a person has them: profiles of config files, roles, SSO and MFA, without a restart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws, started

SIZES = pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24)])
FIRST, SECOND = "1234-5678-9012", "2109-8765-4321"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario, whose clock goes on as that of the machine."""
    errors = tmp_path_factory.mktemp("accounts") / "stderr"
    with started("scorekeep", errors, held=False) as running:
        yield running


def at_home(aws: LocalAws, home: Path, columns: int = 120, rows: int = 36) -> Terminal:
    """The program of a person whose machine has the profiles of the local AWS."""
    files = {str(name): str(path) for name, path in aws.control()["profiles"].items()}
    environment = {**files, "HOME": str(home), "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    options = ("--profile", "demo")
    return program(aws.url, *options, columns=columns, rows=rows, state=home / "state", environment=environment)


def go_to(terminal: Terminal, profile: str) -> None:
    """Choose a profile in the list."""
    terminal.press("ctrl+p")
    terminal.wait_for("^ › ")
    terminal.press(*profile)
    terminal.wait_for(rf"^ › {profile} ")
    terminal.press("enter")


@SIZES
def test_another_account_is_there_without_a_restart_and_the_last_one_is_two_keys_away(
    aws: LocalAws, tmp_path: Path, columns: int, rows: int
) -> None:
    with at_home(aws, tmp_path, columns, rows) as terminal:
        terminal.wait_for("production")
        go_to(terminal, "staging")
        terminal.wait_for(f"staging {SECOND} us-east-1")
        terminal.wait_for(r"clusters \(\d")
        terminal.wait_for("production", gone=True)
        terminal.press("ctrl+p")
        terminal.wait_for("^ › demo ")
        terminal.press("enter")
        terminal.wait_for(f"demo {FIRST} us-east-1")
        terminal.wait_for("production")
    with at_home(aws, tmp_path, columns, rows) as terminal:
        terminal.wait_for(f"demo {FIRST}")
        terminal.press("ctrl+p")
        terminal.wait_for("^ › staging +2109")


def test_another_region_is_there_and_is_taken_for_no_other(aws: LocalAws, tmp_path: Path) -> None:
    with at_home(aws, tmp_path) as terminal:
        terminal.wait_for("production")
        terminal.press("ctrl+r")
        terminal.wait_for("^ › ")
        terminal.press(*"ireland")
        terminal.wait_for("^ › eu-west-1")
        terminal.press("enter")
        terminal.wait_for(f"demo {FIRST} eu-west-1")
        terminal.wait_for("us-east-1", gone=True)


@SIZES
def test_sso_is_logged_in_to_from_where_one_is(aws: LocalAws, tmp_path: Path, columns: int, rows: int) -> None:
    with at_home(aws, tmp_path, columns, rows) as terminal:
        terminal.wait_for("production")
        go_to(terminal, "sso")
        terminal.wait_for("sso in us-east-1 cannot be asked")
        terminal.press("l")
        terminal.wait_for("code  [A-Z]{4}-[A-Z]{4}")
        found = re.search(r"code  ([A-Z]{4}-[A-Z]{4})", terminal.text)
        assert found is not None
        terminal.press("c")
        terminal.wait_for("clipboard")
        assert b"\x1b]52;c;" in terminal.raw
        aws.control("access", {"approve": found[1]})
        terminal.wait_for("cannot be asked", gone=True, seconds=30)
        terminal.wait_for(r"^ fargate  sso \d{4}-\d{4}-\d{4} us-east-1", seconds=30)
        terminal.wait_for(r"clusters \(\d")


def test_the_code_of_a_role_is_asked_for_and_written_nowhere(aws: LocalAws, tmp_path: Path) -> None:
    with at_home(aws, tmp_path) as terminal:
        terminal.wait_for("production")
        go_to(terminal, "ops-mfa")
        terminal.wait_for("MFA code of phone for ops-mfa:")
        code = str(aws.control("access")["mfa_code"])
        terminal.press(*code)
        terminal.wait_for("••••••")
        terminal.press("enter")
        terminal.wait_for(r"^ fargate  ops-mfa \d{4}-\d{4}-\d{4} us-east-1")
        terminal.wait_for("production")
        assert code.encode() not in terminal.raw
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b'"' + code.encode() + b'"' in path.read_bytes()]


def test_two_accounts_are_one_table(aws: LocalAws, tmp_path: Path) -> None:
    with at_home(aws, tmp_path) as terminal:
        terminal.wait_for("production")
        terminal.press(":", *"accounts", "enter")
        terminal.wait_for(r"accounts \(\d")
        for name in ("demo", "staging"):
            terminal.press("/", *f"profile:/^{name}$/", "enter")
            terminal.wait_for(r"accounts \(1 of")
            terminal.press("space")
            terminal.wait_for("marked")
            terminal.press("escape")
            terminal.wait_for(r"accounts \(\d+\)")
        terminal.press("enter")
        terminal.wait_for(r"chosen accounts › services \(\d")
        terminal.wait_for("^ . demo +us-east-1")
        terminal.press("/", *"profile:staging", "enter")
        terminal.wait_for("^ . staging +us-east-1 +storefront")


def test_whoami_says_what_may_be_done(aws: LocalAws, tmp_path: Path) -> None:
    with at_home(aws, tmp_path) as terminal:
        terminal.wait_for("production")
        terminal.press(":", *"whoami", "enter")
        terminal.wait_for("what may be changed from here: [1-9]")
        terminal.wait_for(f"account +{FIRST}")
