"""The command line, and what it does not import."""

import subprocess
import sys

import pytest

from fargate_tui import __version__
from fargate_tui.cli import parser, read
from fargate_tui.settings import Settings


def test_without_options_aws_decides() -> None:
    assert read([]) == Settings()
    assert read(["--history-days", "0"]) == Settings(history_days=0)


def test_options_become_settings() -> None:
    settings = read(["--profile", "p", "--region", "r", "--cluster", "c", "--service", "s", "--no-mouse"])
    assert settings == Settings(profile="p", region="r", cluster="c", service="s", mouse=False)


def test_demo_takes_a_scenario_or_none() -> None:
    assert read(["--demo"]).demo == "scorekeep"
    assert read(["--demo", "fleet"]).demo == "fleet"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--service", "api"], "--service needs --cluster"),
        (["--demo", "--profile", "p"], "leave out --profile"),
        (["--demo", "nonsense"], "nonsense"),
        (["--colour"], "--colour"),
        (["--history-days", "soon"], "'soon' is no number of days"),
    ],
)
def test_what_makes_no_sense_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        read(arguments)
    assert stopped.value.code == 2
    assert says in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(["--version"])
    assert stopped.value.code == 0
    assert __version__ in capsys.readouterr().out


def modules_after(code: str) -> set[str]:
    """The top-level modules a fresh interpreter has loaded after running ``code``."""
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_loads_neither_textual_nor_the_sdk() -> None:
    loaded = modules_after("from fargate_tui.cli import read; read(['--cluster', 'c'])")
    assert not loaded & {"textual", "rich", "msgspec", "botocore", "aiobotocore", "aiohttp", "boto3", "moto"}


def test_the_app_loads_no_aws_sdk() -> None:
    loaded = modules_after("import fargate_tui.app, fargate_tui.screens")
    assert "textual" in loaded
    assert not loaded & {"botocore", "aiobotocore", "aiohttp", "boto3", "moto"}


def test_the_first_frame_does_not_wait_for_sqlite() -> None:
    assert "sqlite3" not in modules_after(
        "import fargate_tui.app, fargate_tui.screens.clusters, fargate_tui.screens.tasks"
    )


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fargate_tui"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 1
    assert "needs a terminal" in done.stderr


def test_the_first_frame_does_not_wait_for_what_can_be_changed() -> None:
    """All actions, and what carries them out, cost 50 ms."""
    script = (
        "import sys, fargate_tui.app, fargate_tui.screens.clusters, fargate_tui.screens.services\n"
        "print([name for name in sys.modules if name.startswith('fargate_tui.actions.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
