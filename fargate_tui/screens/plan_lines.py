"""A plan, a draft and a run as lines: pure, so that what is confirmed can be tested as text."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.changes import Change, Difference, Effect, Plan, Subject
from fargate_tui.fargate.command_line import command_line
from fargate_tui.fargate.runs import TONES as STEP_TONES
from fargate_tui.fargate.runs import Run
from fargate_tui.format import age
from fargate_tui.widgets.lines import Line, Span

INDENT = "  "
LONG = 64
"""Characters of a difference beyond which its values stand under each other."""
ALIGNED = 24
"""Cells up to which what is different stands in a column: members of containers have long names."""
LONGEST_COMMAND = 320
"""Characters of a command that are shown."""


def title_line(title: str, where: str, destroys: bool = False) -> Line:
    """What is done, and where."""
    what = Span(f"✗ {title}", "bad") if destroys else Span(title, "title")
    return (what, Span(f"  in {where}" if where else "", "muted"))


def plan_lines(plan: Plan, *, region: str, pace: int = 1, is_paced: bool = False) -> tuple[Line, ...]:
    """What a plan changes, what follows from it, and the same for a shell."""
    clusters = dict.fromkeys(change.subject.cluster for change in plan.changes if change.subject.cluster)
    lines: list[Line] = [title_line(plan.title, ", ".join(clusters), plan.destroys)]
    if len(plan.changes) == 1:
        lines += _of_one(plan.changes[0])
    else:
        names = _names(plan.changes)
        width = max(map(len, names))
        lines += [_brief(change, name, width) for change, name in zip(plan.changes, names, strict=True)]
    lines += [_effect(effect) for effect in _effects(plan)]
    if is_paced and len(plan.changes) > 1:
        lines.append((Span(f"{INDENT}{pace} at a time, each to its end; the first failure stops it", "muted"),))
    lines += [
        (
            Span(f"{INDENT}$ ", "key"),
            Span(_shortened(command_line(call, region=region), is_copied=not plan.typed), "muted"),
        )
        for change in plan.changes[:3]
        for call in change.calls
    ]
    return tuple(lines)


def _shortened(command: str, *, is_copied: bool) -> str:
    """A command as far as it helps to see it: that of a task definition would fill the screen.

    Where something has to be typed, ``c`` is typed too: the journal has all of it.
    """
    if len(command) <= LONGEST_COMMAND:
        return command
    return f"{command[:LONGEST_COMMAND]} …  ({'c copies all of it' if is_copied else 'all of it: :journal'})"


def commands(plan: Plan, *, region: str) -> str:
    """The commands of a plan, one per line, for the clipboard."""
    return "\n".join(command_line(call, region=region) for change in plan.changes for call in change.calls)


def draft_lines(title: str, where: str, subjects: Sequence[Subject], changed: Sequence[Difference]) -> tuple[Line, ...]:
    """What is being put together with ``+`` and ``-``."""
    width = max((len(subject.name) for subject in subjects), default=0)
    rows = zip(subjects, changed, strict=True)
    if len(subjects) == 1:
        return (title_line(title, where), _difference(changed[0]))
    return (
        title_line(title, where),
        *((Span(f"{INDENT}{subject.name:<{width}}  "), *_arrow(each)) for subject, each in rows),
    )


def _of_one(change: Change) -> Iterator[Line]:
    short = [difference for difference in change.differences if not _is_long(difference)]
    width = min(max((len(difference.what) for difference in short), default=0), ALIGNED)
    for difference in change.differences:
        if _is_long(difference):
            yield from _long_difference(difference)
        else:
            yield _difference(difference, width)


def _is_long(difference: Difference) -> bool:
    return len(difference.what) + len(difference.before) + len(difference.after) > LONG


def _long_difference(difference: Difference) -> Iterator[Line]:
    """One value under the other, so that the eye finds where they part."""
    yield (Span(f"{INDENT}{difference.what}", "key"),)
    yield (Span("  − ", "muted"), Span(difference.before, "value"))
    yield (Span("  + ", "muted"), Span(difference.after, "title"))


def _difference(difference: Difference, width: int = 0) -> Line:
    return (Span(f"{INDENT}{difference.what:<{width}}  ", "key"), *_arrow(difference))


def _arrow(difference: Difference) -> Line:
    return (Span(difference.before, "value"), Span(" → ", "muted"), Span(difference.after, "title"))


def _brief(change: Change, name: str, width: int) -> Line:
    first = change.differences[0]
    return (Span(f"{INDENT}{name:<{width}}  "), Span(f"{first.what} ", "key"), *_arrow(first))


def _names(changes: Sequence[Change]) -> list[str]:
    """What is changed, by its kind too where there are several kinds: a balancer and its service often share a name."""
    subjects = [change.subject for change in changes]
    if len({subject.kind for subject in subjects}) == 1:
        return [subject.name for subject in subjects]
    return [f"{subject.kind.replace('-', ' ')} {subject.name}" for subject in subjects]


def _effects(plan: Plan) -> Iterator[Effect]:
    """The effects, equal ones of several things once; of several things each says whose it is."""
    if len(plan.changes) == 1:
        yield from plan.changes[0].effects
    else:
        seen: dict[Effect, list[str]] = {}
        for change, name in zip(plan.changes, _names(plan.changes), strict=True):
            for effect in change.effects:
                seen.setdefault(effect, []).append(name)
        for effect, names in seen.items():
            whose = "each: " if len(names) == len(plan.changes) else f"{', '.join(names)}: "
            yield Effect(text=whose + effect.text, severity=effect.severity)
    yield from plan.effects


def _effect(effect: Effect) -> Line:
    glyph = "·" if effect.severity == "info" else GLYPHS[effect.severity]
    return (Span(f"{INDENT}{glyph} ", TONES[effect.severity]), Span(effect.text))


def run_line(run: Run, now: datetime, others: int, key: Callable[[str, str], str]) -> Line:
    """How far a run is, in one line; ``key`` tells the key of an id, of which the usual one is given."""
    severity = STEP_TONES[run.state]
    more = f" · and {others} more" if others else ""
    since = f" · {age(run.began_at, now)}" if run.is_going else ""
    return (
        Span(f" {GLYPHS[severity]} ", TONES[severity]),
        Span(run.plan.title, "title"),
        Span(f"  {run.words}{since}{more}"),
        *(_its_logs(key) if any(made.kind == "task" for made in run.made) else ()),
        Span(f"   {key('row.deployments', '2')} cockpit" if _is_of_service(run) else "   :changes", "muted"),
    )


def _its_logs(key: Callable[[str, str], str]) -> Line:
    return Span(f"   {key('view.run_logs', 'semicolon')}", "key"), Span(" its logs")


def _is_of_service(run: Run) -> bool:
    return all(change.subject.kind == "service" for change in run.plan.changes)
