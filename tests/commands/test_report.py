"""``fargate-tui report``, as a script runs it."""

import os
import subprocess
import sys
from pathlib import Path

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def reporting(home: Path, state: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    planted = {"AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "HOME": str(home)}
    places = {"XDG_STATE_HOME": str(state), "FARGATE_TUI_CONFIG": str(home / "config.toml"), "TMPDIR": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "fargate_tui", "report", *words],
        env={**os.environ, **planted, **places},
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def settings(home: Path, text: str) -> None:
    (home / "config.toml").write_text(text)


def test_it_prints_where_it_is(tmp_path: Path) -> None:
    done = reporting(tmp_path, tmp_path / "state")
    path = Path(done.stdout.strip())
    assert (done.returncode, done.stderr) == (0, "")
    assert path.parent == tmp_path / "state" / "fargate-tui" / "reports"
    text = path.read_text()
    assert "## settings" in text
    assert "not asked: this report was made without the screen" in text
    assert SECRET not in text
    assert "AKIAIOSFODNN7EXAMPLE" not in text
    assert str(tmp_path) not in text


def test_it_has_the_settings_of_the_profile_with_where_they_come_from_and_what_is_wrong(tmp_path: Path) -> None:
    settings(tmp_path, 'bell = false\nthemes = "x"\n[profiles.prod]\nlabel = "PROD"\n')
    done = reporting(tmp_path, tmp_path / "state", "--profile", "prod")
    lines = Path(done.stdout.strip()).read_text().splitlines()
    assert any(line.startswith("bell ") and "false" in line and "config.toml" in line for line in lines)
    assert any(line.startswith("label ") and "PROD" in line and "config.toml" in line for line in lines)
    assert any(line.startswith("mistake: ") and "themes" in line for line in lines)


def test_no_secret_of_the_settings_file_gets_into_it(tmp_path: Path) -> None:
    run = "curl -H token=hunter2222 --password swordfish https://ada:pa55word@hooks.example"
    settings(tmp_path, f'editor = "{run}"\npager = "{run}"\n')
    text = Path(reporting(tmp_path, tmp_path / "state").stdout.strip()).read_text()
    assert '"curl -H token=•••••• --password •••••• https://••••••@hooks.example"' in text
    assert not [each for each in ("hunter2222", "swordfish", "pa55word") if each in text]


def test_where_nothing_can_be_written_it_is_printed(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    done = reporting(tmp_path, tmp_path / "state")
    assert done.returncode == 0
    assert "not where it should be" in done.stderr
    assert Path(done.stdout.strip()).read_text().startswith("fargate-tui report, ")
