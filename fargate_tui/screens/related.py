"""The other views of what is shown, each one key away."""

from dataclasses import replace

from textual.binding import Binding

from fargate_tui.fargate.errors import AwsError
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend

DEPLOYMENTS = Binding(
    "2", "deployments", "deploys", id="row.deployments", tooltip="the cockpit: old against new, and those before"
)
"""For the views of what is deployed."""
METRICS = Binding("5", "metrics", "metrics", id="row.metrics", tooltip="plots of how it has been doing, and its alarms")
"""For the views of what is measured; each has it where its other views are."""

SCALING = Binding(
    "7", "scaling", "scaling", show=False, id="row.scaling", tooltip="limits, policies and schedules of autoscaling"
)
"""For the views of a service."""
NETWORK = Binding("6", "network", "network", show=False, id="row.network", tooltip="interfaces, ways in and out")
"""For the views of a service and of a task."""
PERMISSIONS = Binding(
    "9", "permissions", "permissions", show=False, id="row.permissions",
    tooltip="its roles, and what they allow",
)  # fmt: skip
"""For the views of a service."""
TARGETS = Binding(
    "t", "targets", "targets", id="network.targets",
    tooltip="load balancers, rules, target groups, and the health of each target",
)  # fmt: skip
"""For the views of a network."""
WHY = Binding("v", "why", "why", id="row.why", tooltip="why the task that failed last died, with the evidence")
"""For the views of services and tasks."""
NEW = Binding("n", "new", "new", id="list.new", tooltip="a wizard for another one of what this list holds")
"""For the lists of what can be created."""
CONFIG = Binding(
    "8", "config", "config", show=False, id="row.config", tooltip="all that the service is told to be, with defaults"
)
"""For the views of a service."""


class RelatedScreen(EditingScreen):
    """A view of something that has other views: which there are follows from its place."""

    @property
    def measured(self) -> Place | None:
        """The place of the metrics of what is shown: of a task, else of a service."""
        place = self.place
        if not place.cluster or not (place.service or place.task):
            return None
        return Place("metrics", cluster=place.cluster, service=place.service, task=place.task)

    @property
    def deployed(self) -> Place | None:
        """The place of the deployments of the service that is shown."""
        place = self.place
        if not place.cluster or not place.service:
            return None
        return Place("deployments", cluster=place.cluster, service=place.service)

    async def show_last_failed(self, cluster: str, service: str) -> None:
        """Go to the post-mortem of the task of a service that failed last, or say that there is none."""
        try:
            arn = await self.context.store.ends.last_failed(cluster, service)
        except AwsError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self.post_message(Descend(Place("task", cluster=cluster, service=service, task=arn)))

    def action_metrics(self) -> None:
        """Show how it has been doing."""
        if self.measured is not None:
            self.post_message(Descend(self.measured))

    def action_deployments(self) -> None:
        """Show what is being deployed, and was."""
        if self.deployed is not None:
            self.post_message(Descend(self.deployed))

    @property
    def scaled(self) -> Place | None:
        """The place of what scales the service that is shown."""
        of = self.measured
        return Place("scaling", cluster=of.cluster, service=of.service) if of is not None and of.service else None

    def action_scaling(self) -> None:
        """Show what scales the service."""
        if self.scaled is not None:
            self.post_message(Descend(self.scaled))

    def action_network(self) -> None:
        """Show the interfaces of the service, or the network of the task."""
        of = self.measured
        if of is not None:
            self.post_message(Descend(replace(of, view="network" if of.task else "enis")))

    def action_permissions(self) -> None:
        """Show the roles of the service."""
        if self.scaled is not None:
            self.post_message(Descend(replace(self.scaled, view="permissions")))

    def action_targets(self) -> None:
        """Show what is in front of the tasks of the service, or of the cluster."""
        self.post_message(Descend(Place("targets", cluster=self.place.cluster, service=self.place.service)))

    def action_config(self) -> None:
        """Show all that the service is told to be."""
        if self.scaled is not None:
            self.post_message(Descend(replace(self.scaled, view="config")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer metrics where something is measured, scaling, deployments and configuration for a service."""
        if action in ("scaling", "config", "permissions"):
            return self.scaled is not None
        if action == "targets":
            return self.place.cluster is not None
        if action == "deployments":
            return self.deployed is not None
        if action == "network":
            return self.measured is not None
        if action == "metrics":
            return self.measured is not None and self.place.view != "metrics"
        return super().check_action(action, parameters)
