"""The page of a thing in the AWS console: its address is copied, and opened where there is a browser."""

import asyncio
import os
import sys
import webbrowser

from textual import work
from textual.binding import Binding

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.partitions import (
    page_of_cluster,
    page_of_deployments,
    page_of_log_group,
    page_of_service,
    page_of_task,
    page_of_task_definition,
)
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.journey import Place

CONSOLE = Binding(
    "b", "console", "AWS console", show=False, id="row.console",
    tooltip="copy the address of its page, or open it",
)  # fmt: skip
"""For the views of what has a page there."""


class ConsoleScreen(EditingScreen):
    """A view of things that have a page in the AWS console."""

    @property
    def pointed(self) -> Place | None:
        """The place of what is under the cursor, else of what is shown."""
        return self.place

    def console_page(self, region: str) -> str:
        """The address of the page of what is under the cursor, else of what is shown; empty where none is known."""
        return page_of(self.pointed or self.place, region)

    def action_console(self) -> None:
        """Copy the address of its page, and open it where there is a browser."""
        page = self.console_page(self.context.region) if self.context.region else ""
        if self.context.settings.endpoint_url is not None:
            self.notify("this is not AWS itself: it has no console", severity="warning", markup=False)
        elif not page:
            self.notify("no page in the AWS console is known of that", severity="warning", markup=False)
        else:
            self.copy(page)
            if has_browser():
                self._open_page(page)

    @work(exclusive=True, group="console")
    async def _open_page(self, page: str) -> None:
        await asyncio.to_thread(webbrowser.open, page)


def page_of(place: Place, region: str) -> str:
    """The address of what a place is of; empty where no page of that is known."""
    if place.group:
        return page_of_log_group(region, place.group)
    if place.task_definition:
        return page_of_task_definition(region, place.task_definition)
    if place.cluster and place.service and place.view == "deployments":
        return page_of_deployments(region, place.cluster, place.service)
    if place.cluster and place.task:
        return page_of_task(region, place.cluster, task_id(place.task))
    if place.cluster and place.service:
        return page_of_service(region, place.cluster, place.service)
    return page_of_cluster(region, place.cluster) if place.cluster else ""


def has_browser() -> bool:
    """Whether a browser has a window to show itself in: over SSH it would be another one's, or in this terminal."""
    if any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY")):
        return False
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
