"""What a command of one's own can be about, and the variables in which it is told. Only the standard library."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

Of = Literal["cluster", "service", "task", "container", "task-definition", "event", "log"]
OFS: Final[tuple[Of, ...]] = get_args(Of)

VARIABLES: Final[Mapping[str, str]] = {
    "CLUSTER": "name of the cluster",
    "CLUSTER_ARN": "its ARN",
    "SERVICE": "name of the service",
    "SERVICE_ARN": "its ARN",
    "TASK_ID": "the last part of the task's ARN",
    "TASK_ARN": "ARN of the task",
    "TASK_DEFINITION": "`family:revision`",
    "REVISION": "the revision alone",
    "CONTAINER": "name of the container",
    "PRIVATE_IP": "private address of the task",
    "PUBLIC_IP": "its public address",
    "LOG_GROUP": "log group of the container, or of a task with one container that has one",
    "LOG_STREAM": "its stream, where a task is known",
    "EVENT": "an event in AWS's words",
    "LOG_LINE": "a line of log, what looks like a secret masked",
    "ACCOUNT": "number of the account",
    "ENDPOINT_URL": "where AWS is asked, where that is not AWS itself",
}
"""The variables, and what each is. One that means nothing for a thing is not set, whatever it was before."""
OF_AWS: Final[Mapping[str, str]] = {
    "AWS_PROFILE": "the profile that was chosen here; else what the environment says",
    "AWS_REGION": "the Region, in `AWS_DEFAULT_REGION` too",
    "AWS_ENDPOINT_URL": "the same as `ENDPOINT_URL`, so that `aws` asks the same place",
}
"""Those that the AWS CLI and the SDKs read."""
