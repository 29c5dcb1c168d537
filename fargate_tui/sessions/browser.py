"""A browser beside the terminal, where there is one."""

import asyncio
import shutil
import sys
from collections.abc import Mapping

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
_FAR = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


def browser_of(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """The program that opens an address in a window; empty where nobody would see that window, as over SSH.

    A browser of the terminal would take the screen away, so none of those is meant.
    """
    if platform == "darwin":
        return "" if any(environment.get(name) for name in _FAR) else "open"
    has_screen = any(environment.get(name) for name in _SCREENS)
    return (shutil.which("xdg-open", path=environment.get("PATH")) or "") if has_screen else ""


async def browse(program: str, url: str) -> None:
    """Open an address; what the program says is for nobody. Raises OSError where it cannot be started."""
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        program, url, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    await process.wait()
