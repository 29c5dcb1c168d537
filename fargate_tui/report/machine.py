"""What is looked up of this machine: terminal, environment, files. It blocks: call it in a thread."""

import locale
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fargate_tui.format import data

PLAIN: Final = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "COLUMNS",
    "LINES", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "VISUAL", "EDITOR", "PAGER", "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ENDPOINT_URL",
    "AWS_CA_BUNDLE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_EC2_METADATA_DISABLED",
)  # fmt: skip
"""Variables whose values are told."""
PREFIXES: Final = ("AWS_", "FARGATE_TUI_", "TEXTUAL", "SSH_", "TMUX", "STY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
"""Of these it is told only that they are set: settings are told where they hold, and the rest may be secret."""
TOOLS: Final = ("session-manager-plugin", "aws", "tmux", "screen")
"""What may stand on the PATH, and of which it matters whether it does."""


def terminal(environ: Mapping[str, str]) -> Iterator[str]:
    """What it is shown on, and how that is reached."""
    columns, rows = shutil.get_terminal_size()
    yield f"size         {columns}x{rows}"
    yield f"encoding     {locale.getpreferredencoding(do_setlocale=False)}"
    yield f"over SSH     {_yes(any(environ.get(name) for name in ('SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY')))}"
    yield f"in tmux      {_yes(bool(environ.get('TMUX')))}"
    yield f"in screen    {_yes(bool(environ.get('STY')))}"


def environment(environ: Mapping[str, str]) -> Iterator[str]:
    """Which variables decide something; values only of those that hold no secret."""
    for name in sorted(environ):
        if name in PLAIN:
            yield f"{name}={environ[name]}"
        elif name.upper().startswith(PREFIXES):
            yield f"{name} is set"


def tools() -> Iterator[str]:
    """Where programs are that this one may call."""
    for name in TOOLS:
        yield f"{name:<23} {shutil.which(name) or 'not on the PATH'}"


def files(directory: Path) -> Iterator[str]:
    """What is kept in a directory: sizes, ages and who may read it; never what is in it."""
    try:
        found = sorted(directory.iterdir())
    except FileNotFoundError:
        yield f"{directory}: there is none"
        return
    except OSError as error:
        yield f"{directory}: {error.strerror or error}"
        return
    yield f"{directory}{'' if os.access(directory, os.W_OK) else ': may not be written'}"
    for path in found:
        yield f"  {_file(path)}"


def _file(path: Path) -> str:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            return f"{path.name}/  {sum(1 for _ in path.iterdir())} inside"
    except OSError as error:
        return f"{path.name}: {error.strerror or error}"
    changed = datetime.fromtimestamp(about.st_mtime, UTC)
    return f"{path.name}  {data(about.st_size)}  {stat.filemode(about.st_mode)}  {changed:%Y-%m-%d %H:%M}Z"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
