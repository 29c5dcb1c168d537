"""Which editor is started, and how."""

import pytest

from fargate_tui.sessions.editor import editing, editor_of


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, ("vi",)),
        ({"EDITOR": "nano"}, ("nano",)),
        ({"EDITOR": "nano", "VISUAL": "vim"}, ("vim",)),
        ({"EDITOR": "nano", "VISUAL": " "}, ("nano",)),
        ({"VISUAL": "code --wait"}, ("code", "--wait")),
        ({"VISUAL": "'/opt/my editor/ed' -n"}, ("/opt/my editor/ed", "-n")),
    ],
)
def test_the_editor_is_the_one_of_the_environment(environment: dict[str, str], command: tuple[str, ...]) -> None:
    assert editor_of(environment) == command


def test_an_editor_that_cannot_be_understood_is_named() -> None:
    with pytest.raises(ValueError, match=r"\$EDITOR cannot be understood: no closing quotation"):
        editor_of({"EDITOR": "vi '"})


@pytest.mark.parametrize(
    ("editor", "line", "command"),
    [
        (("vi",), 12, ("vi", "+12", "/tmp/x")),
        (("/usr/bin/nvim", "-n"), 3, ("/usr/bin/nvim", "-n", "+3", "/tmp/x")),
        (("vi",), 0, ("vi", "/tmp/x")),
        (("code", "--wait"), 12, ("code", "--wait", "/tmp/x")),
    ],
)
def test_an_editor_begins_at_the_mistake_where_it_can(
    editor: tuple[str, ...], line: int, command: tuple[str, ...]
) -> None:
    assert editing(editor, "/tmp/x", line) == command


def test_the_setting_comes_before_the_environment() -> None:
    assert editor_of({"VISUAL": "vi", "EDITOR": "ed"}, "nano -w") == ("nano", "-w")
    with pytest.raises(ValueError, match="the setting editor cannot be understood"):
        editor_of({}, "nano '")
