"""What shells are told of the command line: shtab makes it in ``make docs``, from the options."""

import argparse
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import shtab
from textual.theme import BUILTIN_THEMES

from fargate_tui.cli import COMMANDS, parser
from fargate_tui.commands.completion import DIRECTORY, FILES
from fargate_tui.fargate.regions import EVERYONES
from fargate_tui.links import VIEWS
from fargate_tui.themes import OWN

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "region": tuple(region for regions in EVERYONES.values() for region in regions),
    "view": tuple(dict.fromkeys(view for views in VIEWS.values() for view in views)),
    "theme": (*(theme.name for theme in OWN), *sorted(BUILTIN_THEMES)),
}
"""Values of options that take others too, which is why these are not their choices."""
_OF_CONFIG: Final = r"s/^[[:space:]]*\[[[:space:]]*profile[[:space:]]\{1,\}\([^]]*\)\].*/\1/p"
_OF_CREDENTIALS: Final = r"s/^[[:space:]]*\[\([^]]*\)\].*/\1/p"
_DEFAULT: Final = r"s/^[[:space:]]*\[[[:space:]]*\(default\)[[:space:]]*\].*/\1/p"
_POSIX: Final = f"""\
_fargate_tui_named_profiles() {{
  {{
    sed -n -e '{_OF_CONFIG}' -e '{_DEFAULT}' "${{AWS_CONFIG_FILE:-$HOME/.aws/config}}"
    sed -n -e '{_OF_CREDENTIALS}' "${{AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}}"
  }} 2>/dev/null | sed -e 's/[[:space:]]*$//' | tr -d '"' | sort -u
}}"""
PREAMBLE: Final[Mapping[str, str]] = {
    "bash": f"""{_POSIX}
_fargate_tui_profiles() {{
  local IFS=$'\\n'
  compgen -W "$(_fargate_tui_named_profiles)" -- "$1"
}}""",
    "zsh": f"""{_POSIX}
_fargate_tui_profiles() {{
  compadd -- ${{(f)"$(_fargate_tui_named_profiles)"}}
}}""",
    "fish": f"""\
function __fargate_tui_profiles
  set -l config $HOME/.aws/config
  set -q AWS_CONFIG_FILE; and set config $AWS_CONFIG_FILE
  set -l credentials $HOME/.aws/credentials
  set -q AWS_SHARED_CREDENTIALS_FILE; and set credentials $AWS_SHARED_CREDENTIALS_FILE
  begin
    sed -n -e '{_OF_CONFIG}' -e '{_DEFAULT}' $config
    sed -n -e '{_OF_CREDENTIALS}' $credentials
  end 2>/dev/null | sed -e 's/[[:space:]]*$//' | tr -d '"' | sort -u
end""",
}
"""The profiles, read by the shell: to start Python for them would take longer than a person waits for a tab."""
PROFILES: Final = {
    "bash": "_fargate_tui_profiles",
    "zsh": "_fargate_tui_profiles",
    "fish": "(__fargate_tui_profiles)",
}


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command that needs no screen, and its options."""
    for word, module in COMMANDS.items():
        yield word, import_module(module).parser()


def completions() -> dict[Path, str]:
    """Every file, and what has to stand in it."""
    return {DIRECTORY / name: _script(shell) for shell, name in FILES.items()}


def _script(shell: str) -> str:
    made = shtab.complete(_all_options(), shell=shell, preamble=PREAMBLE[shell])
    return "\n".join(line.rstrip() for line in made.splitlines()) + "\n"


def _all_options() -> argparse.ArgumentParser:
    """One tree of them: shtab knows commands as argparse does, and ours are read apart, for the sake of the start."""
    options = parser()
    # A cluster's name cannot be completed without asking AWS, and two things in one place confuse shells.
    options._actions[:] = [each for each in options._actions if each.option_strings]
    words = options.add_subparsers(metavar="COMMAND")
    for word, of_command in commands():
        _inform(of_command)
        words.add_parser(word, parents=[of_command], add_help=False, help=of_command.description)
    _inform(options)
    return options


def _inform(options: argparse.ArgumentParser) -> None:
    """Tell what values there are."""
    for each in options._actions:
        told: Any = each
        if each.dest == "profile":
            told.complete = PROFILES
        elif each.dest in KNOWN and each.choices is None:
            told.choices = KNOWN[each.dest]
        elif each.metavar in ("FILE", "PATH"):
            told.complete = shtab.FILE
