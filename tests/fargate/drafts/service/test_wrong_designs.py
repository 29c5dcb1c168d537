"""The designs that can never work are stopped at the field that causes it, before anything exists."""

import msgspec
import pytest

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Service, TaskDefinition
from tests.fargate.drafts.service.given import BLUE, DEFINITION, FACTS, GROUP, NEW, SHIFTING, draft, facts, found


def defined(**changed: object) -> Facts:
    return facts(definitions={"web:7": Known(msgspec.structs.replace(DEFINITION, **changed))})


def size(cpu: str, memory: str) -> TaskDefinition:
    return msgspec.structs.replace(DEFINITION, cpu=cpu, memory=memory)


TAKEN = facts(services={"prod/web": Known(Service(service_arn="arn", service_name="web", status="ACTIVE"))})
SHARED = facts(target_group_users={BLUE: Known(("prod/old",))})

ISOLATED = {"setup": "own", "network.vpc": "vpc-1", "network.subnets": "subnet-iso-a"}

WRONG = {
    "an ALB in one zone": (NEW, {"balancer.subnets": "subnet-pub-a"}, FACTS, "P33", "balancer.subnets"),
    "a task zone that is not in the load balancer": (
        NEW, {"network.subnets": "subnet-pub-a", "balancer.subnets": "subnet-pub-b"}, FACTS, "P34", "balancer.subnets",
    ),
    "a private subnet with no way out": ({}, ISOLATED, FACTS, "P24", "network.subnets"),
    "an instance target group": (GROUP, {"balancer.group": "ec2"}, FACTS, "P30", "balancer.group"),
    "256 CPU with 4096 MiB": ({}, {}, defined(memory="4096"), "P02", "definition"),
    "no execution role": ({}, {}, defined(execution_role_arn=None), "P10", "definition"),
    "a name that is taken": ({}, {}, TAKEN, "P50", "name"),
    "two services on one target group": (GROUP, {}, SHARED, "P46", "balancer.group"),
    "blue/green without bake time": (SHIFTING, {"deployment.bake_time": ""}, FACTS, "P56", "deployment.bake_time"),
}  # fmt: skip


@pytest.mark.parametrize(("base", "typed", "known", "number", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_design_is_stopped_at_its_field(
    base: dict[str, str], typed: dict[str, str], known: Facts, number: str, field: str
) -> None:
    wrong = found(draft(base, **typed), known)

    assert (number, field) in [(each.check, each.field) for each in wrong if each.blocks]
    assert all(each.remedy for each in wrong if each.blocks)


@pytest.mark.parametrize(("base", "known"), [({}, FACTS), (GROUP, FACTS), (NEW, FACTS), (SHIFTING, FACTS)])
def test_the_same_without_the_fault_is_not_stopped(base: dict[str, str], known: Facts) -> None:
    assert [each for each in found(draft(base), known) if each.blocks] == []
