"""What is said before a command of one's own is run, and of what it said: pure lines."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from fargate_tui.format import cut, visible
from fargate_tui.screens.plan_lines import INDENT, title_line
from fargate_tui.widgets.lines import Line, Span, line

if TYPE_CHECKING:
    from fargate_tui.sessions.own_commands import Beside, Order

LONGEST: Final = 160
"""Cells of a variable that are shown."""
MOST_THINGS: Final = 10
"""Things that are named; the others are counted."""
MOST_LINES: Final = 2000
"""Lines of output that are shown, the last ones."""


def order_lines(orders: "Sequence[Order]") -> tuple[Line, ...]:
    """The exact command, where it runs, and the variables that it is told."""
    first = orders[0]
    several = "" if len(orders) == 1 else f"{first.name} for each of {len(orders)}"
    return (
        title_line(visible(several or first.title), first.thing.cluster if first.thing.kind != "cluster" else ""),
        *((Span(f"{INDENT}$ ", "key"), Span(visible(text), "value")) for text in first.text.splitlines()),
        (Span(f"{INDENT}· ", "muted"), Span(_where(orders))),
        *(_variables(first) if len(orders) == 1 else _things(orders)),
    )


def _where(orders: "Sequence[Order]") -> str:
    if not orders[0].own.background:
        return "in this terminal, until it ends"
    after = "one after the other, until one fails; " if len(orders) > 1 else ""
    return f"beside the screen: {after}it ends with fargate-tui"


def _variables(order: "Order") -> Iterator[Line]:
    width = max(map(len, order.variables), default=0)
    for name, value in order.variables.items():
        yield (Span(f"{INDENT}{name:<{width}}  ", "key"), Span(cut(visible(value), LONGEST), "value"))


def _things(orders: "Sequence[Order]") -> Iterator[Line]:
    for order in orders[:MOST_THINGS]:
        yield line(f"{INDENT}{order.thing}")
    if len(orders) > MOST_THINGS:
        yield line(f"{INDENT}and {len(orders) - MOST_THINGS} more", "muted")


def output_lines(run: "Beside", pager: str) -> Iterator[Line]:
    """A run beside the screen: how it stands, what it was, and the last that it said."""
    tone, glyph = ("busy", "◐") if run.ended is None else ("good", "●") if run.is_well else ("bad", "✗")
    yield (Span(f"{glyph} ", tone), Span(visible(run.words), "title"))
    yield from ((Span("$ ", "key"), Span(visible(text), "value")) for text in run.order.text.splitlines())
    yield ()
    said, before = run.gathered.last_lines(MOST_LINES)
    if run.gathered.let_go:
        yield line(f"… {run.gathered.let_go:,} bytes before this were let go", "muted")
    if before:
        yield line(f"… {before:,} lines before these: {pager} pages through them too", "muted")
    yield from map(line, said)
    if not said:
        yield line("it has said nothing" if run.ended is not None else "it has said nothing yet", "muted")
