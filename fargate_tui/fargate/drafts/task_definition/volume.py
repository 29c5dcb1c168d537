"""A volume of a draft: its fields, and where each stands in a request."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.task_definition.forms import TEXT, Form, choice, whole
from fargate_tui.fargate.drafts.task_definition.members import Member, Part, emitted, texts_in

BIND, EFS, EBS = "bind", "EFS", "EBS"
_EFS: Final = "efsVolumeConfiguration"
_ELSEWHERE: Final[Mapping[str, str]] = {
    "dockerVolumeConfiguration": "docker",
    "fsxWindowsFileServerVolumeConfiguration": "FSx",
    "s3filesVolumeConfiguration": "S3 Files",
}
KINDS: Final[Mapping[str, str]] = {
    BIND: "empty, shared by the containers of a task, and gone with it",
    EFS: "a file system of EFS, which stays",
    EBS: "a volume of EBS for each task, configured where the task is run",
}


class VolumeDraft(Part, frozen=True, kw_only=True):
    """The fields of a volume, each as it was typed."""

    name: str = ""
    kind: str = BIND
    """One of `KINDS`, or what it came with: ``docker``, ``FSx``, ``S3 Files``, ``host``."""
    file_system: str = ""
    root: str = ""
    encryption: str = ""
    port: str = ""
    access_point: str = ""
    iam: str = ""


def _kind(there: object) -> str:
    assert isinstance(there, Mapping)
    host = there.get("host")
    if isinstance(host, Mapping) and host.get("sourcePath"):
        return "host"
    if there.get("configuredAtLaunch"):
        return EBS
    if _EFS in there:
        return EFS
    return next((word for member, word in _ELSEWHERE.items() if member in there), BIND)


def _efs(attribute: str, *path: str, form: Form = TEXT) -> Member:
    return Member(attribute, (_EFS, *path), form, gate="kind", opened_by=(EFS,))


VOLUME: Final[tuple[Member, ...]] = (
    Member("name", ("name",), TEXT),
    _efs("file_system", "fileSystemId"),
    _efs("root", "rootDirectory"),
    _efs("encryption", "transitEncryption", form=choice("ENABLED", "DISABLED")),
    _efs("port", "transitEncryptionPort", form=whole(1, 65_535)),
    _efs("access_point", "authorizationConfig", "accessPointId"),
    _efs("iam", "authorizationConfig", "iam", form=choice("ENABLED", "DISABLED")),
)


def volume_of(request: Json) -> VolumeDraft:
    """A volume that comes from a request, which it becomes again."""
    return VolumeDraft(origin=request, kind=_kind(request), **texts_in(request, VOLUME))


def volume_request(volume: VolumeDraft) -> dict[str, object]:
    """The volume as a request has it."""
    found = emitted(volume, VOLUME)
    if volume.kind == _kind(volume.origin):
        return found
    others = {"host", "configuredAtLaunch", *_ELSEWHERE} | ({_EFS} if volume.kind != EFS else set())
    found = {name: value for name, value in found.items() if name not in others}
    return found | ({"configuredAtLaunch": True} if volume.kind == EBS else {})
