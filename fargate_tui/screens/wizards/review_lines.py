"""The review of a draft: what keeps it from being created, the ways in and out, what is made, what it costs. Pure."""

from collections.abc import Collection, Iterator, Sequence

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.screens.wizards.form_entries import by_weight, finding_line, glyph_of
from fargate_tui.widgets.lines import Line, Span, line, pair
from fargate_tui.widgets.path import path_lines

_KIND = 18
"""Cells of the longest kind of a thing that is made, and a blank."""


def review_lines(
    draft: Draft, facts: Facts, findings: Sequence[Finding], creations: Sequence[Creation]
) -> Iterator[Line]:
    """All of the review, what is in the way first."""
    yield verdict_line(findings)
    yield from problem_lines(draft, facts, findings)
    yield ()
    yield from creation_lines(creations, facts.own)
    cost, paths = draft.cost(facts), draft.reach(facts)
    if cost is not None:
        yield ()
        yield from cost_lines(cost)
    if paths:
        yield ()
        yield line("the ways in and out", "title")
        yield from path_lines(paths)
    yield from checked_lines(findings)


def verdict_line(findings: Sequence[Finding]) -> Line:
    """Whether it can be created, and what keeps it."""
    blocking = sum(each.blocks for each in findings)
    asking = sum(each.verdict == "asking" for each in findings)
    if blocking:
        things = "thing" if blocking == 1 else "things"
        return (Span(f"✗ {blocking} {things} to put right before anything can be created", "bad"),)
    if asking:
        return (Span(f"… {asking} checks still ask AWS", "muted"),)
    unknown = sum(each.verdict == "not checked" for each in findings)
    rest = f", {unknown} not checked" if unknown else ""
    return (Span("✓ nothing keeps it from being created", "good"), Span(rest, "warn"))


def problem_lines(draft: Draft, facts: Facts, findings: Sequence[Finding]) -> Iterator[Line]:
    """What is wrong or not known, each with the page on which it is put right."""
    pages = {field.id: step.title for step in draft.steps(facts) for field in step.fields}
    for each in by_weight(findings):
        if each.verdict in ("problem", "not checked"):
            page = pages.get(each.field, "")
            yield (Span("  ", "key"), *finding_line(each), Span(f"  ({page})" if page else "", "muted"))


def creation_lines(creations: Sequence[Creation], own: Collection[str] = ()) -> Iterator[Line]:
    """What will be made, in its order."""
    yield (Span("what will be created", "title"), Span(", in this order" if len(creations) > 1 else "", "muted"))
    if not creations:
        yield line("  nothing yet: put right what is wrong first", "muted")
    for number, each in enumerate(creations, 1):
        kind = each.kind.replace("-", " ")
        yield (
            Span(f"  {number:>2} {kind:<{_KIND}} ", "key"),
            Span(each.name, "value"),
            Span("  exists by now" if each.step in own else f"  {each.words}", "muted"),
        )


def cost_lines(cost: Cost) -> Iterator[Line]:
    """What it costs, and the parts of it."""
    yield (Span("what it costs  ", "title"), Span(cost.words, "value"))
    width = max((len(part.label) for part in cost.parts), default=0)
    for part in cost.parts:
        price = "n/a" if part.per_hour is None else f"${part.per_hour:,.4f}/h"
        yield pair(f"  {part.label:<{width}}", f"{price:>12}  {part.words}", width=width + 4)


def checked_lines(findings: Sequence[Finding]) -> Iterator[Line]:
    """What was found well, by the numbers of the checks."""
    well = [each for each in findings if each.verdict == "ok"]
    waiting = [each for each in findings if each.verdict in ("asking", "waiting")]
    yield ()
    yield line(f"checks: {len(well)} well", "title")
    for each in (*waiting, *well):
        glyph, tone = glyph_of(each)
        yield (Span("  ", "key"), Span(f"{glyph} ", tone), Span(f"{each.check} ", "muted"), Span(each.words, "muted"))
