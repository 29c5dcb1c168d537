"""What a key costs a wizard: the answer, what it fills in, the pages and all findings of a draft as big as they get."""

import statistics
import time
from collections.abc import Iterable, Iterator

import msgspec

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.known import Known
from tests.bench.measures import Figure
from tests.fargate.drafts.service.given import DEFINITION, SHIFTING, facts
from tests.fargate.drafts.service.given import draft as a_service

CONTAINERS = 10
KEYS = 200
FACTS = Facts(account="123456789012", region="eu-west-1")
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
WIDE = msgspec.structs.replace(
    DEFINITION,
    container_definitions=tuple(
        msgspec.structs.replace(DEFINITION.container_definitions[0], name=f"c{place}") for place in range(CONTAINERS)
    ),
)


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
    draft = crowded()
    environment = draft.containers[3].environment
    typed = (f"{environment}\nX={number}" for number in range(KEYS))
    yield _figure("wizard, a key with ten containers", draft, FACTS, "containers.3.environment", typed)
    known = facts(definitions={"web:7": Known(WIDE)})
    service = a_service(SHIFTING).filled_in(known)
    names = (f"web-{number}" for number in range(KEYS))
    yield _figure("wizard, a key of a service with a new balancer", service, known, "name", names)


def _figure(name: str, draft: Draft, known: Facts, field: str, typed: Iterable[str]) -> Figure:
    seconds = []
    for text in typed:
        began = time.perf_counter()
        draft = draft.answered(field, text).filled_in(known)
        draft.steps(known)
        draft.findings(known)
        seconds.append(time.perf_counter() - began)
    return Figure(name, statistics.median(seconds) * 1000, "ms", 5, max(seconds) * 1000)
