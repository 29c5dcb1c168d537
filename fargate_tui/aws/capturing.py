"""The calls by which an account is made to keep its ECS events in a log group, and by which that is taken back."""

from typing import Final

from fargate_tui.aws.buckets import EVENTS_MODIFY, EVENTS_READ, LOG_GROUPS_MODIFY, LOG_GROUPS_READ
from fargate_tui.aws.operation import Operation

_SET_UP = "a capture of ECS events is set up from the history"
_TAKEN_BACK = "a capture of ECS events is taken back"

_LOOKED_AT = "a capture of ECS events is set up, or taken back"

DESCRIBE_RESOURCE_POLICIES = Operation("logs", "DescribeResourcePolicies", LOG_GROUPS_READ, _LOOKED_AT)
LIST_TARGETS_BY_RULE = Operation("events", "ListTargetsByRule", EVENTS_READ, _LOOKED_AT)
PUT_RESOURCE_POLICY = Operation("logs", "PutResourcePolicy", LOG_GROUPS_MODIFY, _SET_UP, changes=True)
PUT_RULE = Operation("events", "PutRule", EVENTS_MODIFY, _SET_UP, changes=True)
PUT_TARGETS = Operation("events", "PutTargets", EVENTS_MODIFY, _SET_UP, changes=True)
# A second one of these is refused, which would hide that the first was carried out.
REMOVE_TARGETS = Operation("events", "RemoveTargets", EVENTS_MODIFY, _TAKEN_BACK, changes=True, repeats=False)
DELETE_RULE = Operation("events", "DeleteRule", EVENTS_MODIFY, _TAKEN_BACK, changes=True, repeats=False)
DELETE_RESOURCE_POLICY = Operation(
    "logs", "DeleteResourcePolicy", LOG_GROUPS_MODIFY, _TAKEN_BACK, changes=True, repeats=False
)

CAPTURING: Final = (
    DESCRIBE_RESOURCE_POLICIES,
    LIST_TARGETS_BY_RULE,
    PUT_RESOURCE_POLICY,
    PUT_RULE,
    PUT_TARGETS,
    REMOVE_TARGETS,
    DELETE_RULE,
    DELETE_RESOURCE_POLICY,
)
