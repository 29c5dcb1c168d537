"""Cursor and marks over rows that come and go. Pure."""

from collections.abc import Iterable, Sequence

from fargate_tui.widgets.place import neighbour


class Selection:
    """A cursor and marks that hold on to keys (ARNs), never to places.

    What a person has chosen stays chosen: the cursor leaves its key only when that is no longer shown, and then goes to
    the nearest neighbour.
    """

    def __init__(self) -> None:
        self.keys: Sequence[str] = ()
        """Of the rows that are shown, in their order."""
        self.places: dict[str, int] = {}
        self.cursor = 0
        """The place of the cursor; 0 also where nothing is shown."""
        self.displaced = False
        """Whether the cursor is where it is only because its own row vanished, and nobody has moved it since."""
        self.marked: tuple[str, ...] = ()
        """The marked keys that are shown, in their order."""
        self._marks: set[str] = set()
        self._wanted: str | None = None
        """What the person put the cursor on: where it returns to when a filter shows it again."""
        self._pending = False
        """Whether that is still to come."""

    def follow(self, keys: Sequence[str], *, refreshed: bool, arriving: bool = False) -> None:
        """Take what is shown now; `refreshed` says that AWS changed it and not the person.

        While a list is still `arriving` for the first time, a cursor that nobody has moved stays at the top of it.
        """
        before, self.keys = self.keys, keys
        self.places = {key: place for place, key in enumerate(keys)}
        if arriving and self._wanted is None:
            self.cursor = 0
        else:
            self._place(before, refreshed=refreshed)
        self._find_marked()

    def _place(self, before: Sequence[str], *, refreshed: bool) -> None:
        if self._wanted in self.places and (self._pending or not refreshed):
            self.cursor, self._pending = self.places[self._wanted], False
            return
        current = before[self.cursor] if before else None
        if current is None or current in self.places:
            self.cursor = 0 if current is None else self.places[current]
            return
        found = neighbour(before, self.cursor, self.places)
        self.cursor = found if found >= 0 else max(0, min(self.cursor, len(self.keys) - 1))
        if refreshed and not self._pending:
            # A row that comes back must not take the cursor from under the person's hands.
            self.displaced = bool(self.keys)
            self._wanted = self.keys[self.cursor] if self.keys else None

    def go(self, place: int) -> None:
        """Put the cursor on a place, or the nearest there is."""
        self.cursor = max(0, min(place, len(self.keys) - 1))
        self._wanted = self.keys[self.cursor] if self.keys else None
        self._pending = self.displaced = False

    def want(self, key: str) -> int | None:
        """The place of `key`; where it is not shown yet, None, and the cursor goes there once it is."""
        self._wanted, self._pending = key, key not in self.places
        return self.places.get(key)

    def is_marked(self, key: str) -> bool:
        """Whether a key is marked."""
        return key in self._marks

    def mark(self) -> None:
        """Mark what is under the cursor, or unmark it."""
        self._marks.symmetric_difference_update(self.keys[self.cursor : self.cursor + 1])
        self._find_marked()

    @property
    def all_marked(self) -> frozenset[str]:
        """The marked keys, shown or not."""
        return frozenset(self._marks)

    def mark_all(self, keys: Iterable[str]) -> None:
        """Mark these too."""
        self._marks.update(keys)
        self._find_marked()

    def unmark(self) -> None:
        """Unmark everything, shown or not."""
        self._marks.clear()
        self._find_marked()

    def unmark_all_but(self, keys: Iterable[str]) -> None:
        """Unmark what is gone."""
        if self._marks:
            self._marks.intersection_update(keys)
            self._find_marked()

    def _find_marked(self) -> None:
        self.marked = tuple(key for key in self.keys if key in self._marks) if self._marks else ()
