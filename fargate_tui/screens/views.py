"""Which screen shows which place."""

from fargate_tui.screens.clusters import ClustersScreen
from fargate_tui.screens.context import Context
from fargate_tui.screens.document import DocumentScreen
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place, View
from fargate_tui.screens.services import ServicesScreen
from fargate_tui.screens.task import TaskScreen
from fargate_tui.screens.task_definition import TaskDefinitionScreen
from fargate_tui.screens.task_definitions import TaskDefinitionsScreen
from fargate_tui.screens.tasks import TasksScreen

SCREENS: dict[View, type[FrameScreen]] = {
    "clusters": ClustersScreen,
    "services": ServicesScreen,
    "tasks": TasksScreen,
    "task": TaskScreen,
    "task-definitions": TaskDefinitionsScreen,
    "task-definition": TaskDefinitionScreen,
    "describe": DocumentScreen,
    "json": DocumentScreen,
}


def screen_for(place: Place, context: Context) -> FrameScreen:
    """A new screen that shows a place."""
    return SCREENS[place.view](place, context)
