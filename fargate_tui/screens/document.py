"""One thing in full: readable (describe), or as AWS sent it (JSON)."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.secrets import masked
from fargate_tui.screens.context import Context
from fargate_tui.screens.describe_lines import describe_lines
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.lines import Line, line
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.text_view import TextView


class DocumentScreen(FrameScreen):
    """What AWS says of one thing, asked once and whenever `r` is pressed; secrets are masked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "as_json", "json", id="row.json", tooltip="as AWS sent it"),
        Binding("d", "as_text", "describe", id="row.describe", tooltip="readable"),
        Binding("slash", "search", "search", key_display="/", id="text.search", tooltip="text or /regex/"),
        Binding("n", "next_match", "next", id="text.next_match"),
        Binding("N", "previous_match", "previous match", show=False, id="text.previous_match"),
        Binding("w", "wrap", "wrap", id="text.wrap", tooltip="fold long lines"),
        Binding("c", "copy", "copy", id="text.copy", tooltip="copy all of it as JSON, secrets masked"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.subject is not None, "describe and json are of something"
        self.kind, self.arn = place.subject
        self.thing: Json | None = None
        self.found = ""

    def middle(self) -> Iterable[Widget]:
        """The text; JSON keeps its lines."""
        text = TextView()
        text.wrap = self.place.view == "describe"
        yield text

    @property
    def text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    async def follow(self) -> None:
        """Ask once."""
        if self.thing is not None:
            return
        self.text.show((line("asking AWS…", "muted"),))
        try:
            raw = await self.context.store.raw(self.kind, self.arn, self.place.cluster)
        except AwsError as error:
            self.text.show(())
            self.show_trouble(error)
            return
        thing = masked(raw)
        assert isinstance(thing, dict)
        self.thing = thing
        self.show_trouble(None)
        self.text.show(self.lines(thing))
        self.show_pulse(f"as of {self.context.now():%H:%M:%S} UTC")

    def lines(self, thing: Json) -> tuple[Line, ...]:
        """The thing as this view shows it."""
        return tuple(json_lines(thing)) if self.place.view == "json" else describe_lines(thing, self.context.now())

    def refresh_now(self) -> None:
        """Ask again."""
        self.thing = None
        self._follow_rows()

    def show_header(self) -> None:
        """Show where one is; the text does not age by itself."""
        self.query_one(Masthead).trail = self.trail

    def show_pulse(self, words: str) -> None:
        """Show when the text was asked for."""
        self.query_one(Masthead).pulse = Pulse(words, "muted", self.context.calls_per_minute())

    @property
    def trail(self) -> Trail:
        """Where one is, and what was found."""
        return Trail(self.place.path, "", (self.found,) if self.found else ())

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

    def action_back(self) -> None:
        """End the search, or go one step back."""
        if self.found:
            self.typed("/", "")
        else:
            super().action_back()

    def action_search(self) -> None:
        """Ask what to search for."""
        self.query_one(Prompt).open("/")

    def typed(self, glyph: str, value: str) -> None:
        """Search for what was typed."""
        if glyph == "/":
            self.text.search(value)

    @on(TextView.Moved)
    def _moved(self, moved: TextView.Moved) -> None:
        self.found = f"match {moved.match} of {moved.matches}" if moved.matches else ""
        self.show_header()

    def action_next_match(self) -> None:
        """Go to the next match."""
        self.text.next_match()

    def action_previous_match(self) -> None:
        """Go to the match before."""
        self.text.previous_match()

    def action_wrap(self) -> None:
        """Fold long lines, or scroll them."""
        self.text.wrap = not self.text.wrap

    def action_copy(self) -> None:
        """Copy all of it."""
        if self.thing is not None:
            text = json.dumps(self.thing, indent=2, ensure_ascii=False)
            self.app.copy_to_clipboard(text)
            self.notify(f"sent {len(text):,} characters to the clipboard", markup=False)
