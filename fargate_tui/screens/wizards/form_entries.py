"""The fields of a draft as the form shows them: with what AWS offers, and what is wrong beside each. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from fargate_tui.fargate.drafts.checks import Finding, Level, Verdict
from fargate_tui.fargate.drafts.fields import Field, Offer
from fargate_tui.fargate.run_draft import masked_pairs
from fargate_tui.live.offers import ASKING, Offered
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_fields import FormField
from fargate_tui.widgets.lines import Line, Span

GLYPHS: Final[Mapping[Level, tuple[str, str]]] = {"BLOCK": ("✗", "bad"), "WARN": ("▲", "warn"), "INFO": ("·", "muted")}
"""Of problems: colour is never the only carrier."""
OTHERS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "ok": ("✓", "good"),
    "not checked": ("?", "warn"),
    "asking": ("…", "muted"),
    "waiting": ("…", "muted"),
}
_ORDER: Final[Mapping[Verdict, int]] = {"problem": 0, "not checked": 1, "asking": 2, "waiting": 3, "ok": 4}
_LEVELS: Final[Mapping[Level, int]] = {"BLOCK": 0, "WARN": 1, "INFO": 2}


def glyph_of(finding: Finding) -> tuple[str, str]:
    """The sign and the tone of a finding."""
    return GLYPHS[finding.level] if finding.verdict == "problem" else OTHERS[finding.verdict]


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first."""
    return sorted(findings, key=lambda each: (_ORDER[each.verdict], _LEVELS[each.level], each.check))


def finding_line(finding: Finding) -> Line:
    """What was found, and what to do about it."""
    glyph, tone = glyph_of(finding)
    remedy = (Span(f"  → {finding.remedy}", "muted"),) if finding.remedy else ()
    return (Span(f"{glyph} ", tone), Span(finding.words, tone if finding.verdict == "problem" else "muted"), *remedy)


def entries(
    fields: Sequence[Field],
    findings: Iterable[Finding],
    offered: Mapping[Offer, Offered],
    answered: Collection[str],
) -> tuple[FormField, ...]:
    """The fields of a page."""
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        # What AWS has not answered yet would flicker beside every field at every key.
        if finding.verdict in ("problem", "not checked"):
            by_field.setdefault(finding.field, []).append(finding)
    return tuple(_entry(each, by_field.get(each.id, ()), offered, answered) for each in fields)


def _entry(
    field: Field, findings: Sequence[Finding], offered: Mapping[Offer, Offered], answered: Collection[str]
) -> FormField:
    told = offered.get(field.offer, ASKING) if field.offer is not None else Offered()
    # What the draft says of a choice (a way out, a price) is more than its name, which is all that is offered with it.
    choices = {each.value: each for each in (*field.choices, *told.choices, *field.choices)}
    return FormField(
        id=field.id,
        label=field.label,
        kind=field.kind,
        choices=tuple(Candidate(each.value, each.words) for each in choices.values()),
        note=told.note,
        hint=field.hint,
        help=field.help,
        heading=field.heading,
        marks=tuple(finding_line(each) for each in by_weight(findings)),
        is_proposed=field.id not in answered,
        mask=masked_pairs if field.is_secret else None,
    )
