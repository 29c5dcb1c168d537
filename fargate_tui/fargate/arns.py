"""Names out of ARNs, in the old forms and the new; anything that is no ARN is taken for the name itself.

An ARN is ``arn:partition:service:region:account:resource``. Long ECS ARNs hold the cluster (``service/CLUSTER/NAME``,
``task/CLUSTER/ID``); short ones, which old accounts still have, do not (``service/NAME``, ``task/ID``).
"""

_WITH_CLUSTER = frozenset({"service", "task", "container", "container-instance", "service-deployment"})
_NAME_IN_THE_MIDDLE = frozenset({"targetgroup", "loadbalancer"})


def is_arn(text: str) -> bool:
    """Whether it has the shape of an ARN."""
    return text.startswith("arn:") and text.count(":") >= 5


def resource_of(arn: str) -> str:
    """What stands behind the account: ``service/prod/web``; the whole text where it is no ARN."""
    return arn.split(":", 5)[5] if is_arn(arn) else arn


def region_of(arn: str) -> str:
    """The Region in an ARN; empty where there is none."""
    return arn.split(":", 5)[3] if is_arn(arn) else ""


def account_of(arn: str) -> str:
    """The account in an ARN; empty where there is none."""
    return arn.split(":", 5)[4] if is_arn(arn) else ""


def name_of(arn: str) -> str:
    """The name a person would use: the last part of the ARN, or the name before the hash of a load balancer's."""
    if not is_arn(arn):
        return arn
    parts = resource_of(arn).split("/")
    if parts[0] in _NAME_IN_THE_MIDDLE and len(parts) >= 3:
        return parts[-2]
    if len(parts) == 1:
        return parts[0].rpartition(":")[2]
    return parts[-1]


def cluster_of(arn: str) -> str:
    """The cluster's name in the ARN of a cluster, service or task; empty where the ARN does not hold it."""
    if not is_arn(arn):
        return ""
    parts = resource_of(arn).split("/")
    if parts[0] == "cluster" and len(parts) == 2:
        return parts[1]
    return parts[1] if parts[0] in _WITH_CLUSTER and len(parts) >= 3 else ""


def task_id(arn: str) -> str:
    """The 32 hexadecimal digits (36 characters in old accounts) that name a task in its cluster."""
    return name_of(arn)


def family_revision(arn: str) -> str:
    """``family:revision`` of a task definition."""
    return name_of(arn)


def family_of(arn: str) -> str:
    """The family of a task definition, with or without a revision."""
    family, _, revision = family_revision(arn).rpartition(":")
    return family if family and revision.isdecimal() else family_revision(arn)


def revision_of(arn: str) -> int | None:
    """The revision of a task definition; None where it is not given."""
    _, _, revision = family_revision(arn).rpartition(":")
    return int(revision) if revision.isdecimal() and revision != family_revision(arn) else None


def service_of_group(group: str) -> str:
    """The service that keeps the tasks of a group; empty for standalone tasks."""
    return group.removeprefix("service:") if group.startswith("service:") else ""
