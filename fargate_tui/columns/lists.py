"""The lists by the names that settings give them; a list's columns are loaded when they are asked for."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, Final

from fargate_tui.columns.column import Column

LISTS: Final = (
    "clusters", "services", "tasks", "task-definitions", "deployments", "enis", "targets", "events", "history",
    "journal",
)  # fmt: skip
"""Lists whose columns and order can be chosen; each is the view of this name."""
_MODULES: Final = {"events": "timeline", "task-definitions": "task_definitions"}


def columns_of(name: str) -> tuple[Column[Any], ...]:
    """Every column that a list can have, each once, in their usual order."""
    module = import_module(f"fargate_tui.columns.{_MODULES.get(name, name)}")
    found: dict[str, Column[Any]] = {}
    for of_list in ("COLUMNS", "ACROSS", "EVERYWHERE", "REVISIONS"):
        found |= {column.id: column for column in getattr(module, of_list, ()) if column.title}
    return tuple(found.values())


def chosen(columns: Sequence[Column[Any]], ids: Sequence[str]) -> Sequence[Column[Any]]:
    """The columns that were chosen, in that order, behind those without a title; all of them where none was."""
    if not ids:
        return columns
    by_id = {column.id: column for column in columns if column.title}
    untitled = [column for column in columns if not column.title]
    shown = [replace(by_id[name], wide_only=False, absent=None) for name in ids if name in by_id]
    return (*untitled, *shown) if shown else columns
