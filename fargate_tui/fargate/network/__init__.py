"""The ways through a VPC: out of a subnet to what a task needs, and in from a client to its port. Pure."""

from fargate_tui.fargate.network.path import Hop, Path, Verdict, Via

__all__ = ["Hop", "Path", "Verdict", "Via"]
