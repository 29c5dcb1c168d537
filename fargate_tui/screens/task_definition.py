"""One revision of a task definition, readable; `y` shows it raw."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.task_definition_lines import task_definition_lines
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.text_view import TextView


class TaskDefinitionScreen(FrameScreen):
    """What a task of this revision consists of; environment values that look like secrets are masked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "look('json')", "json", id="row.json", tooltip="as AWS sent it, secrets masked"),
        Binding("d", "look('describe')", "describe", id="row.describe", tooltip="all AWS says of it, readable"),
        Binding("slash", "search", "search", key_display="/", id="text.search", tooltip="text or /regex/"),
        Binding("n", "next_match", "next", show=False, id="text.next_match"),
        Binding("N", "previous_match", "previous match", show=False, id="text.previous_match"),
        Binding("v", "revisions", "revisions", id="task_definition.revisions", tooltip="all revisions of the family"),
        Binding("w", "wrap", "wrap", show=False, id="text.wrap", tooltip="fold long lines"),
        Binding("c", "copy", "copy the name", show=False, id="row.copy_id"),
        Binding("C", "copy_arn", "copy the ARN", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.task_definition is not None, "a task definition's place names it"
        self.name_and_revision = place.task_definition
        self.definition: TaskDefinition | None = None

    def middle(self) -> Iterable[Widget]:
        """The text."""
        text = TextView()
        text.wrap = True
        yield text

    @property
    def text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    async def follow(self) -> None:
        """Ask once: a revision does not change, but for being deregistered."""
        if self.definition is not None:
            return
        try:
            definition = await self.context.store.task_definition(self.name_and_revision)
        except AwsError as error:
            self.show_trouble(error)
            return
        self.definition = definition
        self.text.show(task_definition_lines(definition, self.context.now()))
        self.show_trouble(None)

    def refresh_now(self) -> None:
        """Ask again."""
        self.definition = None
        self._follow_rows()

    @property
    def trail(self) -> Trail:
        """Where one is."""
        return Trail(("task definitions", *self.place.path))

    def action_look(self, view: Literal["json", "describe"]) -> None:
        """Show all of it, readable or raw."""
        subject = ("task-definition", self.name_and_revision)
        self.post_message(Descend(replace(self.place, view=view, subject=subject)))

    def action_revisions(self) -> None:
        """Show all revisions of the family."""
        family = self.name_and_revision.rsplit(":", 1)[0]
        self.post_message(Descend(Place("task-definitions", task_definition=family)))

    def action_search(self) -> None:
        """Ask what to search for."""
        self.query_one(Prompt).open("/")

    def typed(self, glyph: str, value: str) -> None:
        """Search for what was typed."""
        if glyph == "/":
            self.text.search(value)

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
        """Copy ``family:revision``."""
        self.copy(self.name_and_revision)

    def action_copy_arn(self) -> None:
        """Copy the ARN."""
        if self.definition is not None:
            self.copy(self.definition.task_definition_arn)
