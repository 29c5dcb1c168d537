"""Kinds of columns that several lists have."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from fargate_tui.columns.column import Column
from fargate_tui.format import NONE, age, count, short_zone, visible

Row = TypeVar("Row")


def name_column(id: str, read: Callable[[Row], str], width: int) -> Column[Row]:  # noqa: A002 - as in Column
    """What a person calls the thing, cut in the middle; `N` sorts by it."""
    return Column(
        id=id,
        title=id.upper(),
        width=width,
        letter="N",
        text=lambda row, _now: visible(read(row)),
        middle=True,
        sort_key=lambda row: read(row).casefold(),
    )


def zone_column(read: Callable[[Row], str]) -> Column[Row]:
    """The availability zone, without the Region; `Z` sorts by it."""
    return Column(
        id="zone",
        title="AZ",
        width=2,
        letter="Z",
        text=lambda row, _now: short_zone(read(row)) or NONE,
        searched=read,
        help="availability zone, without the Region",
    )


def count_column(
    id: str,  # noqa: A002 - as in Column
    title: str,
    read: Callable[[Row], int | None],
    *,
    help: str,  # noqa: A002
    width: int = 4,
    letter: str = "",
    tone: Callable[[Row], str] = lambda _row: "",
) -> Column[Row]:
    """How many there are; — where that is not known."""
    return Column(
        id=id,
        title=title,
        width=width,
        letter=letter,
        text=lambda row, _now: count(read(row)),
        tone=tone,
        sort_key=read,
        right=True,
        help=help,
    )


def pending_column(read: Callable[[Row], int]) -> Column[Row]:
    """How many tasks are on their way to running."""
    return count_column(
        "pending",
        "PEND",
        read,
        help="tasks on their way to running",
        tone=lambda row: "busy" if read(row) else "",
    )


def age_column(
    id: str,  # noqa: A002 - as in Column
    title: str,
    read: Callable[[Row], datetime | None],
    *,
    letter: str,
    help: str,  # noqa: A002
) -> Column[Row]:
    """How long ago it was; sorts the youngest first, without asking what time it is."""

    def since(row: Row) -> float | None:
        then = read(row)
        return None if then is None else -then.timestamp()

    return Column(
        id=id,
        title=title,
        width=4,
        letter=letter,
        text=lambda row, now: age(read(row), now),
        sort_key=since,
        right=True,
        ages=True,
        help=help,
    )


def time_column(read: Callable[[Row], datetime], spare: int) -> Column[Row]:
    """The moment itself, the newest first, where there is room for more than its age."""
    return Column(
        id="time",
        title="TIME (UTC)",
        width=14,
        text=lambda row, _now: f"{read(row):%m-%d %H:%M:%S}",
        sort_key=lambda row: -read(row).timestamp(),
        wide_only=True,
        spare=spare,
    )


def took_column(
    text: Callable[[Row, datetime], str],
    read: Callable[[Row], tuple[datetime | None, datetime | None]],
    *,
    width: int,
    help: str,  # noqa: A002 - as in Column
) -> Column[Row]:
    """How long something took from its beginning to its end, which ``read`` tells; sorts what has ended."""

    def seconds(row: Row) -> float | None:
        began, ended = read(row)
        return (ended - began).total_seconds() if began and ended else None

    return Column(
        id="took",
        title="TOOK",
        width=width,
        text=text,
        sort_key=seconds,
        right=True,
        ages=True,
        help=help,
    )


def cluster_column(read: Callable[[Row], str], *, width: int = 11, spare: int) -> Column[Row]:
    """The cluster, where there is room for it."""
    return Column(
        id="cluster",
        title="CLUSTER",
        width=width,
        text=lambda row, _now: visible(read(row)) or NONE,
        middle=True,
        wide_only=True,
        spare=spare,
    )


def roomy(column: Column[Row], spare: int = 24) -> Column[Row]:
    """The same column, shown by itself only where the growing one keeps room to spare."""
    return replace(column, wide_only=True, spare=spare)
