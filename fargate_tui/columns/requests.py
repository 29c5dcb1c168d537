"""The columns of the requests: what was asked of AWS, how that went, and what it is billed by."""

from collections.abc import Callable
from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column
from fargate_tui.columns.kinds import count_column, name_column, roomy
from fargate_tui.fargate.requests import RequestRow, peak
from fargate_tui.format import NONE, count, money, visible


def latency(seconds: float | None) -> str:
    """How long AWS took to answer: ``85ms``, ``1.2s``."""
    if seconds is None:
        return NONE
    return f"{seconds * 1000:.0f}ms" if seconds < 0.9995 else f"{seconds:.1f}s"


def share(fraction: float) -> str:
    """A share of a budget, never rounded down to nothing: ``<1 %``, ``12 %``."""
    return "<1 %" if 0 < fraction < 0.01 else f"{fraction:.0%}".replace("%", " %")


def amount(row: RequestRow) -> str:
    """What AWS bills it by: ``480 metrics``."""
    billed = row.calls.billed
    return NONE if billed is None else f"{count(billed.amount)} {visible(billed.unit)}"


def cost(row: RequestRow) -> str:
    """About how many dollars that is, where the price is known."""
    billed = row.calls.billed
    return NONE if billed is None or billed.dollars is None else money(billed.dollars)


def account(row: RequestRow) -> str:
    """What its cells have no room for: what is billed on which terms, and the budget it is taken from."""
    calls = row.calls
    billed = calls.billed
    parts = []
    if billed is not None:
        about = f", about {cost(row)}" if billed.dollars is not None else ""
        parts.append(f"{amount(row)}{about}; AWS bills {billed.terms}")
    budget = f"{visible(calls.bucket)}: burst {calls.burst}, then {calls.refill}/s for the account"
    parts.append(budget if calls.is_limited else f"{budget} · not AWS: no limit")
    return " · ".join(parts)


def _trouble(read: Callable[[RequestRow], int]) -> Callable[[RequestRow], str]:
    return lambda row: "warn" if read(row) else ""


COLUMNS: tuple[Column[RequestRow], ...] = (
    severity_column(RequestRow),
    replace(name_column("operation", lambda row: row.name, 24), grows=True),
    Column(
        id="bucket",
        title="BUCKET",
        width=21,
        letter="B",
        text=lambda row, _now: visible(row.calls.bucket),
        tone=lambda _row: "muted",
        wide_only=True,
        help="AWS gives calls from buckets, to everybody in the account and Region together",
    ),
    count_column("minute", "/MIN", lambda row: row.calls.per_minute, letter="M", help="calls in the last 60 seconds"),
    roomy(
        count_column(
            "peak", "PEAK", lambda row: peak(row.calls), letter="K", help="calls in the busiest of the last 15 minutes"
        ),
        0,
    ),
    Column(
        id="share",
        title="SHARE",
        width=5,
        letter="H",
        text=lambda row, _now: share(row.share),
        tone=lambda row: "warn" if row.share > 0.25 else "",
        sort_key=lambda row: -row.share,
        right=True,
        help="of what the bucket refills in a minute, taken by its busiest minute; a quarter is ours",
    ),
    count_column("calls", "CALLS", lambda row: row.calls.calls, width=6, help="since the connection was opened"),
    count_column(
        "errors",
        "ERR",
        lambda row: row.calls.failed,
        letter="E",
        tone=_trouble(lambda row: row.calls.failed),
        help="tries that brought no answer or an error, throttled ones among them",
    ),
    replace(
        count_column(
            "throttled",
            "THR",
            lambda row: row.calls.throttled,
            tone=_trouble(lambda row: row.calls.throttled),
            help="tries that AWS answered with: slow down",
        ),
        absent=lambda row: not row.calls.throttled,
    ),
    Column(
        id="median",
        title="MEDIAN",
        width=6,
        letter="I",
        text=lambda row, _now: latency(row.calls.median),
        sort_key=lambda row: None if row.calls.median is None else -row.calls.median,
        right=True,
        help="seconds to an answer, half of those of the last 5 minutes were faster",
    ),
    Column(
        id="worst",
        title="WORST",
        width=5,
        text=lambda row, _now: latency(row.calls.worst),
        sort_key=lambda row: None if row.calls.worst is None else -row.calls.worst,
        right=True,
        help="the slowest answer of the last 5 minutes",
    ),
    Column(
        id="billed",
        title="BILLED",
        width=13,
        letter="A",
        text=lambda row, _now: amount(row),
        sort_key=lambda row: None if row.calls.billed is None else -row.calls.billed.amount,
        right=True,
        help="what AWS bills it by, since the connection was opened; — is free",
    ),
    Column(
        id="about",
        title="ABOUT",
        width=7,
        text=lambda row, _now: cost(row),
        absent=lambda row: row.calls.billed is None or row.calls.billed.dollars is None,
        sort_key=lambda row: None if row.calls.billed is None else row.calls.billed.dollars,
        right=True,
        wide_only=True,
        help="US dollars, where the price is known; an estimate, free allowances are not counted",
    ),
    roomy(
        count_column("burst", "BURST", lambda row: row.calls.burst, width=5, help="calls the bucket holds when full"), 0
    ),
    roomy(count_column("refill", "/S", lambda row: row.calls.refill, help="calls a second that the bucket refills"), 0),
)
