"""What is said before somebody is let into a container: pure lines."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.sessions import Way
from fargate_tui.format import age
from fargate_tui.screens.plan_lines import INDENT, title_line
from fargate_tui.widgets.lines import Line, Span, line

if TYPE_CHECKING:
    from fargate_tui.fargate.exec_checks import Check, State
    from fargate_tui.sessions.desk import Look
    from fargate_tui.sessions.forwards import Forward

GLYPHS: "dict[State, tuple[str, str]]" = {
    "ok": ("✓", "good"),
    "problem": ("✗", "bad"),
    "advice": ("▲", "warn"),
    "not checked": ("?", "warn"),
}
FIRST: "tuple[State, ...]" = ("problem", "not checked", "advice")
"""The order in which they are told."""
READ_ONLY = "read-only: nobody is let into a container from here"


def check_lines(found: "Sequence[Check]", *, in_full: bool) -> Iterator[Line]:
    """The checks, those in the way first, those that are well in one line.

    What was not checked is told ``in_full`` where nothing else is left to blame.
    """
    told = [check for check in found if check.state in ("problem", "advice") or (in_full and check.state != "ok")]
    width = max((len(check.name) for check in told), default=0)
    for check in sorted(told, key=lambda check: FIRST.index(check.state)):
        yield from _check(check, width, in_full=in_full)
    rest: tuple[State, ...] = ("ok",) if in_full else ("not checked", "ok")
    for state in rest:
        names = ", ".join(check.name for check in found if check.state == state)
        if names:
            glyph, tone = GLYPHS[state]
            said = "" if state == "ok" else f"{state}: "
            yield (Span(f"{INDENT}{glyph} ", tone), Span(said + names, "muted"))


def _check(check: "Check", width: int, *, in_full: bool) -> Iterator[Line]:
    glyph, tone = GLYPHS[check.state]
    unknown = "not checked: " if check.state == "not checked" else ""
    name = Span(f"{check.name:<{width}}  ", tone)
    # The first span is what makes the rest of a folded line hang.
    yield (Span(INDENT, "key"), Span(f"{glyph} ", tone), name, Span(unknown + check.words))
    if check.remedy and (in_full or check.state == "problem"):
        yield (Span(f"{INDENT}{' ' * (width + 4)}", "key"), Span("→ ", "muted"), Span(check.remedy, "muted"))


def refused_lines(title: str, where: str, found: "Sequence[Check]", error: AwsError | None = None) -> tuple[Line, ...]:
    """Why nobody is let in yet, and what to do about it."""
    said: tuple[Line, ...] = ((Span(f"{INDENT}✗ ", "bad"), Span(str(error))),) if error else ()
    return (title_line(title, where), *said, *check_lines(found, in_full=isinstance(error, Invalid)))


def choice_lines(title: str, where: str, names: Sequence[str]) -> tuple[Line, ...]:
    """The containers among which one is chosen by its number."""
    rows = [(Span(f"{INDENT}{number}  ", "key"), Span(name)) for number, name in enumerate(names, 1)]
    return (title_line(title, where), *rows)


def waiting_lines(title: str, where: str) -> tuple[Line, ...]:
    """While AWS is asked."""
    return (
        title_line(title, where),
        line(f"{INDENT}asking AWS…", "muted"),
    )


BYPASS = "it goes by ssm:StartSession, past the audit logs of ECS Exec: AWS recommends to deny that on tasks"
"""What AWS says against forwarding ports."""


def forward_lines(title: str, look: "Look", way: Way, command: str) -> tuple[Line, ...]:
    """What a forward leads to, what is said against it, and the same for a shell."""
    target = f"{way.host}:{way.port}, as seen from the container" if way.host else f"port {way.port} of the container"
    return (
        title_line(title, look.cluster),
        (Span(f"{INDENT}localhost:{way.local}", "title"), Span(" → ", "muted"), Span(target, "value")),
        # The first span is what makes the rest of a folded line hang.
        (Span(f"{INDENT}▲ ", "warn"), Span(BYPASS)),
        (Span(f"{INDENT}· ", "muted"), Span("it runs in the background, and ends with fargate-tui")),
        (Span(f"{INDENT}$ ", "key"), Span(command, "muted")),
    )


def open_lines(forwards: "Sequence[Forward]", now: datetime) -> tuple[Line, ...]:
    """The ports that are forwarded."""
    rows = [
        (
            Span(f"{INDENT}{number}  ", "key"),
            Span(f"{forward.way}", "title"),
            Span(f"  {forward.place} · {forward.state} · {age(forward.since, now)}", "muted"),
        )
        for number, forward in enumerate(forwards, 1)
    ]
    return (title_line("forwarded ports", ""), *rows)
