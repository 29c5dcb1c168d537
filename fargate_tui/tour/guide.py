"""Looks on while somebody takes the tour, and shows the step. It presses no keys, takes none, and changes nothing."""

from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from fargate_tui.screens.frame import FrameScreen
from fargate_tui.tour.progress import Progress
from fargate_tui.tour.seen import Seen
from fargate_tui.tour.steps import Step, steps_of
from fargate_tui.tour.words import page
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.notice import Notice
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.tour_panel import Page, TourPanel

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp

LOOK: Final = 0.25
"""Seconds between two looks at what changes no keys: lines that are kept, a view that has come."""
HELP: Final = "HelpScreen"


class Guide:
    """The tour while it is taken."""

    def __init__(self, app: "FargateApp") -> None:
        self._app = app
        self.progress = Progress()
        self._timer = app.set_interval(LOOK, self.look)
        self.look()

    def end(self) -> None:
        """Look on no more, and take the panels away."""
        self._timer.stop()
        for screen in self._app.screen_stack:
            for panel in screen.query(TourPanel):
                panel.remove()

    def forward(self) -> None:
        """Skip the step."""
        self.progress = self.progress.forward(self.steps)
        self.look()

    def back(self) -> None:
        """Show the one before again."""
        self.progress = self.progress.back()
        self.look()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those for the account on the screen."""
        context = self._app.context
        listed = context.store.clusters().snapshot
        return steps_of(context.settings.demo, [row.name for row in listed.rows] if listed.loaded else None)

    @property
    def page(self) -> Page:
        """What is to be shown now."""
        context = self._app.context
        return page(self.progress, self.steps, context.journey.place.view, context.keymap)

    def panel(self) -> TourPanel:
        """A panel for a screen that comes."""
        return TourPanel(self.page, self.look)

    def look(self) -> None:
        """See what was done, and say what is next."""
        screen = self._app.screen
        if (seen := seen_on(self._app.screen_stack)) is not None:
            self.progress = self.progress.see(seen, self.steps)
        if not screen.query(TourPanel) and screen.is_mounted:
            stand_on(screen, self.panel())
        for panel in screen.query(TourPanel):
            panel.tell(self.page)


def stand_on(screen: Screen[object], panel: TourPanel) -> None:
    """Put the panel below what is shown: above the lines at the bottom of a view, at the end of what lies over one."""
    screen.mount(panel, before=next(iter(screen.query(Notice)), None))


def seen_on(stack: list[Screen[object]]) -> Seen | None:
    """The view in front and what lies over it; None where there is no view."""
    below = next((screen for screen in reversed(stack) if isinstance(screen, FrameScreen)), None)
    if below is None or not below.is_mounted:
        return None
    over = type(stack[-1]).__name__ if stack[-1] is not below else ""
    arrangement = next((table.arrangement for table in below.query(ResourceTable)), None)
    return Seen(
        place=below.place,
        filter=arrangement.filter if arrangement else "",
        problems_only=arrangement is not None and arrangement.problems_only,
        keep=next((view.keep for view in below.query(LogView)), ""),
        prompt=next((prompt.glyph for prompt in below.query(Prompt) if prompt.is_open), ""),
        plan=below.has_plan,
        overlay="help" if over == HELP else over,
    )
