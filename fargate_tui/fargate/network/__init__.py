"""The ways through a VPC: out of a subnet to what a task needs, and in from a client to its port. Pure."""

from fargate_tui.fargate.network.entrance import Entrance
from fargate_tui.fargate.network.needs import Need, basic_needs, needs
from fargate_tui.fargate.network.networked import Networked, Stand
from fargate_tui.fargate.network.path import Hop, Path, Verdict, Via
from fargate_tui.fargate.network.rules import Rule, entries_in_words, rules_in_words
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.network.way_in import ways_in
from fargate_tui.fargate.network.way_out import Word, outlet, way_out, ways_out, word_of

__all__ = [
    "Entrance",
    "Hop",
    "Need",
    "Networked",
    "Path",
    "Place",
    "Rule",
    "Stand",
    "Surroundings",
    "Verdict",
    "Via",
    "Word",
    "basic_needs",
    "entries_in_words",
    "needs",
    "outlet",
    "rules_in_words",
    "way_out",
    "ways_in",
    "ways_out",
    "word_of",
]
