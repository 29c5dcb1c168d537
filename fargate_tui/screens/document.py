"""One thing in full: readable (describe), or as AWS sent it (JSON)."""

import json
from dataclasses import replace
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.secrets import masked
from fargate_tui.screens.context import Context
from fargate_tui.screens.describe_lines import describe_lines
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.text import TextScreen
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.lines import Line


class DocumentScreen(TextScreen):
    """What AWS says of one thing; secrets are masked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "as_json", "json", id="row.json", tooltip="as AWS sent it"),
        Binding("d", "as_text", "describe", id="row.describe", tooltip="readable"),
        Binding("c", "copy", "copy", id="text.copy", tooltip="copy all of it as JSON, secrets masked"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.subject is not None, "describe and json are of something"
        self.kind, self.arn = place.subject
        self.thing: Json | None = None

    @property
    def wraps(self) -> bool:
        """JSON keeps its lines."""
        return self.place.view == "describe"

    async def follow(self) -> None:
        """Ask once."""
        if self.thing is not None:
            return
        self.show_waiting()
        try:
            raw = await self.context.store.lookups.raw(self.kind, self.arn, self.place.cluster)
        except AwsError as error:
            self.text.show(())
            self.show_trouble(error)
            return
        thing = masked(raw)
        assert isinstance(thing, dict)
        self.thing = thing
        self.show_trouble(None)
        self.show_text(self.lines(thing))

    def lines(self, thing: Json) -> tuple[Line, ...]:
        """The thing as this view shows it."""
        return tuple(json_lines(thing)) if self.place.view == "json" else describe_lines(thing, self.context.now())

    def refresh_now(self) -> None:
        """Ask again."""
        self.thing = None
        self._follow_rows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the other view only."""
        if action == "as_json":
            return self.place.view != "json"
        if action == "as_text":
            return self.place.view != "describe"
        return super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_as_json(self) -> None:
        """Show it as AWS sent it."""
        self._change_view("json")

    def action_as_text(self) -> None:
        """Show it readable."""
        self._change_view("describe")

    def _change_view(self, view: Literal["describe", "json"]) -> None:
        if view != self.place.view:
            self.post_message(Descend(replace(self.place, view=view)))

    def action_copy(self) -> None:
        """Copy all of it."""
        if self.thing is not None:
            text = json.dumps(self.thing, indent=2, ensure_ascii=False)
            self.app.copy_to_clipboard(text)
            self.notify(f"sent {len(text):,} characters to the clipboard", markup=False)
