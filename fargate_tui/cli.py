"""The command line. Imports neither Textual nor the AWS SDK before it knows what to do."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from fargate_tui import __version__
from fargate_tui.settings import HISTORY_DAYS, Settings

SCENARIOS = ("scorekeep", "fleet", "empty")

EPILOG = """\
credentials and Regions are found as the AWS CLI finds them: options, environment, config files, SSO cache,
assumed roles, credential_process, container and instance roles.

  fargate-tui                                      every cluster of the account and Region
  fargate-tui --cluster production                 the services of one cluster
  fargate-tui --cluster production --service api   the tasks of one service
  fargate-tui --demo                               a local AWS with things happening in it; no account needed
  fargate-tui why production/api                   why its last failed task died, without the screen
"""


def parser() -> argparse.ArgumentParser:
    """The options, declared once; the man page and the README's table are checked against them."""
    options = argparse.ArgumentParser(
        prog="fargate-tui",
        description="Watch and run AWS Fargate from the keyboard.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_connection_options(options)
    options.add_argument("--cluster", metavar="NAME", help="open this cluster (name or ARN)")
    options.add_argument("--service", metavar="NAME", help="open this service of the cluster (name or ARN)")
    options.add_argument(
        "--read-only", action="store_true", help="refuse everything that would change something at AWS"
    )
    options.add_argument(
        "--guarded", action="store_true", help="have every change confirmed by typing the name of what is changed"
    )
    options.add_argument(
        "--bell",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="ring when a change has ended (default: yes)",
    )
    options.add_argument(
        "--theme", metavar="NAME", help="colours, fargate-dark, fargate-light, fargate-ansi, or one of Textual's"
    )
    options.add_argument(
        "--mouse",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="listen to the mouse (default: yes, except over SSH)",
    )
    options.add_argument(
        "--metrics",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="ask for CPU and memory of the services on screen, which AWS bills (default: yes)",
    )
    options.add_argument(
        "--history-days",
        type=_days,
        default=HISTORY_DAYS,
        metavar="DAYS",
        help=f"keep what has stopped and failed for so long (default {HISTORY_DAYS}; 0 keeps nothing)",
    )
    options.add_argument("--version", action="version", version=f"fargate-tui {__version__}")
    return options


def add_connection_options(options: argparse.ArgumentParser) -> None:
    """The options that say whom to ask, the same for the screen and for ``why``."""
    options.add_argument("--profile", metavar="NAME", help="profile of the AWS config files")
    options.add_argument("--region", metavar="REGION", help="AWS Region, for instance eu-west-1")
    options.add_argument("--endpoint-url", metavar="URL", help="ask this endpoint instead of AWS")
    options.add_argument(
        "--demo",
        nargs="?",
        const=SCENARIOS[0],
        choices=SCENARIOS,
        metavar="SCENARIO",
        help=f"start a local AWS and show it: {', '.join(SCENARIOS)} (default {SCENARIOS[0]})",
    )


def read(arguments: Sequence[str] | None = None) -> Settings:
    """Turn the command line into settings; exits with status 2 and a sentence where it makes no sense."""
    options = parser()
    given = options.parse_args(arguments)
    if given.service and not given.cluster:
        options.error("--service needs --cluster: service names are unique only within a cluster")
    if given.demo and (given.profile or given.endpoint_url):
        options.error("--demo brings its own endpoint and credentials: leave out --profile and --endpoint-url")
    return Settings(
        profile=given.profile,
        region=given.region,
        endpoint_url=given.endpoint_url,
        cluster=given.cluster,
        service=given.service,
        demo=given.demo,
        theme=given.theme,
        mouse=given.mouse,
        metrics=given.metrics,
        read_only=given.read_only,
        guarded=given.guarded,
        bell=given.bell,
        history_days=given.history_days,
    )


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return int(text)


def state_directory() -> Path:
    """Where what was done is kept: $XDG_STATE_HOME/fargate-tui, or ~/.local/state/fargate-tui."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "fargate-tui"


def is_remote() -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program; the exit status is 0, or 1 where it could not start, or that of ``why``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["why"]:
        from fargate_tui.why import main as why

        why(words[1:])
    settings = read(arguments)
    kept = state_directory()
    # What dies in the demo stays out of the history of what is real.
    history = kept / ("history.sqlite3" if settings.demo is None else "history-demo.sqlite3")
    settings = replace(settings, drafts=kept / "drafts", history=history)
    if settings.demo is None:
        settings = replace(settings, journal=kept / "journal.sqlite3")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        sys.exit("fargate-tui needs a terminal: its standard input and standard error are not one")
    # Textual reads these when it is first imported.
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if is_remote():
        os.environ.setdefault("TEXTUAL_FPS", "15")
    if settings.demo:
        sys.exit(_run_demo(settings))
    from fargate_tui.app import run

    sys.exit(run(settings))


def _run_demo(settings: Settings) -> int:
    from fargate_tui.local_aws import LocalAws, LocalAwsFailed

    assert settings.demo is not None
    with LocalAws(settings.demo) as local_aws:
        from fargate_tui.app import run  # while the local AWS makes itself ready

        try:
            endpoint = local_aws.wait(_show_progress)
        except LocalAwsFailed as failure:
            _show_progress("")
            print(f"fargate-tui: {failure}", file=sys.stderr)  # noqa: T201 - there is no screen to say it on
            return 1
        _show_progress("")
        return run(local_aws.settings(settings, endpoint))


def _show_progress(what: str) -> None:
    line = f"starting the local AWS: {what}" if what else ""
    print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201
