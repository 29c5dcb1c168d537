"""``fargate-tui serve``: the screen in a browser of this machine."""

import argparse
import asyncio
import importlib.util
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from fargate_tui.cli import parser as screen
from fargate_tui.cli import read, show_progress
from fargate_tui.settings.sources import Sources

EPILOG = """\
every other option is that of fargate-tui itself, and holds for each session.

  fargate-tui serve --profile prod                 prints an address; open it in a browser here
  fargate-tui serve --port 8000                    on another machine; on yours: ssh -L 8000:127.0.0.1:8000 there
  fargate-tui serve --demo --allow-changes         the local AWS, which may be changed

it listens on 127.0.0.1 only. The address lets one browser in, once; whoever comes later is refused. ctrl+c ends all
sessions.
"""
DONE, FAILED, STOPPED = 0, 1, 130


def parser() -> argparse.ArgumentParser:
    """The options of ``serve``, and all of the screen."""
    return argparse.ArgumentParser(
        prog="fargate-tui serve",
        description="Show the screen in a browser of this machine, where nothing can be changed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_own(), screen()],
        add_help=False,
        allow_abbrev=False,
    )


def _own() -> argparse.ArgumentParser:
    own = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    own.add_argument("--port", type=_port, default=0, metavar="PORT", help="listen on this port (default: a free one)")
    own.add_argument("--open", action="store_true", help="open the address in a browser")
    own.add_argument(
        "--allow-changes",
        action="store_true",
        help="do not add --read-only: who is in the browser may change what the settings let be changed",
    )
    return own


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 1 to 65535, or 0 for a free one")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Serve until ctrl+c."""
    made = parser()
    given = made.parse_args(arguments)
    if given.read_only is False and not given.allow_changes:
        made.error("nothing can be changed from a browser unless --allow-changes says so")
    own, rest = _own().parse_known_args(arguments)
    sources = read(rest)
    if importlib.util.find_spec("textual_serve") is None:
        return _fail("serve needs textual-serve; install it with: pip install 'fargate-tui[serve]'")
    options = rest if own.allow_changes else ["--read-only", *rest]
    try:
        return _serve(own, options, sources)
    except KeyboardInterrupt:
        return STOPPED


def _serve(own: argparse.Namespace, options: Sequence[str], sources: Sources) -> int:
    from fargate_tui.local_aws import LocalAws, LocalAwsFailed
    from fargate_tui.serving.server import listening, serve

    try:
        socket = listening(own.port)
    except OSError as refused:
        return _fail(f"cannot listen on 127.0.0.1:{own.port}: {refused.strerror}; --port 0 takes a free one")
    with ExitStack() as stack:
        stack.enter_context(socket)
        endpoint = ""
        if sources.base.demo:
            local_aws = stack.enter_context(LocalAws(sources.base.demo))
            try:
                endpoint = local_aws.wait(show_progress)
                local_aws.sources(sources, endpoint)  # its credentials, for every session's environment
            except LocalAwsFailed as failure:
                return _fail(str(failure))
            finally:
                show_progress("")
        command = (sys.executable, "-m", "fargate_tui.serving.child", endpoint, *options)
        asyncio.run(serve(socket, command, opens=own.open, changes=own.allow_changes))
    return DONE


def _fail(why: str) -> int:
    print(f"fargate-tui: {why}", file=sys.stderr)  # noqa: T201 - there is no screen to say it on
    return FAILED
