"""The check of what Fargate does not have (P06)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.checks import Check, Trouble
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.container import NOT_OF_WINDOWS, ContainerDraft, foreign_members
from fargate_tui.fargate.drafts.task_definition.fields import NOT_OF_TASKS
from fargate_tui.fargate.drafts.task_definition.judged import Judged
from fargate_tui.fargate.drafts.task_definition.volume import EFS, KINDS

_CAPABILITY: Final = "SYS_PTRACE"
_S3: Final = "S3 Files"


def _foreign(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    for name in NOT_OF_TASKS:
        if it.request.get(name):
            yield Trouble("foreign", f"Fargate does not have {name}", "take it out")
    if it.draft.pid_mode not in ("", "task"):
        yield Trouble("pid_mode", "Fargate has only task", "choose task, or none")
    for (at, typed, _), request in zip(it.containers, _requests(it.request), strict=True):
        for name in foreign_members(request):
            yield Trouble(f"{at}foreign", f"Fargate does not have {name}", "take it out")
        yield from _of_container(at, typed)
        if it.draft.is_windows:
            yield from _of_windows(at, typed)
    yield from _volumes(it)


def _requests(request: Json) -> list[Json]:
    containers = request.get("containerDefinitions")
    return containers if isinstance(containers, list) else []


def _of_container(at: str, typed: ContainerDraft) -> Iterator[Trouble]:
    wrong = [each for each in typed.capabilities.split() if each != _CAPABILITY]
    if wrong:
        yield Trouble(f"{at}capabilities", f"Fargate does not give {', '.join(wrong)}", f"{_CAPABILITY} is all it has")


def _of_windows(at: str, typed: ContainerDraft) -> Iterator[Trouble]:
    for member, label in NOT_OF_WINDOWS.items():
        if getattr(typed, member) not in ("", "off"):
            yield Trouble(f"{at}{member}", f"Windows has no {label}", "leave it out")


def _volumes(it: Judged) -> Iterator[Trouble]:
    for place, volume in enumerate(it.draft.volumes):
        if volume.kind not in (*KINDS, _S3):
            words = f"Fargate has no volumes of {volume.kind}"
            yield Trouble(f"volumes.{place}.kind", words, f"choose {', '.join(KINDS)}")
        elif volume.kind == EFS and it.draft.is_windows:
            yield Trouble(f"volumes.{place}.kind", "Windows mounts no file systems of EFS", "choose another kind")


FOREIGN_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("P06", "BLOCK", "it asks for nothing that Fargate does not have", _foreign, "pid_mode"),
)
