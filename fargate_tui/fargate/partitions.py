"""AWS's partitions: where a Region belongs, how its ARNs begin, and where its console is."""

from typing import Final
from urllib.parse import quote

from fargate_tui.fargate.records.base import Record


class Partition(Record, frozen=True, kw_only=True):
    """A part of AWS with accounts, Regions and names of its own."""

    name: str
    """As ARNs begin: ``aws``, ``aws-cn``."""
    prefixes: tuple[str, ...]
    """How the names of its Regions begin; none for AWS at large, which has all others."""
    suffix: str
    """How the names of its endpoints end."""
    web: str
    """The domain of its console and sign-in pages (botocore's endpoint rules of ``signin``)."""


PARTITIONS: Final = (
    Partition(name="aws", prefixes=(), suffix="amazonaws.com", web="aws.amazon.com"),
    Partition(name="aws-cn", prefixes=("cn-",), suffix="amazonaws.com.cn", web="amazonaws.cn"),
    Partition(name="aws-us-gov", prefixes=("us-gov-",), suffix="amazonaws.com", web="amazonaws-us-gov.com"),
    Partition(name="aws-eusc", prefixes=("eusc-",), suffix="amazonaws.eu", web="amazonaws-eusc.eu"),
    Partition(name="aws-iso", prefixes=("us-iso-",), suffix="c2s.ic.gov", web="c2shome.ic.gov"),
    Partition(name="aws-iso-b", prefixes=("us-isob-",), suffix="sc2s.sgov.gov", web="sc2shome.sgov.gov"),
    Partition(name="aws-iso-e", prefixes=("eu-isoe-",), suffix="cloud.adc-e.uk", web="csphome.adc-e.uk"),
    Partition(name="aws-iso-f", prefixes=("us-isof-",), suffix="csp.hci.ic.gov", web="csphome.hci.ic.gov"),
)
_BY_NAME: Final = {partition.name: partition for partition in PARTITIONS}


def partition(name: str) -> Partition:
    """The partition of a name; AWS at large where none has it."""
    return _BY_NAME.get(name, PARTITIONS[0])


def of_region(region: str) -> Partition:
    """The partition that a Region is in."""
    return next((each for each in PARTITIONS if region.startswith(each.prefixes)), PARTITIONS[0])


def console(region: str) -> str:
    """The host of the console in a Region."""
    return f"{region}.console.{of_region(region).web}"


def sign_in(region: str) -> str:
    """The host where one signs in to the console."""
    return f"{region}.signin.{of_region(region).web}"


def page_of_cluster(region: str, cluster: str) -> str:
    """The address of a cluster in the console."""
    return f"https://{console(region)}/ecs/v2/clusters/{quote(cluster, safe='')}?region={region}"


def page_of_service(region: str, cluster: str, service: str) -> str:
    """The address of a service in the console."""
    at = f"https://{console(region)}/ecs/v2/clusters/{quote(cluster, safe='')}/services/{quote(service, safe='')}"
    return f"{at}/health?region={region}"


def page_of_task(region: str, cluster: str, task_id: str) -> str:
    """The address of a task in the console."""
    at = f"https://{console(region)}/ecs/v2/clusters/{quote(cluster, safe='')}/tasks/{quote(task_id, safe='')}"
    return f"{at}/configuration?region={region}"


def page_of_deployments(region: str, cluster: str, service: str) -> str:
    """The address of the deployments of a service in the console."""
    at = f"https://{console(region)}/ecs/v2/clusters/{quote(cluster, safe='')}/services/{quote(service, safe='')}"
    return f"{at}/deployments?region={region}"


def page_of_task_definition(region: str, name: str) -> str:
    """The address of a family, or of one revision of it, in the console: ``web``, ``web:7``."""
    family, _, revision = name.partition(":")
    at = f"https://{console(region)}/ecs/v2/task-definitions/{quote(family, safe='')}"
    return f"{at}/{revision}/containers?region={region}" if revision else f"{at}?region={region}"


def page_of_log_group(region: str, group: str) -> str:
    """The address of a log group in the console, which reads its name escaped twice, with dollars for percent signs."""
    name = quote(quote(group, safe=""), safe="").replace("%", "$")
    return f"https://{console(region)}/cloudwatch/home?region={region}#logsV2:log-groups/log-group/{name}"


def page_of_target_group(region: str, arn: str) -> str:
    """The address of a target group in the console."""
    return f"https://{console(region)}/ec2/home?region={region}#TargetGroup:targetGroupArn={quote(arn, safe=':/')}"
