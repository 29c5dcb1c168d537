"""What the network says: ways out of the subnet, ways in to the task, free addresses, names (E-net, E-vpce, E-sg)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, Way
from fargate_tui.fargate.diagnosis.fact import Fact, Probe, cleared, confirmed, not_checked
from fargate_tui.fargate.diagnosis.rule import Judge
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part
from fargate_tui.fargate.records import Subnet

CALLED: Final[Mapping[str, str]] = {
    "ecr.api": "ECR (api)",
    "ecr.dkr": "ECR (images)",
    "s3": "S3",
    "logs": "CloudWatch Logs",
    "secretsmanager": "Secrets Manager",
    "ssm": "Parameter Store",
    "ssmmessages": "ECS Exec",
    "kms": "KMS",
    "sts": "STS",
    "efs": "EFS",
    "docker.io": "Docker Hub",
}


def way_to(*services: str) -> Judge:
    """Whether the task can get there: a way that is blocked confirms, one that is open clears."""

    def judge(_case: Case, evidence: Evidence) -> Iterator[Fact]:
        goals = ", ".join(CALLED.get(each, each) for each in services)
        return of_part(evidence.ways_out, "E-net", f"the way to {goals}", lambda ways: _ways(ways, services))

    return judge


def way_to_registry(case: Case, evidence: Evidence) -> Iterable[Fact]:
    """Whether the task can get to the registry of the image that was not pulled."""
    return way_to(*_registry(case))(case, evidence)


def _registry(case: Case) -> tuple[str, ...]:
    """What has to be reached for an image: the parts of ECR, or the host of another registry."""
    image = names.image(case)
    if ".dkr.ecr" in image or ".dkr-ecr" in image or ".dkr.ecr" in case.text or "Amazon ECR" in case.text:
        return ("ecr.dkr", "ecr.api", "s3")
    host, slash, _ = image.partition("/")
    return (host if slash and ("." in host or ":" in host) else "docker.io",)


def way_to_secrets(case: Case, evidence: Evidence) -> Iterable[Fact]:
    """Whether the task can get to what the text says it was reading: a secret, a parameter, or ECR's login."""
    return way_to(*names.stores(case))(case, evidence)


def _ways(ways: tuple[Way, ...], services: tuple[str, ...]) -> Iterator[Fact]:
    found = [way for service in services for way in ways if way.service == service]
    if not found:
        goals = ", ".join(CALLED.get(each, each) for each in services)
        yield not_checked("E-net", f"the way to {goals}: not looked at")
    # One way that is blocked is enough, and the first is where the task fails first.
    for way in found:
        yield _way(way, "E-net")


def _way(way: Way, probe: Probe) -> Fact:
    match way.verdict:
        case "blocked":
            return confirmed(probe, way.sentence)
        case "open":
            return cleared(probe, way.sentence)
        case _:
            return not_checked(probe, way.sentence, ", ".join(way.missing))


def way_in(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the load balancer can get to the task."""
    return of_part(
        evidence.ways_in,
        "E-sg",
        "the way from the load balancer to the task",
        lambda ways: (_way(way, "E-sg") for way in ways),
    )


def free_addresses(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether its subnet has an address left."""
    wanted = names.subnet(case)

    def judge(subnets: tuple[Subnet, ...]) -> Iterator[Fact]:
        ours = [each for each in subnets if each.subnet_id == wanted] or subnets
        for each in ours:
            if each.free_addresses is None:
                yield not_checked("E-net", f"free addresses of {each.subnet_id}: AWS does not say")
            elif each.free_addresses < 1:
                yield confirmed("E-net", f"{each.subnet_id} has no free address")
            else:
                yield cleared("E-net", f"{each.subnet_id} has {each.free_addresses:,} free addresses now")

    return of_part(evidence.subnets, "E-net", "free addresses of its subnet", judge)


def has_dns(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether names are resolved in its VPC."""

    def judge(is_on: bool) -> Iterator[Fact]:
        if is_on:
            yield cleared("E-vpce", "its VPC resolves names")
        else:
            yield confirmed("E-vpce", "DNS is switched off in its VPC")

    return of_part(evidence.has_dns, "E-vpce", "DNS of its VPC", judge)
