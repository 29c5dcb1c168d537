"""The columns of lists over several accounts: those of the list, behind whose each row is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from fargate_tui.columns import clusters, services, tasks
from fargate_tui.columns.column import Column
from fargate_tui.fargate.abroad import Abroad, AccountRow, Listed
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.format import account, visible

Thing = TypeVar("Thing", bound=Listed)

MEASURED = ("cpu", "memory")
"""Columns of metrics, which are asked for one account at a time: AWS bills them."""

_WHOSE: tuple[Column[Any], ...] = (
    Column(
        id="profile",
        title="PROFILE",
        width=12,
        text=lambda row, _now: visible(row.profile),
        middle=True,
        sort_key=lambda row: row.profile.casefold(),
    ),
    Column(id="region", title="REGION", width=12, text=lambda row, _now: visible(row.region), middle=True),
    Column(
        id="account",
        title="ACCOUNT",
        width=14,
        text=lambda row, _now: account(row.account),
        searched=lambda row: f"{row.account} {account(row.account)}",
        wide_only=True,
        spare=16,
    ),
)


def _of_thing(column: Column[Any]) -> Column[Any]:
    """The same column of a row that is wrapped."""
    return replace(
        column,
        text=lambda row, now: column.text(row.thing, now),
        tone=lambda row: column.tone(row.thing),
        sort_key=_inside(column.sort_key),
        searched=_inside(column.searched),
        absent=_inside(column.absent),
    )


def _inside(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if read is None else lambda row: read(row.thing)


def _abroad(columns: Sequence[Column[Thing]], without: Collection[str] = ()) -> tuple[Column[Abroad[Thing]], ...]:
    first, *others = (_of_thing(column) for column in columns if column.id not in without)
    return (first, *_WHOSE, *others)


SERVICES: tuple[Column[Abroad[ServiceRow]], ...] = _abroad(services.ACROSS, MEASURED)
CLUSTERS: tuple[Column[Abroad[ClusterRow]], ...] = _abroad(clusters.COLUMNS)
TASKS: tuple[Column[Abroad[TaskRow]], ...] = _abroad(tasks.EVERYWHERE)

ACCOUNTS: tuple[Column[AccountRow], ...] = (
    Column(
        id="profile",
        title="PROFILE",
        width=24,
        letter="N",
        text=lambda row, _now: visible(row.name),
        middle=True,
        sort_key=lambda row: row.name.casefold(),
    ),
    Column(id="region", title="REGION", width=15, letter="E", text=lambda row, _now: visible(row.where.region or "")),
    Column(
        id="account",
        title="ACCOUNT",
        width=14,
        letter="A",
        text=lambda row, _now: account(row.account) or "—",
        searched=lambda row: f"{row.account} {account(row.account)}",
    ),
    Column(
        id="from",
        title="CREDENTIALS",
        width=24,
        grows=True,
        text=lambda row, _now: visible(
            " · ".join(filter(None, (row.kind, "here" if row.is_here else "", row.problem and f"▲ {row.problem}")))
        ),
        tone=lambda row: "warn" if row.problem else "",
        help="where they come from, and what is wrong with them",
    ),
)
"""The columns of the accounts that can be chosen."""
