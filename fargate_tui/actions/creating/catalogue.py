"""All actions of the wizards. They are not imported before a wizard needs them, or something it has made is undone."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.actions.action import Action
from fargate_tui.actions.creating.kinds import MAKING
from fargate_tui.actions.creating.making import Making
from fargate_tui.actions.creating.taking_back import TAKING_BACK

CREATING: Final[tuple[Action, ...]] = (*MAKING, *TAKING_BACK)
"""In the order of the documentation."""

BY_KIND: Final[Mapping[str, Making]] = {each.kind: each for each in MAKING}
BY_ID: Final[Mapping[str, Action]] = {each.id: each for each in CREATING}
