"""The ways through a VPC: out of a subnet to what a task needs, and in from a client to its port. Pure."""

from fargate_tui.fargate.network.entrance import Entrance
from fargate_tui.fargate.network.needs import Need, needs
from fargate_tui.fargate.network.path import Hop, Path, Verdict, Via
from fargate_tui.fargate.network.rules import Rule, rules_in_words
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.network.way_in import ways_in
from fargate_tui.fargate.network.way_out import outlet, way_out, ways_out

__all__ = [
    "Entrance",
    "Hop",
    "Need",
    "Path",
    "Place",
    "Rule",
    "Surroundings",
    "Verdict",
    "Via",
    "needs",
    "outlet",
    "rules_in_words",
    "way_out",
    "ways_in",
    "ways_out",
]
