"""Where the game is kept: what DynamoDB is to the sample, and shared by all tasks as that is."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Item = dict[str, Any]

IN_MEMORY = ":memory:"
_PATIENCE = 5.0
"""Seconds to wait for another task's transaction."""


class Table:
    """Items by kind and id; each may belong to another, by which it is found again."""

    def __init__(self, path: str = IN_MEMORY) -> None:
        self._lock = threading.RLock()
        self._base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS items (kind TEXT, id TEXT, owner TEXT, item TEXT, PRIMARY KEY (kind, id))"
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let nobody else read or write meanwhile; nothing is kept where it raises."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def get(self, kind: str, identity: str) -> Item | None:
        """The item, or None."""
        found = self._rows("SELECT item FROM items WHERE kind = ? AND id = ?", kind, identity)
        return found[0] if found else None

    def put(self, kind: str, item: Item, owner: str = "") -> None:
        """Keep an item under its ``id``, in place of the one before."""
        row = kind, item["id"], owner, json.dumps(item)
        with self._lock:
            # its place among the others stays the same
            self._base.execute(
                "INSERT INTO items VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET item = excluded.item", row
            )

    def delete(self, kind: str, identity: str) -> None:
        """Forget it."""
        with self._lock:
            self._base.execute("DELETE FROM items WHERE kind = ? AND id = ?", (kind, identity))

    def of(self, kind: str, owner: str = "") -> list[Item]:
        """Everything of a kind that belongs to ``owner``, oldest first."""
        return self._rows("SELECT item FROM items WHERE kind = ? AND owner = ? ORDER BY rowid", kind, owner)

    def _rows(self, query: str, *values: str) -> list[Item]:
        with self._lock:
            return [json.loads(item) for (item,) in self._base.execute(query, values)]
