"""The report as text. It blocks: call it in a thread."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fargate_tui.format import visible
from fargate_tui.report.machine import environment, files, terminal, tools
from fargate_tui.report.masking import Mask
from fargate_tui.versions import versions

if TYPE_CHECKING:
    from fargate_tui.fargate.requests import OperationCalls

ABOUT: Final = """\
Secrets, account numbers, names of people and the home directory are masked.
Names of clusters, services and tasks may stand in errors: read it before you
hand it on."""
NOT_RUNNING: Final = "not asked: this report was made without the screen; :report has what the session asked of AWS"


@dataclass(frozen=True, slots=True)
class Session:
    """What a running program knows."""

    where: tuple[tuple[str, str], ...] = ()
    """Profile, Region and the like, each with its value."""
    calls: "Sequence[OperationCalls]" = ()
    """What was asked of AWS since the connection was opened."""
    troubles: tuple[str, ...] = ()
    """What was said on the screen of things that went wrong, the newest last."""


def report(
    at: datetime,
    environ: Mapping[str, str],
    state: Path | None,
    settings: Iterable[str],
    session: Session | None = None,
) -> str:
    """All of it, masked; ``settings`` are the lines of ``fargate-tui config``, ``state`` is where files are kept."""
    mask = Mask(environ, environ.get("HOME", ""))
    parts = [
        ("versions", [f"{name:<12} {number}" for name, number in versions()]),
        ("terminal", [*terminal(environ)]),
        ("environment", [*environment(environ)]),
        ("programs", [*tools()]),
        ("files", [*files(state)] if state is not None else ["kept nowhere"]),
        ("settings", [*settings]),
        ("session", [NOT_RUNNING] if session is None else [*_session(session)]),
        ("said on the screen", [*session.troubles] if session is not None else []),
    ]
    head = [f"fargate-tui report, {at:%Y-%m-%d %H:%M:%S} UTC", "", *ABOUT.splitlines()]
    body = [line for title, lines in parts if lines for line in ("", f"## {title}", "", *lines)]
    return "\n".join(visible(mask(line)) for line in (*head, *body)) + "\n"


def _session(session: Session) -> Iterator[str]:
    for name, value in session.where:
        yield f"{name:<12} {value}"
    yield from ("", "asked of AWS:")
    for each in sorted(session.calls, key=lambda each: each.action):
        yield f"  {each.action}  {', '.join(_counted(each))}"
        if each.last_error:
            yield f"    {each.last_error}"
    if not session.calls:
        yield "  nothing"


def _counted(calls: "OperationCalls") -> Iterator[str]:
    yield f"{calls.calls} calls"
    if calls.failed:
        yield f"{calls.failed} failed"
    if calls.throttled:
        yield f"{calls.throttled} throttled"
    if calls.median is not None and calls.worst is not None:
        yield f"median {calls.median * 1000:.0f} ms, worst {calls.worst * 1000:.0f} ms"
