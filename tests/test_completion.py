"""Completion, tried in the shells themselves; those that are not installed are left out."""

import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from fargate_tui.cli import COMMANDS, parser
from fargate_tui.commands.completion import FILES, main, script
from tests.e2e.terminal import Terminal
from tests.shell_files import completions
from tests.test_cli import modules_after

CONFIG = """\
[default]
region = eu-west-1
[profile prod-admin]
sso_session = main
  [ profile "staging" ]  # quoted, as it may be
[sso-session main]
[services local]
"""
CREDENTIALS = "[build]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
CASES = (
    ("--prof", {"--profile"}),
    ("--profile ", {"default", "prod-admin", "staging", "build"}),
    ("why --profile pr", {"prod-admin"}),
    ("--theme fargate-l", {"fargate-light"}),
    ("--region eu-n", {"eu-north-1"}),
    ("default/api --view log", {"logs"}),
    ("--demo ", {"scorekeep", "fleet", "empty"}),
    ("completion ", set(FILES)),
)


@pytest.fixture
def profiles(tmp_path: Path) -> dict[str, str]:
    """An environment with AWS config files."""
    (tmp_path / "config").write_text(CONFIG)
    (tmp_path / "credentials").write_text(CREDENTIALS)
    return {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
    }


def installed(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.mark.parametrize("path", completions(), ids=lambda path: path.name)
def test_the_files_are_made_from_the_options(path: Path) -> None:
    assert path.read_text("utf-8") == completions()[path], "run `make docs`"


def test_every_option_and_every_command_is_in_every_file() -> None:
    options = {name for action in parser()._actions for name in action.option_strings if name.startswith("--")}
    for shell in FILES:
        said = script(shell)
        missing = [name for name in options if name not in said and f"-l {name[2:]}" not in said]
        assert not missing, shell
        assert all(word in said for word in COMMANDS), shell


@pytest.mark.parametrize("module", COMMANDS.values())
def test_every_command_says_what_it_takes(module: str) -> None:
    assert import_module(module).parser().description.endswith(".")


@pytest.mark.parametrize("shell", FILES)
def test_a_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([shell]) == 0
    assert capsys.readouterr().out == script(shell)


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["tcsh"])
    assert stopped.value.code == 2
    assert "bash, zsh, fish" in capsys.readouterr().err.replace("'", "")


def test_to_print_one_loads_next_to_nothing() -> None:
    loaded = modules_after(
        "from fargate_tui.cli import main\ntry: main(['completion', 'zsh'])\nexcept SystemExit: pass"
    )
    assert not loaded & {"textual", "rich", "msgspec", "botocore", "aiobotocore", "aiohttp"}


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_bash(typed: str, offered: set[str], profiles: dict[str, str]) -> None:
    words = ["fargate-tui", *typed.split(" ")]
    ask = 'eval "$SCRIPT"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shtab_fargate_tui; echo "${COMPREPLY[@]}"'
    done = subprocess.run(
        [installed("bash"), "--norc", "-c", ask, "bash", *words],
        env={**os.environ, **profiles, "SCRIPT": script("bash")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) == offered
    assert not done.stderr


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_fish(typed: str, offered: set[str], profiles: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [installed("fish"), "--no-config", "-c", f"{script('fish')}\ncomplete -C 'fargate-tui {typed}'"],
        env={**os.environ, **profiles, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == offered


def test_zsh(profiles: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "_fargate-tui").write_text(script("zsh"))
    environment = {**profiles, "PS1": "> ", "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path)}
    with Terminal([installed("zsh"), "-f", "-i"], environment=environment) as terminal:
        terminal.press(*f"fpath=({tmp_path} $fpath); autoload -U compinit; compinit -u -D; print re''ady", "enter")
        terminal.wait_for("^ready")
        for typed, offered in CASES:
            terminal.press(*f"fargate-tui {typed}", "tab", "tab")
            for each in offered:
                terminal.wait_for(rf"{each}\b")
            terminal.press("ctrl+u", "ctrl+l")
            terminal.wait_for(r"\A> *$")


def test_bash_by_hand(profiles: dict[str, str]) -> None:
    """What a person types: `eval` in the shell's file, then a tab."""
    environment = {**profiles, "PS1": "> ", "SCRIPT": script("bash"), "INPUTRC": os.devnull}
    with Terminal([installed("bash"), "--norc", "-i"], environment=environment) as terminal:
        terminal.press(*'eval "$SCRIPT"; echo re""ady', "enter")
        terminal.wait_for("^ready")
        terminal.press(*"fargate-tui --prof", "tab", *"sta", "tab")
        terminal.wait_for("fargate-tui --profile staging")
