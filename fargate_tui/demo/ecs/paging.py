"""Pages of a listing, and the tokens between them."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.wire import Members

Entry = TypeVar("Entry")

Key = tuple[str, int]
"""Where an entry stands in its listing: by text, then by number."""


def page(
    entries: Sequence[Entry],
    key: Callable[[Entry], Key],
    request: Members,
    *,
    default: int = 100,
    most: int = 100,
    descending: bool = False,
) -> tuple[Sequence[Entry], str | None]:
    """The page a request asks for by ``maxResults`` and ``nextToken``, and the token of the next.

    ``entries`` are in the order of ``key``. A token names the last entry that was handed out, not a position, so
    nothing is skipped or repeated when entries come and go between two pages.
    """
    size = request.number("maxResults")
    if size is not None and not 1 <= size <= most:
        raise invalid(f"maxResults must be between 1 and {most}.")
    token = request.text("nextToken")
    start = 0 if token is None else _after(entries, key, _read(token), descending=descending)
    end = start + (size or default)
    return entries[start:end], _write(key(entries[end - 1])) if end < len(entries) else None


def _after(entries: Sequence[Entry], key: Callable[[Entry], Key], last: Key, *, descending: bool) -> int:
    low, high = 0, len(entries)
    while low < high:
        middle = (low + high) // 2
        here = key(entries[middle])
        if here >= last if not descending else here <= last:
            high = middle
        else:
            low = middle + 1
    return low + 1 if low < len(entries) and key(entries[low]) == last else low


def _write(last: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(last, separators=(",", ":")).encode()).decode()


def _read(token: str) -> Key:
    try:
        text, number = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError, binascii.Error) as error:
        raise invalid("Invalid token.") from error
    if not isinstance(text, str) or not isinstance(number, int):
        raise invalid("Invalid token.")
    return text, number
