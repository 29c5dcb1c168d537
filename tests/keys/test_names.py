"""Keys as people write them, as Textual calls them, as they are shown."""

import pytest

from fargate_tui.keys.names import NoKey, read, shown, written


@pytest.mark.parametrize(("text", "key"), [
    ("l", "l"), ("L", "L"), ("shift+l", "L"), ("?", "question_mark"), ("question_mark", "question_mark"),
    ("ctrl+x", "ctrl+x"), ("^x", "ctrl+x"), ("CTRL+X", "ctrl+x"), ("ctrl+\\", "ctrl+backslash"), ("esc", "escape"),
    ("↵", "enter"), ("pgdn", "pagedown"), ("ctrl+→", "ctrl+right"), ("+", "plus"), ("-", "minus"), (" f5 ", "f5"),
    ("space", "space"), ("é", "é"), ("shift+tab", "shift+tab"),
])  # fmt: skip
def test_a_key_is_read_as_it_is_written(text: str, key: str) -> None:
    assert read(text) == key


@pytest.mark.parametrize(("text", "why"), [
    ("", "no key is named"),
    ("alt+x", "few terminals send alt"),
    ("cmd+k", "none cmd or super"),
    ("ctrl+i", "is the same as tab"),
    ("ctrl+m", "is the same as ↵"),
    ("ctrl+h", "is the same as ⌫"),
    ("ctrl+enter", "no key that a terminal sends"),
    ("pagdown", "pagedown[?]"),
    ("shift+1", "write that"),
    ("LL", "no key that a terminal sends"),
])  # fmt: skip
def test_what_cannot_be_typed_in_a_terminal_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NoKey, match=why):
        read(text)


@pytest.mark.parametrize(("key", "short", "long"), [
    ("ctrl+n", "^n", "ctrl+n"), ("ctrl+right", "ctrl+→", "ctrl+→"), ("escape", "esc", "esc"), ("enter", "↵", "↵"),
    ("ctrl+backslash", "^\\", "ctrl+\\"), ("question_mark", "?", "?"), ("shift+left", "shift+←", "shift+←"),
    ("pagedown", "pgdn", "pgdn"), ("L", "L", "L"),
])  # fmt: skip
def test_a_key_is_shown_short_and_documented_long(key: str, short: str, long: str) -> None:
    assert shown(key) == short
    assert written(key) == long
    assert read(long) == key
