"""The calls by which an account is made to keep its ECS events in a log group, and by which that is taken back."""

from typing import Final

from fargate_tui.aws.buckets import EVENTS_MODIFY, LOG_GROUPS_MODIFY
from fargate_tui.aws.operation import Operation

_SET_UP = "a capture of ECS events is set up from the history"
_TAKEN_BACK = "a capture of ECS events is taken back"

PUT_RESOURCE_POLICY = Operation("logs", "PutResourcePolicy", LOG_GROUPS_MODIFY, _SET_UP, changes=True)
PUT_RULE = Operation("events", "PutRule", EVENTS_MODIFY, _SET_UP, changes=True)
PUT_TARGETS = Operation("events", "PutTargets", EVENTS_MODIFY, _SET_UP, changes=True)
# A second one of these is refused, which would hide that the first was carried out.
REMOVE_TARGETS = Operation("events", "RemoveTargets", EVENTS_MODIFY, _TAKEN_BACK, changes=True, repeats=False)
DELETE_RULE = Operation("events", "DeleteRule", EVENTS_MODIFY, _TAKEN_BACK, changes=True, repeats=False)
DELETE_RESOURCE_POLICY = Operation(
    "logs", "DeleteResourcePolicy", LOG_GROUPS_MODIFY, _TAKEN_BACK, changes=True, repeats=False
)

CAPTURING: Final = (PUT_RESOURCE_POLICY, PUT_RULE, PUT_TARGETS, REMOVE_TARGETS, DELETE_RULE, DELETE_RESOURCE_POLICY)
