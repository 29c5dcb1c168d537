"""The columns of the keys."""

from fargate_tui.columns.column import Column
from fargate_tui.keys.row import KeyRow

COLUMNS: tuple[Column[KeyRow], ...] = (
    Column(id="view", title="WHERE", width=17, text=lambda row, _now: row.view, help="the view, or what is in it"),
    Column(
        id="key", title="KEYS", width=12, text=lambda row, _now: row.keys,
        tone=lambda row: "" if row.origin == "default" else "busy", letter="K",
    ),
    Column(id="does", title="DOES", width=30, text=lambda row, _now: row.what, grows=True),
    Column(
        id="id", title="ID", width=22, text=lambda row, _now: row.id, letter="I", wide_only=True,
        help="what the table [keys] of the settings calls it",
    ),
    Column(
        id="from", title="FROM", width=8, text=lambda row, _now: row.origin,
        tone=lambda row: "muted" if row.origin == "default" else "busy", letter="F",
        help="default, the preset, or own: from the settings",
    ),
)  # fmt: skip
