"""All keys of all views, to be searched: what they do, what settings call that, and where they come from."""

import asyncio
from typing import Any

from fargate_tui.columns.keys import COLUMNS
from fargate_tui.fargate.rows import Finding
from fargate_tui.keys.keymap import Keymap
from fargate_tui.keys.own import Commands
from fargate_tui.keys.row import KeyRow
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.journey import Place
from fargate_tui.widgets.lines import Line, Span


class KeysScreen(ArrangedScreen[KeyRow]):
    """Every key that is declared; what is wrong with those that were chosen stands below."""

    COLUMNS = COLUMNS
    EXPLAINS = True
    OPENS = False
    noun = "keys"
    kind = "key"
    waiting = "reading the keys of all views…"

    async def follow(self) -> None:
        """Read the declarations, once."""
        rows, troubles = await asyncio.to_thread(_read, self.context.keymap, self.context.settings.commands)
        self.latest = Snapshot(rows, self.context.now())
        self.table.placeholder = self.placeholder(self.latest)
        self.table.update_rows(rows)
        self.show_trouble(None, troubles)
        self.show_header()
        self.refresh_bindings()

    def refresh_now(self) -> None:
        """Read them again."""
        self._follow_rows()

    @property
    def snapshot(self) -> None:
        """Nothing that ages."""
        return

    @staticmethod
    def finding_of(row: Any) -> Finding | None:  # noqa: ARG004 - a key is neither well nor ill
        """Nothing."""
        return None

    def place_of(self, row: KeyRow) -> Place | None:  # noqa: ARG002 - nothing lies behind a key
        """Nowhere."""
        return None

    def notes(self) -> tuple[str, ...]:
        """The preset, then how the rows are arranged."""
        preset = self.context.keymap.preset
        return (*((f"preset: {preset}",) if preset != "default" else ()), *super().notes())

    def explanation(self, row: KeyRow) -> Line:
        """How it is chosen, and what it is else."""
        usual = f" · without that {row.usual}" if row.origin != "default" else ""
        return (Span(f"{row.what} · ", "value"), Span(f'[keys] "{row.id}" = "…"{usual}', "muted"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of a key, and none is a problem."""
        return False if action in ("open", "describe", "json", "problems") else super().check_action(action, parameters)


def _read(chosen: Keymap, commands: Commands) -> tuple[tuple[KeyRow, ...], tuple[str, ...]]:
    from fargate_tui.keys.listing import key_rows
    from fargate_tui.keys.troubles import troubles

    return key_rows(chosen, commands), tuple(map(str, troubles(chosen, commands)))
