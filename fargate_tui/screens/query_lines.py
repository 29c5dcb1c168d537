"""What the query view says of a query: how far it is, what it cost, where it is wrong, and why there is no row."""

from collections.abc import Sequence

from fargate_tui.fargate.errors import MalformedQuery
from fargate_tui.fargate.logs.insights import QueryStatistics, price
from fargate_tui.format import cell_width, cut, data, duration, money, visible
from fargate_tui.keys.key import Key
from fargate_tui.live.log_queries import QueryState
from fargate_tui.widgets.lines import Line, Span

NAMED = 3
"""Log groups that are named; of more it is said how many."""
LEAST_MONEY = 0.001

_GLYPHS = {
    "Starting": ("◔", "busy"),
    "Scheduled": ("◔", "busy"),
    "Running": ("◔", "busy"),
    "Complete": ("●", "good"),
    "Cancelled": ("○", "warn"),
}


def progress_line(state: QueryState, rows: int, region: str, width: int) -> Line:
    """How far a query is, the most important first: what does not fit is left out whole."""
    results = state.results
    if state.error is not None and state.is_over:
        word = "not understood" if isinstance(state.error, MalformedQuery) else "it did not run to its end"
        return (Span("✗ ", "bad"), Span(f"{word}: see below"))
    glyph, tone = _GLYPHS.get(results.status, ("✗", "bad"))
    found = [results.status.lower(), f"{rows:,} row{'' if rows == 1 else 's'}"]
    if not state.is_over:
        found.append("esc cancels")
    statistics = results.statistics
    if statistics.records_scanned or state.is_over:
        found.append(cost(statistics, region))
        found.append(f"{statistics.records_matched:,.0f} of {statistics.records_scanned:,.0f} lines match")
    found.append(duration(state.seconds))
    while len(found) > 1 and len(" · ".join(found)) > width - 2:
        found.pop()
    return (Span(f"{glyph} ", tone), Span(" · ".join(found)))


def offer_line(ready: str, groups: Sequence[str], back: str, width: int) -> Line:
    """What a run goes over; `ready` names the ready-made query, if it is one."""
    name = f"{ready} · " if ready else ""
    over = groups_named(groups) or "no log group yet"
    what = f"↵ runs it, billed by what it scans: the last {back} of {over}"
    return (Span(name, "value"), Span(cut(what, width - len(name)), "muted"))


def liveness(state: QueryState | None) -> tuple[str, str]:
    """How a query goes, in the header, and in which tone."""
    if state is None:
        return "○ not run", "muted"
    if not state.is_over:
        return ("✗ trying again", "bad") if state.error is not None else ("◔ running, billed", "busy")
    if state.error is not None:
        return "✗ not run" if isinstance(state.error, MalformedQuery) else "✗ no answer", "bad"
    return f"as of {state.at:%H:%M:%S} UTC", "muted"


def cost(statistics: QueryStatistics, region: str) -> str:
    """How much was scanned, and about what that costs where the price of the Region is known."""
    scanned = f"{data(statistics.bytes_scanned)} scanned"
    dollars = price(statistics, region)
    if dollars is None:
        return f"{scanned}, billed"
    return f"{scanned}, " + (f"about {money(dollars)}" if dollars >= LEAST_MONEY else f"below {money(LEAST_MONEY)}")


def groups_named(groups: Sequence[str]) -> str:
    """A few log groups by name."""
    more = len(groups) - NAMED
    return ", ".join(map(visible, groups[:NAMED])) + (f" and {more} more" if more > 0 else "")


def pointed(query: str, error: MalformedQuery, width: int) -> tuple[Line, ...]:
    """The line of a query that is wrong, and a caret under what is in the way; nothing where AWS does not say."""
    if error.start is None:
        return ()
    start = min(error.start, len(query))
    begin = query.rfind("\n", 0, start) + 1
    end = query.find("\n", start)
    line_of_it = visible(query[begin : len(query) if end < 0 else end])
    before = cell_width(visible(query[begin:start]))
    marked = max(1, min(error.end, len(query)) - start)
    # What is in the way stands in the first two thirds, whatever is before it.
    skipped = max(0, before - width * 2 // 3)
    shown = cut(("…" + line_of_it[skipped + 1 :]) if skipped else line_of_it, width)
    carets = "^" * max(1, min(marked, width - (before - skipped)))
    return ((Span(shown, "muted"),), (Span(" " * (before - skipped) + carets, "bad"),))


def nothing_found(state: QueryState, word: str, key: Key) -> str:
    """Why there is no row, and what to try."""
    if not state.is_over:
        return "no row so far…"
    if isinstance(state.error, MalformedQuery):
        return "the query was not run · mend it, ↵ runs it"
    if state.error is not None:
        return "no row was read, which does not mean that there is none: see below"
    status = state.results.status
    if status != "Complete":
        return f"the query ended as {status.lower()} before it had a row · {key('view.refresh', 'r')} runs it again"
    where, longer = groups_named(state.asked.groups), key("query.longer", "greater_than_sign")
    if not state.results.statistics.records_scanned:
        return f"nothing was written in the last {word} to {where} · {longer} looks further back"
    return f"no line matches in the last {word} of {where} · {longer} looks further back"
