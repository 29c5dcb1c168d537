"""The session-manager-plugin of this machine."""

import asyncio
import os
import shutil

from fargate_tui.fargate.sessions import PLUGIN, Plugin, version_of

PATIENCE = 5.0
"""Seconds that it may take to say its version."""


async def find_plugin() -> Plugin | None:
    """The plugin on the PATH; None where there is none."""
    path = shutil.which(PLUGIN)
    return None if path is None else Plugin(path=path, version=version_of(await _said(path)))


async def _said(path: str) -> str:
    """What it says of its version; nothing where it cannot be run, or says nothing for too long."""
    nowhere = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            path, "--version", stdin=nowhere, stdout=asyncio.subprocess.PIPE, stderr=nowhere, start_new_session=True
        )
    except OSError:
        return ""
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
        return os.fsdecode(said)
    except TimeoutError:
        return ""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
