"""All actions: what a person can change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from textual.binding import Binding

from fargate_tui.actions.action import Action
from fargate_tui.actions.capture import CaptureEvents, LetEventsBe
from fargate_tui.actions.clusters import DeleteCluster, SetCluster
from fargate_tui.actions.continue_deployment import ContinueDeployment
from fargate_tui.actions.delete_revision import CleanUpRevisions, DeleteRevision
from fargate_tui.actions.delete_service import DeleteService
from fargate_tui.actions.deploy import DeployService
from fargate_tui.actions.deregister import DeregisterRevision
from fargate_tui.actions.enable_exec import EnableExec
from fargate_tui.actions.protect_task import ProtectTask
from fargate_tui.actions.register import RegisterRevision
from fargate_tui.actions.roll_back import RollBack
from fargate_tui.actions.run_task import RunLikeTask, RunTaskDefinition
from fargate_tui.actions.scale import ScaleService
from fargate_tui.actions.scaling.limits import SetLimits
from fargate_tui.actions.scaling.put_back import PutBack
from fargate_tui.actions.scaling.remove import DeleteScaling
from fargate_tui.actions.scaling.schedule import AddSchedule
from fargate_tui.actions.scaling.steps import ScaleInSteps
from fargate_tui.actions.scaling.suspend import Suspend
from fargate_tui.actions.scaling.track import Retarget, Track
from fargate_tui.actions.service_settings import SetService
from fargate_tui.actions.stop_task import StopTask
from fargate_tui.actions.tags import TagCluster, TagService
from fargate_tui.fargate.changes import Kind

ACTIONS: Final[tuple[Action, ...]] = (
    ScaleService(),
    DeployService(),
    RollBack(),
    ContinueDeployment(),
    SetService(),
    TagService(),
    DeleteService(),
    EnableExec(),
    StopTask(),
    RunLikeTask(),
    ProtectTask(),
    RunTaskDefinition(),
    SetCluster(),
    TagCluster(),
    DeleteCluster(),
    RegisterRevision(),
    DeregisterRevision(),
    SetLimits(),
    Suspend(),
    Track(),
    ScaleInSteps(),
    Retarget(),
    AddSchedule(),
    DeleteScaling(),
    PutBack(),
    DeleteRevision(),
    CleanUpRevisions(),
    CaptureEvents(),
    LetEventsBe(),
)
"""In the order of the key bar and of the documentation."""

BY_ID: Final = {action.id: action for action in ACTIONS}


class _All(Mapping[str, Action]):
    """All actions by id; those of the wizards are imported when the first of them is asked for."""

    def __getitem__(self, name: str) -> Action:
        return BY_ID[name] if name in BY_ID else self._creating[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*BY_ID, *self._creating))

    def __len__(self) -> int:
        return len(BY_ID) + len(self._creating)

    @property
    def _creating(self) -> Mapping[str, Action]:
        from fargate_tui.actions.creating.catalogue import BY_ID as CREATING

        return CREATING


ALL: Final[Mapping[str, Action]] = _All()


def bindings_on(*kinds: Kind, behind: Sequence[str] = ()) -> tuple[Binding, ...]:
    """The keys of the actions that apply to kinds of things wherever they are shown, in their order.

    ``behind`` are the ids of actions on what belongs to the things: their keys work, and are not shown.
    """
    ours = [action for action in ACTIONS if not action.view]
    shown = (binding for kind in kinds for action in ours if action.kind == kind for binding in action.bindings)
    return (*shown, *(replace(binding, show=False) for name in behind for binding in BY_ID[name].bindings))


def bindings_in(view: str) -> tuple[Binding, ...]:
    """The keys of the actions that only one view has, in their order."""
    return tuple(binding for action in ACTIONS if action.view == view for binding in action.bindings)
