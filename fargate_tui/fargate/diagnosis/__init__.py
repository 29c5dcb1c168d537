"""Why a task died: rules over records and evidence (fargate.md §5). Pure.

Each rule is declared once, in the room of its theme, and is tried in the order of `table.RULES`. Lists take the
one-line cause (`ending_of`); a post-mortem asks `diagnose` again and again, while the evidence arrives.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from fargate_tui.fargate.diagnosis.case import PrimaryDeployment
from fargate_tui.fargate.diagnosis.endings import ending_of
from fargate_tui.fargate.diagnosis.rule import Cause, Rule
from fargate_tui.fargate.diagnosis.table import BY_NUMBER, RULES

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis.evidence import (
        Decision,
        Evidence,
        FileSystemAnswer,
        ImageAnswer,
        Part,
        Quota,
        RepositoryAnswer,
        RoleAnswer,
        RoleKind,
        SecretAnswer,
        TargetGroupAnswer,
        TrailEvent,
        Usage,
        Way,
    )
    from fargate_tui.fargate.diagnosis.fact import Fact, Probe, Verdict
    from fargate_tui.fargate.diagnosis.order import ContainerEnd
    from fargate_tui.fargate.diagnosis.post_mortem import Confidence, Diagnosis, Suspect, diagnose, diagnose_service
    from fargate_tui.fargate.diagnosis.siblings import Count, Siblings, causes_lately
    from fargate_tui.fargate.known import Known, NotChecked

__all__ = [
    "BY_NUMBER",
    "RULES",
    "Cause",
    "Confidence",
    "ContainerEnd",
    "Count",
    "Decision",
    "Diagnosis",
    "Evidence",
    "Fact",
    "FileSystemAnswer",
    "ImageAnswer",
    "Known",
    "NotChecked",
    "Part",
    "PrimaryDeployment",
    "Probe",
    "Quota",
    "RepositoryAnswer",
    "RoleAnswer",
    "RoleKind",
    "Rule",
    "SecretAnswer",
    "Siblings",
    "Suspect",
    "TargetGroupAnswer",
    "TrailEvent",
    "Usage",
    "Verdict",
    "Way",
    "causes_lately",
    "diagnose",
    "diagnose_service",
    "ending_of",
]

_LATER = {
    "post_mortem": (
        "Confidence",
        "Diagnosis",
        "Suspect",
        "diagnose",
        "diagnose_service",
    ),
    "evidence": (
        "Decision",
        "Evidence",
        "FileSystemAnswer",
        "ImageAnswer",
        "Known",
        "NotChecked",
        "Part",
        "Quota",
        "RepositoryAnswer",
        "RoleAnswer",
        "RoleKind",
        "SecretAnswer",
        "TargetGroupAnswer",
        "TrailEvent",
        "Usage",
        "Way",
    ),
    "fact": (
        "Fact",
        "Probe",
        "Verdict",
    ),
    "order": ("ContainerEnd",),
    "siblings": (
        "Count",
        "Siblings",
        "causes_lately",
    ),
}
"""What a list needs not is loaded when it is first asked for: it takes longer than a frame."""
_ROOMS = {name: room for room, names in _LATER.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
