"""What the checks are looked at with: drafts and accounts in which one thing is otherwise."""

from typing import Any

import msgspec

from fargate_tui.fargate.drafts.facts import Facts, Granted
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import EXEC
from fargate_tui.fargate.records import (
    Cluster,
    HealthCheck,
    Permission,
    Volume,
)
from tests.fargate.drafts.service.given import (
    AROUND,
    DEFINITION,
    SHELL_KEY,
    draft,
    facts,
    found,
)
from tests.fargate.network.vpcs import acl, endpoint, entry

Case = tuple[str, dict[str, str], Facts, str]
"""Number, what is typed, what is known, and the field, or the action that is missing."""

OWN = {
    "setup": "own",
    "network.vpc": "vpc-1",
    "network.subnets": "subnet-prv-a subnet-prv-b",
    "network.groups": "sg-task",
}
HEALTHY = msgspec.structs.replace(
    DEFINITION.container_definitions[0], health_check=HealthCheck(command=("CMD", "true"))
)


def around(**changed: Any) -> Facts:
    parts = {name: part if isinstance(part, NotChecked) else Known(part) for name, part in changed.items()}
    return facts(surroundings={"vpc-1": Known(msgspec.structs.replace(AROUND, **parts))})


def defined(**changed: Any) -> Facts:
    return facts(definitions={"web:7": Known(msgspec.structs.replace(DEFINITION, **changed))})


def cluster(**changed: Any) -> Facts:
    known = Cluster(cluster_arn="arn", cluster_name="prod", status="ACTIVE", capacity_providers=("FARGATE",))
    return facts(clusters={"prod": Known(msgspec.structs.replace(known, **changed))})


def shells(decision: str) -> Facts:
    given = tuple((Permission(action=f"ssmmessages:{each}"), decision) for each in EXEC)
    return facts(permissions={SHELL_KEY: Known(msgspec.convert({"decisions": given}, Granted, from_attributes=True))})


def because(action: str) -> NotChecked:
    return NotChecked(why=f"{action} is not allowed", action=action)


LAUNCHED = defined(volumes=(Volume(name="data", configured_at_launch=True),))
ISOLATED = {**OWN, "network.subnets": "subnet-iso-a"}
INTERFACES = tuple(endpoint(each, subnet_ids=("subnet-iso-a",), groups=()) for each in ("ecr.api", "ecr.dkr", "logs"))
NO_ANSWERS = acl(entry(100, "allow", out=True), entry(32767, "deny", out=False))
SUBNETS, ROUTES, GROUPS = (because(f"ec2:Describe{each}") for each in ("Subnets", "RouteTables", "SecurityGroups"))
TARGETS, BALANCERS = (because(f"elasticloadbalancing:Describe{each}") for each in ("TargetGroups", "LoadBalancers"))
ROLES = because("iam:GetRole")


def wrong_of(case: Case) -> tuple[str, ...]:
    """The fields at which the check of a case finds fault; each says why and what to do."""
    number, base, known, _ = case
    wrong = [each for each in found(draft(base), known) if each.check == number and each.verdict == "problem"]
    assert all(each.words and each.remedy for each in wrong)
    return tuple(each.field for each in wrong)


def untold_of(case: Case) -> tuple[str, ...]:
    """The actions without which the check of a case cannot be made; none of it is taken for ok."""
    number, base, known, _ = case
    looked = [each for each in found(draft(base), known) if each.check == number]
    assert all(each.verdict != "ok" for each in looked)
    return tuple(each.action for each in looked if each.verdict == "not checked")


def named(cases: list[Case]) -> list[str]:
    """Names for tests."""
    return [f"{case[0]} {case[3]} {place}" for place, case in enumerate(cases)]
