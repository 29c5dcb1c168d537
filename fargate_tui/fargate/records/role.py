"""What IAM tells of a role."""

from fargate_tui.fargate.records.base import Record


class Role(Record, frozen=True, kw_only=True):
    """A role, and who may take it on."""

    name: str
    arn: str = ""
    path: str = "/"
    trusts: tuple[str, ...] = ()
    """Services that may take it on: ``ecs-tasks.amazonaws.com``."""
    trusts_if: tuple[str, ...] = ()
    """Those of them that may only under conditions."""
    boundary: str = ""
    """ARN of the policy that it can never go beyond; empty where there is none."""


class Permission(Record, frozen=True, kw_only=True):
    """One thing to be done to one thing."""

    action: str
    """``ecr:BatchGetImage``"""
    resource: str = "*"
    """An ARN, or ``*`` for what is done to nothing in particular."""
