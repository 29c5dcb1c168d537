"""Which screen shows which place. A screen's module is loaded when it is first shown: all of them cost 40 ms."""

import asyncio
import sys
from importlib import import_module

from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place, View

SCREENS: dict[View, tuple[str, str]] = {
    "clusters": ("clusters", "ClustersScreen"),
    "services": ("services", "ServicesScreen"),
    "tasks": ("tasks", "TasksScreen"),
    "task": ("task", "TaskScreen"),
    "task-definitions": ("task_definitions", "TaskDefinitionsScreen"),
    "task-definition": ("task_definition", "TaskDefinitionScreen"),
    "diff": ("diff", "DiffScreen"),
    "describe": ("document", "DocumentScreen"),
    "json": ("document", "DocumentScreen"),
    "deployments": ("deployments", "DeploymentsScreen"),
    "events": ("events", "EventsScreen"),
    "logs": ("logs", "LogsScreen"),
    "requests": ("requests", "RequestsScreen"),
    "report": ("report", "ReportScreen"),
    "metrics": ("metrics", "MetricsScreen"),
    "query": ("query", "QueryScreen"),
    "journal": ("journal", "JournalScreen"),
    "entry": ("journal", "EntryScreen"),
    "changes": ("changes", "ChangesScreen"),
    "scaling": ("scaling", "ScalingScreen"),
    "config": ("config", "ConfigScreen"),
    "find": ("find", "FindScreen"),
    "history": ("history", "HistoryScreen"),
    "forwards": ("forwards", "ForwardsScreen"),
    "output": ("output", "OutputScreen"),
    "watches": ("watches", "WatchesScreen"),
    "enis": ("enis", "EnisScreen"),
    "network": ("network", "NetworkScreen"),
    "targets": ("targets", "TargetsScreen"),
    "permissions": ("permissions", "PermissionsScreen"),
    "wizard": ("wizards.wizard", "WizardScreen"),
    "drafts": ("wizards.drafts", "DraftsScreen"),
    "whoami": ("whoami", "WhoAmIScreen"),
    "keys": ("keys", "KeysScreen"),
    "accounts": ("choosing", "AccountsScreen"),
    "clusters-abroad": ("abroad", "ClustersAbroad"),
    "services-abroad": ("abroad", "ServicesAbroad"),
    "tasks-abroad": ("abroad", "TasksAbroad"),
}
"""Module and class."""


LARGE: frozenset[View] = frozenset({"wizard"})
"""Views whose modules keep the loop for long when they are loaded: a wizard's take 0.1 s."""


async def load(view: View) -> None:
    """Load a large view in a thread, the first time."""
    module = f"fargate_tui.screens.{SCREENS[view][0]}"
    if view in LARGE and module not in sys.modules:
        await asyncio.to_thread(import_module, module)


def class_of(view: View) -> type[FrameScreen]:
    """The class of the screens that show such places."""
    module, name = SCREENS[view]
    found: type[FrameScreen] = getattr(import_module(f"fargate_tui.screens.{module}"), name)
    return found


def screen_for(place: Place, context: Context) -> FrameScreen:
    """A new screen that shows a place."""
    return class_of(place.view)(place, context)
