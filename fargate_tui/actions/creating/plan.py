"""A draft's things as one plan: each step a change of its own, carried out one after the other."""

from collections.abc import Sequence

import msgspec

from fargate_tui.actions.creating.catalogue import BY_KIND
from fargate_tui.actions.creating.orders import answer_of, order_of
from fargate_tui.fargate.changes import Change, Plan
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.errors import Invalid


def creation_plan(title: str, creations: Sequence[Creation]) -> Plan:
    """What makes all of them in their order; asks nothing. Raises `Invalid` where there is nothing to be made.

    What a step refers to need not exist yet: it is looked for at AWS when the turn of the step has come.
    """
    if not creations:
        raise Invalid(title, "there is nothing to be created")
    changes = tuple(_change(each, creations) for each in creations)
    return Plan(action=changes[0].action, title=title, answer="", changes=changes)


def _change(creation: Creation, plan: Sequence[Creation]) -> Change:
    action, answer = BY_KIND[creation.kind], answer_of(order_of(creation, plan))
    return msgspec.structs.replace(action.drafted(answer), action=action.id, answer=answer)
