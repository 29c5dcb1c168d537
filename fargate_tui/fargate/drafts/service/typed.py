"""What is wrong with answers that several drafts ask for alike: a strategy, tags, the name of a cluster."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from fargate_tui.fargate.drafts.checks import Trouble, Unknown
from fargate_tui.fargate.drafts.fields import lines
from fargate_tui.fargate.drafts.service.parts import StrategyDraft, number

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")
"""Of clusters and services."""
MOST_TAGS: Final = 50
Found = Iterator[Trouble | Unknown]


def strategy_found(draft: StrategyDraft) -> Found:
    """What AWS refuses of a strategy."""
    limits = (("base", 100_000), ("weight", 1000), ("spot_base", 100_000), ("spot_weight", 1000))
    for name, most in limits:
        typed: str = getattr(draft, name)
        if number(typed) is None or (number(typed) or 0) > most:
            yield Trouble(f"strategy.{name}", f"{typed or 'nothing'} is no number", f"0 to {most:,}")
            return
    if number(draft.base) and number(draft.spot_base):
        yield Trouble("strategy.spot_base", "both have a base", "one of the two may")
    if not number(draft.weight) and not number(draft.spot_weight):
        yield Trouble("strategy.weight", "neither has a weight: nothing would be placed", "1 or more for one of them")


def tags_found(text: str, field: str) -> Found:
    """What AWS refuses of tags."""
    typed = lines(text)
    for line in typed:
        key, equals, value = line.partition("=")
        is_well = equals and 0 < len(key.strip()) <= 128 and len(value.strip()) <= 256
        if not is_well or key.strip().lower().startswith("aws:"):
            yield Trouble(field, f"{line} is no tag", "NAME=value, and aws: is AWS's own", "BLOCK")
    keys = [line.partition("=")[0].strip() for line in typed]
    if len(typed) > MOST_TAGS:
        yield Trouble(field, f"{len(typed)} tags", f"{MOST_TAGS} at most", "BLOCK")
    elif len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        yield Trouble(field, f"{twice} is there twice", "once", "BLOCK")


def tags_of(text: str) -> list[Mapping[str, str]]:
    """Tags as ECS has them."""
    pairs = (line.partition("=") for line in lines(text))
    return [{"key": key.strip(), "value": value.strip()} for key, _, value in pairs]
