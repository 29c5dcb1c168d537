"""A way through the network, hop by hop, and what is in its way."""

from collections.abc import Iterable, Sequence
from typing import Literal

from fargate_tui.fargate.records import Record

Verdict = Literal["open", "blocked", "unknown"]
"""unknown: it cannot be told from what was read. It is never taken for open."""

Via = Literal["public address", "NAT", "endpoint", ""]
"""What leads out; empty where nothing does, or where it cannot be told."""


class Hop(Record, frozen=True, kw_only=True):
    """One thing that has to let a packet pass."""

    name: str
    """What it is, in a word or two: "security group", "route"."""
    verdict: Verdict
    words: str
    """What was found, with the ids of the things it was found in."""
    ids: tuple[str, ...] = ()
    action: str = ""
    """The IAM action that is missing, where nothing else kept it from being told."""
    warning: str = ""
    """What is not well though it lets pass; empty where there is nothing."""


class Path(Record, frozen=True, kw_only=True):
    """The way from one place to another."""

    service: str
    """Where it leads: "ecr.api", "ecr.dkr", "s3", "logs", …, or the host of another registry."""
    label: str
    """The same as a person says it: "ECR", "CloudWatch Logs", "Docker Hub"."""
    verdict: Verdict
    sentence: str
    """All of it in one sentence."""
    hops: tuple[Hop, ...] = ()
    via: Via = ""
    subnet: str = ""
    """Where it begins; empty for a way in."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is not well though it lets pass."""
        return tuple(hop.warning for hop in self.hops if hop.warning)

    @property
    def missing(self) -> tuple[str, ...]:
        """The IAM actions without which it cannot be told, each once."""
        return tuple(dict.fromkeys(hop.action for hop in self.hops if hop.verdict == "unknown" and hop.action))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on things that must all let pass: one that blocks is enough to be certain."""
    found = set(verdicts)
    return "blocked" if "blocked" in found else "unknown" if "unknown" in found else "open"


def one_of(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict where one of them is taken, and it is not known which."""
    return verdicts[0] if len(set(verdicts)) == 1 else "unknown"


def deciding(hops: Iterable[Hop]) -> Hop | None:
    """The hop that decides: the first that blocks, else the first that cannot be told; None where all are open."""
    found = tuple(hops)
    blocking = next((hop for hop in found if hop.verdict == "blocked"), None)
    return blocking or next((hop for hop in found if hop.verdict == "unknown"), None)
