"""Starts the local AWS as a child process, so that it never shares the UI's interpreter lock."""

import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from types import TracebackType

from fargate_tui.settings.sources import Sources

NEEDED = ("boto3", "moto", "flask", "flask_cors", "jsonpath_ng")
PATIENCE = 60.0
"""Seconds without a sign of life after which the start is given up."""


class LocalAwsFailed(Exception):
    """The local AWS did not come up; ``str()`` says why and what to do."""


def leading_to(sources: Sources, endpoint: str) -> Sources:
    """The settings that show the local AWS at ``endpoint``, in whose environment its credentials are."""
    # A profile or Region of the settings file is one of the person's own accounts.
    profile = sources.flags.get("profile") or None
    region = sources.flags.get("region") or regions_of_profiles().get(str(profile)) or "us-east-1"
    return sources.over({"endpoint_url": endpoint, "region": region, "profile": profile})


def regions_of_profiles() -> Mapping[str, str]:
    """The Region of each profile of the local AWS."""
    from fargate_tui.demo.profiles import regions

    return regions()


class LocalAws:
    """A local AWS that lives as long as the ``with`` block, and never longer than this process.

    Its standard input is a pipe from us that closes however we end, also when the terminal hangs up or we are killed;
    the child ends itself then.
    """

    def __init__(self, scenario: str) -> None:
        self._scenario = scenario
        self._child: subprocess.Popen[str] | None = None
        self._said: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._listeners: list[threading.Thread] = []
        self._directory: TemporaryDirectory[str] | None = None
        """What the local AWS writes AWS config files to, and what the AWS CLI would keep in ~/.aws."""

    def __enter__(self) -> "LocalAws":
        """Start the child; `wait` tells when it answers."""
        command = [sys.executable, "-m", "fargate_tui.demo", "--port", "0", "--with-parent"]
        # without a place for them there are no profiles, and all else is as ever
        with contextlib.suppress(OSError):
            self._directory = TemporaryDirectory(prefix="fargate-tui-demo-", ignore_cleanup_errors=True)
            command += ["--profiles", self._directory.name]
        self._child = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            # Another seed each time: its tasks are others than those of the last start, as they would be at AWS.
            [*command, "--scenario", self._scenario, "--seed", str(time.time_ns() % 1_000_000)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # ctrl+c in the terminal is for us alone
        )
        for name in ("stdout", "stderr"):
            listener = threading.Thread(target=self._listen, args=(name,), daemon=True)
            listener.start()
            self._listeners.append(listener)
        return self

    def _listen(self, name: str) -> None:
        assert self._child is not None
        stream = self._child.stdout if name == "stdout" else self._child.stderr
        assert stream is not None
        with stream:
            for line in stream:
                self._said.put((name, line.strip()))
        self._said.put((name, ""))

    def wait(self, progress: Callable[[str], None]) -> str:
        """Wait until the local AWS answers and return its endpoint; ``progress`` is told each step.

        Raises:
            LocalAwsFailed: it ended, or fell silent.
        """
        missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
        if missing:
            raise LocalAwsFailed(
                f"the demo needs {', '.join(missing)}; install them with: pip install 'fargate-tui[demo]'"
            )
        said: list[str] = []
        while True:
            try:
                name, line = self._said.get(timeout=PATIENCE)
            except Empty:
                raise LocalAwsFailed(f"the local AWS said nothing for {PATIENCE:.0f} s") from None
            if name == "stdout":
                if line.startswith("http"):
                    return line
                raise LocalAwsFailed("the local AWS ended before it was ready: " + " · ".join(said[-3:]))
            if line:
                said.append(line)
                progress(line)

    def sources(self, sources: Sources, endpoint: str) -> Sources:
        """The settings that show the local AWS at ``endpoint``; puts its example credentials into the environment."""
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
            os.environ.pop(name, None)
        os.environ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
        os.environ["AWS_SECRET_ACCESS_KEY"] = "example"  # noqa: S105 - for the local AWS only
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        # A mistake in the person's own files must not be in the way of looking around.
        os.environ["AWS_CONFIG_FILE"] = self._file("config")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = self._file("credentials")
        if self._directory is not None:
            os.environ["AWS_FARGATE_TUI_CACHES"] = self._directory.name
        return leading_to(sources, endpoint)

    def _file(self, name: str) -> str:
        """One of the AWS config files of the local AWS; an empty one where it could not write any."""
        file = Path(self._directory.name, name) if self._directory is not None else Path(os.devnull)
        return str(file) if file.exists() else os.devnull

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child, politely and then not."""
        child = self._child
        if child is None:
            return
        with contextlib.suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
            child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for listener in self._listeners:
            listener.join(1)
        if self._directory is not None:
            self._directory.cleanup()
