"""All actions of the wizards. They are not imported before a wizard needs them, or something it has made is undone."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.actions.action import Action
from fargate_tui.actions.creating.back import (
    TakeBackCluster,
    TakeBackLogGroup,
    TakeBackRole,
    TakeBackScalableTarget,
    TakeBackScalingPolicy,
    TakeBackService,
    TakeBackTaskDefinition,
)
from fargate_tui.actions.creating.back_in_front import (
    TakeBackIngress,
    TakeBackListener,
    TakeBackListenerRule,
    TakeBackLoadBalancer,
    TakeBackSecurityGroup,
    TakeBackTargetGroup,
)
from fargate_tui.actions.creating.in_front import (
    MakeListener,
    MakeListenerRule,
    MakeLoadBalancer,
    MakeSecurityGroup,
    MakeTargetGroup,
)
from fargate_tui.actions.creating.kinds import (
    MakeCluster,
    MakeLogGroup,
    MakeRole,
    MakeScalableTarget,
    MakeScalingPolicy,
    MakeService,
    MakeTask,
    MakeTaskDefinition,
)
from fargate_tui.actions.creating.making import Making
from fargate_tui.actions.creating.taking_back import TakingBack

MAKING: Final[tuple[Making, ...]] = (
    MakeLogGroup(),
    MakeRole(),
    MakeCluster(),
    MakeSecurityGroup(),
    MakeLoadBalancer(),
    MakeTargetGroup(),
    MakeListener(),
    MakeListenerRule(),
    MakeTaskDefinition(),
    MakeService(),
    MakeTask(),
    MakeScalableTarget(),
    MakeScalingPolicy(),
)

TAKING_BACK: Final[tuple[TakingBack, ...]] = (
    TakeBackLogGroup(),
    TakeBackRole(),
    TakeBackCluster(),
    TakeBackSecurityGroup(),
    TakeBackIngress(),
    TakeBackLoadBalancer(),
    TakeBackTargetGroup(),
    TakeBackListener(),
    TakeBackListenerRule(),
    TakeBackTaskDefinition(),
    TakeBackService(),
    TakeBackScalableTarget(),
    TakeBackScalingPolicy(),
)

CREATING: Final[tuple[Action, ...]] = (*MAKING, *TAKING_BACK)
"""In the order of the documentation."""

BY_KIND: Final[Mapping[str, Making]] = {each.kind: each for each in MAKING}
BY_ID: Final[Mapping[str, Action]] = {each.id: each for each in CREATING}
