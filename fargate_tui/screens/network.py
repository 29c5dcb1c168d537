"""The network of a task, or of where a service puts its tasks: ways in and out hop by hop, and the rules behind."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.network import Networked
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.network_lines import network_lines
from fargate_tui.screens.related import METRICS, PERMISSIONS, SCALING, TARGETS
from fargate_tui.screens.text import TextScreen


class NetworkScreen(TextScreen):
    """What lets a task be reached, and reach what it needs; it is read when it is opened, and by `r`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "interfaces", "interfaces", id="network.interfaces", tooltip="the interfaces of all its tasks"),
        TARGETS,
        replace(METRICS, show=False),
        SCALING,
        PERMISSIONS,
        Binding("c", "copy('id')", "copy the interface's id", show=False, id="row.copy_id"),
        Binding("C", "copy('subnet')", "copy the subnet's id", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.networked: Networked | None = None

    async def follow(self) -> None:
        """Ask once; what was read before stays on screen until there is an answer."""
        if self.networked is None:
            self.show_waiting()
        place = self.place
        try:
            found = await self.context.store.networks.network(place.cluster or "", place.service or "", place.task)
        except AwsError as error:
            if self.networked is None:
                self.text.show(())
            self.show_trouble(error)
            return
        self.networked, gaps = found
        self.show_trouble(None, gaps)
        self.show_text(network_lines(self.networked))

    def refresh_now(self) -> None:
        """Ask again, the VPC too."""
        self.context.store.common.forget_networks()
        self._follow_rows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It is the network itself."""
        if action == "network":
            return False
        return super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_interfaces(self) -> None:
        """Show the interfaces of all tasks of the service, or of the cluster."""
        self.post_message(Descend(Place("enis", cluster=self.place.cluster, service=self.place.service)))

    def action_copy(self, what: str) -> None:
        """Copy the id of the interface or of the subnet."""
        if self.networked is None:
            return
        interface = self.networked.interface
        subnets = [each.place.subnet_id for each in self.networked.stands]
        if what == "id" and interface is not None:
            self.copy(interface.network_interface_id)
        elif subnets:
            self.copy(subnets[0])
