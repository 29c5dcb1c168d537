"""What a query goes over: log groups of one Region, and how far back. Pure."""

from collections.abc import Iterator
from datetime import datetime

from fargate_tui.fargate.logs.insights import MOST_GROUPS
from fargate_tui.keys.key import Key
from fargate_tui.live.log_groups import LogGroup, LogGroups
from fargate_tui.live.log_queries import Asked
from fargate_tui.screens.journey import Place
from fargate_tui.screens.log_ranges import RANGES, other_range
from fargate_tui.screens.query_groups import candidates, of_one_region
from fargate_tui.widgets.choice_list import Candidate

FIRST_RANGE = 3
GROUPS = "groups:"
"""The glyph of the prompt in which log groups are chosen."""


class QueryScope:
    """The groups that a place writes to, as they become known, unless others are chosen by hand."""

    def __init__(self, place: Place) -> None:
        self._is_of_place = place.cluster is not None
        self.range = FIRST_RANGE
        self.found = LogGroups()
        """Where the place writes."""
        self.by_hand: tuple[LogGroup, ...] = ()
        self.listed: tuple[LogGroup, ...] = ()
        """Other groups there are, to choose from."""

    @property
    def back(self) -> str:
        """How far back, in a word."""
        return RANGES[self.range][0]

    @property
    def groups(self) -> tuple[LogGroup, ...]:
        """Those that a query is about, of one Region and at most 50."""
        return of_one_region(self.by_hand or self.found.groups)

    @property
    def regions(self) -> tuple[str, ...]:
        """The Regions in which the place writes, else the one that is looked at."""
        return tuple(dict.fromkeys(group.region for group in self.found.groups)) or ("",)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be asked until groups are chosen by hand."""
        return not self._is_of_place and not self.by_hand

    @property
    def is_searched(self) -> bool:
        """Whether no more groups will become known by themselves."""
        return not self._is_of_place or self.found.is_complete

    @property
    def may_be_asked(self) -> bool:
        """Whether there are groups, and all of them are known, or it is known which ones are not."""
        is_known = self.found.is_complete or self.found.gaps or self.found.error is not None
        return bool(self.groups) and (bool(self.by_hand) or bool(is_known))

    def asked(self, text: str, now: datetime) -> Asked:
        """The query of this text, up to now."""
        groups = self.groups
        return Asked(text, tuple(group.name for group in groups), groups[0].region, now - RANGES[self.range][1], now)

    def shift(self, by: int) -> None:
        """Begin less far back, or further."""
        self.range = other_range(self.range, by)

    def candidates(self, typed: str) -> tuple[Candidate, ...]:
        """What the last word that is typed could become, of the groups that are known by now."""
        return candidates(typed, (*self.found.groups, *self.listed))

    def gaps(self, key: Key) -> Iterator[str]:
        """What is not asked, and why."""
        if self.by_hand:
            return
        if self.found.error is not None:
            yield str(self.found.error)
        yield from self.found.gaps
        asked, known = self.groups, self.found.groups
        choose = key("query.groups", "L")
        here = [group for group in known if asked and group.region == asked[0].region]
        if len(here) > len(asked):
            yield f"only {MOST_GROUPS} of {len(here)} log groups are asked, as many as a query may: {choose} chooses"
        if elsewhere := sorted({group.region for group in known} - {group.region for group in here}):
            others = len(known) - len(here)
            more = f"{others} more log {'group' if others == 1 else 'groups'} in {', '.join(elsewhere)}"
            yield f"{more}: a query is of one Region, {choose} chooses"
