"""All bindings of all views, read from their declarations. It imports every screen: not before the first rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

OURS: Final = "fargate_tui."
"""How the modules of our own classes begin."""

PARTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Everywhere", ("app.FargateApp", "screens.frame.FrameScreen", "screens.accounts.AccountScreen")),
    ("In every list", ("screens.arranged.ArrangedScreen", "widgets.resource_table.ResourceTable")),
    ("Accounts", ("screens.choosing.AccountsScreen",)),
    ("Who am I", ("screens.whoami.WhoAmIScreen",)),
    ("Lists of several accounts", ("screens.abroad.AbroadScreen",)),
    ("Clusters", ("screens.clusters.ClustersScreen",)),
    ("Services", ("screens.services.ServicesScreen",)),
    ("Tasks", ("screens.tasks.TasksScreen",)),
    ("A task", ("screens.task.TaskScreen",)),
    ("On services, tasks and containers", ("screens.reaching.ReachingScreen",)),
    ("Deployments", ("screens.deployments.DeploymentsScreen",)),
    ("Events", ("screens.events.EventsScreen",)),
    ("Interfaces", ("screens.enis.EnisScreen",)),
    ("Network", ("screens.network.NetworkScreen",)),
    ("Load balancing", ("screens.targets.TargetsScreen",)),
    ("Permissions", ("screens.permissions.PermissionsScreen",)),
    (
        "Wizards",
        (
            "screens.wizards.filling.FillingScreen",
            "screens.wizards.by_hand.ByHandScreen",
            "widgets.wizard_form.WizardForm",
        ),
    ),
    ("The last page of a wizard", ("screens.wizards.reviewing.ReviewingScreen", "screens.wizards.wizard.WizardScreen")),
    ("Drafts", ("screens.wizards.drafts.DraftsScreen",)),
    ("Task definitions", ("screens.task_definitions.TaskDefinitionsScreen",)),
    ("A task definition", ("screens.task_definition.TaskDefinitionScreen",)),
    ("Changes", ("screens.changes.ChangesScreen",)),
    ("Forwards", ("screens.forwards.ForwardsScreen",)),
    ("What commands of your own have said", ("screens.output.OutputScreen",)),
    ("Watches", ("screens.watches.WatchesScreen",)),
    ("History", ("screens.history.HistoryScreen",)),
    ("Find", ("screens.find.FindScreen",)),
    ("Journal", ("screens.journal.JournalScreen",)),
    ("An entry of the journal", ("screens.journal.EntryScreen",)),
    ("Scaling", ("screens.scaling.ScalingScreen",)),
    ("A policy or schedule", ("screens.scaling_page.ScalingPage",)),
    ("Configuration", ("screens.config.ConfigScreen",)),
    ("Requests", ("screens.requests.RequestsScreen",)),
    ("Report", ("screens.report.ReportScreen",)),
    ("Keys", ("screens.keys.KeysScreen",)),
    ("Describe and JSON", ("screens.document.DocumentScreen",)),
    ("Logs", ("screens.logs.LogsScreen", "widgets.log_view.LogView")),
    ("A line of the logs", ("screens.log_line.LogLineScreen",)),
    ("Where logs come from", ("screens.log_source.LogSourceScreen",)),
    ("Metrics", ("screens.metrics.MetricsScreen", "widgets.plot_grid.PlotGrid", "widgets.plot.Plot")),
    ("Query (Logs Insights)", ("screens.query.QueryScreen", "widgets.query_editor.QueryEditor")),
    ("A row of a query", ("screens.query_row.QueryRowScreen",)),
    ("In every text", ("screens.text.TextScreen", "widgets.text_view.TextView")),
    ("While typing after / or :", ("widgets.prompt_input.Typed",)),
    ("In the help", ("screens.help.HelpScreen",)),
)
"""Where keys are declared, for people who read about them: a title, and the classes whose own keys stand there."""

TEXT: Final = "widgets.text_view.TextView"
TABLE: Final = "widgets.resource_table.ResourceTable"
FOCUSED: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "LogsScreen": (("widgets.log_view.LogView",),),
    "MetricsScreen": (("widgets.plot.Plot", "widgets.plot_grid.PlotGrid"), (TEXT,)),
    "QueryScreen": (("widgets.query_editor.QueryEditor",), (TABLE,)),
    "TaskScreen": ((TABLE,), (TEXT,)),
    "WizardScreen": (("widgets.wizard_form.WizardForm",), (TEXT,)),
}
"""What takes the keys in a view first, where that is neither the table of a list nor the text of a text."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What a key meets, from within: a widget with the focus, what it is in, the view, the program."""

    view: str
    nodes: tuple[type[DOMNode], ...]


def named(path: str) -> type[DOMNode]:
    """The class of a path below the package."""
    module, _, name = path.rpartition(".")
    found = getattr(import_module(f"{OURS}{module}"), name)
    assert isinstance(found, type)
    assert issubclass(found, DOMNode)
    return found


def parts() -> Iterator[tuple[str, tuple[type[DOMNode], ...]]]:
    """The classes themselves, under their titles."""
    for title, paths in PARTS:
        yield title, tuple(map(named, paths))


def own(node: type[DOMNode]) -> tuple[Binding, ...]:
    """What a class itself declares, with the actions that a list has from the start only once they are loaded."""
    from fargate_tui.actions.catalogue import bindings_on
    from fargate_tui.screens.arranged import ArrangedScreen

    bindings = tuple(each for each in node.__dict__.get("BINDINGS", ()) if isinstance(each, Binding))
    if issubclass(node, ArrangedScreen) and node.__dict__.get("_lacks_actions"):
        return (*bindings, *bindings_on(*node.ACTS_ON, behind=node.ACTS_BEHIND))
    return bindings


def all_of(node: type[DOMNode]) -> dict[str, Binding]:
    """What a class and those of ours it is made from have, by key: the nearest declaration of a key holds."""
    found: dict[str, Binding] = {}
    for owner in reversed(node.__mro__):
        if not owner.__module__.startswith(OURS.rstrip(".")) or not issubclass(owner, DOMNode):
            continue
        for binding in own(owner):
            found.update(dict.fromkeys(binding.key.split(","), binding))
    return found


def chains() -> Iterator[Chain]:
    """Every way that a key can go, in every view."""
    from fargate_tui.app import FargateApp
    from fargate_tui.screens.arranged import ArrangedScreen
    from fargate_tui.screens.views import SCREENS

    done: set[type[DOMNode]] = set()
    for view, (module, name) in SCREENS.items():
        screen = named(f"screens.{module}.{name}")
        if screen in done:
            continue
        done.add(screen)
        usual = ((TABLE if issubclass(screen, ArrangedScreen) else TEXT,),)
        for widgets in FOCUSED.get(name, usual):
            yield Chain(view, (*map(named, widgets), screen, FargateApp))
    for path in ("log_line.LogLineScreen", "log_source.LogSourceScreen", "query_row.QueryRowScreen", "help.HelpScreen"):
        screen = named(f"screens.{path}")
        yield Chain(screen.__name__, (named(TEXT), screen))


def ids() -> tuple[str, ...]:
    """Every id there is, in the order of the pages about keys."""
    bindings = (each for _, nodes in parts() for node in nodes for each in own(node))
    return tuple(dict.fromkeys(each.id for each in bindings if each.id))
