"""What Secrets Manager, Parameter Store, KMS, CloudWatch Logs and EFS say (E-sec, E-log, E-efs); never a value."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, FileSystemAnswer, Part, SecretAnswer
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, noted
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part
from fargate_tui.fargate.known import Known, NotChecked

LINES_QUOTED = 2
_UNUSABLE: Final = {
    "": "does not exist",
    "Disabled": "is disabled",
    "PendingDeletion": "is about to be deleted",
    "PendingReplicaDeletion": "is about to be deleted",
    "PendingImport": "has no key material",
    "Unavailable": "is not available: its key store cannot be reached",
}
"""The states of a key in which nothing can be decrypted with it."""


def secret_exists(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the secret is there, and has a version to be read."""

    def judge(secret: SecretAnswer) -> Iterator[Fact]:
        name = names.called_secret(case)
        if not secret.exists:
            yield confirmed("E-sec", f"{name} does not exist in this region")
        elif secret.is_being_deleted:
            yield confirmed("E-sec", f"{name} is about to be deleted")
        elif secret.has_current_version is False:
            yield confirmed("E-sec", f"{name} has no value yet: no version bears AWSCURRENT")
        else:
            yield cleared("E-sec", f"{name} exists")

    return of_part(_secret(case, evidence), "E-sec", f"whether {names.called_secret(case)} exists", judge)


def key_of_customer(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the secret is encrypted with a key of the customer's, which the role has to be allowed as well."""
    name = names.called_secret(case)

    def of_state(key: str, state: str) -> Iterator[Fact]:
        if state in _UNUSABLE:
            yield confirmed("E-sec", f"{key}, with which {name} is encrypted, {_UNUSABLE[state]}")
        else:
            yield noted("E-sec", f"{name} is encrypted with {key}, which kms:Decrypt has to be allowed on")

    def judge(secret: SecretAnswer) -> Iterator[Fact]:
        if secret.key:
            yield from of_part(secret.key_state, "E-sec", f"the state of {secret.key}", partial(of_state, secret.key))
        elif secret.exists:
            yield cleared("E-sec", f"{name} is encrypted with AWS's own key")

    return of_part(_secret(case, evidence), "E-sec", f"the key of {name}", judge)


def _secret(case: Case, evidence: Evidence) -> Part[SecretAnswer]:
    """The one that the text names: a task definition's ``valueFrom`` may go on with a JSON key and a version."""
    name = names.secret_arn(case)
    if not name:
        return next(iter(evidence.secrets.values())) if len(evidence.secrets) == 1 else None
    ours = (part for key, part in evidence.secrets.items() if key.startswith(name) or name.startswith(key))
    ends = (part for key, part in evidence.secrets.items() if key.endswith(name))
    return next(ours, None) or next(ends, None)


def log_group_exists(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the log groups of the task definition are there."""
    named = names.log_group(case)
    groups = {named: evidence.log_groups[named]} if named in evidence.log_groups else evidence.log_groups
    for name, part in groups.items():
        yield from of_part(part, "E-log", f"whether log group {name} exists", partial(_group, name))


def _group(name: str, is_there: bool) -> Iterator[Fact]:
    if is_there:
        yield cleared("E-log", f"log group {name} exists")
    else:
        yield confirmed("E-log", f"log group {name} does not exist in this region")


def last_lines(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """What the container that failed wrote last: the program's own words are the evidence."""
    culprit = case.culprit
    name = culprit.name if culprit is not None and culprit.name else ""
    match evidence.last_lines:
        case Known(value=lines) if lines.get(name):
            quoted = " ↵ ".join(line.strip() for line in lines[name][-LINES_QUOTED:])
            yield noted("E-log", f"the last words of {name}: {quoted}")
        case Known():
            yield noted("E-log", f"{name or 'it'} has written nothing to its log")
        case NotChecked() as part:
            yield from of_part(part, "E-log", f"the last lines of {name or 'its log'}", lambda _: ())


def mount_targets(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the file systems exist, with a mount target in the task's zone."""
    zone = case.task.availability_zone or ""

    def judge(systems: tuple[FileSystemAnswer, ...]) -> Iterator[Fact]:
        for each in systems:
            if not each.exists:
                yield confirmed("E-efs", f"{each.id} does not exist")
            elif zone and zone not in each.zones:
                yield confirmed("E-efs", f"{each.id} has no mount target in {zone}")
            else:
                yield cleared("E-efs", f"{each.id} has a mount target in {zone or ', '.join(each.zones)}")

    return of_part(evidence.file_systems, "E-efs", "mount targets of its file systems", judge)
