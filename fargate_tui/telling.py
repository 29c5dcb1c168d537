"""What the app tells by itself: mistakes in the settings, a disk that keeps nothing, news, and changes that ended."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.notifications import SeverityLevel

from fargate_tui.format import MARK, visible
from fargate_tui.screens.loading import load_actions
from fargate_tui.touring import greeting

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp
    from fargate_tui.fargate.watching import News, Watched

NOTIFIED: Final[dict[str, SeverityLevel]] = {
    "ok": "information", "info": "information", "busy": "information", "warn": "warning", "error": "error",
}  # fmt: skip
"""How news are shown, by their severity."""
WORST_FIRST: Final[tuple[SeverityLevel, ...]] = ("error", "warning", "information")
STANDS: Final = 15.0
"""Seconds that they stand on the screen."""
MOST_SHOWN: Final = 4
"""Of those that come at once."""


class Telling:
    """Tells what concerns the whole program, whichever view is shown."""

    def __init__(self, app: "FargateApp") -> None:
        self._app = app
        self._keeps_nothing = False
        self._news: list[tuple[str, News]] = []
        """What is told in a moment, with the names of the watched things."""

    def begin(self) -> None:
        """Look at what is wrong where the program runs, once its first frame stands."""
        if self._app.sources.gather().file.exists or self._app.settings.keys:
            self._app.run_worker(self._mistakes(), group="settings", exclusive=True)
        if (directory := self._app.settings.state) is not None:
            self._app.run_worker(self._disk(directory), group="disk", exclusive=True)
        self.follow_changes()

    def follow_changes(self) -> None:
        """Call when a change in the present account has ended, where that is wanted."""
        if self._app.settings.bell:
            self._app.run_worker(self._ends(), group="ring", exclusive=True)

    async def _mistakes(self) -> None:
        """Say what is wrong with the settings, the first of it; what is right holds."""
        from fargate_tui.checking import named_wrong

        if self._app.settings.keys or self._app.settings.commands:
            # Where keys meet is known once every view is loaded, which is a second's work of a thread.
            await load_actions(self._app.context)
        gathered = self._app.sources.gather()
        wrong = (*gathered.mistakes, *await asyncio.to_thread(lambda: tuple(named_wrong(gathered))))
        if not wrong:
            return
        lines = [str(mistake) for mistake in wrong[:3]]
        lines += ["nothing may be changed until that is mended"] if gathered.is_forced else []
        more = f"{len(wrong) - 3} more · " if len(wrong) > 3 else ""
        self._app.notify(
            "\n".join((*lines, f"{more}`fargate-tui config check` tells all")),
            title="settings", severity="error", timeout=60, markup=False,
        )  # fmt: skip

    def news(self, watched: "Watched", news: "News") -> None:
        """Tell what has become of a watched thing, in here and to who looks elsewhere."""
        self._app.notifier.tell(watched.name, news.words)
        if not self._news:
            self._app.call_later(self._show_news)
        self._news.append((watched.name, news))

    def _show_news(self) -> None:
        """Show in a corner what one answer of AWS has brought."""
        told, self._news = self._news, []
        told.sort(key=lambda each: WORST_FIRST.index(NOTIFIED[each[1].severity]))
        words = [f"{MARK} {visible(name)}: {visible(news.words)}" for name, news in told[:MOST_SHOWN]]
        if len(told) > MOST_SHOWN:
            words.append(f"{MARK} {len(told) - MOST_SHOWN} more: :watches")
        self._app.notify("\n".join(words), severity=NOTIFIED[told[0][1].severity], timeout=STANDS, markup=False)

    async def _disk(self, directory: Path) -> None:
        """Say once, and of all of it, that nothing can be kept; where it can, and never was, greet somebody new."""
        from fargate_tui.live.disk import why_not

        why = await asyncio.to_thread(why_not, directory)
        self._keeps_nothing = bool(why)
        if why:
            words = "history, journal, drafts and where you are go with this session"
            self._app.notify(f"nothing can be kept: {why} · {words}", severity="warning", timeout=30, markup=False)
        elif self._app.settings.first_start and not self._app.settings.tour and not self._app.is_in_browser:
            self._app.notify(greeting(self._app.chosen), timeout=STANDS, markup=False)

    def warn_of_disk(self, words: str) -> None:
        """Say that something cannot be kept, where it has not been said of everything."""
        if not self._keeps_nothing:
            self._app.warn(words)

    async def _ends(self) -> None:
        """Call whoever looks elsewhere when a change has ended."""
        context = self._app.context
        await load_actions(context)
        going: set[str] = set()
        async with aclosing(context.runs.follow()) as changes:
            async for runs in changes:
                now_going = {run.arn for run in runs if run.is_going}
                for run in runs:
                    if run.arn in going - now_going:
                        self._app.notifier.call(run.plan.title, run.state)
                going = now_going
