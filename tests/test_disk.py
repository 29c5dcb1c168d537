"""Where things are kept, and what may be in the way of that."""

from pathlib import Path

import pytest

from fargate_tui.cli import state_directory
from fargate_tui.format import failure
from fargate_tui.live.disk import why_not


def test_the_state_directory_is_where_xdg_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ops")
    monkeypatch.setenv("XDG_STATE_HOME", "/var/state")
    assert state_directory() == Path("/var/state/fargate-tui")
    for none in ("", "relative/state"):
        monkeypatch.setenv("XDG_STATE_HOME", none)
        assert state_directory() == Path("/home/ops/.local/state/fargate-tui")


@pytest.mark.parametrize("home", [None, "", "."])
def test_without_a_home_nothing_is_kept_anywhere_else(monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    def unknown(uid: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    assert why_not(state_directory()) == "no home directory is known (HOME is not set)"


def test_a_directory_that_can_be_written_is_made_and_left_as_it_was(tmp_path: Path) -> None:
    assert why_not(tmp_path / "a" / "b") == ""
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert why_not(tmp_path / "file" / "b") == f"{tmp_path}/file/b: not a directory"
    assert why_not(tmp_path / "file").endswith("file: file exists")


def test_why_it_failed_is_told_in_words() -> None:
    assert failure(OSError(30, "Read-only file system", "/home/ops")) == "read-only file system"
    assert failure(ValueError("database or disk is full")) == "database or disk is full"
