"""Writes the parts of docs/ that are made from declarations: ``make docs``. A test holds the files to them."""

from collections.abc import Iterator
from pathlib import Path

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key

from fargate_tui.actions.action import Action
from fargate_tui.actions.catalogue import ACTIONS, ALL
from fargate_tui.actions.creating.catalogue import MAKING
from fargate_tui.app import FargateApp
from fargate_tui.fargate.command_line import kebab
from fargate_tui.screens.changes import ChangesScreen
from fargate_tui.screens.clusters import ClustersScreen
from fargate_tui.screens.commands import word_of
from fargate_tui.screens.config import ConfigScreen
from fargate_tui.screens.deployments import DeploymentsScreen
from fargate_tui.screens.document import DocumentScreen
from fargate_tui.screens.enis import EnisScreen
from fargate_tui.screens.events import EventsScreen
from fargate_tui.screens.find import FindScreen
from fargate_tui.screens.forwards import ForwardsScreen
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.help import HelpScreen, meaning
from fargate_tui.screens.history import HistoryScreen
from fargate_tui.screens.journal import EntryScreen, JournalScreen
from fargate_tui.screens.log_source import LogSourceScreen
from fargate_tui.screens.logs import LogsScreen
from fargate_tui.screens.metrics import MetricsScreen
from fargate_tui.screens.network import NetworkScreen
from fargate_tui.screens.permissions import PermissionsScreen
from fargate_tui.screens.query import QueryScreen
from fargate_tui.screens.reaching import ReachingScreen
from fargate_tui.screens.requests import RequestsScreen
from fargate_tui.screens.scaling import ScalingScreen
from fargate_tui.screens.services import ServicesScreen
from fargate_tui.screens.table import ArrangedScreen
from fargate_tui.screens.targets import TargetsScreen
from fargate_tui.screens.task import TaskScreen
from fargate_tui.screens.task_definition import TaskDefinitionScreen
from fargate_tui.screens.task_definitions import TaskDefinitionsScreen
from fargate_tui.screens.tasks import TasksScreen
from fargate_tui.screens.text import TextScreen
from fargate_tui.screens.wizards.drafts import DraftsScreen
from fargate_tui.screens.wizards.wizard import WizardScreen
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.plot import Plot
from fargate_tui.widgets.plot_grid import PlotGrid
from fargate_tui.widgets.prompt import Typed
from fargate_tui.widgets.query_editor import QueryEditor
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.text_view import TextView
from tests.calls_page import PAGE, calls_page
from tests.diagnosis_page import diagnosis_page
from tests.wizards_page import wizards_page

DOCS = Path(__file__).parent.parent / "docs"

PARTS: tuple[tuple[str, tuple[type[DOMNode], ...]], ...] = (
    ("Everywhere", (FargateApp, FrameScreen)),
    ("In every list", (ArrangedScreen, ResourceTable)),
    ("Clusters", (ClustersScreen,)),
    ("Services", (ServicesScreen,)),
    ("Tasks", (TasksScreen,)),
    ("A task", (TaskScreen,)),
    ("On services, tasks and containers", (ReachingScreen,)),
    ("Deployments", (DeploymentsScreen,)),
    ("Events", (EventsScreen,)),
    ("Interfaces", (EnisScreen,)),
    ("Network", (NetworkScreen,)),
    ("Load balancing", (TargetsScreen,)),
    ("Permissions", (PermissionsScreen,)),
    ("Wizards", (WizardScreen,)),
    ("Drafts", (DraftsScreen,)),
    ("Task definitions", (TaskDefinitionsScreen,)),
    ("A task definition", (TaskDefinitionScreen,)),
    ("Changes", (ChangesScreen,)),
    ("Forwards", (ForwardsScreen,)),
    ("History", (HistoryScreen,)),
    ("Find", (FindScreen,)),
    ("Journal", (JournalScreen,)),
    ("An entry of the journal", (EntryScreen,)),
    ("Scaling", (ScalingScreen,)),
    ("Configuration", (ConfigScreen,)),
    ("Requests", (RequestsScreen,)),
    ("Describe and JSON", (DocumentScreen,)),
    ("Logs", (LogsScreen, LogView)),
    ("Metrics", (MetricsScreen, PlotGrid, Plot)),
    ("Query (Logs Insights)", (QueryScreen, QueryEditor)),
    ("In every text", (TextScreen, TextView)),
    ("While typing after / or :", (Typed,)),
    ("Where logs come from", (LogSourceScreen,)),
    ("In the help", (HelpScreen,)),
)


def keys_page() -> str:
    """docs/keys.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Keys"
    yield ""
    yield "Made from the bindings by `make docs`; `?` in the program shows those of the present view."
    for title, owners in PARTS:
        rows = [row for owner in owners for row in _rows(owner)]
        if not rows:
            continue
        yield from ("", f"## {title}", "", "| key | does | id |", "|---|---|---|")
        yield from rows


def actions_page() -> str:
    """docs/actions.md."""
    return "\n".join(_action_lines()) + "\n"


_ABOUT_ACTIONS = """\
# Actions

Everything that can be changed from here, made from the declarations in `fargate_tui/actions/` by `make docs`.

Each is planned upon what AWS says just then, confirmed (`y`, or by typing the name where something is lost or with
`--guarded`), followed to its end (`:changes`), written down (`:journal`), and taken back with `u` where that is
possible. Typed after `:`, it is done to what is marked or under the cursor: `:scale 5`.
"""


_ABOUT_CREATING = """
## What wizards create

No key and no name leads to these: a wizard proposes them, several as one plan, one after the other. Each is known by
its name: what is there as it is wanted is not made again, what is there otherwise is refused before anything is sent.
What AWS refuses for a moment only (a role that is not known everywhere yet, a target group that is not attached yet) is
waited out. `u` takes all of it back, the last first; what was there before stays.
"""


def _action_lines() -> Iterator[str]:
    yield _ABOUT_ACTIONS
    yield "| key | typed | does | applies to | IAM actions | the same by | taken back |"
    yield "|---|---|---|---|---|---|---|"
    for action in ACTIONS:
        yield _action_row(action)
    yield _ABOUT_CREATING
    yield "| creates | IAM actions | taken back | by |"
    yield "|---|---|---|---|"
    for making in MAKING:
        back = ", ".join(f"`{operation.action}`" for operation in ALL[making.undone_by].operations)
        actions = ", ".join(f"`{operation.action}`" for operation in making.operations)
        yield f"| {making.kind.replace('-', ' ')} | {actions} | {making.taken_back} | {back} |"


def _action_row(action: Action) -> str:
    keys = " ".join(dict.fromkeys(_keys(binding) for binding in action.bindings)) or "—"
    label = action.question.label if action.question is not None else ""
    asked = f" {label.upper()}" if label and label != word_of(action) else ""
    what = "; ".join(dict.fromkeys(meaning(binding) for binding in action.bindings)) or action.id
    cells = (
        keys,
        f"`:{word_of(action)}{asked}`",
        what,
        action.kind.replace("-", " "),
        ", ".join(f"`{operation.action}`" for operation in action.operations),
        ", ".join(f"`aws {operation.service} {kebab(operation.name)}`" for operation in action.operations),
        action.taken_back,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rows(owner: type[DOMNode]) -> Iterator[str]:
    for binding in owner.__dict__.get("BINDINGS", ()):
        assert isinstance(binding, Binding)
        keys = _keys(binding)
        what = meaning(binding).replace("|", "\\|")
        yield f"| {keys} | {what} | {binding.id} |"


def _keys(binding: Binding) -> str:
    return " ".join(f"`{binding.key_display or _key(key)}`" for key in binding.key.split(","))


def _key(key: str) -> str:
    return {"escape": "esc", "enter": "↵"}.get(key, format_key(key))


if __name__ == "__main__":
    (DOCS / "keys.md").write_text(keys_page(), encoding="utf-8")
    (DOCS / "actions.md").write_text(actions_page(), encoding="utf-8")
    PAGE.write_text(calls_page(), encoding="utf-8")
    (DOCS / "preflight.md").write_text(wizards_page(), encoding="utf-8")
    (DOCS / "diagnosis.md").write_text(diagnosis_page(), encoding="utf-8")
