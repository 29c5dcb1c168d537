"""A post-mortem for those who do not sit in front of this screen: Markdown, plain text, and JSON of a lasting shape."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from fargate_tui.fargate.arns import cluster_of, family_revision, name_of, service_of_group, task_id
from fargate_tui.fargate.inquest import Inquest
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.secrets import masked_line
from fargate_tui.format import visible
from fargate_tui.screens.mortem_lines import mortem_lines
from fargate_tui.widgets.lines import harmless, plain

LINES: Final = 15
"""Log lines that go into a message."""
SHAPE: Final = 1
"""Of the JSON: members may be added to it; a change of what is there makes it another number."""
_TICKS: Final = {"confirmed": "✓", "cleared": "·", "noted": "–", "not checked": "?"}
_HOPS: Final = {"open": "✓", "blocked": "✗", "unknown": "?"}
WIDTH: Final = 100


def text(inquest: Inquest, now: datetime) -> str:
    """The same as the screen shows, as plain text; what looks like a secret is masked."""
    lines = (plain(harmless(each)).rstrip() for each in mortem_lines(_masked(inquest), now, WIDTH))
    return "\n".join([_name(inquest), "", *lines])


def markdown(inquest: Inquest) -> str:
    """The cause with its evidence for an incident channel; what looks like a secret is masked."""
    return "\n".join(visible(each) for each in _markdown(_masked(inquest)))


def _masked(inquest: Inquest) -> Inquest:
    """The same with the program's own words masked; what AWS names (``secretsmanager:GetSecretValue``) is no secret."""
    facts = tuple(
        msgspec.structs.replace(fact, sentence=masked_line(fact.sentence)) if fact.probe == "E-log" else fact
        for fact in inquest.diagnosis.facts
    )
    masked = msgspec.structs.replace(inquest, diagnosis=msgspec.structs.replace(inquest.diagnosis, facts=facts))
    if not isinstance(inquest.lines, Known):
        return masked
    lines = {
        name: tuple(msgspec.structs.replace(each, message=masked_line(each.message)) for each in events)
        for name, events in inquest.lines.value.items()
    }
    return msgspec.structs.replace(masked, lines=Known(lines))


def _name(inquest: Inquest) -> str:
    task = inquest.task
    if inquest.is_of_service:
        revision = family_revision(task.task_definition_arn or "")
        return f"service {name_of(task.task_arn)} in {cluster_of(task.task_arn) or '?'} ({revision})"
    owner = service_of_group(task.group or "")
    of = f" of {owner}" if owner else ""
    revision = family_revision(task.task_definition_arn or "")
    ended = f", ended {inquest.end:%Y-%m-%d %H:%M:%S} UTC" if inquest.end is not None else ""
    return f"task {task_id(task.task_arn)}{of} in {cluster_of(task.task_arn) or '?'} ({revision}){ended}"


def _markdown(inquest: Inquest) -> Iterator[str]:
    diagnosis = inquest.diagnosis
    yield f"**{visible(diagnosis.headline)}**"
    yield ""
    yield f"{_name(inquest)}" + (f" · {diagnosis.confidence}, rule {diagnosis.rule}" if diagnosis.rule else "")
    if diagnosis.remedy:
        yield f"→ {diagnosis.remedy}"
    yield ""
    for fact in diagnosis.facts:
        missing = f" (`{fact.missing}` is missing)" if fact.missing and fact.missing not in fact.sentence else ""
        yield f"- {_TICKS[fact.verdict]} {fact.verdict}: {visible(fact.sentence)}{missing}"
    for path in inquest.paths[:2]:
        yield f"- way: {' → '.join(f'{_HOPS[hop.verdict]} {hop.name}: {hop.words}' for hop in path.hops)}"
    for end in diagnosis.ends:
        yield f"- {visible(end.words)}" + (f" — {visible(end.reason)}" if end.reason else "")
    for happening in inquest.before:
        yield f"- {happening.at:%H:%M:%S} {visible(happening.words)}"
    if diagnosis.siblings is not None:
        yield f"- {diagnosis.siblings.words}"
    yield from _block("last log lines", _said(inquest)[-LINES:])
    yield from _block("what AWS says", diagnosis.verbatim)


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    held = [visible(each).replace("```", "'''") for each in lines]
    if held:
        yield from ("", f"{title}:", "```", *held, "```")


def _said(inquest: Inquest) -> list[str]:
    held = inquest.lines.value if isinstance(inquest.lines, Known) else {}
    name = next((end.name for end in inquest.diagnosis.ends if held.get(end.name)), next(iter(held), ""))
    events = held.get(name, ())
    return [f"{datetime.fromtimestamp(each.at / 1000, UTC):%H:%M:%S} {each.message.rstrip()}" for each in events]


def as_json(inquest: Inquest) -> dict[str, object]:
    """All of it with lasting names (docs/why.md); what looks like a secret is masked."""
    inquest = _masked(inquest)
    diagnosis, task = inquest.diagnosis, inquest.task
    return {
        "shape": SHAPE,
        "task": None if inquest.is_of_service else task.task_arn,
        "cluster": cluster_of(task.task_arn),
        "service": service_of_group(task.group or "") or None,
        "taskDefinition": family_revision(task.task_definition_arn or ""),
        "status": task.last_status,
        "stoppedAt": task.stopped_at.isoformat() if task.stopped_at is not None else None,
        "explained": diagnosis.is_explained,
        "rule": diagnosis.rule or None,
        "severity": diagnosis.finding.severity,
        "cause": diagnosis.headline,
        "confidence": diagnosis.confidence,
        "remedy": diagnosis.remedy or None,
        "action": diagnosis.action,
        "evidence": [
            {
                "verdict": fact.verdict,
                "says": fact.sentence,
                "probe": fact.probe,
                "cause": fact.cause,
                "missing": fact.missing or None,
            }
            for fact in diagnosis.facts
        ],
        "path": [_path(each) for each in inquest.paths],
        "containers": [
            {
                "name": end.name,
                "part": end.part,
                "exitCode": end.exit_code,
                "meaning": end.meaning or None,
                "reason": end.reason or None,
                "digest": end.digest or None,
            }
            for end in diagnosis.ends
        ],
        "lastLines": _said(inquest),
        "before": [{"at": each.at.isoformat(), "says": each.words} for each in inquest.before],
        "siblings": {"same": diagnosis.siblings.same, "of": diagnosis.siblings.of} if diagnosis.siblings else None,
        "notChecked": [
            {"what": name, "why": part.why, "missing": part.action or None} for name, part in _not_checked(inquest)
        ],
        "verbatim": list(diagnosis.verbatim),
    }


def _path(path: Path) -> dict[str, object]:
    hops = [{"name": hop.name, "verdict": hop.verdict, "says": hop.words, "ids": list(hop.ids)} for hop in path.hops]
    return {"to": path.service, "verdict": path.verdict, "says": path.sentence, "hops": hops}


def _not_checked(inquest: Inquest) -> Iterator[tuple[str, NotChecked]]:
    evidence = inquest.evidence
    parts = [(name, getattr(evidence, name)) for name in evidence.__struct_fields__]
    for name, part in (*parts, ("lines", inquest.lines), ("siblings", inquest.siblings)):
        held = part.items() if isinstance(part, dict) else [("", part)]
        for key, each in held:
            if isinstance(each, NotChecked):
                yield f"{name} {key}".strip(), each
