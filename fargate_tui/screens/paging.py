"""A view whose text can be paged through by a program of the person's choice."""

import os
from collections.abc import Callable, Iterable
from typing import Final

from textual import work
from textual.binding import Binding

from fargate_tui.format import visible
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.loading import load_actions

PAGER: Final = Binding(
    "vertical_line", "pager", "pager", show=False, id="view.pager",
    tooltip="page through all of it in your pager",
)  # fmt: skip
"""For the views of texts."""

Lines = Callable[[], Iterable[str]]
"""Makes the lines of a text, without their ends, in a thread; it reads nothing that changes meanwhile."""


class PagingScreen(ActingScreen):
    """A view of a text. It stands behind the frame among the bases: Textual takes styles from the first alone."""

    def paged(self) -> Lines | None:
        """The text as it is on the screen, all of it, secrets masked; None while there is none."""
        return None

    @work(exclusive=True, group="pager")
    async def action_pager(self) -> None:
        """Let the pager have the terminal and the text."""
        lines = self.paged()
        if lines is None:
            self.notify("there is nothing to page through yet", severity="warning", markup=False)
            return
        await load_actions(self.context)
        from fargate_tui.sessions.pager import pager_of, paging
        from fargate_tui.sessions.relay import how

        try:
            pager = pager_of(os.environ, self.context.settings.pager)
        except ValueError as error:
            self._say(f"no pager: {error}")
            return
        title = " › ".join(map(visible, self.place.path))
        ended = await self.context.equipment.hand_over(paging(pager, title, lines))
        if not ended.is_well and not ended.by_hand:
            self._say(how(f"the pager {pager[0]}", ended))

    def _say(self, words: str) -> None:
        chosen = "the setting pager or $PAGER chooses another"
        self.notify(f"{words} · {chosen}", severity="warning", markup=False)
