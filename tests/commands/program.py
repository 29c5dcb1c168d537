"""``fargate-tui COMMAND`` as a program of its own, and in process with what it writes kept."""

import os
import subprocess
import sys
from io import StringIO

from fargate_tui.commands.output import Output
from tests.local_aws import LocalAws


def environment(local_aws: LocalAws) -> dict[str, str]:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nobody = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull}
    return {**quiet, **local_aws.environment, **nobody, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


def words_of(local_aws: LocalAws, command: str, *words: str) -> list[str]:
    return [sys.executable, "-m", "fargate_tui", command, "--endpoint-url", local_aws.url, *words]


def ran(local_aws: LocalAws, command: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        words_of(local_aws, command, *words),
        env=environment(local_aws),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Kept(Output):
    """An output whose lines are kept."""

    def __init__(self) -> None:
        self.out, self.err = StringIO(), StringIO()
        super().__init__("test", self.out, self.err)

    @property
    def said(self) -> list[str]:
        return self.out.getvalue().splitlines()

    @property
    def noted(self) -> list[str]:
        return self.err.getvalue().splitlines()


class Seen(Kept):
    """The same as a terminal would have it, with colours."""

    def __init__(self) -> None:
        super().__init__()
        self.is_terminal = self.is_toned = True
