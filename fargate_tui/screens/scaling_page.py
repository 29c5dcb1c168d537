"""A policy, a schedule or an activity in full."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from fargate_tui.screens.page_keys import page_keys
from fargate_tui.widgets.lines import Line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView


class ScalingPage(ModalScreen[None]):
    """All that AWS says of one thing that scales a service."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,enter,d,y", "dismiss", "close", id="scaling_page.close"),
    ]
    AUTO_FOCUS = "TextView"

    def __init__(self, path: tuple[str, ...], lines: tuple[Line, ...]) -> None:
        super().__init__()
        self._path = path
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The text."""
        yield Masthead()
        yield TextView()

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(Masthead).trail = Trail(self._path, "", page_keys(self))
        text = self.query_one(TextView)
        text.wrap = True
        text.show(self._lines)
