"""docs/fargate-tui.1, made from the options by ``make docs``; argparse's own layout differs from Python to Python."""

import argparse
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Final

from fargate_tui import __version__
from fargate_tui.cli import parser
from fargate_tui.settings.declarations import DECLARATIONS
from tests.shell_files import commands

PAGE: Final = Path(__file__).parent.parent / "docs" / "fargate-tui.1"
_FILES: Final = (
    (
        "$XDG_CONFIG_HOME/fargate-tui/config.toml",
        "settings, as fargate-tui config tells them; without the variable ~/.config/fargate-tui/config.toml",
    ),
    (
        "~/.aws/config, ~/.aws/credentials",
        "profiles, as the AWS CLI reads them; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name others",
    ),
    (
        "$XDG_STATE_HOME/fargate-tui",
        "journal, history and drafts, which only their owner can read; without the variable ~/.local/state/fargate-tui",
    ),
)
_VARIABLES: Final = (
    *(
        (declaration.variable, declaration.told.sentence.replace("`", ""))
        for declaration in DECLARATIONS.values()
        if declaration.variable
    ),
    ("AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …", "what the AWS CLI understands is understood here"),
    ("NO_COLOR", "no colours: what stands out is bold, dim, underlined or turned round"),
    ("VISUAL, EDITOR", "the program in which a task definition is edited"),
    ("SSH_CONNECTION", "where it is set, the mouse is off and the terminal's own 16 colours are used, unless chosen"),
)
_STATUS: Final = (
    ("0", "it was left by the person, or what was asked for was done"),
    ("1", "it could not start: no terminal, or a demo that did not come up"),
    ("2", "the command line or a setting makes no sense"),
)


def man_page() -> str:
    """All of it, in the macros of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    options = parser()
    yield f'.TH FARGATE-TUI 1 "" "fargate-tui {__version__}" "User Commands"'
    yield r".\" Made from the options by `make docs`."
    yield from (".SH NAME", rf"fargate\-tui \- {_text(_sentence(options.description))}")
    yield from (".SH SYNOPSIS", ".nf", r"\fBfargate\-tui\fR [\fIOPTIONS\fR]" + _positionals(options))
    for word, of_command in commands():
        yield rf"\fBfargate\-tui {_text(word)}\fR [\fIOPTIONS\fR]{_positionals(of_command)}"
    yield from (".fi", ".SH DESCRIPTION")
    yield "Every key that works is in the last line of the screen, and \\fB?\\fR explains it."
    yield from (".SH OPTIONS", *_options(options))
    yield ".SH COMMANDS"
    yield "What can be done without the screen, for scripts."
    shared = {each.dest for each in options._actions}
    for word, of_command in commands():
        yield from (f".SS {_text(word)}", _text(of_command.description or ""))
        yield from _options(of_command, but=shared)
        yield from _literally(of_command.epilog)
    for title, rows in (("FILES", _FILES), ("ENVIRONMENT", _VARIABLES), ("EXIT STATUS", _STATUS)):
        yield from (f".SH {title}", *(line for term, what in rows for line in _entry(rf"\fB{_text(term)}\fR", what)))
    yield from (".SH EXAMPLES", *_literally(options.epilog, after_title=True))
    yield from (".SH SEE ALSO", r"\fBaws\fR(1), \fBsession\-manager\-plugin\fR(1)")


def _positionals(options: argparse.ArgumentParser) -> str:
    """The words that are no options, as the synopsis has them."""
    named = [each for each in options._actions if not each.option_strings]
    return "".join(rf" \fI{_text(_value(each))}\fR" for each in named)


def _options(options: argparse.ArgumentParser, but: Set[str] = frozenset()) -> Iterator[str]:
    for each in options._actions:
        if each.dest in but or each.help == argparse.SUPPRESS:
            continue
        names = ", ".join(rf"\fB{_text(name)}\fR" for name in each.option_strings)
        value = "" if each.nargs == 0 else rf"\fI{_text(_value(each))}\fR"
        if each.nargs == "?" and each.option_strings:
            value = f"[{value}]"
        yield from _entry(" ".join(filter(None, (names, value))), (each.help or "") % vars(each))


def _value(action: argparse.Action) -> str:
    """What its value is called."""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return f"[{metavar}]" if action.nargs in ("?", "*") and not action.option_strings else metavar


def _entry(term: str, what: str) -> Iterator[str]:
    yield from (".TP", term, _text(what))


def _literally(text: str | None, *, after_title: bool = False) -> Iterator[str]:
    """Text whose lines and columns are meant."""
    if text:
        yield from (
            *(() if after_title else (".PP",)),
            ".nf",
            *(_text(line) for line in text.rstrip().splitlines()),
            ".fi",
        )


def _sentence(text: str | None) -> str:
    """The same as part of a line: without capital and full stop."""
    return (text or "")[:1].lower() + (text or "")[1:].rstrip(".")


def _text(text: str) -> str:
    """Text in which nothing means anything to roff; a hyphen is one that can be copied into a shell."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")
    return re.sub(r"^(?=[.'])", r"\\&", escaped)
