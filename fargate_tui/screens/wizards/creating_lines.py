"""What is being created, thing by thing, and what exists by now. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.changes import Plan
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.runs import TONES as STEP_TONES
from fargate_tui.fargate.runs import WRONG, Run, Step
from fargate_tui.format import age
from fargate_tui.keys.key import Key
from fargate_tui.widgets.lines import Line, Span, line

_KIND = 18
_STATES = {"waiting": "waits", "sending": "being asked for", "going": "being made", "done": "exists"}


def creating_lines(run: Run, now: datetime, address: str) -> Iterator[Line]:
    """All steps of a creation, then what came of it."""
    yield (Span(run.plan.title, "title"), Span(f"  {_how_far(run)}", "muted"))
    yield ()
    width = max((len(step.change.subject.name) for step in run.steps), default=0)
    for step in run.steps:
        yield _step(step, width, now)
    yield ()
    yield from _outcome(run, address)


def question_lines(plan: Plan, key: Key, *, is_read_only: bool) -> Iterator[Line]:
    """What is confirmed."""
    number = len(plan.changes)
    things = "1 thing is" if number == 1 else f"{number} things are"
    yield (Span(plan.title, "title"),)
    yield line(f"  {things} created, one after the other; the first failure stops it", "")
    yield line(
        f"  all of it stands above; tab has the same as commands; {key('view.undo', 'u')} takes it back", "muted"
    )
    if is_read_only:
        yield (Span("  ▲ ", "warn"), Span("read-only: nothing can be created from here", "warn"))


def door_of(creations: Sequence[Creation]) -> str:
    """How the address of what is made begins: ``https://`` where its listener speaks that."""
    protocols = [each.requests[0].parameters.get("Protocol") for each in creations if each.kind == "listener"]
    return "https://" if "HTTPS" in protocols else "http://" if "HTTP" in protocols else ""


def _how_far(run: Run) -> str:
    done = sum(step.state == "done" for step in run.steps)
    return f"{done} of {len(run.steps)} things exist"


def _step(step: Step, width: int, now: datetime) -> Line:
    severity = STEP_TONES[step.state]
    subject = step.change.subject
    took = age(step.began_at, step.ended_at or now) if step.began_at is not None else ""
    return (
        Span(f" {GLYPHS[severity]} ", TONES[severity]),
        Span(f"{subject.kind.replace('-', ' '):<{_KIND}} ", "key"),
        Span(f"{subject.name:<{width}}  ", "value"),
        Span(step.words or _STATES.get(step.state, step.state), "bad" if step.state in WRONG else ""),
        Span(f"  {took}", "muted"),
    )


def _outcome(run: Run, address: str) -> Iterator[Line]:
    wrong = next((step for step in run.steps if step.state in WRONG), None)
    if wrong is not None:
        kind, name = wrong.change.subject.kind.replace("-", " "), wrong.change.subject.name
        yield (Span(f"✗ {kind} {name}: ", "bad"), Span(wrong.words))
        made = [step.change.subject for step in run.steps if step.state == "done"]
        if made:
            listed = ", ".join(f"{each.kind.replace('-', ' ')} {each.name}" for each in made)
            yield (Span("exists by now: ", "key"), Span(listed))
        yield line("the draft is kept: nothing that exists is made twice when you go on", "muted")
    elif run.state == "done":
        yield (Span("✓ all of it exists", "good"),)
        if address:
            yield (Span("address  ", "key"), Span(address, "title"))
