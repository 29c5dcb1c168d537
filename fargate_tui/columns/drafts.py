"""The columns of the drafts that were left."""

from fargate_tui.columns.column import Column
from fargate_tui.columns.kinds import age_column, name_column
from fargate_tui.fargate.kept_wizards import DraftRow
from fargate_tui.format import NONE, account, visible

COLUMNS: tuple[Column[DraftRow], ...] = (
    Column(id="kind", title="WHAT", width=15, text=lambda row, _now: row.kind.replace("-", " ")),
    name_column("name", lambda row: row.name or NONE, 18),
    Column(
        id="page",
        title="PAGE",
        width=8,
        text=lambda row, _now: visible(row.at.replace("-", " ")) or NONE,
        help="the page that was open",
        grows=True,
    ),
    Column(
        id="account",
        title="ACCOUNT",
        width=14,
        text=lambda row, _now: account(row.account) if row.account else NONE,
        help="where its questions were asked",
    ),
    Column(id="region", title="REGION", width=14, text=lambda row, _now: visible(row.region) or NONE),
    age_column("kept", "AGE", lambda row: row.written_at, letter="A", help="since something was filled in"),
)
