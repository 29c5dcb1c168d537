"""Application Auto Scaling of ECS services: targets, policies, schedules, and what follows from them."""

from fargate_tui.demo.scaling.operations import ScalingRefused
from fargate_tui.demo.scaling.service import Scaling

__all__ = ["Scaling", "ScalingRefused"]
