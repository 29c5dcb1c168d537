"""Keys in the settings file: mistakes are told with their line."""

import re
from pathlib import Path

import pytest

from fargate_tui.checking import named_wrong
from fargate_tui.keys.keymap import keymap
from fargate_tui.keys.listing import key_rows
from fargate_tui.settings.sources import Sources

DOCS = Path(__file__).parent.parent.parent / "docs"
FILE = """\
[keys]
preset = "k9s"
row.logs = "x"
"view.bak" = "b"
"task.stop" = "alt+k"
"""


def test_keys_are_read_quoted_or_dotted_and_mistakes_have_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(path))
    gathered = Sources.read({}).gather()
    assert dict(gathered.settings.keys) == {
        "preset": "k9s", "row.logs": "x", "view.bak": "b", "task.stop": "alt+k",
    }  # fmt: skip
    told = [str(mistake) for mistake in (*gathered.mistakes, *named_wrong(gathered))]
    assert told[0].startswith("config.toml line 5: keys: task.stop: alt+k: few terminals send alt")
    assert told[1] == "config.toml line 4: keys: view.bak: nothing is called so; view.back?"
    assert told[2] == "config.toml line 3: keys: row.logs: x is the key of tasks.show (stopped) too, in tasks"


COMMANDS = """\
[commands.fine]
key = "f8"
on = ["service"]
command = "true"
[commands.taken]
key = "l"
on = ["service"]
command = ["echo", "$SERVICE"]
[commands.scale]
key = "enter"
on = ["task"]
command = "true"
[commands.twin]
key = "f8"
on = ["service"]
command = "true"
[commands.moved]
on = ["cluster"]
command = "true"
[keys]
"command.moved" = "f9"
"command.mowed" = "f10"
"""


def test_keys_of_own_commands_are_told_with_their_lines_and_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(COMMANDS)
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(path))
    gathered = Sources.read({}).gather()
    told = "\n".join(map(str, (*gathered.mistakes, *named_wrong(gathered))))
    assert "config.toml line 10: commands.scale: key: ↵ keeps its meaning: it always leads in" in told
    assert re.search(r"line 6: commands.taken: key: l is the key of row.logs \(logs\) too, in .*, which keeps it", told)
    assert re.search(
        r"line (2|14): commands.(fine|twin): key: f8 is the key of command.(fine|twin) too, in services", told
    )
    assert "line 8: commands.taken: command: $SERVICE stays as it is in a list: write the command as one text" in told
    assert "line 9: commands.scale: :scale means something else: name it otherwise" in told
    assert "line 22: keys: command.mowed: nothing is called so; command.moved?" in told
    chosen = keymap(gathered.settings.keys)
    rows = {row.id: row for row in key_rows(chosen, gathered.settings.commands) if row.view == "Your own commands"}
    assert {name: row.keys for name, row in rows.items()} == {
        "command.fine": "f8", "command.taken": "l", "command.twin": "f8", "command.moved": "f9",
    }  # fmt: skip


def test_the_example_of_the_documentation_has_nothing_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = re.search(r"```toml\n(.*?)```", (DOCS / "keys.md").read_text("utf-8"), re.DOTALL)
    assert told is not None
    path = tmp_path / "config.toml"
    path.write_text(told[1])
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(path))
    gathered = Sources.read({}).gather()
    assert not gathered.mistakes
    assert not list(named_wrong(gathered))
