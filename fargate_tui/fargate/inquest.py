"""An inquest: all that was gathered about the end of a task, and what follows from it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from fargate_tui.fargate.diagnosis import (
    BY_NUMBER,
    Diagnosis,
    Evidence,
    Known,
    NotChecked,
    Part,
    PrimaryDeployment,
    Probe,
    diagnose,
)
from fargate_tui.fargate.happenings import Happening, Revised, happenings
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.records import Record, Service, Task

BEFORE: Final = timedelta(minutes=60)
"""How long before the end a change is taken to have something to do with it."""
AFTER: Final = timedelta(minutes=2)
"""Clocks differ, and CloudTrail notes when a call was answered."""
ALWAYS: Final[tuple[Probe, ...]] = ("E-td", "E-log", "E-met", "E-svc", "E-as")
"""What is looked at of every task: a few cheap questions whose answers are shown whatever the cause."""


class Curves(Record, frozen=True, kw_only=True):
    """How full its memory and how busy its processor was before the end, per cent, the newest last."""

    memory: Series | None = None
    cpu: Series | None = None
    of: str = ""
    """Of what it was measured, where not of the task itself."""


class Inquest(Record, frozen=True, kw_only=True):
    """What is known of a task's end so far; parts that are None are still being gathered."""

    arn: str
    task: Task
    evidence: Evidence = Evidence()
    lines: Part[Mapping[str, tuple[LogEvent, ...]]] = None
    """The last lines of each container, by its name."""
    curves: Part[Curves] = None
    siblings: Part[tuple[Task, ...]] = None
    """Stopped tasks of its service, it among them."""
    revised: Part[Mapping[str, Revised]] = None
    """What the newest deployments put in place of what, by their ARN."""
    is_complete: bool = False
    """Whether nothing more is coming."""
    is_recalled: bool = False
    """Whether the diagnosis is the one that was made while AWS still knew the task."""
    diagnosis: Diagnosis

    @property
    def end(self) -> datetime | None:
        """When it began to end; None while it has not."""
        return self.task.stopping_at or self.task.execution_stopped_at or self.task.stopped_at

    @property
    def is_of_service(self) -> bool:
        """Whether it is into a service, of which no task has failed; `task` stands in for those that it would start."""
        return ":service/" in self.arn

    @property
    def before(self) -> tuple[Happening, ...]:
        """What was changed in the hour before the end, as far as that is known, the newest first."""
        if self.end is None:
            return ()
        evidence = self.evidence
        return happenings(
            self.end - BEFORE,
            self.end + AFTER,
            deployments=evidence.deployments.value if isinstance(evidence.deployments, Known) else (),
            revised=self.revised.value if isinstance(self.revised, Known) else None,
            activities=evidence.activities.value if isinstance(evidence.activities, Known) else (),
            calls=evidence.trail.value if isinstance(evidence.trail, Known) else (),
        )

    @property
    def paths(self) -> tuple[Path, ...]:
        """The ways through the network that the diagnosis speaks of and that are not open: those that are blocked."""
        spoken_of = {fact.sentence for fact in self.diagnosis.facts if fact.verdict in ("confirmed", "not checked")}
        found = [
            way
            for part in (self.evidence.ways_out, self.evidence.ways_in)
            if isinstance(part, Known)
            for way in part.value
            if isinstance(way, Path) and way.verdict != "open" and way.sentence in spoken_of
        ]
        return tuple([path for path in found if path.verdict == "blocked"] or found)


def is_due(task: Task, now: datetime) -> bool:
    """Whether there is anything to look into: it has ended, is being stopped, or does not get on."""
    return has_ended(task) or bool(diagnose(task, now=now).rule)


def has_ended(task: Task) -> bool:
    """Whether it has ended, or has been told to."""
    return bool(task.stop_code or task.stopped_at or task.stopping_at) or task.desired_status == "STOPPED"


def probes_of(diagnosis: Diagnosis) -> frozenset[Probe]:
    """What is to be looked at: what is always shown, and what the causes of its rule ask for."""
    rule = BY_NUMBER.get(diagnosis.rule)
    return frozenset((*ALWAYS, *(rule.probes if rule is not None else ())))


def judged(inquest: Inquest, now: datetime) -> Inquest:
    """The same with the diagnosis that follows from what is known by now."""
    evidence = inquest.evidence
    service = evidence.service.value if isinstance(evidence.service, Known) else None
    siblings = inquest.siblings.value if isinstance(inquest.siblings, Known) else ()
    lines = inquest.lines.value if isinstance(inquest.lines, Known) else {}
    found = diagnose(
        inquest.task,
        events=service.events if service is not None else (),
        evidence=evidence,
        siblings=siblings,
        primary=_primary(service, inquest.task),
        last_words={name: datetime.fromtimestamp(said[-1].at / 1000, UTC) for name, said in lines.items() if said},
        now=now,
    )
    return msgspec.structs.replace(inquest, diagnosis=found)


def begun(task: Task, now: datetime) -> Inquest:
    """An inquest of which nothing is known yet but the task."""
    return Inquest(arn=task.task_arn, task=task, diagnosis=diagnose(task, evidence=Evidence(), now=now))


def unasked(task: Task, now: datetime, why: str, said: Diagnosis | None = None) -> Inquest:
    """An inquest into a task of which AWS cannot be asked any more: nothing is looked at, and that is said of all.

    ``said`` is what its post-mortem said while AWS knew it, where that was kept.
    """
    part = NotChecked(why=why)
    alone = ("images", "roles", "secrets", "log_groups")
    known = {name: part for name in Evidence.__struct_fields__ if name not in alone}
    images = dict.fromkeys((each.image for each in task.containers if each.image), part)
    roles = dict.fromkeys(("execution", "task", "infrastructure"), part)
    evidence = msgspec.structs.replace(Evidence(), **known, images=images, roles=roles, log_groups={"": part})
    parts = dict.fromkeys(("lines", "curves", "siblings", "revised"), part)
    inquest = msgspec.structs.replace(begun(task, now), evidence=evidence, is_complete=True, **parts)
    return judged(inquest, now) if said is None else msgspec.structs.replace(inquest, diagnosis=said, is_recalled=True)


def _primary(service: Service | None, task: Task) -> PrimaryDeployment | None:
    """The primary deployment, where it was that already when the task ended."""
    ended = task.stopping_at or task.stopped_at
    deployments = service.deployments if service is not None else ()
    first = next((each for each in deployments if each.status == "PRIMARY"), None)
    return PrimaryDeployment(id=first.id or "", created_at=first.created_at) if first is not None and ended else None
