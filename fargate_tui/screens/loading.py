"""What changes things is loaded once the first view is filled."""

import asyncio
import sys
from contextlib import suppress
from importlib import import_module

from fargate_tui.screens.context import Context

CATALOGUE = "fargate_tui.actions.catalogue"
"""All actions."""
EQUIPMENT = "fargate_tui.equipment"
"""Loaded after the first rows: all actions, and what carries them out, cost 50 ms."""
PATIENCE = 3.0
"""Seconds in which the first rows may come before that."""


async def load_actions(context: Context) -> None:
    """Load everything with which things are changed, once the first view is filled; at once where that has been done.

    It goes into a thread; beside the AWS SDK, which a thread loads too, it would keep the first rows back.
    """
    if EQUIPMENT in sys.modules:
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(context.shown.wait(), PATIENCE)
    await asyncio.to_thread(import_module, EQUIPMENT)
