"""The keys of changes in a list: the first view is there before the actions are loaded, and takes their keys later."""

import asyncio
import sys
from contextlib import suppress
from typing import Any, ClassVar

from textual.binding import Binding

from fargate_tui.fargate.changes import Kind
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.loading import CATALOGUE

KEPT = 10.0
"""Seconds that a key is kept which may be meant for an action that is not loaded yet."""


class LateKeysScreen(FrameScreen):
    """A view whose class gets the keys of its columns when it is made, and those of its actions once they are there."""

    ACTS_BEHIND: ClassVar[tuple[str, ...]] = ()
    """Ids of actions on what belongs to the rows: their keys work here, and are not shown."""
    ACTS_ON: ClassVar[tuple[Kind, ...]] = ()
    """What can be changed from here: the kinds of things whose actions have their keys."""
    _lacks_actions: ClassVar[bool] = False
    """Whether the keys of its actions are still to come: the first view is there before the actions are."""
    _sorting: ClassVar[int] = 0
    """How many of its keys sort; they are the last ones."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._bound = asyncio.Event()
        if not self._lacks_actions:
            self._bound.set()

    def __init_subclass__(cls, **options: Any) -> None:
        """Give every column that has a letter its key, and every action that applies to the rows."""
        sorting = [
            Binding(
                column.letter, f"sort_by({column.id!r})", f"sort by {column.id}", show=False, id=f"sort.{column.id}"
            )
            for column in cls.COLUMNS
            if column.letter
        ]
        cls._sorting = len(sorting)
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *sorting]
        cls._lacks_actions = bool(cls.ACTS_ON)
        if CATALOGUE in sys.modules:
            cls._bind_actions()
        super().__init_subclass__(**options)

    @classmethod
    def _bind_actions(cls) -> None:
        from fargate_tui.actions.catalogue import bindings_on

        cls._lacks_actions = False
        own, sorting = cls.BINDINGS[: -cls._sorting or None], cls.BINDINGS[len(cls.BINDINGS) - cls._sorting :]
        cls.BINDINGS = [*own, *bindings_on(*cls.ACTS_ON, behind=cls.ACTS_BEHIND), *sorting]

    @property
    def lacks_actions(self) -> bool:
        """Whether the keys of what can be changed from here are still to come."""
        return self._lacks_actions

    def bind_actions(self) -> None:
        """Take the keys of what can be changed from here, where the view is older than the actions."""
        if self._bound.is_set():
            return
        self._bound.set()
        if self._lacks_actions:
            self._bind_actions()
            type(self)._merged_bindings = self._merge_bindings()
        self._bindings = self._merge_bindings()
        self.bind_own()
        self.refresh_bindings()

    async def acts(self) -> None:
        """Wait until the actions are bound; they are loaded now."""
        self.context.shown.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bound.wait(), KEPT)
