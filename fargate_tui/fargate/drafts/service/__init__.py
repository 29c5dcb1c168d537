"""A service: what is filled in, what is wrong with it, what is made of it. Pure."""

from fargate_tui.fargate.drafts.service.clone import of_service
from fargate_tui.fargate.drafts.service.draft import ServiceDraft

__all__ = ["ServiceDraft", "of_service"]
