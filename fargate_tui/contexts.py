"""The accounts that have been visited in this run: one context for each, of which one is on the screen."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.screens.context import Context
from fargate_tui.settings import Settings
from fargate_tui.settings.sources import Gathered, Sources


class Contexts:
    """Makes contexts, and keeps them: filters, marks, what was changed, and rows stay with their account."""

    def __init__(self, sources: Sources, make: Callable[[Gathered], Context]) -> None:
        """``make`` makes the context of one account from its settings; nothing is connected by that."""
        self._sources = sources
        self._make = make
        self._kept: list[Context] = []
        settings = sources.gather().settings
        self.present = self.at(Whereabouts(settings.profile, settings.region))
        """The one on the screen."""

    def __iter__(self) -> Iterator[Context]:
        """All of them."""
        return iter(tuple(self._kept))

    def gathered(self, whereabouts: Whereabouts) -> Gathered:
        """The settings that hold there, and where they come from."""
        found = self._sources.gather(whereabouts.profile)
        chosen = replace(found.settings, profile=whereabouts.profile, region=whereabouts.region)
        return replace(found, settings=chosen)

    def settings_of(self, whereabouts: Whereabouts) -> Settings:
        """The settings that hold there."""
        return self.gathered(whereabouts).settings

    def at(self, whereabouts: Whereabouts) -> Context:
        """The context of an account, as it was left where it has been visited."""
        found = next((each for each in self._kept if whereabouts in (each.whereabouts, each.here)), None)
        if found is None:
            found = self._make(self.gathered(whereabouts))
            self._kept.append(found)
        return found

    async def forget(self, context: Context) -> None:
        """Let go of an account that has not answered."""
        self._kept.remove(context)
        await context.close()

    async def close(self) -> None:
        """Let go of all of them."""
        await asyncio.gather(*(each.close() for each in self._kept))

    def touch(self) -> None:
        """Take note, for all of them, that a key was pressed."""
        for each in self._kept:
            each.store.touch()
