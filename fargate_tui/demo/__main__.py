"""``python -m fargate_tui.demo``: the local AWS by itself, for any AWS client."""

import argparse
import asyncio
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from fargate_tui.demo.offline import ACCESS_KEY, SECRET_KEY, keep_offline
from fargate_tui.demo.real import Real

_NEEDED = ("moto", "flask", "flask_cors", "jsonpath_ng", "boto3", "aiohttp")
_HELP = f"""use it:
  export AWS_ACCESS_KEY_ID={ACCESS_KEY} AWS_SECRET_ACCESS_KEY={SECRET_KEY} AWS_REGION=us-east-1
  aws --endpoint-url {{url}} ecs list-clusters
  fargate-tui --endpoint-url {{url}}
  curl {{url}}/_demo          faults, behaviours, the clock: docs/local-aws.md
or with its profiles, of two accounts, roles, SSO and MFA (docs/accounts.md); leave the keys above out then:
  export {{files}}
  fargate-tui --profile staging"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the options, run until told to end, and return the exit status."""
    options = _parser().parse_args(arguments)
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        _say(f"the local AWS needs {', '.join(missing)}: pip install 'fargate-tui[demo]'")
        return 1
    keep_offline()
    from fargate_tui.demo import running
    from fargate_tui.demo.scenarios import scenario

    try:
        chosen = scenario(options.scenario)
    except LookupError as error:
        _say(str(error.args[0]))
        return 2
    # the endpoint is the only thing that stdout may hold, and moto prints
    out, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # noqa: SIM115  for as long as the process lives

    def announce(url: str, files: Mapping[str, str]) -> None:
        out.write(f"{url}\n")
        out.flush()
        if not options.with_parent:
            _say(_HELP.format(url=url, files=" ".join(f"{name}={path}" for name, path in files.items())))

    wanted = running.Options(
        options.scenario,
        chosen,
        options.port,
        options.seed,
        options.speed,
        options.held,
        options.with_parent,
        options.profiles,
        options.real,
    )
    try:
        asyncio.run(running.run(wanted, _say, announce))
    except OSError as error:
        _say(f"cannot listen on 127.0.0.1:{options.port}: {error.strerror or error}")
        return 1
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  a program of its own


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fargate_tui.demo", description="A local AWS with Fargate in it.")
    parser.add_argument("--port", type=_port, default=0, help="on 127.0.0.1; 0, the default: any free one")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same history (default 7)")
    parser.add_argument("--scenario", default="scorekeep", help="scorekeep (default), empty or fleet")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how many times as fast as the world (default 1)")
    parser.add_argument(
        "--held",
        nargs="?",
        const="always",
        choices=("always", "now"),
        help="hold the clock, at the same moment always or at the present; POST /_demo/clock pushes it",
    )
    parser.add_argument(
        "--real",
        choices=get_args(Real),
        help="when containers of known images are processes (as the scenario has it; never where the clock is held)",
    )
    parser.add_argument(
        "--profiles", type=Path, metavar="DIRECTORY", help="where to write AWS config files (a temporary directory)"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when the parent process ends or closes stdin")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= 1000:
        raise argparse.ArgumentTypeError("a number greater than 0, at most 1000")
    return speed


if __name__ == "__main__":
    sys.exit(main())
