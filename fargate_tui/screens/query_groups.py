"""The log groups of a query as they are typed: names, ``region:name`` in another Region, ARNs; spaces between."""

from collections import Counter
from collections.abc import Iterable, Sequence

from fargate_tui.fargate.logs.insights import MOST_GROUPS
from fargate_tui.live.log_groups import LogGroup
from fargate_tui.widgets.choice_list import Candidate

MOST_CANDIDATES = 50


def typed_groups(text: str) -> tuple[LogGroup, ...]:
    """The groups that were typed, each once."""
    return tuple(dict.fromkeys(map(_group, text.replace(",", " ").split())))


def chosen_groups(groups: Iterable[LogGroup]) -> str:
    """The groups as they can be typed."""
    return " ".join(map(_typed, groups))


def of_one_region(groups: Sequence[LogGroup]) -> tuple[LogGroup, ...]:
    """Those of the Region that has most of them, as many as a query may have: Regions are never mixed."""
    regions = Counter(group.region for group in groups)
    if not regions:
        return ()
    region = max(regions, key=lambda name: (regions[name], name == ""))
    return tuple(group for group in groups if group.region == region)[:MOST_GROUPS]


def candidates(typed: str, known: Iterable[LogGroup]) -> tuple[Candidate, ...]:
    """What the last word that is typed could become, behind the words before it."""
    before, space, word = typed.rpartition(" ")
    names = dict.fromkeys(map(_typed, known))
    fitting = [name for name in names if word.lower() in name.lower() and name not in before.split()]
    fitting.sort(key=lambda name: not name.lower().startswith(word.lower()))
    return tuple(Candidate(f"{before}{space}{name}") for name in fitting[:MOST_CANDIDATES])


def _group(word: str) -> LogGroup:
    if word.startswith("arn:"):
        return LogGroup((word.split(":") + [""] * 4)[3], word.removesuffix(":*"))
    region, colon, name = word.partition(":")  # no name of a log group has a colon in it
    return LogGroup(region, name) if colon else LogGroup("", word)


def _typed(group: LogGroup) -> str:
    return f"{group.region}:{group.name}" if group.region and not group.name.startswith("arn:") else group.name
