"""The command line, and what it does not import."""

import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from fargate_tui import __version__
from fargate_tui.cli import parser, read, with_files
from fargate_tui.settings import Settings
from fargate_tui.versions import versions


def settings_of(arguments: list[str]) -> Settings:
    return read(arguments).gather().settings


def test_without_options_aws_decides() -> None:
    assert settings_of([]) == Settings()
    assert settings_of(["--history-days", "0"]) == Settings(history_days=0)


def test_options_become_settings() -> None:
    settings = settings_of(["--profile", "p", "--region", "r", "--cluster", "c", "--service", "s", "--no-mouse"])
    assert settings == Settings(profile="p", region="r", cluster="c", service="s", mouse=False)


def test_demo_takes_a_scenario_or_none() -> None:
    assert settings_of(["--demo"]).demo == "scorekeep"
    assert settings_of(["--demo", "fleet"]).demo == "fleet"
    assert settings_of(["--demo", "--profile", "staging"]).profile == "staging"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--service", "api"], "--service needs --cluster"),
        (["--demo", "--profile", "p"], "the demo has no profile 'p'; it has demo, demo-ireland, staging, "),
        (["--demo", "--endpoint-url", "http://127.0.0.1:1"], "leave out --endpoint-url"),
        (["--demo", "nonsense"], "nonsense"),
        (["--colour"], "--colour"),
        (["--history-days", "soon"], "history_days wants a whole number from 0 to 3,650, not 'soon'"),
    ],
)
def test_what_makes_no_sense_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        read(arguments)
    assert stopped.value.code == 2
    assert says in capsys.readouterr().err


def test_a_start_is_the_first_where_nothing_was_ever_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert with_files(read([])).base.first_start
    (tmp_path / "fargate-tui").mkdir()
    assert not with_files(read(["--demo"])).base.first_start


def test_version_names_what_it_runs_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(["--version"])
    assert stopped.value.code == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first == f"fargate-tui {__version__}"
    told = dict(line.split(maxsplit=1) for line in others)
    assert told["python"].startswith(platform.python_version())
    assert {told[name] for name in ("textual", "aiobotocore", "botocore", "msgspec")} == {
        version(name) for name in ("textual", "aiobotocore", "botocore", "msgspec")
    }


def test_a_version_that_is_not_there_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fargate_tui.versions.DEMO", ("no-such-package",))
    assert ("no-such-package", "not installed") in versions()


def test_version_loads_nothing_of_what_it_names() -> None:
    loaded = modules_after("from fargate_tui.versions import told; told()")
    assert not loaded & {"textual", "rich", "msgspec", "botocore", "aiobotocore", "aiohttp", "boto3", "moto"}


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


def test_the_first_frame_waits_neither_for_what_can_be_changed_nor_for_the_tour() -> None:
    """All actions, and what carries them out, cost 50 ms."""
    script = (
        "import sys, fargate_tui.app, fargate_tui.screens.clusters, fargate_tui.screens.services\n"
        "later = ('fargate_tui.actions.', 'fargate_tui.tour.', 'fargate_tui.widgets.tour_panel')\n"
        "print([name for name in sys.modules if name.startswith(later)])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
