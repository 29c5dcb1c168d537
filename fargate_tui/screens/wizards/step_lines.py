"""The line with the pages of a wizard, and what stands beside a page: pure lines."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import Step
from fargate_tui.fargate.drafts.wizard import AnyDraft, Draft, Wizard
from fargate_tui.format import cut
from fargate_tui.widgets.lines import Line, Span, pair

REASONS = 4
"""Reasons that are told why something is not checked."""
LABEL = 14
"""Cells of the longest label of the summary that its words stand beside."""


def problems_of(step: Step, findings: Iterable[Finding]) -> tuple[int, int]:
    """How many findings of a page block, and how many warn."""
    ids = {field.id for field in step.fields}
    ours = [each for each in findings if each.field in ids and each.verdict == "problem"]
    blocking = sum(each.level == "BLOCK" for each in ours)
    return blocking, sum(each.level == "WARN" for each in ours)


def steps_line(wizard: Wizard[AnyDraft], findings: Sequence[Finding], width: int) -> Line:
    """All pages with their problems, the open one marked.

    Where there is not room for all titles, pages without problems are mere numbers; then all but the open one.
    """
    steps = wizard.draft.steps(wizard.facts)
    titles = [(step.title, problems_of(step, findings)) for step in steps]
    titles.append(("review", (sum(each.blocks for each in findings), 0)))
    whole = _steps(titles, wizard.place, lambda _: True)
    if _cells(whole) <= width:
        return whole
    some = _steps(titles, wizard.place, lambda problems: problems != (0, 0))
    return some if _cells(some) <= width else _steps(titles, wizard.place, lambda _: False)


def _steps(
    titles: Sequence[tuple[str, tuple[int, int]]], at: int, is_titled: Callable[[tuple[int, int]], bool]
) -> Line:
    return tuple(
        span
        for place, (title, problems) in enumerate(titles)
        for span in _step(place, title if place == at or is_titled(problems) else "", at, problems)
    )


def _step(place: int, title: str, at: int, problems: tuple[int, int]) -> Line:
    blocking, warning = problems
    tone = "title" if place == at else "muted"
    marks = [Span(f" ✗{blocking}", "bad")] if blocking else [Span(f" ▲{warning}", "warn")] if warning else []
    return (Span(" ›" if place == at else "  ", "title"), Span(f"{place + 1} {title}".rstrip(), tone), *marks)


def _cells(spans: Line) -> int:
    return sum(len(span.text) for span in spans)


def summary_lines(draft: Draft, facts: Facts, findings: Sequence[Finding]) -> Iterator[Line]:
    """What the draft is so far; whether it can be created comes first, for where there is room for little more."""
    yield (Span(f"{draft.name or f'a new {draft.noun}'}  ", "title"), _verdict(findings))
    told = draft.summary(facts)
    width = min(max((len(label) for label, _ in told), default=0), LABEL)
    for label, words in told:
        yield pair(cut(label, width), words, width=width)
    warning = sum(each.verdict == "problem" and each.level == "WARN" for each in findings)
    unknown = sum(each.verdict == "not checked" for each in findings)
    if warning or unknown:
        yield ()
    if warning:
        yield (Span(f"▲ {warning} to know", "warn"),)
    if unknown:
        yield (Span(f"? {unknown} not checked", "warn"),)
    for why, number in Counter(each.because for each in findings if each.verdict == "not checked").most_common(REASONS):
        yield (Span(f"  {number} × {why}", "muted"),)


def _verdict(findings: Sequence[Finding]) -> Span:
    blocking = sum(each.blocks for each in findings)
    if blocking:
        return Span(f"✗ {blocking} to put right", "bad")
    if any(each.verdict == "asking" for each in findings):
        return Span("… asking AWS", "muted")
    return Span("✓ can be created", "good")
