"""The permissions of a service: its roles, whom they trust, and which of the actions that it needs they allow."""

from dataclasses import replace
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.roles import ServiceRoles, missing_policy
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import CONFIG, DEPLOYMENTS, METRICS, NETWORK, SCALING
from fargate_tui.screens.role_lines import role_lines
from fargate_tui.screens.text import TextScreen


class PermissionsScreen(TextScreen):
    """What the roles of a service allow; it is read when it is opened, and by `r`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "policy", "copy policy", id="permissions.policy", tooltip="a policy that allows what is denied"),
        Binding("t", "task_definition", "task def", id="service.task_definition", tooltip="the revision it runs"),
        replace(DEPLOYMENTS, show=False),
        Binding("3", "events", "events", show=False, id="service.events", tooltip="what happened to the service"),
        replace(METRICS, show=False),
        NETWORK,
        SCALING,
        CONFIG,
        Binding("C", "copy_role", "copy the ARN of the first role", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.roles: ServiceRoles | None = None

    async def follow(self) -> None:
        """Ask once; what was read before stays on screen until there is an answer."""
        if self.roles is None:
            self.show_waiting()
        try:
            self.roles = await self.context.store.lookups.roles(self.place.cluster or "", self.place.service or "")
        except AwsError as error:
            if self.roles is None:
                self.text.show(())
            self.show_trouble(error)
            return
        self.show_trouble(None)
        self.show_text(role_lines(self.roles))

    def refresh_now(self) -> None:
        """Ask again."""
        self._follow_rows()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_policy(self) -> None:
        """Copy a policy that allows what is denied."""
        grants = [grant for found in self.roles.roles for grant in found.grants] if self.roles is not None else []
        policy = missing_policy(grants)
        if policy["Statement"]:
            self.copy(msgspec.json.format(msgspec.json.encode(policy), indent=2).decode())
        else:
            self.notify("nothing is denied that is known", markup=False)

    def action_copy_role(self) -> None:
        """Copy the ARN of the first role."""
        if self.roles is not None and self.roles.roles:
            self.copy(self.roles.roles[0].wanted.arn)

    def action_events(self) -> None:
        """Show what happened to the service."""
        self.post_message(Descend(replace(self.place, view="events")))

    def action_task_definition(self) -> None:
        """Show the revision that the service runs."""
        if self.roles is not None:
            self.post_message(Descend(Place("task-definition", task_definition=self.roles.definition)))
