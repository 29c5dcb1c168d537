"""What a piece of text names: an address, an interface, an id, a digest, or a part of a name. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Literal

from fargate_tui.fargate.arns import family_revision, is_arn, task_id
from fargate_tui.fargate.records import Record, Task
from fargate_tui.fargate.rows import Finding

Kind = Literal["address", "interface", "id", "digest", "name"]

# Whole, or with a dot at its end: 1.24.0 is rather the tag of an image.
_ADDRESS: Final = re.compile(r"\d{1,3}(\.\d{1,3}){3}|(\d{1,3}\.){1,3}")
_ID: Final = re.compile(r"[0-9a-f]{8,32}")


class Sought(Record, frozen=True, kw_only=True):
    """A text that is looked for."""

    text: str
    """Lower case, without blanks around it; of the ARN of a task or an interface its id."""
    kind: Kind

    @property
    def is_one(self) -> bool:
        """Whether there can be only one such thing, so that nothing more is asked once it is found."""
        whole = self.kind == "address" and not self.text.endswith(".")
        return (
            whole or (self.kind == "id" and len(self.text) == 32) or (self.kind == "interface" and len(self.text) == 21)
        )


class FoundRow(Record, frozen=True, kw_only=True):
    """Something that has the text."""

    arn: str
    kind: Literal["task", "service", "cluster"]
    name: str
    """The task's id, or the name."""
    cluster: str
    service: str = ""
    finding: Finding
    matched: str
    """What of it is the text: ``private IP 10.0.1.17``."""
    since: datetime | None = None
    """When a task began, or ended."""
    is_gone: bool = False
    """Whether only the flight recorder knows it."""

    @property
    def region(self) -> str:
        """Where it is; empty where its ARN does not say."""
        parts = self.arn.split(":", 4)
        return parts[3] if len(parts) == 5 else ""


EVERYWHERE: Final = " everywhere"
"""What stands behind a text that is looked for in all Regions."""


def sought(typed: str) -> Sought:
    """What a typed text can only be."""
    text = typed.strip().lower()
    if is_arn(text) and (":task/" in text or ":network-interface/" in text):
        text = task_id(text)
    if text.startswith("eni-"):
        kind: Kind = "interface"
    elif text.startswith("sha256:"):
        kind = "digest"
    elif _ADDRESS.fullmatch(text):
        kind = "address"
    else:
        kind = "id" if _ID.fullmatch(text) else "name"
    return Sought(text=text, kind=kind)


def matched_in(task: Task, what: Sought, public: str = "") -> str:
    """What of a task is the text, in words; empty where nothing is."""
    if what.kind == "address":
        return _first(_addresses(task, public), what, whole=True)
    if what.kind == "interface":
        return _first((("interface", eni) for eni in _details(task, "networkInterfaceId")), what)
    if what.kind == "digest":
        return _first((("digest", each.image_digest or "") for each in task.containers), what)
    return _first(_names(task), what)


def matched_name(name: str, what: Sought) -> bool:
    """Whether a service or cluster is called so, in part."""
    return what.kind in ("name", "id") and what.text in name.lower()


def address_is(address: str, what: Sought) -> bool:
    """Whether an address is the one that is looked for: 10.0.1.1 is not 10.0.1.17, though 10.0.1. is its beginning."""
    return address == what.text if what.is_one else bool(address) and address.startswith(what.text)


def _addresses(task: Task, public: str) -> Iterator[tuple[str, str]]:
    yield from (("private IP", address) for address in _details(task, "privateIPv4Address"))
    yield "public IP", public


def _names(task: Task) -> Iterator[tuple[str, str]]:
    yield "id", task_id(task.task_arn)
    yield "task definition", family_revision(task.task_definition_arn or "")
    yield "group", task.group or ""
    yield "started by", task.started_by or ""
    for container in task.containers:
        yield "image", container.image or ""
        yield "container", container.name or ""
        yield "digest", container.image_digest or ""
    for name in ("networkInterfaceId", "privateIPv4Address", "macAddress", "privateDnsName", "subnetId"):
        yield from ((name, detail) for detail in _details(task, name))


def _details(task: Task, name: str) -> Iterator[str]:
    return (detail for attachment in task.attachments if (detail := attachment.detail(name)))


def _first(parts: Iterable[tuple[str, str]], what: Sought, *, whole: bool = False) -> str:
    for word, text in parts:
        lowered = text.lower()
        if address_is(lowered, what) if whole else what.text in lowered:
            return f"{word} {text}"
    return ""
