"""What `serve` says before it serves."""

import importlib.util
import socket

import pytest

from fargate_tui.cli import read
from fargate_tui.commands.serve import main


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert f"cannot listen on 127.0.0.1:{port}: " in capsys.readouterr().err


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([f"--port={port}"])
    assert stopped.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_changes_are_not_allowed_by_another_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--no-read-only"])
    assert stopped.value.code == 2
    assert "--allow-changes" in capsys.readouterr().err


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert main([]) == 1
    assert "pip install 'fargate-tui[serve]'" in capsys.readouterr().err


def test_what_the_command_line_closes_is_not_unlocked_from_a_browser() -> None:
    gathered = read(["--read-only", "production"]).gather()
    assert gathered.settings.read_only
    assert not gathered.may_unlock
