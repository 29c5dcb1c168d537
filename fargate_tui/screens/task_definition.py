"""One revision of a task definition, readable; `y` shows it raw."""

from dataclasses import replace
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType

from fargate_tui.actions.catalogue import bindings_on
from fargate_tui.fargate.arns import family_of, family_revision, revision_of
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context
from fargate_tui.screens.editing import DIFF_BEFORE, Edited
from fargate_tui.screens.journey import Place, diff_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.task_definition_lines import task_definition_lines
from fargate_tui.screens.text import TextScreen
from fargate_tui.widgets.masthead import Trail


class TaskDefinitionScreen(TextScreen):
    """What a task of this revision consists of; environment values that look like secrets are masked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "look('json')", "json", id="row.json", tooltip="as AWS sent it, secrets masked"),
        Binding("d", "look('describe')", "describe", id="row.describe", tooltip="all AWS says of it, readable"),
        Binding("v", "revisions", "revisions", id="task_definition.revisions", tooltip="all revisions of the family"),
        DIFF_BEFORE,
        CONSOLE,
        *bindings_on("task-definition"),
        Binding("c", "copy", "copy the name", show=False, id="row.copy_id"),
        Binding("C", "copy_arn", "copy the ARN", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.task_definition is not None, "a task definition's place names it"
        self.name_and_revision = place.task_definition
        self.definition: TaskDefinition | None = None

    async def follow(self) -> None:
        """Ask once: a revision does not change, but for being deregistered."""
        if self.definition is not None:
            return
        self.show_waiting()
        try:
            definition = await self.context.store.lookups.task_definition(self.name_and_revision)
        except AwsError as error:
            self.text.show(())
            self.show_trouble(error)
            return
        self.definition = definition
        self.show_trouble(None)
        self.show_text(task_definition_lines(definition, self.context.now()))

    def refresh_now(self) -> None:
        """Ask again."""
        self.definition = None
        self._follow_rows()

    @property
    def trail(self) -> Trail:
        """Where one is, and what was found."""
        return replace(super().trail, path=("task definitions", *self.place.path))

    @property
    def edited(self) -> Edited:
        """This revision."""
        return Edited(self.name_and_revision)

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """This revision."""
        if kind != "task-definition" or self.definition is None:
            return ()
        arn = self.definition.task_definition_arn
        return (Subject(kind=kind, arn=arn, name=family_revision(arn)),)

    def action_look(self, view: Literal["json", "describe"]) -> None:
        """Show all of it, readable or raw."""
        subject = ("task-definition", self.name_and_revision)
        self.post_message(Descend(replace(self.place, view=view, subject=subject)))

    def action_revisions(self) -> None:
        """Show all revisions of the family."""
        self.post_message(Descend(Place("task-definitions", task_definition=family_of(self.name_and_revision))))

    def action_diff_before(self) -> None:
        """Show what is different from the revision before."""
        family, number = family_of(self.name_and_revision), revision_of(self.name_and_revision) or 0
        if number > 1:
            self.post_message(Descend(diff_of(f"{family}:{number - 1}", f"{family}:{number}")))
        else:
            self.notify(f"{self.name_and_revision} has none before it", markup=False)

    def action_copy(self) -> None:
        """Copy ``family:revision``."""
        self.copy(self.name_and_revision)

    def action_copy_arn(self) -> None:
        """Copy the ARN."""
        if self.definition is not None:
            self.copy(self.definition.task_definition_arn)
