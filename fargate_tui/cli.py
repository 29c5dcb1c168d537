"""The command line. Imports neither Textual nor the AWS SDK before it knows what to do."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from fargate_tui.fargate.arns import name_of
from fargate_tui.links import ALIASES, FORMS, VIEWS, BadLink, Link, parsed
from fargate_tui.settings import Settings
from fargate_tui.settings.declarations import DECLARATIONS, Declaration
from fargate_tui.settings.sources import Sources

COMMANDS = {
    word: f"fargate_tui.commands.{word}"
    for word in ("services", "tasks", "events", "logs", "why", "config", "report", "completion", "serve", "tour")
}
"""What can be done without the screen: the module whose ``main`` does it with the words that follow, and whose
``parser`` says which; man page and completion are made of these."""
CONNECTION = ("profile", "region", "endpoint_url")
"""The settings that say whom to ask."""
SCENARIOS = ("scorekeep", "fleet", "empty")

EPILOG = """\
credentials and Regions are found as the AWS CLI finds them: options, environment, config files, SSO cache,
assumed roles, credential_process, container and instance roles.

  fargate-tui                                      every cluster of the account and Region
  fargate-tui production                           the services of one cluster
  fargate-tui production/api                       the tasks of one service
  fargate-tui production/api/4f1c --view logs      what one of them says
  fargate-tui --cluster why                        a cluster that is called like a command
  fargate-tui --demo                               a local AWS with things happening in it; no account needed
  fargate-tui --demo --profile sso                 as one of its profiles: sso, ops-mfa, staging, …
  fargate-tui why production/api                   why its last failed task died, without the screen
  fargate-tui services production/api --watch steady
                                                   wait for a deployment, then go on or not
  fargate-tui logs production/api --follow         and tasks, events: each has its --help
  fargate-tui tour                                 two minutes with the demo, led by the hand
  fargate-tui serve                                in a browser of this machine, read-only
"""


def parser() -> argparse.ArgumentParser:
    """The options, made from the settings and declared once; the README's table is checked against them."""
    options = argparse.ArgumentParser(
        prog="fargate-tui",
        description="Watch and run AWS Fargate from the keyboard.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("place", nargs="?", metavar="CLUSTER[/SERVICE[/TASK]]", help=f"what to open: {FORMS}")
    options.add_argument(
        "--view",
        choices=sorted({*(view for views in VIEWS.values() for view in views), *ALIASES}),
        metavar="VIEW",
        help="the view of it to open: logs, events, metrics, …; docs/where-you-were.md has which there are of what",
    )
    options.add_argument("--cluster", metavar="NAME", help="open this cluster (name or ARN)")
    options.add_argument("--service", metavar="NAME", help="open this service of the cluster (name or ARN)")
    add_connection_options(options)
    for declaration in DECLARATIONS.values():
        if declaration.flag and declaration.name not in CONNECTION:
            _add_setting(options, declaration)
    options.add_argument(
        "--version",
        action=ShowVersions,
        nargs=0,
        help="the version, and those of what it runs on, for reports of defects",
    )
    return options


class ShowVersions(argparse.Action):
    """``--version``: versions are looked up when they are asked for, which takes as long as all of this module."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print them and end."""
        from fargate_tui.versions import told

        print(told())  # noqa: T201 - that is what it is for
        parser.exit()


def add_connection_options(options: argparse.ArgumentParser) -> None:
    """The options that say whom to ask, the same for the screen and for what is done without it."""
    for name in CONNECTION:
        _add_setting(options, DECLARATIONS[name])
    options.add_argument(
        "--demo",
        nargs="?",
        const=SCENARIOS[0],
        choices=SCENARIOS,
        metavar="SCENARIO",
        help=f"start a local AWS and show it: {', '.join(SCENARIOS)} (default {SCENARIOS[0]})",
    )


def _add_setting(options: argparse.ArgumentParser, declaration: Declaration) -> None:
    """The option of a setting; what is not given stays None, and is asked of the other sources."""
    told = declaration.told
    sentence = told.sentence.rstrip(".").replace("%", "%%")
    if not sentence[:2].isupper():
        sentence = sentence[:1].lower() + sentence[1:]
    if declaration.is_switch:
        options.add_argument(declaration.flag, action=argparse.BooleanOptionalAction, default=None, help=sentence)
        return
    options.add_argument(
        declaration.flag,
        metavar=declaration.told.word or None,
        type=_reader(declaration),
        help=sentence.replace("%", "%%"),
    )


def _reader(declaration: Declaration) -> Callable[[str], object]:
    def read_text(text: str) -> object:
        from fargate_tui.settings.values import Refused, taken

        try:
            return taken(declaration, text, as_text=True)
        except Refused as refused:
            raise argparse.ArgumentTypeError(str(refused)) from None

    return read_text


def sources_of(given: argparse.Namespace) -> Sources:
    """Where the settings come from, the options that were given among it."""
    flags = {name: getattr(given, name, None) for name in DECLARATIONS}
    return Sources.read({name: value for name, value in flags.items() if value is not None})


def read(arguments: Sequence[str] | None = None) -> Sources:
    """Read the command line and all other sources; exits with status 2 and a sentence where it makes no sense."""
    options = parser()
    given = options.parse_args(arguments)
    if given.service and not given.cluster:
        options.error("--service needs --cluster: service names are unique only within a cluster")
    check_demo(options, given)
    link = _link(options, given)
    start = Settings(cluster=given.cluster, service=given.service, link=link, demo=given.demo)
    given.region = given.region or (link.region if link is not None else None) or None
    return sources_of(given).on(start)


def check_demo(options: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """Exit where the demo is to be asked and something else too, or as a profile that it does not have."""
    if given.demo and given.endpoint_url:
        options.error("--demo brings its own endpoint: leave out --endpoint-url")
    if given.demo and given.profile:
        from fargate_tui.local_aws import regions_of_profiles

        there_are = regions_of_profiles()
        if given.profile not in there_are:
            options.error(f"the demo has no profile {given.profile!r}; it has {', '.join(there_are)}")


def _link(options: argparse.ArgumentParser, given: argparse.Namespace) -> Link | None:
    """What the words name, where they name more than a cluster and a service by their options."""
    if given.place and given.cluster:
        options.error(f"{given.place!r} and --cluster both say what to open: leave one out")
    if not given.place and not given.view:
        return None
    try:
        cluster, service = (name_of(each) if each else None for each in (given.cluster, given.service))
        link = parsed(given.place) if given.place else Link(cluster=cluster, service=service)
        link = link.with_view(given.view) if given.view else link
    except BadLink as problem:
        options.error(str(problem))
    if link.region and given.region and link.region != given.region:
        options.error(f"the ARN is of {link.region}, and --region says {given.region}")
    return link


def state_directory() -> Path:
    """Where what was done is kept: $XDG_STATE_HOME/fargate-tui, or ~/.local/state/fargate-tui.

    A directory that is not absolute is none, as the XDG specification has it. Where nobody knows a home, as in a
    container whose user has no entry in /etc/passwd, it is one that cannot be.
    """
    given, home = Path(os.environ.get("XDG_STATE_HOME", "")), home_directory() or Path(os.devnull)
    return (given if given.is_absolute() else home / ".local" / "state") / "fargate-tui"


def home_directory() -> Path | None:
    """The home of who runs this; None where neither HOME nor the system knows one."""
    given = os.environ.get("HOME", "")
    if Path(given).is_absolute():
        return Path(given)
    try:
        import pwd

        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):
        return None


def is_remote() -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program; the exit status is 0, or 1 where it could not start, or that of the command."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in COMMANDS:
        sys.exit(import_module(COMMANDS[words[0]]).main(words[1:]))
    show_here(read(arguments))


def show_here(sources: Sources) -> NoReturn:
    """Show the screen where this is a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        sys.exit("fargate-tui needs a terminal: its standard input and standard error are not one")
    show(sources)


def show(sources: Sources, demo_at: str = "") -> NoReturn:
    """Show the screen, and exit; ``demo_at`` is the endpoint of a local AWS that somebody else has started.

    Its credentials are in the environment then.
    """
    sources = with_files(sources)
    # Textual reads these when it is first imported.
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if is_remote():
        os.environ.setdefault("TEXTUAL_FPS", "15")
    if sources.base.demo and not demo_at:
        sys.exit(_run_demo(sources, sources.base.demo))
    from fargate_tui.starting import run

    if demo_at:
        from fargate_tui.local_aws import leading_to

        sources = leading_to(sources, demo_at)
    sys.exit(run(sources))


def with_files(sources: Sources) -> Sources:
    """With where things are kept; what dies in the demo stays out of the history of what is real."""
    kept, is_demo = state_directory(), sources.base.demo is not None
    return sources.on(
        replace(
            sources.base,
            drafts=kept / "drafts",
            used=None if is_demo else kept / "used.json",
            memory=None if is_demo else kept / "places",
            history=kept / ("history-demo.sqlite3" if is_demo else "history.sqlite3"),
            journal=None if is_demo else kept / "journal.sqlite3",
            first_start=_is_missing(kept),
        )
    )


def _is_missing(directory: Path) -> bool:
    try:
        return not directory.exists()
    except OSError:  # it may be there, and be nobody's business
        return False


def _run_demo(sources: Sources, scenario: str) -> int:
    from fargate_tui.local_aws import LocalAws, LocalAwsFailed

    with LocalAws(scenario) as local_aws:
        from fargate_tui.starting import run  # while the local AWS makes itself ready

        try:
            endpoint = local_aws.wait(show_progress)
        except LocalAwsFailed as failure:
            show_progress("")
            print(f"fargate-tui: {failure}", file=sys.stderr)  # noqa: T201 - there is no screen to say it on
            return 1
        show_progress("")
        return run(local_aws.sources(sources, endpoint))


def show_progress(what: str) -> None:
    """Say on one line, over and over, how far the local AWS is; nothing ends it."""
    line = f"starting the local AWS: {what}" if what else ""
    print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201
