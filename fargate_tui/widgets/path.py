"""Ways through a network as lines: each hop with a tick, a cross or a question mark, and what was found there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from fargate_tui.fargate.network.path import Hop, Path, Verdict
from fargate_tui.widgets.lines import Line, Span

MARKS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "open": ("✓", "good"),
    "blocked": ("✗", "bad"),
    "unknown": ("?", "warn"),
}
"""A glyph and a tone for each verdict: colour is never the only carrier."""
ORDER: Final[Sequence[Verdict]] = ("blocked", "unknown", "open")
"""What matters more comes first."""
_NAME: Final = 15
"""Cells of the longest name of a hop and a blank."""


def path_lines(paths: Sequence[Path]) -> Iterator[Line]:
    """Ways hop by hop, what is blocked first; ways by the same hops are drawn once."""
    for alike in _alike(paths):
        yield heading(alike)
        for hop in alike[0].hops:
            yield from hop_lines(hop)
        yield ()


def heading(alike: Sequence[Path]) -> Line:
    """What is reached, or not: the services, and by what."""
    first = alike[0]
    glyph, tone = MARKS[first.verdict]
    by_label: dict[str, list[str]] = {}
    for path in alike:
        by_label.setdefault(path.label, []).append(path.service)
    named = [f"{label} ({', '.join(services)})" if _tells(services) else label for label, services in by_label.items()]
    words = {"open": f"by {first.via}" if first.via else "", "blocked": "blocked", "unknown": "cannot be told"}
    return (Span(f"{glyph} ", tone), Span(" · ".join(named), "title"), Span(f"  {words[first.verdict]}", tone))


def hop_lines(hop: Hop) -> Iterator[Line]:
    """One hop: what it is, what was found there, and what is not well though it lets pass."""
    glyph, tone = MARKS[hop.verdict]
    ids = [each for each in hop.ids if each not in hop.words]
    told = f"{hop.words}  ({', '.join(ids)})" if ids and hop.verdict != "open" else hop.words
    yield (
        Span("  ", "key"),
        Span(glyph, tone),
        Span(f" {hop.name:<{_NAME}} ", "key"),
        Span(told, "" if hop.verdict == "open" else tone),
    )
    if hop.warning:
        yield (Span("  ", "key"), Span("▲", "warn"), Span(f" {'':<{_NAME}} ", "key"), Span(hop.warning, "warn"))


def short_line(path: Path) -> Line:
    """A way in one sentence."""
    glyph, tone = MARKS[path.verdict]
    return (Span(" ", "key"), Span(f"{glyph} ", tone), Span(path.sentence, "" if path.verdict == "open" else tone))


def _alike(paths: Sequence[Path]) -> list[list[Path]]:
    """Ways with the same hops together; what is blocked before what cannot be told, and that before what is open."""
    groups: dict[tuple[Hop, ...], list[Path]] = {}
    for path in sorted(paths, key=lambda each: ORDER.index(each.verdict)):
        groups.setdefault(path.hops, []).append(path)
    return list(groups.values())


def _tells(services: Sequence[str]) -> bool:
    """Whether the services say more than the label: ECR is two of them."""
    return len(services) > 1 or services[0].startswith("ecr.")
