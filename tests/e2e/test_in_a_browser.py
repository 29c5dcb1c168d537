"""`fargate-tui serve`, in a headless Chromium where there is one."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.browser import VARIABLE, browser, chromium
from tests.local_aws import LocalAws

PROGRAM = chromium()


@contextmanager
def serving(aws: LocalAws, state: Path, *options: str) -> Iterator[str]:
    """The address that a server prints; it is stopped as ctrl+c does, and must leave nothing behind."""
    command = [sys.executable, "-m", "fargate_tui", "serve", "--endpoint-url", aws.url, *options]
    environment = {**os.environ, **aws.environment, "XDG_STATE_HOME": str(state)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


@pytest.mark.skipif(PROGRAM is None, reason=f"there is no Chromium on the PATH, and {VARIABLE} names none")
async def test_the_address_opens_the_screen_and_keys_work_in_it(local_aws: LocalAws, tmp_path: Path) -> None:
    assert PROGRAM is not None
    with serving(local_aws, tmp_path / "state") as address:
        async with browser(PROGRAM, tmp_path / "home") as page:
            await page.open(address)
            await page.wait_for_text(r"production .*active")
            assert "READ-ONLY" in page.text
            assert await page.value("document.cookie") == ""
            assert await page.value("location.pathname + location.search") == "/"
            await page.press("j", "enter")
            await page.wait_for_text(r"production › services \(")
            own = address.partition("/?")[0].removeprefix("http:")
            assert all(each.split(":", 1)[1].startswith(own) for each in page.requests), page.requests
            assert not page.complaints


def test_ctrl_c_ends_it_and_no_secret_is_in_the_list_of_processes(local_aws: LocalAws, tmp_path: Path) -> None:
    with serving(local_aws, tmp_path / "state") as address:
        token = address.partition("token=")[2]
        assert len(token) > 40
        assert token not in subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert not [
        path for path in (tmp_path / "state").rglob("*") if path.is_file() and token in path.read_text("latin-1")
    ]
