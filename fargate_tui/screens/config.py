"""The configuration of a service in full: what it is told to be, with what is AWS's default and what it has not."""

from dataclasses import replace
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType

from fargate_tui.actions.catalogue import bindings_on
from fargate_tui.fargate.arns import family_revision
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.configuration import Configured, sections
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.members import number, text
from fargate_tui.screens.config_lines import config_lines
from fargate_tui.screens.context import Context
from fargate_tui.screens.editing import Edited
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import DEPLOYMENTS, METRICS, NETWORK, PERMISSIONS, SCALING
from fargate_tui.screens.text import TextScreen


class ConfigScreen(TextScreen):
    """All that one service is told to be; what changes it has its keys here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(binding, show=binding.show or binding.id == "service.set") for binding in bindings_on("service")),
        Binding("1", "tasks", "tasks", show=False, id="service.tasks", tooltip="the tasks of the service"),
        replace(DEPLOYMENTS, show=False),
        Binding("3", "events", "events", show=False, id="service.events", tooltip="what happened to the service"),
        replace(METRICS, show=False),
        NETWORK,
        SCALING,
        PERMISSIONS,
        Binding("t", "task_definition", "task def", id="service.task_definition", tooltip="the revision it runs"),
        Binding("y", "look('json')", "json", id="row.json", tooltip="as AWS sent it, secrets masked"),
        Binding("d", "look('describe')", "describe", id="row.describe", tooltip="all AWS says of it, whole ARNs too"),
        Binding("c", "copy('name')", "copy the name", show=False, id="row.copy_id"),
        Binding("C", "copy('arn')", "copy the ARN", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.cluster is not None, "the place of a configuration names a cluster"
        assert place.service is not None, "and a service"
        self.cluster, self.service = place.cluster, place.service
        self.given: Configured | None = None

    async def follow(self) -> None:
        """Ask once; what was read before stays on screen until there is an answer."""
        if self.given is None:
            self.show_waiting()
        try:
            self.given, gaps = await self.context.store.lookups.configuration(self.cluster, self.service)
        except AwsError as error:
            if self.given is None:
                self.text.show(())
            self.show_trouble(error)
            return
        self.show_trouble(None, gaps)
        self.show_text(config_lines(sections(self.given)))

    def refresh_now(self) -> None:
        """Ask again."""
        self._follow_rows()

    # -- what is changed -----------------------------------------------------------------------------------------------

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The service."""
        if kind != "service":
            return ()
        # AWS takes a service's name for its ARN wherever the cluster is given too.
        arn = text(self.given.service, "serviceArn") if self.given else ""
        return (Subject(kind="service", arn=arn or self.service, name=self.service, cluster=self.cluster),)

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002 - there is only one
        """The desired count of the service."""
        desired = number(self.given.service, "desiredCount") if self.given else None
        return None if desired is None else int(desired)

    @property
    def edited(self) -> Edited | None:
        """The revision that the service runs."""
        name = family_revision(text(self.given.service, "taskDefinition")) if self.given else ""
        return Edited(name, *self.subjects_of("service")) if name else None

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_tasks(self) -> None:
        """Show the tasks of the service."""
        self.post_message(Descend(replace(self.place, view="tasks")))

    def action_events(self) -> None:
        """Show what happened to the service."""
        self.post_message(Descend(replace(self.place, view="events")))

    def action_task_definition(self) -> None:
        """Show the revision that the service runs."""
        if self.edited is not None:
            self.post_message(Descend(Place("task-definition", task_definition=self.edited.name)))

    def action_look(self, view: Literal["json", "describe"]) -> None:
        """Show all that AWS says of it, readable or raw."""
        arn = self.subjects_of("service")[0].arn
        self.post_message(Descend(replace(self.place, view=view, subject=("service", arn))))

    def action_copy(self, what: str) -> None:
        """Copy the name or the ARN."""
        self.copy(self.subjects_of("service")[0].arn if what == "arn" else self.service)
