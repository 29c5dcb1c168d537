"""A post-mortem as lines: the cause and its evidence first, so that a small screen shows them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from fargate_tui.columns.finding import GLYPHS, TONES, alarming
from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.fargate.diagnosis import Fact, Suspect, ending_of
from fargate_tui.fargate.inquest import Curves, Inquest
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.logs.levels import level_of_text
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.records import Task
from fargate_tui.format import age, duration, memory, short_id, visible
from fargate_tui.keys.key import Key
from fargate_tui.screens.task_lines import bars
from fargate_tui.sparkline import sparkline
from fargate_tui.widgets.bars import bar_lines
from fargate_tui.widgets.lines import Line, Span, folds, line
from fargate_tui.widgets.path import path_lines

MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "confirmed": ("✓ confirmed  ", "bad"),
    "cleared": ("· cleared    ", "muted"),
    "noted": ("  known      ", ""),
    "not checked": ("? not checked", "warn"),
    "open": ("  possible   ", "muted"),
    "coming": ("… looking    ", "muted"),
}
"""What is said of a cause, with its tone: of what is confirmed, the tone is that of the end which it explains."""
UNKNOWN: Final = "what AWS says of it, word for word, is all there is"
KEYS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "revision.edit": (
        "{} shows the revision, {} edits it there", {"task.task_definition": "t", "revision.edit": "e"},
    ),
    "service.deploy": ("{} on its service deploys", {"service.deploy": "D"}),
    "service.roll_back": ("{} on its service rolls back", {"service.roll_back": "R"}),
    "service.scale": ("{} {} on its service scale", {"service.scale_up": "plus", "service.scale_down": "minus"}),
    "service.set": ("{} on its service sets it", {"service.set": "m"}),
    "service.tag": ("{} on its service tags", {"service.tag": "ctrl+t"}),
    "task.protect": ("{} protects a task", {"task.protect": "a"}),
    "task.run": ("{} runs another like it", {"task.run": "K"}),
}  # fmt: skip
"""What to press for the actions that are remedies, by their ids, with the ids of the keys and the usual ones."""
LEVELS: Final[Mapping[str, str]] = {"warn": "warn", "error": "bad", "fatal": "bad"}
SHOWN: Final = 30
"""Log lines."""
CURVE: Final = 30
"""Cells of a curve."""
SIBLINGS: Final = 8
_HEAD: Final = 2
"""Rows that are kept for the headline, which grows when something is confirmed: what is below stays where it is."""


def mortem_lines(inquest: Inquest, now: datetime, width: int, key: Key | None = None) -> Iterator[Line]:
    """All of it, in the order in which it matters; keys are named where there are some to press."""
    yield from top_lines(inquest, now, width, key)
    yield ()
    if inquest.diagnosis.rule:
        yield from evidence_lines(inquest)
    else:
        yield from verbatim_lines(inquest)
    for path in inquest.paths[:1]:
        yield ()
        yield line("the way in" if _is_way_in(inquest, path.sentence) else "the way out", "title")
        yield from list(path_lines(inquest.paths))[:-1]
    if inquest.is_of_service:
        yield ()
        yield from verbatim_lines(inquest)
        return
    yield ()
    yield from container_lines(inquest)
    yield ()
    yield from log_lines(inquest)
    yield ()
    yield from life_lines(inquest, now, width)
    yield ()
    yield from usage_lines(inquest)
    yield ()
    yield from change_lines(inquest)
    yield ()
    yield from target_lines(inquest)
    yield from sibling_lines(inquest, now)
    if inquest.diagnosis.rule:
        yield ()
        yield from verbatim_lines(inquest)


def top_lines(inquest: Inquest, now: datetime, width: int, key: Key | None) -> Iterator[Line]:
    """The cause in plain words, how certain it is, and what to do."""
    diagnosis = inquest.diagnosis
    tone = TONES[diagnosis.finding.severity]
    glyph = f"{GLYPHS[diagnosis.finding.severity]} "
    headline = visible(diagnosis.headline)
    rows = [headline[start:end].rstrip() for start, end in folds(headline, max(width - len(glyph), 0))]
    for place, row in enumerate(rows):
        yield (Span("  " if place else glyph, tone), Span(row, tone))
    yield from [() for _ in range(_HEAD - len(rows))]
    yield tuple(_standing(inquest, now))
    if diagnosis.remedy:
        words, keys = KEYS.get(diagnosis.action or "", ("", {}))
        how = f" ({words.format(*(key(name, usual) for name, usual in keys.items()))})" if words and key else ""
        yield (Span("→ ", "key"), Span(diagnosis.remedy + how, "value"))


def _standing(inquest: Inquest, now: datetime) -> Iterator[Span]:
    """When it ended, how certain the cause is, and how many others died of it."""
    diagnosis, task = inquest.diagnosis, inquest.task
    ended = f"ended {age(task.stopped_at, now)} ago" if task.stopped_at else f"is {task.last_status}"
    if inquest.is_of_service:
        ended = "no task of it has failed"
    yield Span(f"  {ended} · ", "muted")
    by = "evidence" if any(fact.verdict == "confirmed" for fact in diagnosis.facts) else "AWS's own words"
    words = f"{diagnosis.confidence}, by {by}" if diagnosis.rule else UNKNOWN
    yield Span(words, "good" if diagnosis.confidence == "certain" else "warn")
    if diagnosis.rule:
        yield Span(f" · {diagnosis.rule}", "muted")
    if diagnosis.rule and diagnosis.siblings is not None and diagnosis.siblings.of > 1:
        yield Span(f" · {diagnosis.siblings.same} of the last {diagnosis.siblings.of} died of it", "muted")


def evidence_lines(inquest: Inquest) -> Iterator[Line]:
    """A row for each cause that the rule names.

    While it is looked for they stand in the rule's order, and what becomes known of a cause takes its place; once
    nothing more is coming, what is confirmed comes first, then what is cleared, and what was not checked last.
    """
    diagnosis = inquest.diagnosis
    yield (Span("evidence", "title"), Span(f"  {_counted(inquest)}", "muted"))
    if not diagnosis.suspects:
        words = "nothing to look for" if diagnosis.rule else "no rule knows what to look for"
        yield (Span(" ", "key"), Span(words, "muted"))
    found = [
        row
        for suspect in diagnosis.suspects
        for row in _suspect(suspect, [fact for fact in diagnosis.facts if fact.cause == suspect.id], inquest)
    ]
    if inquest.is_complete:
        found.sort(key=lambda row: _RANK.index(row[0]))
    yield from (shown for _, shown in found)


_RANK: Final = ("confirmed", "cleared", "noted", "not checked", "open")


def _suspect(suspect: Suspect, facts: Sequence[Fact], inquest: Inquest) -> Iterator[tuple[str, Line]]:
    """The rows of a cause, each with what it says of it."""
    if not facts:
        verdict = "open" if inquest.is_complete else "coming"
        mark, tone = MARKS[verdict]
        # What another cause's evidence has settled needs no row of its own.
        if not inquest.is_complete or suspect.verdict == "open":
            yield verdict, (Span(" ", "key"), Span(f"{mark} ", tone), Span(suspect.says, "muted"))
    for fact in facts:
        mark, tone = MARKS[fact.verdict]
        if fact.verdict == "confirmed":
            tone = alarming(inquest.diagnosis.finding.severity)
        missing = f" ({fact.missing} is missing)" if fact.missing and fact.missing not in fact.sentence else ""
        words, of = visible(fact.sentence) + missing, "" if fact.verdict != "cleared" else "muted"
        yield fact.verdict, (Span(" ", "key"), Span(f"{mark} ", tone), Span(words, of))


def _counted(inquest: Inquest) -> str:
    if not inquest.is_complete:
        return "still looking…"
    verdicts = [fact.verdict for fact in inquest.diagnosis.facts]
    told = ((verdicts.count(each), each) for each in ("confirmed", "cleared", "not checked"))
    found = " · ".join(f"{number} {each}" for number, each in told if number)
    return f"{found}  as it was found while AWS knew the task" if inquest.is_recalled else found


def container_lines(inquest: Inquest) -> Iterator[Line]:
    """Its containers, the first to end first: exit code with its meaning, AWS's reason, image digest."""
    yield line("containers, in the order of their ends", "title")
    if not inquest.diagnosis.ends:
        yield (Span(" ", "key"), Span("AWS tells of none", "muted"))
    for end in inquest.diagnosis.ends:
        tone = "bad" if end.part == "first" and end.exit_code else ""
        optional = "" if end.is_essential else "  (not essential)"
        yield (Span(" ", "key"), Span(visible(end.words), tone), Span(optional, "muted"))
        if end.reason and end.reason != inquest.task.stopped_reason:
            yield (Span("   ", "key"), Span(visible(end.reason), "value"))
        if end.digest:
            yield (Span("   ", "key"), Span(end.digest[:19], "muted"))


def log_lines(inquest: Inquest) -> Iterator[Line]:
    """The last lines of the container that ended first, or of whichever has written."""
    if not isinstance(inquest.lines, Known):
        yield line("last lines before the end", "title")
        yield _absent(inquest, inquest.lines)
        return
    name, lines = _whose_lines(inquest)
    yield (Span(f"last lines of {visible(name)}" if name else "last lines before the end", "title"),)
    if not lines:
        yield (Span(" ", "key"), Span("it has written nothing to its log", "muted"))
    for at, text in lines[-SHOWN:]:
        yield (Span(f" {at:%H:%M:%S} ", "key"), Span(visible(text), LEVELS.get(level_of_text(text), "")))


def _whose_lines(inquest: Inquest) -> tuple[str, list[tuple[datetime, str]]]:
    """The container whose lines tell most: the first to end that has written."""
    held = inquest.lines.value if isinstance(inquest.lines, Known) else {}
    order = [end.name for end in inquest.diagnosis.ends] + list(held)
    name = next((each for each in order if held.get(each)), order[0] if order else "")
    events = held.get(name, ())
    return name, [(datetime.fromtimestamp(each.at / 1000, UTC), each.message.rstrip()) for each in events]


def life_lines(inquest: Inquest, now: datetime, width: int) -> Iterator[Line]:
    """The waterfall."""
    created = inquest.task.created_at
    yield (Span("its life", "title"), Span(f"  created {created:%Y-%m-%d %H:%M:%S} UTC" if created else "", "muted"))
    yield from bar_lines(bars(inquest.task), now, max(width, 40))


def usage_lines(inquest: Inquest) -> Iterator[Line]:
    """Memory and processor in the half hour before the end."""
    yield line("memory and CPU in the 30 min before the end", "title")
    if not isinstance(inquest.curves, Known):
        yield _absent(inquest, inquest.curves)
        return
    curves: Curves = inquest.curves.value
    room = memory(inquest.task.memory) if inquest.task.memory else ""
    yield from _curve("memory", curves.memory, f" of {room}" if room and not curves.of else "")
    yield from _curve("CPU", curves.cpu, "")
    if curves.of:
        yield (Span(" ", "key"), Span(f"of {curves.of}: no single task is measured (Container Insights)", "muted"))


def _curve(name: str, series: Series | None, limit: str) -> Iterator[Line]:
    if series is None or not series.values:
        return
    highest, last = max(series.values), series.values[-1]
    tone = "bad" if highest >= 90 else "warn" if highest >= 75 else "good"
    words = f" highest {highest:.0f}%{limit}, last {last:.0f}%"
    yield (Span(f" {name:<7}", "key"), Span(sparkline(series.values, CURVE), tone), Span(words))


def change_lines(inquest: Inquest) -> Iterator[Line]:
    """What was changed in the hour before."""
    yield line("changed in the hour before the end", "title")
    end = inquest.end
    for each in inquest.before:
        before = duration((end - each.at).total_seconds()) if end is not None and end >= each.at else "0s"
        yield (Span(f" {each.at:%H:%M:%S}  {before:>8} before ", "key"), Span(visible(each.words), "value"))
        for change in each.differences:
            words = f"{change.what}: {change.before} → {change.after}"
            yield (Span(f"{'':<28}", "key"), Span(visible(words), "muted"))
    if not inquest.before:
        deployments = inquest.evidence.deployments
        yield (
            _absent(inquest, deployments)
            if not isinstance(deployments, Known)
            else (Span(" ", "key"), Span("nothing: no deployment, no scaling", "muted"))
        )


def target_lines(inquest: Inquest) -> Iterator[Line]:
    """The health of its targets, and how it is checked, where it was behind a load balancer."""
    evidence = inquest.evidence
    targets = evidence.targets.value if isinstance(evidence.targets, Known) else ()
    groups = evidence.target_groups.value if isinstance(evidence.target_groups, Known) else ()
    if not targets and not groups:
        return
    yield line("behind a load balancer", "title")
    for target in targets:
        words = " · ".join(filter(None, (target.state, target.reason, target.description)))
        tone = "good" if target.state == "healthy" else "warn"
        yield (Span(f" target :{target.port} ", "key"), Span(f"{words}  ({name_of(target.target_group_arn)})", tone))
    if not targets:
        yield (Span(" ", "key"), Span("its target is registered no more", "muted"))
    for group in groups:
        port = "the target's port" if group.port in ("", "traffic-port") else f"port {group.port}"
        wanted = f", wants {group.codes}" if group.codes else ""
        yield (Span(" ", "key"), Span(f"{group.name} asks {group.path or 'for a connection'} on {port}{wanted}"))
    yield ()


def sibling_lines(inquest: Inquest, now: datetime) -> Iterator[Line]:
    """Other stopped tasks of its service with why they ended, the newest first."""
    yield line("stopped tasks of this service", "title")
    if not isinstance(inquest.siblings, Known):
        yield _absent(inquest, inquest.siblings)
        return
    others = sorted(inquest.siblings.value, key=lambda each: each.stopped_at or now, reverse=True)
    diagnosis = inquest.diagnosis
    if diagnosis.siblings is not None:
        yield (Span(" ", "key"), Span(diagnosis.siblings.words))
    yield from [_sibling(each, inquest.task, now) for each in others[:SIBLINGS]]


def _sibling(task: Task, ours: Task, now: datetime) -> Line:
    finding = ending_of(task)
    mark = "▸" if task.task_arn == ours.task_arn else " "
    when = f"{age(task.stopped_at, now)} ago" if task.stopped_at else "now"
    return (
        Span(f" {mark} {short_id(task_id(task.task_arn))}  {when:>8}  ", "key"),
        Span(visible(finding.why or finding.word), TONES[finding.severity]),
    )


def verbatim_lines(inquest: Inquest) -> Iterator[Line]:
    """AWS's own words."""
    yield line("what AWS says, word for word", "title")
    task = inquest.task
    again = {f"{each.name}: {each.reason}" for each in task.containers if each.reason == task.stopped_reason}
    for words in inquest.diagnosis.verbatim:
        if words not in again:
            yield (Span(" ", "key"), Span(visible(words), "value"))
    if not inquest.diagnosis.verbatim:
        yield (Span(" ", "key"), Span("nothing", "muted"))
    if inquest.task.stopped_at is not None:
        yield (Span(" ", "key"), Span(f"stopped at {inquest.task.stopped_at:%Y-%m-%d %H:%M:%S} UTC", "muted"))


def _absent(inquest: Inquest, part: Known[object] | NotChecked | None) -> Line:
    """Why a part is not there: "not checked" is never "nothing"."""
    if isinstance(part, NotChecked):
        missing = f" ({part.action} is missing)" if part.action and part.action not in part.why else ""
        return (Span(" ", "key"), Span(f"? not checked: {part.why}{missing}", "warn"))
    words = "? not checked" if inquest.is_complete else "… looking"
    return (Span(" ", "key"), Span(words, "muted"))


def _is_way_in(inquest: Inquest, sentence: str) -> bool:
    ways = inquest.evidence.ways_in
    return isinstance(ways, Known) and any(way.sentence == sentence for way in ways.value)
