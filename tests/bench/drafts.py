"""What a key costs a wizard: the answer, the pages and all findings of a task definition with ten containers."""

import statistics
import time
from collections.abc import Iterator

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from tests.bench.measures import Figure

CONTAINERS = 10
KEYS = 200
FACTS = Facts(account="123456789012", region="eu-west-1")
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"


def crowded() -> TaskDefinitionDraft:
    """A draft with as much in it as there may be."""
    found = TaskDefinitionDraft.begun("eu-west-1").answered("family", "web").answered("cpu", "4096")
    for _ in range(CONTAINERS - 1):
        found = found.added("containers.0")
    for place in range(CONTAINERS):
        for member, text in {
            "name": f"c{place}",
            "image": f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/c{place}:1",
            "command": "run --now 'a b'",
            "ports": f"80{place}/tcp http name=w{place}\n90{place}/udp",
            "environment": "\n".join(f"A{each}=value{each}" for each in range(20)),
            "secrets": "\n".join(f"S{each}={SECRET}" for each in range(5)),
            "health_command": "curl -f http://localhost/ || exit 1",
            "dependencies": "c0 HEALTHY" if place else "",
        }.items():
            found = found.answered(f"containers.{place}.{member}", text)
    return found


def keys() -> Iterator[Figure]:
    """How long a key takes until what is to be painted is known."""
    draft, seconds = crowded(), []
    environment = draft.containers[3].environment
    for number in range(KEYS):
        began = time.perf_counter()
        draft = draft.answered("containers.3.environment", f"{environment}\nX={number}")
        draft.steps(FACTS)
        draft.findings(FACTS)
        seconds.append(time.perf_counter() - began)
    yield Figure("wizard, a key with ten containers", statistics.median(seconds) * 1000, "ms", 5, max(seconds) * 1000)
