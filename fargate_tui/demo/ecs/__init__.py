"""The ECS control plane of the local AWS: wire JSON in, wire JSON out, and tasks that live their lives in between."""

from fargate_tui.demo.ecs.behaviour import Behaviour, Voice
from fargate_tui.demo.ecs.control_plane import Ecs
from fargate_tui.demo.ecs.errors import EcsError

__all__ = ["Behaviour", "Ecs", "EcsError", "Voice"]
