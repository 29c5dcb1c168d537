"""The limits of a task definition (fargate.md §2), and values that should be secrets (P14)."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import lines, words
from fargate_tui.fargate.drafts.task_definition.container import ContainerDraft
from fargate_tui.fargate.drafts.task_definition.container_page import MOST_CONTAINERS
from fargate_tui.fargate.drafts.task_definition.fields import CREATE
from fargate_tui.fargate.drafts.task_definition.judged import Judged, readable
from fargate_tui.fargate.drafts.task_definition.keeping import MASKED, holds_mask
from fargate_tui.fargate.drafts.task_definition.volume import EBS, EFS
from fargate_tui.fargate.records import ContainerDefinition
from fargate_tui.fargate.secrets import MASK, is_secret

MOST_TAGS: Final = 50
MOST_FILES: Final = 10
MOST_CODES: Final = 50
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")
_NAME_WORDS: Final = "1 to 255 letters, digits, - and _"
_ROLE: Final = re.compile(r"(arn:aws[a-z-]*:iam::\d{12}:role/)?[A-Za-z0-9+=,.@_/-]{1,512}")
_FILE: Final = re.compile(r"arn:aws[a-z-]*:s3:::[^/]+/.+\.env")
_FILE_SYSTEM: Final = re.compile(r"(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/)?fs-[0-9a-f]{8,40}")
_TAG: Final = re.compile(r"[\w\s.:/=+\-@]*")


def _limits(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    yield from readable("§2")(it)
    yield from _names(it)
    for at, typed, container in it.containers:
        yield from _container(at, typed, container)
        yield from _mounts(it, at, typed)
    yield from _volumes(it)
    yield from _roles(it)
    yield from _tags(it)


def _names(it: Judged) -> Iterator[Trouble]:
    if not _NAME.fullmatch(it.draft.family.strip()):
        yield Trouble("family", "it has no name" if not it.draft.family.strip() else "this is no name", _NAME_WORDS)
    count = len(it.draft.containers)
    if not count:
        yield Trouble("", "there is no container", "add one")
    if count > MOST_CONTAINERS:
        yield Trouble(
            f"containers.{MOST_CONTAINERS}.name", f"{count} containers; {MOST_CONTAINERS} at most", "take some out"
        )
    yield from _own_names([each.name for each in it.draft.containers], "containers", "container")
    yield from _own_names([each.name for each in it.draft.volumes], "volumes", "volume")


def _own_names(names: list[str], at: str, noun: str) -> Iterator[Trouble]:
    times = Counter(each.strip() for each in names)
    for place, name in enumerate(each.strip() for each in names):
        if not _NAME.fullmatch(name):
            yield Trouble(f"{at}.{place}.name", "it has no name" if not name else "this is no name", _NAME_WORDS)
        elif times[name] > 1:
            yield Trouble(f"{at}.{place}.name", f"{times[name]} {noun}s have this name", "a name for each")


def _container(at: str, typed: ContainerDraft, container: ContainerDefinition) -> Iterator[Trouble]:
    if not container.image:
        yield Trouble(f"{at}image", "it has no image", "repository:tag")
    files = lines(typed.environment_files)
    if len(files) > MOST_FILES:
        yield Trouble(f"{at}environment_files", f"{len(files)} files; {MOST_FILES} at most", "put some together")
    if wrong := next((each for each in files if not _FILE.fullmatch(each)), ""):
        yield Trouble(f"{at}environment_files", f"{wrong} is no .env file of S3", "arn:aws:s3:::bucket/name.env")
    if typed.restart == "on" and len(words(typed.restart_codes)) > MOST_CODES:
        yield Trouble(f"{at}restart_codes", f"{MOST_CODES} exit codes at most", "take some out")


def _mounts(it: Judged, at: str, typed: ContainerDraft) -> Iterator[Trouble]:
    names = {each.name.strip() for each in it.draft.volumes}
    for line in lines(typed.mounts):
        name = line.partition(":")[0].strip()
        if name not in names:
            yield Trouble(f"{at}mounts", f"there is no volume {name}", "add it, or name another")


def _volumes(it: Judged) -> Iterator[Trouble]:
    launched = [place for place, volume in enumerate(it.draft.volumes) if volume.kind == EBS]
    for place in launched[1:]:
        yield Trouble(f"volumes.{place}.kind", "a task has one volume of EBS at most", "choose another kind")
    for place, volume in enumerate(it.draft.volumes):
        if volume.kind != EFS:
            continue
        if not _FILE_SYSTEM.fullmatch(volume.file_system.strip()):
            yield Trouble(f"volumes.{place}.file_system", "which file system?", "fs-…")
        needs = [
            word for word, text in (("IAM", volume.iam == "ENABLED"), ("an access point", volume.access_point)) if text
        ]
        if needs and volume.encryption != "ENABLED":
            yield Trouble(f"volumes.{place}.encryption", f"{needs[0]} needs encryption in transit", "choose ENABLED")
        if volume.access_point.strip() and volume.root.strip() not in ("", "/"):
            yield Trouble(f"volumes.{place}.root", "the access point has its own root directory", "leave it blank")


def _roles(it: Judged) -> Iterator[Trouble]:
    for kind, text in (("execution", it.draft.execution_role.strip()), ("task", it.draft.task_role.strip())):
        if text and not _ROLE.fullmatch(text):
            yield Trouble(f"{kind}_role", "this is no role", f"{CREATE}, a name, or arn:aws:iam::…:role/…")


def _tags(it: Judged) -> Iterator[Trouble]:
    tags = it.definition.tags
    if len(tags) > MOST_TAGS:
        yield Trouble("tags", f"{len(tags)} tags; {MOST_TAGS} at most", "take some out")
    times = Counter(each.key for each in tags)
    for tag in tags:
        key, value = tag.key or "", tag.value or ""
        if key.lower().startswith("aws:"):
            yield Trouble("tags", f"{key}: aws: is AWS's own", "another key")
        elif len(key) > 128 or len(value) > 256 or not _TAG.fullmatch(key) or not _TAG.fullmatch(value):
            yield Trouble("tags", f"{key} is no tag", "128 and 256 letters, digits, blanks and _.:/=+-@")
        elif times[key] > 1:
            yield Trouble("tags", f"{key} stands twice", "take one of them out")


def _plain(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    for at, _, container in it.containers:
        for variable in container.environment:
            name, value = variable.name or "", variable.value or ""
            if MASK not in value and is_secret(name, value):
                said = f"{name} looks like a secret, and is plain to all who may describe it"
                yield Trouble(f"{at}environment", said, "make it a secret by reference")
    if holds_mask(it.request):
        yield from _masked(it)


def _masked(it: Judged) -> Iterator[Trouble]:
    """What was taken out of a draft before it was kept, and would be sent masked."""
    texts = [(f"{at}{member}", getattr(typed, member)) for at, typed, _ in it.containers for member in MASKED]
    fields = [field for field, text in texts if MASK in text] or ["family"]
    for field in fields:
        yield Trouble(field, "a value that looked like a secret was not kept", "type it again", "BLOCK")


LIMIT_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("§2", "BLOCK", "names and numbers are within AWS's limits", _limits, "family"),
    Check("P14", "WARN", "no variable looks like a secret", _plain, "containers.0.environment"),
)
