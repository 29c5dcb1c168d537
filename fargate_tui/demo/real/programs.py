"""The images that the local AWS knows, and how their containers are run as processes."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import fargate_tui
from fargate_tui.demo.ecs.images import image_registry, image_repository
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.scorekeep.told import (
    API_PORT,
    FRONTEND_PORT,
    LISTEN_FD,
    PORTS,
    TABLE,
    WrongOption,
    port_of,
)

TAGS = ("latest", "1.0")
"""Of each known image, in the account's registry."""
_HUB = "registry-1.docker.io"
_OURS = ("PYTHON", "LD_", "LOCAL_AWS_")
"""Variables of a container that would change more than its program begin so."""


@dataclass(frozen=True, slots=True)
class Known:
    """A program of ours."""

    module: str
    port: int
    """Where it listens unless it is told otherwise."""


PROGRAMS: Mapping[str, Known] = {
    "scorekeep-api": Known("fargate_tui.demo.scorekeep.api", API_PORT),
    "scorekeep-frontend": Known("fargate_tui.demo.scorekeep.frontend", FRONTEND_PORT),
}


def known(image: str, region: str) -> Known | None:
    """The program of an image: of the account's registry in that region, or by its plain name."""
    registry, repository = image_registry(image), image_repository(image)
    if registry == _HUB:
        return PROGRAMS.get(repository.removeprefix("library/"))
    return PROGRAMS.get(repository) if registry == f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com" else None


def listens_at(program: Known, command: Sequence[str], environment: Mapping[str, str]) -> int | None:
    """The port it will listen on; None where it will refuse its command."""
    try:
        return port_of(environment, command, program.port)
    except WrongOption:
        return None


def command_line(program: Known, command: Sequence[str]) -> list[str]:
    """What runs it: our own module in our own interpreter, whatever lies where we were started."""
    return [sys.executable, "-S", "-P", "-m", program.module, *command]


def environment_of(
    given: Mapping[str, str], table: Path, ports: Mapping[int, int], listen_fd: int | None
) -> dict[str, str]:
    """The environment of the process: the container's own, and where its task's ports and its table really are."""
    environment = {name: value for name, value in given.items() if name and not name.startswith(_OURS)}
    environment |= {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(fargate_tui.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        "PYTHONUTF8": "1",
        PORTS: json.dumps(ports),
        TABLE: str(table),
    }
    return environment if listen_fd is None else environment | {LISTEN_FD: str(listen_fd)}
